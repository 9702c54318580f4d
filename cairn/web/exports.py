"""Files of what a page shows, and the menu that leads to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cairn.errors import Conflict
from cairn.exchange.made_files import KEPT_DAYS
from cairn.exchange.table_files.commands import ask_table, delete_table, open_table
from cairn.exchange.table_files.queries import files_of, find_file, table_file
from cairn.exchange.tables.index import EXPORTS, words_of
from cairn.exchange.writing.exports import USUAL, Made, TooLong, make_export
from cairn.exchange.writing.formats import EVERYWHERE, FORMATS
from cairn.intake import Intake
from cairn.jobs.models import Job
from cairn.web.downloads import file_answer
from cairn.web.forms import see_other
from cairn.web.pages import flash, fragment, member_page, page
from cairn.web.paging import address
from cairn.web.sessions import WebRequest
from cairn.web.submissions import new_submission, submission_of

FILES = "/exports"


@dataclass(frozen=True, slots=True)
class Choice:
    """A table in the menu: what it is called, and each format with its address."""

    words: str
    links: tuple[tuple[str, str], ...]


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def export(request: WebRequest, what: str) -> HttpResponse:
    """GET: the file, or for a long table a page that offers to make it. POST: make it later."""
    said: dict[str, str] = {name: str(text) for name, text in request.GET.items() if text}
    if request.method == "POST":
        return _ask(request, what, said)
    try:
        return made_answer(make_export(request.actor, what, Intake(said)))
    except TooLong as long:
        return _offer(request, what, said, long)


def _offer(request: WebRequest, what: str, said: Mapping[str, str], long: TooLong) -> HttpResponse:
    context = {
        "words": words_of(what),
        "format": FORMATS[said.get("format", USUAL)].name,
        "at_once": long.at_once,
        "kept_days": KEPT_DAYS,
        "here": address(f"/exports/{what}", dict(said)),
        "submission": new_submission(),
    }
    return page(request, "exports/long.html", context)


def _ask(request: WebRequest, what: str, said: Mapping[str, str]) -> HttpResponse:
    try:
        ask_table(request.actor, what, Intake(said), submission=submission_of(request))
    except Conflict as refusal:
        flash(request, str(refusal.reason), level="error")
    else:
        flash(request, _("The file is being made. It appears here."))
    return see_other(FILES)


@require_safe
@member_page
def files(request: WebRequest) -> HttpResponse:
    """The files of long tables that I asked for."""
    rows = [_shown(one) for one in files_of(request.actor)]
    return page(request, "exports/list.html", {"rows": rows, "kept_days": KEPT_DAYS})


@member_page
def row(request: WebRequest, file_id: int) -> HttpResponse:
    """One row of the list, which asks again while its file is being made."""
    found = _shown(find_file(request.actor, file_id))
    return fragment(request, "exports/list.html", "row", {"row": found})


def _shown(job: Job) -> dict[str, Any]:
    one = table_file(job)
    return {"one": one, "words": words_of(one.what), "format": FORMATS[one.format].name}


@member_page
def download(request: WebRequest, file_id: int) -> HttpResponse:
    return made_answer(open_table(request.actor, file_id))


@require_POST
@member_page
def delete(request: WebRequest, file_id: int) -> HttpResponse:
    delete_table(request.actor, file_id)
    flash(request, _("The file is deleted."))
    return see_other(FILES)


def made_answer(made: Made) -> HttpResponse:
    return file_answer(made.media_type, made.name, made.file)


def links_to(place: str, formats: tuple[str, ...] = EVERYWHERE) -> tuple[tuple[str, str], ...]:
    """Each format by its name, with the address of the file in it."""
    mark = "&" if "?" in place else "?"
    return tuple((FORMATS[one].name, f"{place}{mark}format={one}") for one in formats)


def exports_of(filters: Mapping[str, Any], *tables: str, **more: Any) -> list[Choice]:
    """For the menu of a page: the tables behind what it shows, narrowed as it is. Of the page's
    filters each table takes those that it knows."""
    return [_choice(one, {**filters, **more}) for one in tables]


def _choice(what: str, filters: Mapping[str, Any]) -> Choice:
    made = EXPORTS[what]
    kept = {name: said for name, said in filters.items() if name in made.filters}
    place = address(f"/exports/{what}", kept)
    return Choice(words_of(what), links_to(place, made.formats))


urlpatterns = [
    path("exports", files),
    path("exports/files/<int:file_id>/row", row),
    path("exports/files/<int:file_id>/file", download),
    path("exports/files/<int:file_id>/delete", delete),
    *(path(f"exports/{what}", partial(export, what=what)) for what in EXPORTS),
]
