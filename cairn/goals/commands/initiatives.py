"""Writing initiatives: what is done to move a key result."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Max
from django.db.transaction import atomic

from cairn.errors import NotFound
from cairn.events.kinds import Kind as Event
from cairn.events.ledger import changed_values, record
from cairn.goals.commands.checks import find_member, require_open
from cairn.goals.commands.locking import lock_key_result
from cairn.goals.models import Initiative, InitiativeState, KeyResult
from cairn.goals.policy import rules
from cairn.intake import Intake
from cairn.organization.actor import Actor
from cairn.storage import clock

PRESSED_TWICE = timedelta(seconds=10)
PLAIN = ("title", "state", "due_on", "url")


@atomic
def add_initiative(
    actor: Actor,
    key_result_id: int,
    *,
    title: str,
    owner: int | None = None,
    state: str = InitiativeState.OPEN,
    due_on: date | None = None,
    url: str = "",
) -> Initiative:
    """One more thing to do; without an owner it is the key result owner's.

    The same title again within seconds is one button pressed twice: it gives the first one.
    """
    key_result, objective = lock_key_result(actor, key_result_id)
    rules.require(actor, "initiative.edit", key_result)
    require_open(objective)
    just_now = clock.now() - PRESSED_TWICE
    same = key_result.initiatives.filter(title=title, deleted_at__isnull=True)
    if first := same.filter(created_at__gt=just_now).first():
        return first
    intake = Intake({})
    person = find_member(actor, owner or key_result.owner_id, intake)
    intake.settle()
    return write_initiative(
        actor, key_result, title=title, owner=person, state=state, due_on=due_on, url=url
    )


def write_initiative(actor: Actor, key_result: KeyResult, **given: Any) -> Initiative:
    """`add_initiative` in the caller's transaction, of a key result that is locked or new; takes
    the columns as they are to be kept."""
    last = key_result.initiatives.aggregate(last=Max("position"))["last"]
    initiative = Initiative.objects.create(
        key_result=key_result,
        position=0 if last is None else last + 1,
        created_at=clock.now(),
        **given,
    )
    _record(actor, Event.INITIATIVE_ADDED, key_result, initiative, new={"title": initiative.title})
    return initiative


@atomic
def edit_initiative(actor: Actor, initiative_id: int, **changes: Any) -> Initiative:
    """Change what is given: title, owner, state, due_on, url."""
    initiative, key_result = _lock(actor, initiative_id)
    old = {name: getattr(initiative, name) for name in PLAIN}
    intake = Intake({})
    for name in PLAIN:
        if name in changes:
            setattr(initiative, name, changes[name])
    if "owner" in changes:
        initiative.owner = find_member(actor, changes["owner"], intake)
    intake.settle()
    initiative.save()
    before, after = changed_values(old, {name: getattr(initiative, name) for name in PLAIN})
    if after:
        _record(actor, Event.INITIATIVE_CHANGED, key_result, initiative, old=before, new=after)
    return initiative


@atomic
def delete_initiative(actor: Actor, initiative_id: int) -> Initiative:
    initiative, key_result = _lock(actor, initiative_id)
    initiative.deleted_at = clock.now()
    initiative.save(update_fields=["deleted_at"])
    _record(actor, Event.INITIATIVE_DELETED, key_result, initiative)
    return initiative


def _lock(actor: Actor, initiative_id: int) -> tuple[Initiative, KeyResult]:
    initiative = Initiative.objects.filter(id=initiative_id, deleted_at__isnull=True).first()
    if initiative is None:
        raise NotFound
    key_result, objective = lock_key_result(actor, initiative.key_result_id)
    rules.require(actor, "initiative.edit", key_result)
    require_open(objective)
    return initiative, key_result


def _record(
    actor: Actor, kind: Event, key_result: KeyResult, initiative: Initiative, **values: Any
) -> None:
    record(
        actor,
        kind,
        initiative.id,
        title=initiative.title,
        objective_id=key_result.objective_id,
        team_id=key_result.objective.team_id,
        **values,
    )
