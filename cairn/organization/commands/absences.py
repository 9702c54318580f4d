"""Planning to be away: from a day to a day, with somebody who stands in."""

from datetime import date, timedelta
from typing import Any

from django.db.transaction import atomic
from django.utils.translation import gettext_lazy as _

from cairn.errors import Conflict, NotFound
from cairn.events.kinds import Kind as Event
from cairn.events.ledger import changed_values, record
from cairn.intake import Intake
from cairn.organization.actor import Actor, Role
from cairn.organization.away import overlapping, whose
from cairn.organization.commands.locking import find_present_member, lock_member
from cairn.organization.models import Absence, Member
from cairn.organization.policy import rules
from cairn.storage import clock

LONGEST_DAYS = 366


@atomic
def plan_absence(
    actor: Actor,
    member_id: int,
    *,
    stand_in: int | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Absence:
    """Somebody is away on these days, both included, and `stand_in` has their check-ins.

    Refused where they are away on one of these days already. That the stand-in is away too is
    no refusal: then reminders pass on to the next one.
    """
    member = lock_member(actor, member_id)
    rules.require(actor, "absence.plan", whose(member))
    if member.left_at is not None:
        raise Conflict(_("%(name)s has left the organization.") % {"name": member.name})
    intake = Intake({})
    person = find_present_member(actor, stand_in, intake, "stand_in")
    _check_stand_in(intake, member, person)
    _check_days(intake, member, starts_on, ends_on)
    intake.settle()
    assert person is not None
    assert starts_on is not None
    assert ends_on is not None
    absence = Absence.objects.create(
        organization_id=actor.organization_id,
        member=member,
        stand_in=person,
        starts_on=starts_on,
        ends_on=ends_on,
        created_by_id=actor.member_id,
        created_at=clock.now(),
    )
    _record(actor, Event.ABSENCE_PLANNED, absence)
    return absence


def _check_stand_in(intake: Intake, member: Member, person: Member | None) -> None:
    if person is None:
        intake.refuse("stand_in", _("Choose who stands in."))
    elif person.id == member.id:
        intake.refuse("stand_in", _("Somebody else has to stand in."))
    elif person.role == Role.VIEWER:
        intake.refuse("stand_in", _("Viewers cannot check in. Choose somebody else."))


@atomic
def change_absence(actor: Actor, absence_id: int, **changes: Any) -> Absence:
    """Change what is given of stand_in, starts_on and ends_on, before it is over or while it lasts.

    What was done in somebody's place until now stays in their place.
    """
    absence = _lock(actor, absence_id)
    member, before = absence.member, absence.stand_in
    if absence.ended_at is not None or absence.ends_on < clock.today(member.organization.time_zone):
        raise Conflict(_("This absence is over. Plan another one."))
    old, intake = _facts(absence), Intake({})
    if changes.get("stand_in", absence.stand_in_id) != absence.stand_in_id:
        person = find_present_member(actor, changes["stand_in"], intake, "stand_in")
        _check_stand_in(intake, member, person)
        absence.stand_in = person or before
    absence.starts_on = changes.get("starts_on", absence.starts_on)
    absence.ends_on = changes.get("ends_on", absence.ends_on)
    _check_days(intake, member, absence.starts_on, absence.ends_on, but=absence.id)
    intake.settle()
    was, now = changed_values(old, _facts(absence))
    if absence.stand_in != before:  # who may have the same name
        was |= {"stand_in": before.name, "stand_in_id": before.id}
    if was or now:
        absence.save(update_fields=["stand_in", "starts_on", "ends_on"])
        _record(actor, Event.ABSENCE_CHANGED, absence, was)
    return absence


def _check_days(
    intake: Intake,
    member: Member,
    starts_on: date | None,
    ends_on: date | None,
    but: int | None = None,
) -> None:
    today = clock.today(member.organization.time_zone)
    for name, day in (("starts_on", starts_on), ("ends_on", ends_on)):
        if day is None:
            intake.refuse(name, _("Choose a day."))
    if starts_on is None or ends_on is None:
        return
    if ends_on < starts_on:
        intake.refuse("ends_on", _("The last day lies before the first one."))
    elif ends_on < today:
        intake.refuse("ends_on", _("These days are over already."))
    elif ends_on - starts_on > timedelta(days=LONGEST_DAYS):
        intake.refuse("ends_on", _("An absence lasts a year at most."))
    elif other := overlapping(member.id, starts_on, ends_on).exclude(id=but or 0).first():
        words = _("Already away from %(first)s to %(last)s. End that absence first.")
        intake.refuse("starts_on", words % {"first": other.starts_on, "last": other.ends_on})


@atomic
def end_absence(actor: Actor, absence_id: int) -> Absence:
    """They are back: from today on nobody stands in. One that has not begun is taken back. Twice
    changes nothing."""
    absence = _lock(actor, absence_id)
    if absence.ended_at is None:
        absence.ended_at = clock.now()
        absence.save(update_fields=["ended_at"])
        _record(actor, Event.ABSENCE_ENDED, absence)
    return absence


def _lock(actor: Actor, absence_id: int) -> Absence:
    """With its member locked, for whom the actor may plan."""
    found = Absence.objects.filter(id=absence_id, organization_id=actor.organization_id).first()
    if found is None:
        raise NotFound
    member = lock_member(actor, found.member_id)
    rules.require(actor, "absence.plan", whose(member))
    absence = Absence.objects.select_related("stand_in").get(id=absence_id)
    absence.member = member
    return absence


def _facts(absence: Absence) -> dict[str, Any]:
    return {
        "stand_in": absence.stand_in.name,
        "starts_on": absence.starts_on,
        "ends_on": absence.ends_on,
    }


def _record(actor: Actor, kind: Event, absence: Absence, old: dict[str, Any] | None = None) -> None:
    record(
        actor,
        kind,
        absence.member_id,
        title=absence.member.name,
        old=old,
        new={"absence": absence.id, **_facts(absence)},
    )
