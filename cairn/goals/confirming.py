"""How far those who agree on objectives have come, and what waits for somebody's confirmation."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import FETCH_RAISE, Q, QuerySet

from cairn.cycles.models import Phase
from cairn.goals.agreed import Difference, differences, spell_text, stamp_of, text_of
from cairn.goals.models import Agreement, Confirmation, Objective, Part, Participant, Verdict
from cairn.goals.opening import open_objectives
from cairn.goals.queries import key_result_rows
from cairn.goals.rows import KeyResultRow, ObjectiveRow, PersonRef
from cairn.goals.seeing import visible_at
from cairn.organization.actor import Actor, Role
from cairn.organization.models import Member
from cairn.storage.rows import Columns

OBJECTIVE = "goals_confirmation.objective_id"
LATEST = Columns(
    Confirmation,
    "f",
    *("id", "verdict", "is_change", "note", "submitted_by_id"),
    *("submitted_at", "asked_id", "answered_by_id", "answered_at", "in_place", "comment"),
)
AGREED = Columns(Confirmation, "w", "id", "agreed")
BESIDE = f"{LATEST.text}, {AGREED.text}, submitter.name, asker.name, answerer.name"
BESIDE_WIDTH = LATEST.width + AGREED.width + 3
BESIDE_JOINS = (
    "LEFT JOIN goals_confirmation f ON f.id = (SELECT MAX(z.id) FROM goals_confirmation z "
    "WHERE z.objective_id = o.id AND z.verdict <> 'withdrawn') "
    "LEFT JOIN goals_confirmation w ON w.id = (SELECT MAX(z.id) FROM goals_confirmation z "
    "WHERE z.objective_id = o.id AND z.verdict = 'confirmed') "
    "LEFT JOIN organization_member submitter ON submitter.id = f.submitted_by_id "
    "LEFT JOIN organization_member asker ON asker.id = f.asked_id "
    "LEFT JOIN organization_member answerer ON answerer.id = f.answered_by_id "
)
"""Columns and joins for a statement that reads an objective `o`; `beside` reads the answer."""


@dataclass(frozen=True, slots=True)
class Asking:
    """One submission: who asked whom, and what the answer was. Without a verdict it waits; without
    `asked` champions and administrators are asked."""

    id: int
    verdict: str
    is_change: bool
    note: str
    submitted_by: PersonRef
    submitted_at: datetime
    asked: PersonRef | None
    answered_by: PersonRef | None
    answered_at: datetime | None
    in_place: bool
    comment: str

    @property
    def answered_for(self) -> str:
        """In whose place, where somebody stood in."""
        return self.asked.name if self.in_place and self.asked else ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What was submitted last, and what differs from what was confirmed last. `stamp` is the print
    of the present `text`, which a confirmation sends back."""

    state: str = ""
    latest: Asking | None = None
    changed: tuple[Difference, ...] = ()
    text: Mapping[str, Any] = field(default_factory=dict)
    stamp: str = ""

    @property
    def waits(self) -> bool:
        return self.state == Agreement.SUBMITTED


type Shown = Objective | ObjectiveRow


def standings_of(
    objectives: Iterable[tuple[Shown, Sequence[Any]]],
) -> dict[int, Standing]:
    """By objective, each given with its key results. One query."""
    given = [(objective, below) for objective, below in objectives]
    said: dict[int, list[Confirmation]] = defaultdict(list)
    ids = [objective.id for objective, _below in given]
    for one in not_withdrawn().filter(objective__in=ids):
        said[one.objective_id].append(one)
    return {one.id: standing_of(one, below, said[one.id]) for one, below in given}


def standing_of(
    objective: Shown, key_results: Iterable[Any], said: Sequence[Confirmation]
) -> Standing:
    """From the submissions of an objective (`not_withdrawn`), oldest first."""
    agreed: Mapping[str, Any] = next(
        (one.agreed for one in reversed(said) if one.verdict == Verdict.CONFIRMED), {}
    )
    return standing_with(objective, key_results, asking_of(said[-1]) if said else None, agreed)


def standing_with(
    objective: Shown,
    key_results: Iterable[Any],
    latest: Asking | None,
    agreed: Mapping[str, Any],
) -> Standing:
    """From the latest submission and the text that was confirmed last, empty where none was."""
    text = text_of(objective, key_results)
    return Standing(
        state=objective.agreement,
        latest=latest,
        changed=tuple(differences(agreed, text)),
        text=text,
        stamp=stamp_of(text),
    )


def not_withdrawn() -> QuerySet[Confirmation]:
    """Submissions that were not taken back, oldest first."""
    return (
        Confirmation.objects.exclude(verdict=Verdict.WITHDRAWN)
        .select_related("asked", "submitted_by", "answered_by")
        .order_by("id")
        .fetch_mode(FETCH_RAISE)
    )


