"""The weekly update."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from cairn.checkins.commands.checkins import check_in
from cairn.checkins.commands.weekly import save_update, week_of
from cairn.checkins.models import WeeklyUpdate
from cairn.checkins.weekly import (
    confidence_rows,
    find_update,
    my_update,
    my_weeks,
    prefilled,
    team_week,
    updates,
)
from cairn.errors import Conflict, Forbidden, NotFound, Stale
from cairn.events.models import Event
from cairn.goals.commands.teams import dissolve_team
from cairn.goals.models import KeyResult
from cairn.organization.actor import Actor
from cairn.organization.commands.absences import plan_absence
from cairn.organization.commands.teams import create_team
from cairn.organization.models import Organization, Team
from cairn.storage import clock
from cairn.web.feed import read_feed
from tests.cast import MORNING, TODAY, WriteKeyResult, WriteObjective, again, make_member

FRIDAY = date(2026, 11, 20)
WEEK = timedelta(days=7)


def test_a_draft_is_its_authors_alone(employee: Actor, admin: Actor, colleague: Actor) -> None:
    made = save_update(employee, TODAY, version=0, priorities="甲")
    assert (made.week_on, made.version, made.published_at) == (FRIDAY, 1, None)
    assert find_update(employee, made.id) == made
    for reader in (admin, colleague):
        assert not updates(reader).exists()
        with pytest.raises(NotFound):
            find_update(reader, made.id)
    assert not Event.objects.filter(kind__startswith="update").exists()


def test_published_once_everybody_reads_it(employee: Actor, colleague: Actor, team: Team) -> None:
    save_update(employee, TODAY, version=0, priorities="甲")
    save_update(employee, TODAY, version=1, ahead="乙", publish=True)
    made = save_update(employee, TODAY, version=2, ahead="丙", publish=True)
    assert find_update(colleague, made.id).ahead == "丙"
    event = Event.objects.get(kind="update.published")
    assert (event.subject_id, event.team_id) == (made.id, team.id)
    assert event.new == {"week_on": "2026-11-20"}


def test_what_is_changed_after_publishing_is_recorded(employee: Actor) -> None:
    made = save_update(employee, TODAY, version=0, priorities="甲", ahead="丙", publish=True)
    save_update(employee, TODAY, version=1, priorities="乙", ahead="丙", publish=True)
    save_update(employee, TODAY, version=2, priorities="乙")
    event = Event.objects.get(kind="update.changed")
    assert (event.subject_id, event.actor_id) == (made.id, employee.member_id)
    assert (event.old, event.new) == (
        {"priorities": "甲"},
        {"week_on": "2026-11-20", "priorities": "乙"},
    )
    shown = read_feed(employee).entries[0]
    assert shown.title
    assert shown.url == f"/weekly/updates/{made.id}"


def test_nothing_is_not_published(employee: Actor) -> None:
    with pytest.raises(Conflict):
        save_update(employee, TODAY, priorities="  ", publish=True)
    assert not WeeklyUpdate.objects.exists()


def test_another_window_is_not_overwritten(employee: Actor) -> None:
    save_update(employee, TODAY, version=0, priorities="甲")
    with pytest.raises(Stale) as refusal:
        save_update(employee, TODAY, version=0, priorities="乙")
    assert refusal.value.theirs == {"priorities": "甲"}
    assert refusal.value.version == 1
    assert save_update(employee, TODAY, version=0, priorities="甲").version == 1
    assert save_update(employee, TODAY, version=1, priorities="乙").version == 2


@pytest.mark.parametrize("weeks", [1, -5, -50])
def test_only_recent_weeks_are_written(employee: Actor, weeks: int) -> None:
    with pytest.raises(Conflict):
        save_update(employee, TODAY + weeks * WEEK, priorities="甲")
    assert save_update(employee, TODAY - 4 * WEEK, priorities="甲").week_on == FRIDAY - 4 * WEEK


def test_viewers_write_none(viewer: Actor) -> None:
    with pytest.raises(Forbidden):
        save_update(viewer, TODAY, priorities="甲")


def test_it_starts_from_the_last_one(employee: Actor, organization: Organization) -> None:
    assert prefilled(employee, FRIDAY)["priorities"] == ""
    save_update(employee, TODAY - 2 * WEEK, priorities="甲", confidence="乙", ahead="丙")
    assert prefilled(employee, FRIDAY) == {
        "priorities": "甲",
        "ahead": "丙",
        "confidence": "",
        "health": "",
    }
    assert my_update(employee, FRIDAY) is None
    weeks = my_weeks(employee, week_of(organization, TODAY))
    assert [one.is_written for one in weeks] == [False, False, True, False, False]


def test_confidence_is_told_as_of_its_week(employee: Actor, key_result: KeyResult) -> None:
    (row,) = confidence_rows(employee, employee.member_id, FRIDAY)
    assert (row.confidence, row.is_said, row.value) == (None, False, "")
    check_in(employee, key_result.id, value=Decimal(66), confidence=7)
    with clock.set_to(MORNING + WEEK):
        check_in(employee, key_result.id, value=Decimal(70), confidence=4)
    (row,) = confidence_rows(employee, employee.member_id, FRIDAY)
    assert (row.confidence, row.before, row.value, row.is_said) == (7, None, "66%", True)
    (row,) = confidence_rows(employee, employee.member_id, FRIDAY + WEEK)
    assert (row.confidence, row.change, row.value, row.value_before) == (4, -3, "70%", "66%")
    (row,) = confidence_rows(employee, employee.member_id, FRIDAY + 2 * WEEK)
    assert (row.confidence, row.change, row.is_said) == (4, 0, False)


def test_what_is_limited_is_no_row_for_others(
    employee: Actor,
    colleague: Actor,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> None:
    secret = write_objective(employee, visibility="people", title="秘密")
    write_key_result(employee, secret)
    assert len(confidence_rows(employee, employee.member_id, FRIDAY)) == 1
    assert confidence_rows(colleague, employee.member_id, FRIDAY) == []
    assert all("秘密" not in text for text in prefilled(employee, FRIDAY).values())


def test_a_large_teams_week_goes_on_behind_the_last_one(
    lead: Actor, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cairn.checkins.weekly.MOST_PEOPLE", 2)
    for n in range(5):
        make_member(team.organization, f"成员{n}", f"m{n}@cairn.test", team=team)
    names, after = [], None
    for _ in range(3):
        week = team_week(lead, team.id, FRIDAY, after)
        names += [name for _, name in week.missing]
        after = week.last
    assert names == [f"成员{n}" for n in range(5)]
    assert after is None


def test_a_teams_week_names_who_has_written_and_who_is_away(
    employee: Actor, lead: Actor, colleague: Actor, admin: Actor, viewer: Actor, team: Team
) -> None:
    company = team.parent_id or 0
    save_update(employee, TODAY, priorities="甲", publish=True)
    save_update(admin, TODAY, priorities="草稿")
    plan_absence(
        colleague,
        colleague.member_id,
        stand_in=employee.member_id,
        starts_on=FRIDAY,
        ends_on=FRIDAY,
    )
    week = team_week(viewer, company, FRIDAY)
    assert [one.member_id for one in week.written] == [employee.member_id]
    assert week.away == ((colleague.member_id, "Emma Clarke"),)
    assert admin.member_id in [id for id, _ in week.missing]
    assert viewer.member_id not in [id for id, _ in week.missing]


def test_a_team_that_was_dissolved_brings_nobody_into_the_week_above_it(
    admin: Actor, viewer: Actor, team: Team
) -> None:
    below = create_team(admin, name="突击队", parent_id=team.id)
    made = make_member(team.organization, "成员", "only@cairn.test", team=below)

    def named() -> bool:
        return made.member_id in [id for id, _ in team_week(viewer, team.id, FRIDAY).missing]

    assert named()
    dissolve_team(again(admin), below.id)
    assert not named()
