"""Being away, and who stands in."""

from datetime import date, timedelta

import pytest
from django.utils.translation import override

from cairn.errors import Conflict, Forbidden, Invalid, NotFound
from cairn.events.models import Event
from cairn.notifications.models import Notice
from cairn.notifications.reading import told_of
from cairn.notifications.wording import sentence
from cairn.organization.actor import Actor, Role
from cairn.organization.away import away_between, clashes
from cairn.organization.commands.absences import change_absence, end_absence, plan_absence
from cairn.organization.models import Absence, Member, Organization
from cairn.storage import clock
from tests.cast import MORNING, TODAY, again, make_member

FRIDAY = date(2026, 11, 20)


def away(actor: Actor, member: Actor, stand_in: Actor, **days: date) -> Absence:
    given = {"starts_on": TODAY, "ends_on": FRIDAY} | days
    return plan_absence(actor, member.member_id, stand_in=stand_in.member_id, **given)


def test_somebody_stands_in_while_it_lasts(employee: Actor, colleague: Actor) -> None:
    made = away(employee, employee, colleague, starts_on=TODAY + timedelta(days=1))
    assert again(colleague).stands_in_for == frozenset()
    for days, stands_in in ((1, True), (2, True), (3, False)):
        with clock.set_to(MORNING + timedelta(days=days)):
            who = {employee.member_id} if stands_in else set()
            assert again(colleague).stands_in_for == who
    event = Event.objects.get(kind="absence.planned")
    assert (event.subject_id, event.new["stand_in"]) == (employee.member_id, "Emma Clarke")
    assert made.created_by_id == employee.member_id


def test_the_manager_and_the_lead_plan_it_for_them(
    employee: Actor, lead: Actor, champion: Actor, colleague: Actor
) -> None:
    away(again(lead), employee, colleague)
    away(champion, colleague, employee)
    with pytest.raises(Forbidden):
        away(employee, lead, colleague)


def test_it_ends_early_and_twice_changes_nothing(employee: Actor, colleague: Actor) -> None:
    made = away(employee, employee, colleague)
    assert again(colleague).stands_in_for
    end_absence(employee, made.id)
    end_absence(employee, made.id)
    assert not again(colleague).stands_in_for
    assert Event.objects.filter(kind="absence.ended").count() == 1
    assert [one.covers(TODAY) for one in away_between(employee.organization_id, TODAY, TODAY)] == [
        False
    ]
    away(employee, employee, colleague)  # the days are free again


