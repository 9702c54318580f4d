"""Objectives and key results as pages and endpoints read them: frozen, formatted, no queries left."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from cairn.goals import progress
from cairn.goals.models import KeyResult, Kind, Objective, Visibility
from cairn.goals.status import Shown, status_of
from cairn.measures.amounts import format_amount


@dataclass(frozen=True, slots=True)
class PersonRef:
    id: int
    name: str

    @property
    def initial(self) -> str:
        return initial_of(self.name)


@dataclass(frozen=True, slots=True)
class TeamRef:
    id: int
    name: str


@dataclass(frozen=True, slots=True)
class KpiRef:
    """The KPI that gives a key result its readings, and the day of its latest one."""

    id: int
    name: str
    measured_on: date | None

    @property
    def url(self) -> str:
        return f"/kpis/{self.id}"


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    id: int
    title: str
    weight: Decimal
    reached_on: date | None


@dataclass(frozen=True, slots=True)
class KeyResultRow:
    """A key result on a day. Texts are formatted for the viewer; amounts are in the unit's measure."""

    id: int
    objective_id: int
    title: str
    kind: str
    unit: str
    start: Decimal | None
    target: Decimal | None
    lower: Decimal | None
    upper: Decimal | None
    current: Decimal | None
    previous: Decimal | None
    start_text: str
    target_text: str
    current_text: str
    previous_text: str
    progress: Decimal | None
    expected: Decimal
    shown: Shown
    weight: Decimal
    is_weight_fixed: bool
    confidence: int
    confidences: tuple[int, ...]
    owner: PersonRef | None
    starts_on: date
    due_on: date
    last_checkin_on: date | None
    version: int
    score: Decimal | None
    milestones: tuple[MilestoneRow, ...] = ()
    kpi: KpiRef | None = None
    cadence_days: int | None = None

    @property
    def status(self) -> str:
        return self.shown.status

    @property
    def derived_status(self) -> str:
        return self.shown.derived

    @property
    def url(self) -> str:
        return f"/objectives/{self.objective_id}#kr-{self.id}"

    @property
    def reached(self) -> int:
        """How many milestones are reached."""
        return sum(step.reached_on is not None for step in self.milestones)

    @property
    def confidence_fell(self) -> bool:
        """By three or more since the check-in before."""
        return len(self.confidences) > 1 and self.confidences[-2] - self.confidences[-1] >= 3


@dataclass(frozen=True, slots=True)
class ObjectiveRow:
    """An objective on a day, with its key results where the page shows them. `served`: the title of
    what it is aligned to first, where the page asked for it."""

    id: int
    title: str
    type: str
    growth: bool
    progress: Decimal | None
    automatic: Decimal | None
    expected: Decimal
    shown: Shown
    measured: int
    counted: int
    owner: PersonRef | None
    team: TeamRef | None
    cycle_id: int
    cycle_name: str
    visibility: str
    visible_team: TeamRef | None
    is_draft: bool
    due_on: date
    last_checkin_on: date | None
    score: Decimal | None
    key_results: tuple[KeyResultRow, ...] = ()
    tags: tuple[str, ...] = ()
    served: str = ""
    description: str = ""
    agreement: str = ""

    @property
    def status(self) -> str:
        return self.shown.status

    @property
    def gap_points(self) -> Decimal | None:
        """Points behind the pace; negative is ahead, None is unknown."""
        return None if self.progress is None else (self.expected - self.progress) * 100

    @property
    def url(self) -> str:
        return f"/objectives/{self.id}"

    @property
    def explain_url(self) -> str:
        return f"/objectives/{self.id}/explain"

    @property
    def visibility_text(self) -> str:
        """Who can see it, in the reader's language."""
        if self.visibility == Visibility.TEAM and self.visible_team:
            return _("Visible to the line of %(team)s") % {"team": self.visible_team.name}
        if self.visibility == Visibility.PEOPLE:
            return _("Visible to named people")
        return _("Visible to everyone")


def initial_of(name: str) -> str:
    """What stands in an avatar: the family name's character, or two Latin initials."""
    words = name.split()
    if not words:
        return "?"
    if not words[0][0].isascii():
        return words[0][0]
    return "".join(word[0] for word in words[:2]).upper()


KEY_RESULT_COLUMNS = tuple(field.attname for field in KeyResult._meta.concrete_fields)
OBJECTIVE_COLUMNS = tuple(field.attname for field in Objective._meta.concrete_fields)


