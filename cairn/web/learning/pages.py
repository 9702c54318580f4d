"""The overview of the learning pages, and each of them. Everybody who is signed in may read."""

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import get_language

from cairn.errors import NotFound
from cairn.web.learning.contents import GROUPS, beside
from cairn.web.learning.texts import all_texts, read_text
from cairn.web.pages import member_page, page
from cairn.web.sessions import WebRequest


@member_page
def show_overview(request: WebRequest) -> HttpResponse:
    return page(request, "learning/overview.html", {"groups": GROUPS, "texts": _texts()})


@member_page
def show_text(request: WebRequest, slug: str) -> HttpResponse:
    text = read_text(slug, get_language() or "en")
    if text is None:
        raise NotFound
    before, after = beside(slug)
    context = {"text": text, "groups": GROUPS, "texts": _texts(), "before": before, "after": after}
    return page(request, "learning/text.html", context)


def _texts() -> object:
    return all_texts(get_language() or "en")


urlpatterns = [path("learn", show_overview), path("learn/<slug:slug>", show_text)]
