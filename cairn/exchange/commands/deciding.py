"""Saying yes to a plan, and taking it back; workers do both (`applying.py`, `undoing.py`)."""

from django.db.transaction import atomic
from django.utils.translation import gettext_lazy as _

from cairn.errors import Conflict
from cairn.exchange.commands.preparing import APPLY, NOT_NOW, UNDO, lock_import, work
from cairn.exchange.models import Import, State
from cairn.exchange.policy import rules
from cairn.organization.actor import Actor
from cairn.storage import clock


@atomic
def apply_import(actor: Actor, import_id: int) -> Import:
    """Have a worker do what the plan says, all of it or nothing. Twice changes nothing. Where the
    organization has changed so that the plan would be another, it goes back to be planned anew."""
    rules.require(actor, "import.apply", None)
    found = lock_import(actor, import_id)
    if found.state in (State.APPLYING, State.APPLIED):
        return found
    if found.state != State.PLANNED:
        raise Conflict(NOT_NOW)
    found.state = State.APPLYING
    work(actor, found, APPLY)
    found.save(update_fields=["state"])
    return found


@atomic
def undo_import(actor: Actor, import_id: int) -> Import:
    """Have a worker take back what an import made and restore what it changed, within 30 days; what
    people have changed since stays and is named. Twice changes nothing."""
    rules.require(actor, "import.undo", None)
    found = lock_import(actor, import_id)
    if found.state in (State.UNDOING, State.UNDONE):
        return found
    if found.state != State.APPLIED or found.undo_until is None:
        raise Conflict(NOT_NOW)
    if clock.now() > found.undo_until:
        raise Conflict(_("It was applied more than 30 days ago and can no longer be undone."))
    found.state = State.UNDOING
    work(actor, found, UNDO)
    found.save(update_fields=["state"])
    return found
