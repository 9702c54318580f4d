"""What an objective would be in a later cycle: the preview that is shown, and the draft that is made.

A plan is read from an objective with its key results, milestones, initiatives, people and teams
loaded.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from cairn.goals.models import (
    Initiative,
    InitiativeState,
    KeyResult,
    Kind,
    Objective,
    Part,
    Visibility,
)
from cairn.goals.progress import direction_fault
from cairn.measures.amounts import format_amount
from cairn.organization.actor import Actor, Role
from cairn.organization.models import Member

WHOLE = Decimal(1)
UNFINISHED = (InitiativeState.OPEN, InitiativeState.DOING)


@dataclass(frozen=True, slots=True)
class KeyResultPlan:
    """A key result as it would go on. `start` is where it stands; `steps` are the milestones that
    are left, as (title, weight); `initiatives` those that are not finished. `is_done`: there is
    nothing left to do; `is_chosen` says whether it goes along."""

    key_result: KeyResult
    title: str
    start: Decimal | None
    steps: tuple[tuple[str, Decimal], ...]
    initiatives: tuple[Initiative, ...]
    owner_id: int | None
    is_done: bool
    is_chosen: bool

    def start_text(self, locale: str) -> str:
        if self.start is None:
            return ""
        return format_amount(self.start, self.key_result.unit, locale)

    def target_text(self, locale: str) -> str:
        one = self.key_result
        ends = (one.lower, one.upper) if one.kind == Kind.MAINTAIN else (one.target,)
        return "–".join(format_amount(end, one.unit, locale) for end in ends if end is not None)


@dataclass(frozen=True, slots=True)
class Plan:
    """An objective as it would go on: whose, seen by whom, and what it takes along. `notes` say
    what cannot stay as it was."""

    objective: Objective
    team_id: int | None
    owner_id: int | None
    owner_name: str
    visibility: str
    visible_team_id: int | None
    readers: tuple[int, ...]
    collaborators: tuple[int, ...]
    key_results: tuple[KeyResultPlan, ...]
    notes: tuple[str, ...]

    @property
    def chosen(self) -> tuple[KeyResultPlan, ...]:
        return tuple(one for one in self.key_results if one.is_chosen)


def plan_of(objective: Objective, actor: Actor, chosen: Collection[int] | None = None) -> Plan:
    """What has nobody left falls to the actor. Without `chosen`, every key result goes along that is
    not reached."""
    notes: list[str] = []
    team_id: int | None = objective.team_id
    if objective.team is not None and objective.team.valid_to is not None:
        team_id = None
        notes.append(_("Its team was dissolved: the draft belongs to a person."))
    owner_id = able(objective.owner)
    if objective.owner is not None and owner_id is None:
        notes.append(_("%(name)s can no longer own it.") % {"name": objective.owner.name})
    owner_name = objective.owner.name if objective.owner and owner_id else ""
    lead = objective.team.lead if objective.team else None
    if owner_id is None and team_id is not None and objective.owner is not None:
        owner_id = able(lead)
        owner_name = lead.name if lead and owner_id else ""
    if owner_id is None and team_id is None:
        owner_id, owner_name = actor.member_id, actor.name
    visibility: str = objective.visibility
    visible_team_id: int | None = objective.visible_team_id
    if objective.visible_team is not None and objective.visible_team.valid_to is not None:
        visibility, visible_team_id = Visibility.PEOPLE, None
        notes.append(_("The team whose line sees it was dissolved: only people named will see it."))
    lines = [plan_of_key_result(one, actor.locale) for one in objective.key_results.all()]
    if chosen is not None:
        lines = [
            replace(one, is_chosen=one.key_result.id in chosen and not one.is_done) for one in lines
        ]
    return Plan(
        objective=objective,
        team_id=team_id,
        owner_id=owner_id,
        owner_name=owner_name,
        visibility=visibility,
        visible_team_id=visible_team_id,
        readers=_named(objective, Part.READER),
        collaborators=_named(objective, Part.COLLABORATOR),
        key_results=tuple(lines),
        notes=tuple(notes),
    )


def able(member: Member | None) -> int | None:
    """Somebody who is still there and may own something."""
    gone = member is None or member.left_at is not None or member.role == Role.VIEWER
    return None if gone or member is None else member.id


def _named(objective: Objective, part: str) -> tuple[int, ...]:
    return tuple(
        one.member_id
        for one in objective.participants.all()
        if one.part == part and one.member.left_at is None
    )


def plan_of_key_result(key_result: KeyResult, locale: str) -> KeyResultPlan:
    """It starts where it stands; of milestones those not reached are left."""
    start = key_result.start if key_result.current is None else key_result.current
    steps: tuple[tuple[str, Decimal], ...] = ()
    is_done = False
    match key_result.kind:
        case Kind.MILESTONES:
            start = None
            steps = tuple(
                (step.title, step.weight)
                for step in key_result.milestones.all()
                if step.reached_on is None
            )
            is_done = not steps
        case Kind.MAINTAIN:
            start = None
        case _:
            is_done = direction_fault(key_result.kind, start, key_result.target) is not None
    is_reached = key_result.progress is not None and key_result.progress >= WHOLE
    return KeyResultPlan(
        key_result=key_result,
        title=retitled(key_result, start, locale),
        start=start,
        steps=steps,
        initiatives=tuple(one for one in key_result.initiatives.all() if one.state in UNFINISHED),
        owner_id=able(key_result.owner),
        is_done=is_done,
        is_chosen=not is_done and not (is_reached and key_result.kind != Kind.MAINTAIN),
    )


def retitled(key_result: KeyResult, start: Decimal | None, locale: str) -> str:
    """The title with the new start in it, where the old one stands in it exactly once."""
    old = key_result.start
    if old is None or start is None or old == start:
        return key_result.title
    before, after = (format_amount(value, key_result.unit, locale) for value in (old, start))
    pieces = key_result.title.split(before)
    if len(pieces) != 2 or pieces[0][-1:].isdigit() or pieces[1][:1].isdigit():
        return key_result.title
    return pieces[0] + after + pieces[1]
