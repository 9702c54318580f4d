"""What an export is narrowed to, read out of an address. One reader of each filter, for all exports."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from cairn.cycles.queries import current_cycle
from cairn.exchange.models import Action, Sort
from cairn.goals.agreeing import Stage
from cairn.goals.models import Kind, Status, Type
from cairn.goals.queries import DRAFT, GROWTH
from cairn.insights.number import read_number
from cairn.insights.subject import NO_TEAM
from cairn.intake import MISSING, Intake
from cairn.kpis.health import State
from cairn.notifications.owed import SECTIONS
from cairn.okr_templates.queries import MEASURES
from cairn.okr_templates.words import TEACHES, Department, UsedBy
from cairn.organization.actor import Actor

LONGEST: Final = 200
LONGEST_TITLE: Final = 300
SORTS: Final = (
    *("objective", "key_result", "kpi", "member", "team", "minute", "update", "lesson", "template"),
)
"""Of what a search finds something."""
NO: Final = ("", "0", "false", "off", "no")
NONE: Final = 1
"""The id of nothing: a cycle that was asked for and is not there."""


@dataclass(frozen=True, slots=True)
class Asked:
    """None, empty and False mean "any"."""

    cycle: int | None = None
    team: int | None = None
    member_of: int | None = None
    owner: int | None = None
    person: int | None = None
    objective: int | None = None
    key_result: int | None = None
    focus: int | None = None
    kpi: int | None = None
    meeting: int | None = None
    retrospective: int | None = None
    round: int | None = None
    room: int | None = None
    status: str = ""
    type: str = ""
    tag: str = ""
    q: str = ""
    state: str = ""
    archived: bool = False
    unseen: bool = False
    followed: bool = False
    section: str = ""
    department: str = ""
    role: str = ""
    kind: str = ""
    unit: str = ""
    only: str = ""
    of: str = ""
    like: str = ""
    stage: str = ""
    sort: str = ""
    show: str = ""
    group: str = ""
    import_id: int | None = None
    row_sort: str = ""
    action: str = ""
    closed: bool = False
    left: bool = False
    unsent: bool = False
    deleted: bool = False
    hand_out: int | None = None
    to_measure: bool = False
    template: str = ""
    teaches: str = ""
    since: date | None = None
    until: date | None = None
    on: date | None = None


type Read = Callable[[Actor, Intake, str], Any]


def _id(_viewer: Actor, intake: Intake, name: str) -> Any:
    return intake.id(name)


def _cycle(viewer: Actor, intake: Intake, name: str) -> Any:
    said = intake.fields.get(name)
    if said == "current":
        running = current_cycle(viewer)
        return running.id if running else NONE
    return None if said == "all" else intake.id(name)


def _person(viewer: Actor, intake: Intake, name: str) -> Any:
    return viewer.member_id if intake.fields.get(name) == "me" else intake.id(name)


def _words(_viewer: Actor, intake: Intake, name: str) -> Any:
    return intake.line(name, LONGEST, required=False)


def _title(_viewer: Actor, intake: Intake, name: str) -> Any:
    return intake.line(name, LONGEST_TITLE, required=False)


def _flag(_viewer: Actor, intake: Intake, name: str) -> Any:
    """What is neither yes nor no is refused, so that nobody takes all rows for those asked for."""
    is_so = intake.flag(name)
    if not is_so and str(intake.fields.get(name)).lower() not in NO:
        intake.refuse(name, _("Choose one of: %(choices)s.") % {"choices": "false, true"})
        return MISSING
    return is_so


def _day(_viewer: Actor, intake: Intake, name: str) -> Any:
    return intake.day(name)


def _number(_viewer: Actor, intake: Intake, name: str) -> Any:
    """Of the insights, as `read_number` reads it; a change has its day beside it."""
    said = intake.line(name, LONGEST, required=False)
    if said is MISSING or not said or read_number(said, since=date.min):
        return said
    intake.refuse(name, _("This does not exist, or you may not see it."))
    return MISSING


def _group(_viewer: Actor, intake: Intake, name: str) -> Any:
    """The id of a team, or `0` for people without one."""
    if intake.fields.get(name) == str(NO_TEAM):
        return str(NO_TEAM)
    found = intake.id(name)
    return found if found in (MISSING, None) else str(found)


def _one_of(*allowed: str) -> Read:
    def read(_viewer: Actor, intake: Intake, name: str) -> Any:
        return intake.choice(name, allowed) if intake.fields.get(name) else MISSING

    return read


IDS: Final = (
    *("team", "member_of", "objective", "key_result", "focus", "kpi", "meeting", "retrospective"),
    *("round", "room", "import_id", "hand_out"),
)
FLAGS: Final = (
    *("archived", "unseen", "followed", "closed", "left", "unsent", "deleted", "to_measure"),
)
READERS: Final[Mapping[str, Read]] = {
    **dict.fromkeys(IDS, _id),
    **dict.fromkeys(FLAGS, _flag),
    **dict.fromkeys(("owner", "person"), _person),
    **dict.fromkeys(("tag", "q", "template"), _words),
    **dict.fromkeys(("since", "until", "on"), _day),
    "cycle": _cycle,
    "like": _title,
    "show": _number,
    "group": _group,
    "status": _one_of(*Status.values, DRAFT),
    "type": _one_of(*Type.values, GROWTH),
    "state": _one_of(*State),
    "section": _one_of(*SECTIONS),
    "department": _one_of(*Department.values),
    "role": _one_of(*UsedBy.values),
    "kind": _one_of(*Kind.values),
    "unit": _one_of(*MEASURES),
    "only": _one_of("own", "shipped"),
    "of": _one_of("people", "teams"),
    "stage": _one_of(*Stage.values),
    "sort": _one_of(*SORTS),
    "row_sort": _one_of(*Sort.values),
    "action": _one_of(*Action.values),
    "teaches": _one_of(*TEACHES),
}


def read_asked(viewer: Actor, intake: Intake, names: Iterable[str]) -> Asked:
    """Faults are noted in the intake, a name that is no filter of this export too."""
    filters = tuple(names)
    for name in intake.fields:
        if name not in filters:
            intake.refuse(name, _("There is no parameter of this name here."))
    said = {name: READERS[name](viewer, intake, name) for name in filters if name in intake.fields}
    return replace(Asked(), **{name: one for name, one in said.items() if one is not MISSING})


def texts_of(asked: Asked) -> dict[str, str]:
    """The filters as texts that `read_asked` reads to the same: to be kept until later."""
    said = {one.name: getattr(asked, one.name) for one in fields(asked)}
    return {name: _text(one) for name, one in said.items() if one not in (None, "", False)}


def _text(value: Any) -> str:
    return "true" if value is True else str(value)


def known(**narrowed: Any) -> dict[str, Any]:
    """Of what a query could be narrowed to, what was asked for."""
    return {name: value for name, value in narrowed.items() if value is not None}
