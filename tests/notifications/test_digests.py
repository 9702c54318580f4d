"""When mails go out: every time zone, over changes of the clocks."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cairn.notifications.digests import Wish, after_quiet, is_quiet, mail_time, next_time

NAMES = sorted(name for name in available_timezones() if name != "localtime")
zones = st.sampled_from(NAMES).map(ZoneInfo)
FIRST = datetime(2011, 1, 1, tzinfo=UTC)
instants = st.integers(0, 27 * 365 * 24 * 60).map(lambda ahead: FIRST + timedelta(minutes=ahead))
hours = st.integers(0, 23)
SHANGHAI, BERLIN, LORD_HOWE = map(
    ZoneInfo, ("Asia/Shanghai", "Europe/Berlin", "Australia/Lord_Howe")
)
LONGEST_GAP = timedelta(hours=24)  # Samoa left out a day in 2011


def is_left_out(local: datetime) -> bool:
    """Whether the clocks jumped to here: some time before it, that wall clock did not show."""
    zone = local.tzinfo
    before = (local.astimezone(UTC) - timedelta(seconds=1)).astimezone(zone)
    jumped = (before - timedelta(hours=25)).utcoffset() != local.utcoffset()
    return before.utcoffset() != local.utcoffset() or jumped


@given(instants, zones, hours)
def test_a_digest_comes_after_and_within_a_day(at: datetime, zone: ZoneInfo, hour: int) -> None:
    found = next_time(at, zone, hour)
    assert found is not None
    assert timedelta(0) < found - at <= timedelta(hours=26) + LONGEST_GAP


@given(instants, zones, hours)
def test_a_digest_comes_at_the_readers_hour(at: datetime, zone: ZoneInfo, hour: int) -> None:
    found = next_time(at, zone, hour)
    assert found is not None
    local = found.astimezone(zone)
    assert (local.hour, local.minute) == (hour, 0) or is_left_out(local)


@given(instants, zones, hours)
def test_one_digest_a_day(at: datetime, zone: ZoneInfo, hour: int) -> None:
    days = []
    for _day in range(9):
        found = next_time(at, zone, hour)
        assert found is not None
        days.append(found.astimezone(zone).date())
        at = found
    steps = [(later - sooner).days for sooner, later in pairwise(days)]
    assert all(step in (1, 2) for step in steps)
    assert steps.count(2) <= 1, "only a zone that left out a day"


@given(instants, zones, hours, st.integers(0, 6))
def test_a_weekly_digest_comes_on_its_day(
    at: datetime, zone: ZoneInfo, hour: int, weekday: int
) -> None:
    found = next_time(at, zone, hour, weekday)
    assert found is not None
    assert timedelta(0) < found - at <= timedelta(days=9)
    local = found.astimezone(zone)
    assert local.weekday() == weekday or is_left_out(local)


@given(instants, zones, hours, hours)
@example(datetime(2026, 3, 29, 0, 30, tzinfo=UTC), BERLIN, 22, 2)
@example(datetime(2026, 10, 25, 0, 30, tzinfo=UTC), BERLIN, 22, 2)
def test_no_mail_in_the_quiet_hours(
    at: datetime, zone: ZoneInfo, quiet_from: int, quiet_to: int
) -> None:
    found = after_quiet(at, zone, quiet_from, quiet_to)
    assert found >= at
    local = found.astimezone(zone)
    assert not is_quiet(local.hour, quiet_from, quiet_to) or is_left_out(local)


@pytest.mark.parametrize(
    "name",
    [
        *("Pacific/Kiritimati", "Etc/GMT+12", "Pacific/Pago_Pago", "Asia/Shanghai", "UTC"),
        *("Asia/Kolkata", "Asia/Kathmandu", "America/St_Johns", "Pacific/Chatham"),
        *("Australia/Lord_Howe", "Europe/Berlin", "America/New_York", "Australia/Sydney"),
        *("America/Santiago", "Africa/Cairo", "Asia/Beirut"),  # the clocks change at midnight
    ],
)
def test_every_hour_of_every_day_of_a_year_comes_once(name: str) -> None:
    zone = ZoneInfo(name)
    for hour in range(24):
        at = datetime(2026, 1, 1, 12, tzinfo=UTC)
        before = at.astimezone(zone)
        for nth in range(366):
            found = next_time(at, zone, hour)
            assert found is not None
            local = found.astimezone(zone)
            if local.hour != hour:
                shown = local.replace(hour=hour, minute=0)
                assert shown.astimezone(UTC).astimezone(zone).hour != hour, "the clocks left it out"
            else:
                assert not nth or (local.date() - before.date()).days == 1
                assert after_quiet(found, zone, (hour + 1) % 24, hour) == found
            at, before = found, local


def test_eight_in_the_morning_stays_eight_when_the_clocks_change() -> None:
    spring = next_time(datetime(2026, 3, 28, 12, tzinfo=UTC), BERLIN, 8)
    autumn = next_time(datetime(2026, 10, 24, 12, tzinfo=UTC), BERLIN, 8)
    assert spring == datetime(2026, 3, 29, 6, tzinfo=UTC)
    assert autumn == datetime(2026, 10, 25, 7, tzinfo=UTC)


def test_an_hour_that_is_left_out_comes_an_hour_later_and_one_that_comes_twice_once() -> None:
    left_out = next_time(datetime(2026, 3, 28, 22, tzinfo=UTC), BERLIN, 2)
    twice = next_time(datetime(2026, 10, 24, 22, tzinfo=UTC), BERLIN, 2)
    assert left_out == datetime(2026, 3, 29, 1, tzinfo=UTC)
    assert twice == datetime(2026, 10, 25, 0, tzinfo=UTC)
    assert twice is not None
    assert next_time(twice, BERLIN, 2) == datetime(2026, 10, 26, 1, tzinfo=UTC)


def test_half_an_hour_is_put_forward_on_lord_howe() -> None:
    found = next_time(datetime(2026, 10, 3, 12, tzinfo=UTC), LORD_HOWE, 2)
    assert found is not None
    assert found.astimezone(LORD_HOWE).strftime("%d %H:%M") == "04 02:30"


def test_what_somebody_wishes() -> None:
    evening = datetime(2026, 11, 18, 22, tzinfo=SHANGHAI)

    def time_of(wish: Wish, topic: str = "talk") -> str:
        found = mail_time(wish, SHANGHAI, topic, evening)
        return found.astimezone(SHANGHAI).strftime("%a %d %H:%M") if found else ""

    assert time_of(Wish()) == "Thu 19 08:00"
    assert time_of(Wish(hour=23)) == "Wed 18 23:00"
    assert time_of(Wish(pace="weekly", weekday=2)) == "Wed 25 08:00"
    assert time_of(Wish(pace="immediate")) == "Thu 19 08:00"
    assert time_of(Wish(pace="immediate", quiet_from=0, quiet_to=0)) == "Wed 18 22:00"
    assert time_of(Wish(pace="immediate", quiet_from=1, quiet_to=6)) == "Wed 18 22:00"
    assert time_of(Wish(pace="never")) == ""
    assert time_of(Wish(muted=frozenset({"talk"}))) == ""
    assert time_of(Wish(muted=frozenset({"help"}))) != ""