def test_two_absences_do_not_overlap(employee: Actor, colleague: Actor) -> None:
    away(employee, employee, colleague)
    with pytest.raises(Invalid) as refusal:
        away(employee, employee, colleague, starts_on=FRIDAY, ends_on=date(2026, 12, 1))
    assert set(refusal.value.fields) == {"starts_on"}
    away(employee, employee, colleague, starts_on=date(2026, 11, 21), ends_on=date(2026, 12, 1))


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "field"),
    [
        (FRIDAY, TODAY, "ends_on"),
        (date(2026, 10, 1), date(2026, 10, 2), "ends_on"),
        (TODAY, date(2028, 1, 1), "ends_on"),
        (None, FRIDAY, "starts_on"),
    ],
)
def test_days_that_make_no_sense_are_refused(
    employee: Actor, colleague: Actor, starts_on: date | None, ends_on: date, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        plan_absence(
            employee,
            employee.member_id,
            stand_in=colleague.member_id,
            starts_on=starts_on,
            ends_on=ends_on,
        )
    assert set(refusal.value.fields) == {field}


def test_who_cannot_check_in_cannot_stand_in(
    employee: Actor, viewer: Actor, stranger: Actor
) -> None:
    for nobody in (viewer, stranger, employee):
        with pytest.raises(Invalid) as refusal:
            away(employee, employee, nobody)
        assert set(refusal.value.fields) == {"stand_in"}


def test_a_stand_in_who_is_away_too_is_told_of(
    employee: Actor, colleague: Actor, lead: Actor
) -> None:
    made = away(employee, employee, colleague)
    assert clashes(made, TODAY) == ""
    away(colleague, colleague, lead, starts_on=FRIDAY, ends_on=FRIDAY)
    assert clashes(made, TODAY) == "away"
    Member.objects.filter(id=colleague.member_id).update(left_at=clock.now())
    assert clashes(Absence.objects.get(id=made.id), TODAY) == "left"


def test_nobody_stands_in_for_who_left(employee: Actor, colleague: Actor) -> None:
    away(employee, employee, colleague)
    Member.objects.filter(id=employee.member_id).update(left_at=clock.now(), role=Role.MEMBER)
    assert not again(colleague).stands_in_for


# Changing one


def test_its_days_and_its_stand_in_change_while_it_lasts(
    employee: Actor, colleague: Actor, champion: Actor
) -> None:
    made = away(employee, employee, colleague)
    assert again(colleague).stands_in_for
    change_absence(employee, made.id, stand_in=champion.member_id, ends_on=TODAY)
    assert not again(colleague).stands_in_for
    assert again(champion).stands_in_for == {employee.member_id}
    with clock.set_to(MORNING + timedelta(days=1)):
        assert not again(champion).stands_in_for
    event = Event.objects.get(kind="absence.changed")
    assert event.old["stand_in"] == "Emma Clarke"
    assert event.new["ends_on"] == "2026-11-18"
    change_absence(employee, made.id, ends_on=TODAY)  # nothing changes, nothing is said
    assert Event.objects.filter(kind="absence.changed").count() == 1


def test_somebody_of_the_same_name_stands_in_instead(
    employee: Actor, colleague: Actor, organization: Organization
) -> None:
    namesake = make_member(organization, colleague.name, "namesake@cairn.test")
    made = away(employee, employee, colleague)
    change_absence(employee, made.id, stand_in=namesake.member_id)
    assert not again(colleague).stands_in_for
    assert again(namesake).stands_in_for == {employee.member_id}
    assert Event.objects.get(kind="absence.changed").old["stand_in_id"] == str(colleague.member_id)


def test_what_makes_no_sense_is_refused_as_when_it_is_planned(
    employee: Actor, colleague: Actor, viewer: Actor
) -> None:
    made = away(employee, employee, colleague)
    later = away(
        employee, employee, colleague, starts_on=date(2026, 11, 25), ends_on=date(2026, 11, 26)
    )
    refused: list[tuple[dict[str, object], str]] = [
        ({"stand_in": viewer.member_id}, "stand_in"),
        ({"stand_in": employee.member_id}, "stand_in"),
        ({"stand_in": None}, "stand_in"),
        ({"starts_on": FRIDAY + timedelta(days=1)}, "ends_on"),
        ({"ends_on": later.starts_on}, "starts_on"),
        ({"ends_on": TODAY - timedelta(days=1), "starts_on": date(2026, 11, 1)}, "ends_on"),
    ]
    for changes, field in refused:
        with pytest.raises(Invalid) as refusal:
            change_absence(employee, made.id, **changes)
        assert set(refusal.value.fields) == {field}
    with pytest.raises(Forbidden):
        change_absence(colleague, made.id, ends_on=TODAY)


def test_what_is_over_or_was_ended_is_not_changed(
    employee: Actor, colleague: Actor, stranger: Actor
) -> None:
    made = away(employee, employee, colleague)
    with pytest.raises(NotFound):
        change_absence(stranger, made.id, ends_on=TODAY)
    with clock.set_to(MORNING + timedelta(days=5)), pytest.raises(Conflict):
        change_absence(employee, made.id, ends_on=date(2026, 12, 1))
    end_absence(employee, made.id)
    with pytest.raises(Conflict):
        change_absence(employee, made.id, ends_on=FRIDAY)


def tell_last() -> None:
    told_of([Event.objects.filter(kind__startswith="absence").latest("id")])


def test_whoever_stands_in_is_told_and_whoever_did(
    employee: Actor, colleague: Actor, champion: Actor, lead: Actor
) -> None:
    made = away(again(lead), employee, colleague)
    tell_last()
    change_absence(again(lead), made.id, stand_in=champion.member_id)
    tell_last()
    end_absence(again(lead), made.id)
    tell_last()

    def heard(who: Actor) -> list[str]:
        found = Notice.objects.filter(member=who.member_id).order_by("id")
        return [sentence(one.kind, one.reason, one.facts) for one in found]

    with override("en"):
        days = "18 Nov 2026 to 20 Nov 2026"
        assert heard(employee) == [
            f"林知远 planned your absence, {days}",
            f"林知远 changed your absence: {days}",
            "林知远 ended your absence",
        ]
        assert heard(colleague)[-1] == "You no longer stand in for 周晓宇"
        assert heard(champion) == [
            f"You stand in for 周晓宇: now {days}",
            "You no longer stand in for 周晓宇",
        ]