@dataclass(slots=True)
class Columns:
    """One row of `.values()` read by attribute, as the status and the templates expect it."""

    values: Mapping[str, Any]

    def __getattr__(self, name: str) -> Any:
        return self.values[name]


def key_result_row(
    values: Mapping[str, Any],
    on: date,
    locale: str,
    *,
    closed_as: str = "",
    milestones: Iterable[MilestoneRow] = (),
) -> KeyResultRow:
    """From the columns of a key result, `owner__name` and, where a KPI feeds it, what it is called."""
    unit = values["unit"]
    steps = tuple(milestones)
    return KeyResultRow(
        **{name: values[name] for name in COPIED},
        shown=status_of(
            Columns(values),
            values["progress"],
            on,
            said=values["said_status"],
            closed_as=closed_as,
        ),
        start_text=_text(values["start"], unit, locale),
        target_text=_target_text(values, unit, locale),
        current_text=_current_text(values, unit, locale, steps),
        previous_text="" if steps else _text(values["previous"], unit, locale),
        expected=progress.expected(values["starts_on"], values["due_on"], on),
        confidences=tuple(values["confidences"]),
        owner=_person(values["owner_id"], values["owner__name"]),
        last_checkin_on=values["checked_in_on"],
        milestones=steps,
        kpi=_kpi(values),
        cadence_days=values.get("cadence_days"),
    )


def _kpi(values: Mapping[str, Any]) -> KpiRef | None:
    if values["kpi_id"] is None:
        return None
    return KpiRef(values["kpi_id"], values.get("kpi__name") or "", values.get("kpi__measured_on"))


COPIED = [
    "id",
    "objective_id",
    "title",
    "kind",
    "unit",
    "start",
    "target",
    "lower",
    "upper",
    "current",
    "previous",
    "progress",
    "weight",
    "is_weight_fixed",
    "confidence",
    "starts_on",
    "due_on",
    "version",
    "score",
]


def _text(value: Decimal | None, unit: str, locale: str) -> str:
    return "" if value is None else format_amount(value, unit, locale)


def _target_text(values: Mapping[str, Any], unit: str, locale: str) -> str:
    """The target, or the band of a maintain: ≥ 4, ≤ 2 % or 3–5."""
    if values["kind"] != Kind.MAINTAIN:
        return _text(values["target"], unit, locale)
    lower, upper = (_text(values[name], unit, locale) for name in ("lower", "upper"))
    if lower and upper:
        return f"{lower}–{upper}"
    return f"≥ {lower}" if lower else f"≤ {upper}"


def _current_text(
    values: Mapping[str, Any], unit: str, locale: str, steps: tuple[MilestoneRow, ...]
) -> str:
    if values["kind"] == Kind.MILESTONES:
        return f"{sum(step.reached_on is not None for step in steps)}/{len(steps)}"
    return _text(values["current"], unit, locale)


def _person(id: int | None, name: str | None) -> PersonRef | None:
    return PersonRef(id, name or "") if id else None


def objective_row(
    values: Mapping[str, Any],
    on: date,
    *,
    key_results: Iterable[KeyResultRow] = (),
    tags: Iterable[str] = (),
) -> ObjectiveRow:
    """From the columns of an objective and the names and dates that `queries.NAMES` joins."""
    override = values["override"]
    done = values["progress"] if override is None else override
    return ObjectiveRow(
        id=values["id"],
        title=values["title"],
        type=values["type"],
        growth=values["is_growth"],
        progress=done,
        automatic=values["progress"],
        expected=progress.expected(values["cycle__starts_on"], values["due_on"], on),
        shown=status_of(Columns(values), done, on, closed_as=values["closed_as"]),
        measured=values["measured"],
        counted=values["counted"],
        owner=_person(values["owner_id"], values["owner__name"]),
        team=_team(values["team_id"], values["team__name"]),
        cycle_id=values["cycle_id"],
        cycle_name=values["cycle__name"],
        visibility=values["visibility"],
        visible_team=_team(values["visible_team_id"], values["visible_team__name"]),
        is_draft=values["published_at"] is None,
        due_on=values["due_on"],
        last_checkin_on=values["checked_in_on"],
        score=values["score"],
        key_results=tuple(key_results),
        tags=tuple(tags),
        served=values.get("served") or "",
        description=values.get("description") or "",
        agreement=values.get("agreement") or "",
    )


def _team(id: int | None, name: str | None) -> TeamRef | None:
    return TeamRef(id, name or "") if id else None
