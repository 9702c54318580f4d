"""Files of what a page shows, and the menu that leads to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from cairn.exchange.writing.exports import EXPORTS, Made, make_export
from cairn.exchange.writing.formats import EVERYWHERE, FORMATS
from cairn.intake import Intake
from cairn.web.downloads import file_answer
from cairn.web.pages import member_page
from cairn.web.paging import address
from cairn.web.sessions import WebRequest


@dataclass(frozen=True, slots=True)
class Choice:
    """A table in the menu: what it is called, and each format with its address."""

    words: str
    links: tuple[tuple[str, str], ...]


@require_safe
@member_page
def export(request: WebRequest, what: str) -> HttpResponse:
    said = {name: text for name, text in request.GET.items() if text}
    return made_answer(make_export(request.actor, what, Intake(said)))


def made_answer(made: Made) -> HttpResponse:
    return file_answer(made.media_type, made.name, made.file)


def links_to(place: str, formats: tuple[str, ...] = EVERYWHERE) -> tuple[tuple[str, str], ...]:
    """Each format by its name, with the address of the file in it."""
    mark = "&" if "?" in place else "?"
    return tuple((FORMATS[one].name, f"{place}{mark}format={one}") for one in formats)


def table_words(what: str) -> str:
    return {
        "objectives": _("Objectives and key results"),
        "initiatives": _("Initiatives"),
        "alignments": _("Alignments"),
        "dependencies": _("Needs from other teams"),
        "gaps": _("Gaps in the alignment"),
        "check-ins": _("Check-ins"),
        "feed": _("What happened"),
        "comments": _("Comments"),
        "kpis": _("KPIs"),
        "kpi-readings": _("Readings of KPIs"),
        "people": _("People"),
        "teams": _("Teams"),
        "lessons": _("Lessons"),
        "retrospectives": _("Retrospectives"),
        "minutes": _("Minutes"),
        "actions": pgettext("table", "Actions"),
        "proposals": _("Proposals"),
        "templates": _("Templates"),
    }[what]


def exports_of(filters: Mapping[str, Any], *tables: str, **more: Any) -> list[Choice]:
    """For the menu of a page: the tables behind what it shows, narrowed as it is. Of the page's
    filters each table takes those that it knows."""
    return [_choice(one, {**filters, **more}) for one in tables]


def _choice(what: str, filters: Mapping[str, Any]) -> Choice:
    made = EXPORTS[what]
    kept = {name: said for name, said in filters.items() if name in made.filters}
    place = address(f"/exports/{what}", kept)
    return Choice(table_words(what), links_to(place, made.formats))


urlpatterns = [path(f"exports/{what}", partial(export, what=what)) for what in EXPORTS]
