"""Which column of somebody's table is what, with its first rows beneath."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cairn.errors import Invalid
from cairn.exchange.commands.preparing import map_import
from cairn.exchange.intake import read_mapping
from cairn.exchange.matching import LABELS
from cairn.exchange.models import Sort
from cairn.exchange.previewing import preview_import, said_faults
from cairn.exchange.queries import ImportPage, find_import
from cairn.exchange.reading.headings import TABLE_FIELDS, name_of_field
from cairn.intake import refuse
from cairn.web.exchange.frame import address_of, import_page
from cairn.web.forms import Form, answer, see_other
from cairn.web.pages import member_page, take_unsent
from cairn.web.refusals import sentence_of
from cairn.web.sessions import WebRequest

COLUMN: Final = "column:"
LABEL: Final = "label:"
MOST_COLUMNS: Final = 200
"""How many of a sheet's columns the page asks about."""


def show_columns(request: WebRequest, found: ImportPage, form: Form | None = None) -> HttpResponse:
    """As it was asked for: `?sheet=` and `?heading_row=`, or what was sent."""
    form = form or Form(take_unsent(request))
    try:
        shown = preview_import(request.actor, found.id, _asked(form.values or request.GET))
    except Invalid as refused:
        form = Form(form.values, {**refused.fields, **form.errors})
        try:
            shown = preview_import(request.actor, found.id, {})
        except Invalid as broken:
            return import_page(request, "failed", found, why=sentence_of(broken))
    language, values = get_language() or "en", form.values
    guessed = {header: field for field, header in shown.columns.items()}
    return import_page(
        request,
        "columns",
        found,
        form,
        preview=shown,
        headers=shown.headers[:MOST_COLUMNS],
        sheets=[(one, one) for one in shown.sheets],
        fields=[
            ("", _("not read")),
            *((one, name_of_field(one, language)) for one in TABLE_FIELDS),
        ],
        chosen={one: values.get(COLUMN + one, guessed.get(one, "")) for one in shown.headers},
        labels=[(one, values.get(LABEL + one, sort)) for one, sort in shown.labels.items()],
        sorts=[(one, str(Sort(one).label)) for one in LABELS],
        faults=said_faults(shown.faults),
    )


def _asked(sent: Mapping[str, Any]) -> dict[str, Any]:
    """The options of a preview; what no form of ours sends is passed over."""
    known = {name: sent[name] for name in ("sheet", "heading_row") if sent.get(name)}
    if columns := dict(_columns(sent)):
        known["columns"] = columns
    return read_mapping(known)


def _columns(sent: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(our field, heading) of each column that is said to be something."""
    return [
        (field, name.removeprefix(COLUMN))
        for name, field in sent.items()
        if name.startswith(COLUMN) and field in TABLE_FIELDS
    ]


@require_POST
@member_page
def save_columns(request: WebRequest, import_id: int) -> HttpResponse:
    found = find_import(request.actor, import_id)
    return answer(
        request,
        lambda: _save(request, found),
        lambda form: show_columns(request, found, form),
    )


def _save(request: WebRequest, found: ImportPage) -> HttpResponse:
    """Tried on the file before it is kept."""
    sent = request.POST.dict()
    _check(_columns(sent))
    asked = _asked(sent)
    labels = {
        name.removeprefix(LABEL): sort for name, sort in sent.items() if name.startswith(LABEL)
    }
    mapping = read_mapping({**asked, "labels": labels})
    preview_import(request.actor, found.id, asked)
    map_import(request.actor, found.id, **mapping)
    return see_other(address_of(found.id))


def _check(columns: list[tuple[str, str]]) -> None:
    if not columns:
        refuse("columns", _("Say at least which column holds the titles."))
    twice = [
        field for field, count in Counter(field for field, _heading in columns).items() if count > 1
    ]
    if twice:
        name = name_of_field(twice[0], get_language() or "en")
        refuse(
            "columns", _("Two columns are said to hold “%(field)s”. Keep one.") % {"field": name}
        )
