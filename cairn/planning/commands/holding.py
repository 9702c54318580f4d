"""Reading a round or a step of it again for a write."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from cairn.errors import Conflict, NotFound
from cairn.events.kinds import Kind as Event
from cairn.events.ledger import record
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from cairn.planning.models import Round, Step
from cairn.planning.plan import kind_of_team
from cairn.planning.rounds import depth_below


def lock_round(actor: Actor, round_id: int) -> Round:
    """Locked and loaded for the policy; `NotFound` if it is not there for this actor."""
    found = (
        Round.objects.select_for_update(of=("self",), no_key=True)
        .select_related("team", "cycle", "organization")
        .filter(id=round_id, organization_id=actor.organization_id)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def lock_step(actor: Actor, step_id: int, within: int | None = None) -> Step:
    """The step, with its round locked. `within`: the round that it must belong to."""
    found = Step.objects.filter(id=step_id, round__organization_id=actor.organization_id)
    round_id = found.values_list("round_id", flat=True).first()
    if round_id is None or within not in (None, round_id):
        raise NotFound
    held = lock_round(actor, round_id)
    step = Step.objects.select_related("team").get(id=step_id)
    step.round = held
    return step


def require_open(held: Round) -> None:
    if held.announced_at is not None:
        raise Conflict(_("This round was announced."))
    if held.cancelled_at is not None:
        raise Conflict(_("This round was cancelled."))


def require_latest(step: Step) -> None:
    """Only the last turn of a step of an open team counts."""
    if step.team.valid_to is not None:
        raise Conflict(_("This team was closed; its step counts no more."))
    later = Step.objects.filter(
        round_id=step.round_id, team_id=step.team_id, kind=step.kind, turn__gt=step.turn
    )
    if later.exists():
        raise Conflict(_("This step is being done again. Look at the newer one."))


def keep_steps(held: Round, on: date) -> None:
    """Give the teams that were opened since the round began their steps. What the round does without
    it does without for them too."""
    known = list(held.steps.values_list("team_id", "kind", "starts_on", "ends_on"))
    have = {team_id for team_id, _kind, _first, _last in known}
    windows = {kind: (first, last) for _team, kind, first, last in known}
    teams = Team.objects.open().under(held.team).exclude(id__in=have)
    made = []
    for team in teams:
        kind = kind_of_team(depth_below(held.team, team))
        if kind in windows:
            first, last = windows[kind]
            first = max(first, min(on, held.ends_on))
            last = max(first, last)
            made.append(Step(round=held, team=team, kind=kind, starts_on=first, ends_on=last))
    Step.objects.bulk_create(made)


def record_round(actor: Actor, kind: Event, held: Round, **values: Any) -> None:
    record(actor, kind, held.id, title=held.cycle.name, team_id=held.team_id, **values)


def record_step(actor: Actor, kind: Event, step: Step, **values: Any) -> None:
    new = {"step": step.kind, **values.pop("new", {})}
    record(actor, kind, step.id, title=step.team.name, team_id=step.team_id, new=new, **values)
