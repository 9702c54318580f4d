"""A cycle's last day is the organization's: in every time zone, to the second, whoever looks."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo, available_timezones

import pytest

from cairn.checkins.commands.checkins import check_in
from cairn.checkins.queries import due_count
from cairn.cycles.models import Cycle
from cairn.errors import Invalid
from cairn.goals.models import KeyResult
from cairn.organization.actor import Actor
from cairn.organization.models import Member, Organization
from cairn.reviews.queries import objectives_to_score
from cairn.storage import clock
from tests.cast import again

SECOND = timedelta(seconds=1)
NAMES = sorted(name for name in available_timezones() if name != "localtime")
ENDS = [date(2026, 3, 29), date(2026, 6, 30), date(2026, 10, 25), date(2026, 12, 31)]
"""The first and the third are days on which the clocks change in Europe."""


def last_second(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC) - SECOND


def by_offset(day: date) -> list[str]:
    """One zone for each distance from UTC, from −12 to +14, halves and quarters among them."""
    return sorted({last_second(day, ZoneInfo(name)): name for name in NAMES}.values())


@pytest.mark.parametrize("name", NAMES)
def test_the_day_ends_where_the_organization_is(name: str) -> None:
    zone = ZoneInfo(name)
    for day in ENDS:
        midnight = last_second(day, zone) + SECOND
        if midnight.astimezone(zone).time() != time():
            continue  # the clocks left midnight out
        with clock.set_to(midnight - SECOND):
            assert clock.today(zone) == day
        with clock.set_to(midnight):
            assert clock.today(zone) == day + timedelta(days=1)


def test_zones_from_one_end_of_the_world_to_the_other_are_tried() -> None:
    day = ENDS[-1]
    offsets = [ZoneInfo(name).utcoffset(datetime.combine(day, time())) for name in by_offset(day)]
    hours = {offset.total_seconds() / 3600 for offset in offsets if offset is not None}
    assert {-12, -9.5, -3.5, 0, 5.5, 5.75, 8, 12.75 + 1, 14} <= hours


@pytest.mark.django_db
def test_what_is_due_and_can_be_said_follows_the_organizations_day(
    employee: Actor, organization: Organization, cycle: Cycle, key_result: KeyResult
) -> None:
    """Also for somebody who lives, and reads the hours of mails, at the other end of the world. One day
    ahead is taken: there it has begun."""
    end = cycle.ends_on
    for name in by_offset(end):
        Organization.objects.filter(id=organization.id).update(time_zone=name)
        organization.refresh_from_db()
        at = last_second(end, ZoneInfo(name))
        for home in ("Pacific/Kiritimati", "Etc/GMT+12"):
            Member.objects.filter(id=employee.member_id).update(time_zone=home)
            with clock.set_to(at):
                actor = again(employee)
                on = clock.today(actor.time_zone)
                assert on == end
                assert due_count(actor, organization, on) == 1
                assert objectives_to_score(actor, on).exists()
                with pytest.raises(Invalid) as refused:
                    check_in(
                        actor, key_result.id, value=Decimal(62), effective_on=end + timedelta(2)
                    )
                assert "effective_on" in refused.value.fields
            with clock.set_to(at + SECOND):
                assert clock.today(again(employee).time_zone) == end + timedelta(days=1)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["Pacific/Kiritimati", "Etc/GMT+12", "Asia/Kathmandu"])
def test_the_last_second_still_takes_a_check_in_of_that_day(
    employee: Actor, organization: Organization, cycle: Cycle, key_result: KeyResult, name: str
) -> None:
    Organization.objects.filter(id=organization.id).update(time_zone=name)
    with clock.set_to(last_second(cycle.ends_on, ZoneInfo(name))):
        made = check_in(again(employee), key_result.id, value=Decimal(62))
    assert made.effective_on == cycle.ends_on
    with clock.set_to(last_second(cycle.ends_on, ZoneInfo(name)) + SECOND):
        later = check_in(again(employee), key_result.id, value=Decimal(63))
    assert later.effective_on == cycle.ends_on + timedelta(days=1)
