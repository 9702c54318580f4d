"""Pictures that comments and check-ins show, for whoever may see their objective."""

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_GET

from cairn.checkins.queries import find_picture
from cairn.web.pages import member_page
from cairn.web.sessions import WebRequest

ALONE = "default-src 'none'; sandbox"


@require_GET
@member_page
def picture(request: WebRequest, picture_id: int) -> HttpResponse:
    """The bytes as the kind that they are, which no browser takes for anything else."""
    found = find_picture(request.actor, picture_id)
    response = HttpResponse(bytes(found.content), content_type=f"image/{found.kind}")
    response.headers["Content-Disposition"] = f'inline; filename="{found.id}.{found.kind}"'
    response.headers["Content-Security-Policy"] = ALONE
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


urlpatterns: list[URLPattern] = [path("pictures/<int:picture_id>", picture)]
