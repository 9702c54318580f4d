"""What people agreed to do."""

from collections.abc import Callable
from datetime import date

import pytest

from cairn.checkins.agreed import open_actions
from cairn.checkins.commands.actions import (
    add_action,
    change_action,
    drop_action,
    finish_action,
    reopen_action,
)
from cairn.checkins.models import Action
from cairn.errors import Conflict, Forbidden, Invalid, NotFound
from cairn.events.models import Event
from cairn.goals.models import KeyResult, Objective
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from tests.cast import WriteObjective

type Agree = Callable[..., Action]


@pytest.fixture
def agree(employee: Actor) -> Agree:
    def add(actor: Actor = employee, **given: object) -> Action:
        return add_action(
            actor,
            **{"origin": "meeting", "origin_id": 1, "body": "给十家客户打电话", **given},  # type: ignore[arg-type]
        )

    return add


def kinds() -> list[str]:
    return list(
        Event.objects.filter(kind__startswith="action.")
        .order_by("id")
        .values_list("kind", flat=True)
    )


def test_it_keeps_who_will_do_what_by_when(
    agree: Agree, colleague: Actor, objective: Objective, key_result: KeyResult
) -> None:
    made = agree(
        owner=colleague.member_id,
        due_on=date(2026, 11, 25),
        objective=objective.id,
        key_result=key_result.id,
    )
    assert (made.owner_id, made.due_on) == (colleague.member_id, date(2026, 11, 25))
    event = Event.objects.get(kind="action.added")
    assert (event.subject_id, event.objective_id) == (made.id, objective.id)
    assert event.new["owner"] == colleague.name


def test_what_makes_no_sense_is_refused(
    agree: Agree, key_result: KeyResult, stranger: Actor
) -> None:
    for wrong, field in (
        ({"body": "  "}, "body"),
        ({"owner": stranger.member_id}, "owner"),
        ({"key_result": key_result.id}, "key_result"),
        ({"team": 5}, "team"),
    ):
        with pytest.raises(Invalid) as refused:
            agree(**wrong)
        assert field in refused.value.fields
    assert kinds() == []


def test_it_is_done_dropped_and_reopened(agree: Agree, employee: Actor) -> None:
    made = agree()
    assert finish_action(employee, made.id).done_by_id == employee.member_id
    finish_action(employee, made.id)
    with pytest.raises(Conflict):
        drop_action(employee, made.id)
    with pytest.raises(Conflict):
        change_action(employee, made.id, body="别的")
    reopen_action(employee, made.id)
    assert drop_action(employee, made.id).dropped_at is not None
    with pytest.raises(Conflict):
        finish_action(employee, made.id)
    assert reopen_action(employee, made.id).dropped_at is None
    assert kinds() == [
        *("action.added", "action.done", "action.reopened", "action.dropped", "action.reopened"),
    ]


def test_a_change_says_what_changed(agree: Agree, employee: Actor, colleague: Actor) -> None:
    made = agree()
    change_action(employee, made.id, owner=colleague.member_id, body="给十家客户打电话")
    event = Event.objects.get(kind="action.changed")
    assert event.new == {"owner": colleague.name}
    change_action(employee, made.id, body="给十家客户打电话")
    assert kinds().count("action.changed") == 1


def test_only_those_concerned_change_it(
    agree: Agree, lead: Actor, team: Team, colleague: Actor, employee: Actor, viewer: Actor
) -> None:
    from tests.cast import again

    made = agree(team=team.id)
    with pytest.raises(Forbidden):
        finish_action(colleague, made.id)
    change_action(again(lead), made.id, owner=colleague.member_id)
    assert finish_action(colleague, made.id).done_at is not None
    with pytest.raises(Forbidden):
        agree(viewer)


def test_what_is_about_a_private_objective_is_not_there_for_others(
    agree: Agree,
    employee: Actor,
    colleague: Actor,
    stranger: Actor,
    write_objective: WriteObjective,
) -> None:
    private = write_objective(employee, visibility="people")
    made = agree(objective=private.id)
    for other in (colleague, stranger):
        with pytest.raises(NotFound):
            finish_action(other, made.id)
    with pytest.raises(NotFound):
        agree(colleague, objective=private.id)


def test_nobody_is_to_do_what_they_may_not_see(
    agree: Agree, employee: Actor, colleague: Actor, lead: Actor, write_objective: WriteObjective
) -> None:
    private = write_objective(employee, visibility="people", readers=[lead.member_id])
    made = agree(objective=private.id, owner=lead.member_id)
    with pytest.raises(Invalid) as refused:
        agree(objective=private.id, owner=colleague.member_id)
    assert "owner" in refused.value.fields
    with pytest.raises(Invalid):
        change_action(employee, made.id, owner=colleague.member_id)


def test_those_without_a_day_come_last(agree: Agree, employee: Actor) -> None:
    mine = {"owner": employee.member_id}
    agree(body="哪天都行", **mine)
    agree(body="周三前", due_on=date(2026, 11, 25), **mine)
    assert [one.body for one in open_actions(employee)] == ["周三前", "哪天都行"]
