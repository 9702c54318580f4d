"""Files that are handed out."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def file_answer(media_type: str, name: str, content: bytes) -> HttpResponse:
    """A download, which no browser shows as a page of this site."""
    response = HttpResponse(content, content_type=media_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["Cache-Control"] = "private, no-store"
    return response
