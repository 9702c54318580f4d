"""Looking back together: a retrospective of an objective, of a team in a cycle, or of a cycle."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.transaction import atomic
from django.utils.translation import gettext_lazy as _

from cairn.cycles.models import Cycle
from cairn.errors import Conflict, NotFound, Stale
from cairn.events.kinds import Kind as Event
from cairn.events.ledger import events_of, record
from cairn.goals.commands.checks import UNKNOWN, require_version
from cairn.goals.commands.locking import lock_objective
from cairn.goals.models import Objective
from cairn.goals.opening import open_objectives
from cairn.goals.policy import can_see
from cairn.intake import refuse
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from cairn.reviews.intake import TEXTS
from cairn.reviews.models import Retrospective
from cairn.reviews.policy import rules
from cairn.storage import clock

SITTING = timedelta(minutes=15)
"""What one person writes without another in between is one event for so long."""


@atomic
def start_retrospective(
    actor: Actor,
    *,
    objective: int | None = None,
    team: int | None = None,
    cycle: int | None = None,
) -> Retrospective:
    """The retrospective of an objective, of a team in a cycle, or of a cycle: the one that is there,
    else a new one."""
    about = None if objective is None else _find_objective(actor, objective)
    if about is not None and about.is_draft:
        raise Conflict(_("There is nothing to look back on yet: this is a draft."))
    within = about.cycle if about else _lock_cycle(actor, cycle)
    whose = None if about or team is None else _find_team(actor, team)
    made = Retrospective(
        organization_id=actor.organization_id,
        cycle=within,
        objective=about,
        team=whose,
        started_by_id=actor.member_id,
        started_at=clock.now(),
    )
    rules.require(actor, "retrospective.write", made)
    found = Retrospective.objects.filter(cycle=within, objective=about, team=whose).first()
    if found is not None:
        return found
    made.save(force_insert=True)
    _record(actor, Event.RETROSPECTIVE_STARTED, made)
    return made


def _find_objective(actor: Actor, objective_id: int) -> Objective:
    try:
        return lock_objective(actor, objective_id)
    except NotFound:
        refuse("objective", UNKNOWN)


def _lock_cycle(actor: Actor, cycle_id: int | None) -> Cycle:
    """Locked, so that two do not start the same."""
    found = (
        Cycle.objects.select_for_update(no_key=True)
        .filter(id=cycle_id or 0, organization_id=actor.organization_id)
        .first()
    )
    if found is None:
        refuse("cycle", UNKNOWN)
    return found


def _find_team(actor: Actor, team_id: int) -> Team:
    """A dissolved one too: its people may look back."""
    found = Team.objects.filter(id=team_id, organization_id=actor.organization_id).first()
    if found is None:
        refuse("team", UNKNOWN)
    return found


def write_retrospective(
    actor: Actor,
    retrospective_id: int,
    *,
    texts: Mapping[str, str],
    was: Mapping[str, str],
    version: int | None = None,
) -> Retrospective:
    """Keep each text that its writer changed from what it was read as. One that somebody else
    changed too is not written but told with both (`Stale`); all others are kept all the same.

    A machine says instead which `version` it read: with an older one nothing is written.
    """
    with atomic():
        retrospective = lock_retrospective(actor, retrospective_id)
        rules.require(actor, "retrospective.write", retrospective)
        require_unfinished(retrospective)
        require_version(retrospective, version, dict(texts))
        changed, refused = _sift(retrospective, texts, was)
        if changed:
            _write(actor, retrospective, changed)
    if refused:
        theirs = {name: getattr(retrospective, name) for name in refused}
        yours = {name: texts[name] for name in refused}
        raise Stale(theirs=theirs, yours=yours, version=retrospective.version)
    return retrospective


def _sift(
    retrospective: Retrospective, texts: Mapping[str, str], was: Mapping[str, str]
) -> tuple[dict[str, str], list[str]]:
    """What is to be written, and the names of what two have changed."""
    changed: dict[str, str] = {}
    refused = []
    for name in TEXTS:
        kept, mine = getattr(retrospective, name), texts.get(name)
        before = was.get(name, kept)
        if mine is None or mine in (kept, before):
            continue
        if before == kept:
            changed[name] = mine
        else:
            refused.append(name)
    return changed, refused


def _write(actor: Actor, retrospective: Retrospective, changed: dict[str, str]) -> None:
    old = {name: getattr(retrospective, name) for name in changed}
    for name, text in changed.items():
        setattr(retrospective, name, text)
    retrospective.version += 1
    retrospective.edited_by_id, retrospective.edited_at = actor.member_id, clock.now()
    retrospective.save(update_fields=[*changed, "version", "edited_by", "edited_at"])
    if not _is_sitting(actor, retrospective, changed):
        _record(actor, Event.RETROSPECTIVE_CHANGED, retrospective, old=old, new=changed)


def _is_sitting(actor: Actor, retrospective: Retrospective, changed: dict[str, str]) -> bool:
    """Whether the last event already says that this person is writing these fields now."""
    last = (
        events_of(actor.organization_id)
        .filter(subject_id=retrospective.id, kind__startswith="retrospective.")
        .first()
    )
    return (
        last is not None
        and last.kind == Event.RETROSPECTIVE_CHANGED
        and last.actor_id == actor.member_id
        and clock.now() - last.at < SITTING
        and set(changed) <= set(last.new)
    )


@atomic
def finish_retrospective(actor: Actor, retrospective_id: int) -> Retrospective:
    """It is read-only from now on; twice changes nothing."""
    retrospective = lock_retrospective(actor, retrospective_id)
    rules.require(actor, "retrospective.finish", retrospective)
    if retrospective.finished_at is None:
        retrospective.finished_by_id, retrospective.finished_at = actor.member_id, clock.now()
        retrospective.save(update_fields=["finished_by", "finished_at"])
        _record(actor, Event.RETROSPECTIVE_FINISHED, retrospective)
    return retrospective


@atomic
def reopen_retrospective(actor: Actor, retrospective_id: int) -> Retrospective:
    retrospective = lock_retrospective(actor, retrospective_id)
    rules.require(actor, "retrospective.finish", retrospective)
    if retrospective.finished_at is not None:
        retrospective.finished_by = retrospective.finished_at = None
        retrospective.save(update_fields=["finished_by", "finished_at"])
        _record(actor, Event.RETROSPECTIVE_REOPENED, retrospective)
    return retrospective


def lock_retrospective(actor: Actor, retrospective_id: int) -> Retrospective:
    """Locked and loaded for the policy; `NotFound` if it is not there for this actor."""
    found = (
        Retrospective.objects.select_for_update(of=("self",), no_key=True)
        .select_related("team", "cycle")
        .filter(id=retrospective_id, organization_id=actor.organization_id)
        .first()
    )
    if found is None:
        raise NotFound
    if found.objective_id is not None:
        found.objective = seen_objective(actor, found.objective_id)
    return found


def seen_objective(actor: Actor, objective_id: int) -> Objective:
    objective = open_objectives([objective_id]).get(objective_id)
    if objective is None or objective.is_deleted or not can_see(actor, objective):
        raise NotFound
    return objective


def require_unfinished(retrospective: Retrospective) -> None:
    if retrospective.finished_at is not None:
        raise Conflict(_("This retrospective is finished. Reopen it to go on writing."))


def title_of(retrospective: Retrospective) -> str:
    about = retrospective.objective or retrospective.team or retrospective.cycle
    return str(about)


def _record(actor: Actor, kind: Event, retrospective: Retrospective, **values: Any) -> None:
    objective = retrospective.objective
    record(
        actor,
        kind,
        retrospective.id,
        title=title_of(retrospective),
        objective_id=retrospective.objective_id,
        team_id=objective.team_id if objective else retrospective.team_id,
        **values,
    )
