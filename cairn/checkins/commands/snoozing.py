"""Putting a reminder off. The check-in or the reading stays due and stays on every list."""

from datetime import date

from django.db.transaction import atomic
from django.utils.translation import gettext_lazy as _

from cairn.checkins.models import Snooze
from cairn.checkins.queries import due_of, later_days
from cairn.errors import Conflict
from cairn.goals.commands.checks import require_open
from cairn.goals.commands.locking import lock_key_result
from cairn.goals.policy import rules
from cairn.intake import refuse
from cairn.kpis.commands import lock_kpi, require_kept
from cairn.kpis.health import is_due
from cairn.kpis.policy import rules as measuring
from cairn.organization.actor import Actor
from cairn.organization.models import Organization
from cairn.storage import clock


@atomic
def snooze_check_in(actor: Actor, key_result_id: int, *, until_on: date | None) -> None:
    """Remind the actor of this check-in on that day and not before; None takes that back.

    It is nobody else's business, so no event tells of it.
    """
    key_result, objective = lock_key_result(actor, key_result_id)
    rules.require(actor, "key_result.check_in", key_result)
    mine = Snooze.objects.filter(member_id=actor.member_id, key_result=key_result)
    if until_on is None:
        mine.delete()
        return
    require_open(objective)
    organization = objective.organization
    today = clock.today(organization.time_zone)
    if not due_of(organization, vars(key_result), vars(objective)).is_owed(today):
        raise Conflict(_("This check-in is not due."))
    _check(organization, today, until_on)
    Snooze.objects.update_or_create(
        member_id=actor.member_id,
        key_result=key_result,
        defaults={"until_on": until_on, "created_at": clock.now()},
    )


@atomic
def snooze_reading(actor: Actor, kpi_id: int, *, until_on: date | None) -> None:
    """The same for the next reading of a KPI; whoever leads its team hears of it all the same."""
    kpi = lock_kpi(actor, kpi_id)
    measuring.require(actor, "kpi.measure", kpi)
    mine = Snooze.objects.filter(member_id=actor.member_id, kpi=kpi)
    if until_on is None:
        mine.delete()
        return
    require_kept(kpi)
    today = clock.today(kpi.organization.time_zone)
    if not is_due(kpi.stale_on, today):
        raise Conflict(_("No reading is due."))
    _check(kpi.organization, today, until_on)
    Snooze.objects.update_or_create(
        member_id=actor.member_id,
        kpi=kpi,
        defaults={"until_on": until_on, "created_at": clock.now()},
    )


def _check(organization: Organization, today: date, until_on: date) -> None:
    days = later_days(organization, today)
    if until_on not in days:
        words = _("Choose a day from tomorrow to %(day)s.") % {"day": days[-1].isoformat()}
        refuse("until_on", words)
