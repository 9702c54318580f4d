"""The weekly update: four squares, a draft until its author publishes it."""

from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError
from django.db.transaction import atomic
from django.utils.translation import gettext_lazy as _

from cairn.checkins.findable import put_update
from cairn.checkins.models import WeeklyUpdate
from cairn.checkins.policy import rules
from cairn.checkins.queries import DAYS, round_of
from cairn.errors import Conflict, Stale
from cairn.events.kinds import Kind as Event
from cairn.events.ledger import record
from cairn.organization.actor import Actor
from cairn.organization.models import Organization
from cairn.storage import clock

SQUARES = ("priorities", "confidence", "health", "ahead")
WRITABLE_WEEKS = 5
"""This week and four before it: what lies further back is history."""


def week_of(organization: Organization, on: date) -> date:
    """The last day of the week that a day lies in: its check-in day."""
    return round_of(organization, on).deadline


def is_writable(organization: Organization, week_on: date, on: date) -> bool:
    last = week_of(organization, on)
    return last - timedelta(days=DAYS * WRITABLE_WEEKS) < week_on <= last


def save_update(
    actor: Actor,
    week_on: date,
    *,
    version: int | None = None,
    publish: bool = False,
    **squares: str,
) -> WeeklyUpdate:
    """Keep what the actor writes about the week that a day lies in: any of `SQUARES`.

    `version` is the one they began from, 0 for none; another window that saved since then is shown
    (`Stale`). Publishing shows it to everybody in the organization, once and for all later edits.
    """
    rules.require(actor, "update.write", None)
    try:
        with atomic():
            return _save(actor, week_on, version, publish, squares)
    except IntegrityError:  # the same person's other window made it first
        with atomic():
            return _save(actor, week_on, version, publish, squares)


def _save(
    actor: Actor, week_on: date, version: int | None, publish: bool, squares: dict[str, str]
) -> WeeklyUpdate:
    organization = Organization.objects.get(id=actor.organization_id)
    week = _require_writable(organization, week_on)
    kept = (
        WeeklyUpdate.objects.select_for_update(no_key=True)
        .filter(member_id=actor.member_id, week_on=week)
        .first()
    )
    update = kept or WeeklyUpdate(
        organization=organization, member_id=actor.member_id, week_on=week, version=0
    )
    _require_version(update, version, squares)
    changed = [
        name
        for name in SQUARES
        if squares.get(name, getattr(update, name)) != getattr(update, name)
    ]
    old = {name: getattr(update, name) for name in changed}
    if changed or kept is None:
        for name in changed:
            setattr(update, name, squares[name])
        update.version += 1
        update.updated_at = clock.now()
        update.save(force_insert=kept is None)
    if update.published_at is not None and changed:
        new = {name: getattr(update, name) for name in changed}
        _record(actor, Event.UPDATE_CHANGED, update, old=old, **new)
    if publish and update.published_at is None:
        _publish(actor, update)
    put_update(update)
    return update


def _require_writable(organization: Organization, on: date) -> date:
    week = week_of(organization, on)
    if not is_writable(organization, week, organization.today()):
        raise Conflict(
            _("Only this week's update and those of the four weeks before can be written.")
        )
    return week


def _require_version(update: WeeklyUpdate, version: int | None, yours: dict[str, str]) -> None:
    if version is None or version == update.version:
        return
    theirs: dict[str, Any] = {name: getattr(update, name) for name in yours}
    if theirs != yours:
        raise Stale(theirs=theirs, yours=yours, version=update.version)


def _publish(actor: Actor, update: WeeklyUpdate) -> None:
    if not any(getattr(update, name).strip() for name in SQUARES):
        raise Conflict(_("Write something in at least one square first."))
    update.published_at = clock.now()
    update.save(update_fields=["published_at"])
    _record(actor, Event.UPDATE_PUBLISHED, update)


def _record(
    actor: Actor,
    kind: Event,
    update: WeeklyUpdate,
    *,
    old: dict[str, str] | None = None,
    **new: str,
) -> None:
    record(
        actor,
        kind,
        update.id,
        team_id=min(actor.teams, default=None),
        old=old,
        new={"week_on": update.week_on, **new},
    )