def beside(values: Sequence[Any]) -> tuple[Asking | None, Mapping[str, Any]]:
    """The latest submission and the text confirmed last, from the columns of `BESIDE`."""
    latest = LATEST.as_values(values[: LATEST.width])
    agreed = AGREED.as_values(values[LATEST.width : LATEST.width + AGREED.width])
    if latest["id"] is None:
        return None, {}
    people: dict[str, Any] = {
        name: PersonRef(id, words) if id else None
        for name, id, words in zip(
            ("submitted_by", "asked", "answered_by"),
            (latest.pop(f"{name}_id") for name in ("submitted_by", "asked", "answered_by")),
            values[-3:],
            strict=True,
        )
    }
    return Asking(**latest, **people), agreed["agreed"] or {}


def asking_of(one: Confirmation) -> Asking:
    by = _person(one.submitted_by)
    assert by is not None
    return Asking(
        id=one.id,
        verdict=one.verdict,
        is_change=one.is_change,
        note=one.note,
        submitted_by=by,
        submitted_at=one.submitted_at,
        asked=_person(one.asked),
        answered_by=_person(one.answered_by),
        answered_at=one.answered_at,
        in_place=one.in_place,
        comment=one.comment,
    )


def _person(member: Member | None) -> PersonRef | None:
    return PersonRef(member.id, member.name) if member else None


@dataclass(frozen=True, slots=True)
class WaitingConfirmation:
    """An objective that somebody submitted to the viewer, with all that is to be read of it."""

    asking: Asking
    objective: Objective
    key_results: tuple[KeyResultRow, ...]
    standing: Standing
    viewer_id: int

    @property
    def stands_in_for(self) -> str:
        """Whose answer it is, where it is not the viewer's own."""
        asked = self.asking.asked
        return asked.name if asked and asked.id != self.viewer_id else ""

    @property
    def whose(self) -> str:
        team, owner = self.objective.team, self.objective.owner
        return team.name if team else owner.name if owner else ""

    @property
    def seen(self) -> str:
        """The text, as the form that confirms it carries it along."""
        return spell_text(self.standing.text)

    @property
    def set_url(self) -> str:
        """The page of the whole set that it belongs to."""
        one = self.objective
        whose = f"teams/{one.team_id}" if one.team_id else f"people/{one.owner_id}"
        return f"/{whose}/agree?cycle={one.cycle_id}"


@dataclass(frozen=True, slots=True)
class WaitingConfirmations:
    """`more`: there are others than these."""

    rows: tuple[WaitingConfirmation, ...] = ()
    more: bool = False

    def __len__(self) -> int:
        return len(self.rows)


def waiting_confirmations(viewer: Actor, on: date, most: int = 6) -> WaitingConfirmations:
    """What waits for the viewer's confirmation, oldest first. Five queries; one where nothing does."""
    found = list(asked_confirmations(viewer)[: most + 1])
    shown = found[:most]
    if not shown:
        return WaitingConfirmations()
    ids = [one.objective_id for one in shown]
    opened = open_objectives(ids)
    below: dict[int, list[KeyResultRow]] = {id: [] for id in ids}
    for row in key_result_rows(viewer, ids, on, {}):
        below[row.objective_id].append(row)
    standings = standings_of((opened[id], below[id]) for id in ids)
    rows = [
        WaitingConfirmation(
            asking_of(one),
            opened[one.objective_id],
            tuple(below[one.objective_id]),
            standings[one.objective_id],
            viewer.member_id,
        )
        for one in shown
    ]
    return WaitingConfirmations(tuple(rows), len(found) > most)


def asked_confirmations(viewer: Actor) -> QuerySet[Confirmation]:
    """Open submissions that the viewer is asked about, or somebody for whom they stand in; stewards
    also where nobody else is.

    By hand, since the inbox is counted on every page; the table has to stand under its own name.
    """
    return asked_of(viewer).filter(visible_at(viewer, OBJECTIVE).as_filter())


def asked_of(viewer: Actor) -> QuerySet[Confirmation]:
    """The same, some of objectives that the viewer may not see."""
    if viewer.role is Role.VIEWER:
        return Confirmation.objects.none()
    mine = Q(asked=viewer.member_id)
    if viewer.confirms_as:
        mine |= _asked_in_place(viewer)
    if viewer.is_steward:
        mine |= Q(asked__isnull=True, organization_id=viewer.organization_id)
    return (
        Confirmation.objects.filter(mine, verdict="", objective__closed_as="")
        .exclude(objective__cycle__phase=Phase.CLOSED)
        .select_related("asked", "submitted_by", "answered_by")
        .order_by("id")
        .fetch_mode(FETCH_RAISE)
    )


def _asked_in_place(viewer: Actor) -> Q:
    """Of those for whom the viewer stands in; nobody agrees with themselves."""
    working = Participant.objects.filter(member=viewer.member_id, part=Part.COLLABORATOR)
    own = Q(objective__owner=viewer.member_id) | Q(objective__in=working.values("objective"))
    if viewer.leads:
        own |= Q(objective__team__in=viewer.leads, objective__team__isnull=False)
    return Q(asked__in=viewer.confirms_as) & ~own


def waiting_count(viewer: Actor) -> int:
    """How many wait for the viewer."""
    return asked_confirmations(viewer).count()
