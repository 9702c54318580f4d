"""Who and what the names of a file are here: asked on one page, answered in parts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from cairn.errors import Conflict, Invalid, Words
from cairn.exchange.commands.preparing import map_import, plan_import
from cairn.exchange.models import State
from cairn.exchange.queries import (
    MAPPED_AS,
    ImportPage,
    NameToMap,
    find_import,
    names_in_order,
)
from cairn.intake import Intake
from cairn.organization.actor import Actor
from cairn.web.exchange.frame import address_of, import_page
from cairn.web.forms import Form, answer, back_to, see_other
from cairn.web.objectives.names import Directory
from cairn.web.pages import flash, member_page, take_unsent
from cairn.web.paging import address
from cairn.web.sessions import WebRequest

OTHER: Final = "other"
PART: Final = 100
"""Names of one sort on a page: each is two fields of the form."""
TITLES: Final[Mapping[str, tuple[Words, Words]]] = {
    "label": (
        gettext_lazy("What your tool called things"),
        gettext_lazy("Objective, key result or initiative: each name that the file uses."),
    ),
    "cycle": (
        gettext_lazy("Cycles"),
        gettext_lazy("Found by their days, else by their name."),
    ),
    "team": (
        gettext_lazy("Teams"),
        gettext_lazy("Found by their name and the teams above them."),
    ),
    "person": (
        gettext_lazy("People"),
        gettext_lazy(
            "Found by their e-mail address, else by their name. Whoever is not found becomes a"
            " member without sign-in, who can be invited where the file has their address, or is"
            " left out."
        ),
    ),
}
TYPED: Final[Mapping[str, tuple[Words, Words]]] = {
    "person": (gettext_lazy("Somebody else…"), gettext_lazy("Name or e-mail address")),
    "team": (gettext_lazy("Another team…"), gettext_lazy("Name of the team")),
}
"""What may also be named in words: the choice that says so, and what the field asks for."""


@dataclass(frozen=True, slots=True)
class Line:
    """One name with its choice. `typed` is what was written into the field for others."""

    name: NameToMap
    id: str
    field: str
    options: tuple[tuple[str, str], ...]
    chosen: str
    typed: str
    asks: str
    error: Words


@dataclass(frozen=True, slots=True)
class Group:
    """The names of a sort: those to look at, and those that were found by themselves."""

    sort: str
    title: Words
    about: Words
    all: int
    open: tuple[Line, ...]
    found: tuple[Line, ...]
    links: tuple[tuple[str, str, bool], ...]


def show_names(request: WebRequest, found: ImportPage, form: Form | None = None) -> HttpResponse:
    form = form or Form(take_unsent(request))
    groups = [one for sort in TITLES if (one := _group(request, found, sort, form)) is not None]
    versions = (
        [(one.value, one.label, "") for one in found.newer_of.choices] if found.newer_of else []
    )
    context = {"groups": groups, "versions": versions, "at": "names"}
    return import_page(request, "names", found, form, **context)


def _group(request: WebRequest, found: ImportPage, sort: str, form: Form) -> Group | None:
    names = names_in_order(one for one in found.names if one.sort == sort)
    if not names:
        return None
    page = _page_of(request, sort, len(names))
    lines = [_line(one, at, form) for at, one in enumerate(names[page * PART : (page + 1) * PART])]
    title, about = TITLES[sort]
    return Group(
        *(sort, title, about, len(names)),
        tuple(one for one in lines if not one.name.is_found),
        tuple(one for one in lines if one.name.is_found),
        _links(request, found, sort, len(names), page),
    )


def _page_of(request: WebRequest, sort: str, count: int) -> int:
    """Counted from 0; what is no page is the first."""
    page = Intake(request.GET).whole(sort, 1, (count - 1) // PART + 1)
    return page - 1 if isinstance(page, int) else 0


def _links(
    request: WebRequest, found: ImportPage, sort: str, count: int, page: int
) -> tuple[tuple[str, str, bool], ...]:
    """(words, address, whether it is this one) of the pages, where there is more than one."""
    if count <= PART:
        return ()
    here = {"step": request.GET.get("step", "")}
    pages = range((count - 1) // PART + 1)
    return tuple(
        (
            f"{one * PART + 1}–{min((one + 1) * PART, count)}",
            address(address_of(found.id), {**here, sort: one + 1}),
            one == page,
        )
        for one in pages
    )


def _line(name: NameToMap, at: int, form: Form) -> Line:
    field = field_of(name)
    other, asks = TYPED.get(name.sort, ("", ""))
    options = [(one.value, one.label) for one in name.choices]
    if other:
        options.append((OTHER, str(other)))
    if not name.chosen:
        options.insert(0, ("", _("Choose…")))
    return Line(
        *(name, f"{name.sort}-{at}", field, tuple(options)),
        str(form.values.get(field, name.chosen)),
        str(form.values.get(f"{OTHER}:{field}", "")),
        str(asks),
        form.errors.get(field, ""),
    )


def field_of(name: NameToMap) -> str:
    return f"{name.sort}:{name.key}"


@require_POST
@member_page
def save_names(request: WebRequest, import_id: int) -> HttpResponse:
    """`act=plan` makes the plan as well."""
    found = find_import(request.actor, import_id, with_names=True)
    return answer(
        request,
        lambda: _save(request, found),
        lambda form: show_names(request, found, form),
    )


def _save(request: WebRequest, found: ImportPage) -> HttpResponse:
    wants_plan = request.POST.get("act") == "plan"
    chosen = read_names(request.actor, request.POST, found.names, is_last=wants_plan)
    newer_of = request.POST.get("newer_of", "")
    if found.newer_of and newer_of not in ("", found.newer_of.chosen):
        chosen["newer_of"] = newer_of
    try:
        kept = map_import(request.actor, found.id, **chosen)
    except Invalid as refused:
        raise Invalid(_by_field(refused.fields)) from None
    if not wants_plan:
        flash(request, _("Your answers are kept."))
        return see_other(back_to(request, address_of(found.id), "form_page"))
    if kept.state == State.MAPPING:
        try:
            plan_import(request.actor, found.id)
        except Conflict as refused:
            flash(request, str(refused.reason), level="error")
    return see_other(address_of(found.id))


def read_names(
    actor: Actor, sent: QueryDict, names: Sequence[NameToMap], *, is_last: bool
) -> dict[str, Any]:
    """What was chosen, as `map_import` takes it; a suggestion that was left as it is stays one.
    `is_last`: nothing may stay open."""
    intake = Intake(sent)
    here = [one for one in names if field_of(one) in sent]
    typed = {field_of(one): sent.get(f"{OTHER}:{field_of(one)}", "").strip() for one in here}
    named = {one.sort: [typed[field_of(n)] for n in here if n.sort == one.sort] for one in here}
    directory = Directory(actor, named.get("person", []), named.get("team", []))
    chosen: dict[str, dict[str, str]] = {}
    for one in here:
        field = field_of(one)
        value = sent.get(field, "")
        if value == OTHER:
            value = _other(intake, directory, one.sort, field, typed[field])
        elif not value and is_last:
            intake.refuse(field, _("Choose what this is."))
        if value != one.chosen:
            chosen.setdefault(MAPPED_AS[one.sort], {})[one.key] = value
    intake.settle()
    return chosen


def _other(intake: Intake, directory: Directory, sort: str, field: str, typed: str) -> str:
    if not typed:
        intake.refuse(field, _("Write who or what it is."))
        return ""
    found = (directory.person if sort == "person" else directory.team)(intake, field, typed)
    return str(found) if isinstance(found, int) else ""


def _by_field(fields: Mapping[str, Words]) -> dict[str, Words]:
    """A command's `people.<key>` beside the field that it was typed into."""
    sorts = {plural: sort for sort, plural in MAPPED_AS.items()}
    named = ((name.partition("."), why) for name, why in fields.items())
    return {f"{sorts.get(group, group)}:{key}": why for (group, _dot, key), why in named}
