"""Hand-written statements give what the ORM gives, and break as it does."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from cairn.checkins.models import CheckIn
from cairn.events.kinds import Kind
from cairn.events.models import Event
from cairn.goals.models import KeyResult, Objective, Reading
from cairn.goals.sql import key_results_for_rollup, lock_key_result, lock_targets
from cairn.organization.models import Member, Organization, Team, User
from cairn.organization.sql import membership
from cairn.storage.ids import new_id
from cairn.storage.rows import (
    Columns,
    ask,
    execute,
    fetch,
    insert,
    split,
    travelling_together,
    unsaved,
)

LOCKED = ("cycle", "organization", "visible_team", "owner")


def columns_of(row: models.Model) -> dict[str, Any]:
    return {name: value for name, value in vars(row).items() if not name.startswith("_")}


def same(built: models.Model, asked: models.Model) -> bool:
    """Every column that was selected has the value and the type that the ORM gives it."""
    kept, theirs = columns_of(built), columns_of(asked)
    return {name: (type(value), value) for name, value in kept.items()} == {
        name: (type(theirs[name]), theirs[name]) for name in kept
    }


@pytest.mark.parametrize("model", [KeyResult, Objective, Member, Organization, Team, User])
def test_a_row_becomes_what_the_orm_makes_of_it(
    model: type[models.Model], checked_in: KeyResult
) -> None:
    every = Columns(model, "x")
    asked = model._default_manager.all()[0]
    row = fetch(f"SELECT {every.text} FROM {model._meta.db_table} x WHERE x.id = %s", [asked.pk])[0]
    built = every.build(row)
    assert built == asked
    assert columns_of(asked).keys() == columns_of(built).keys()
    assert same(built, asked)
    assert (built._state.adding, built._state.db) == (False, asked._state.db)
    assert every.as_values(row) == model._default_manager.filter(pk=asked.pk).values()[0]


def test_columns_that_were_not_selected_are_asked_for_when_somebody_wants_them(
    objective: Objective,
) -> None:
    some = Columns(Objective, "o", "id", "title")
    row = fetch(f"SELECT {some.text} FROM goals_objective o WHERE o.id = %s", [objective.id])[0]
    built = some.build(row)
    assert built is not None
    assert built.get_deferred_fields() == columns_of(objective).keys() - {"id", "title"}
    assert built.due_on == objective.due_on


def test_an_outer_join_without_a_row_is_none(objective: Objective) -> None:
    parts = (Columns(Objective, "o"), Columns(Team, "v", "id", "path"))
    row = fetch(
        f"SELECT {parts[0].text}, {parts[1].text} FROM goals_objective o "
        "LEFT JOIN organization_team v ON v.id = o.visible_team_id WHERE o.id = %s",
        [objective.id],
    )[0]
    assert split(row, parts) == [objective, None]


def test_the_locked_key_result_is_what_the_orm_would_load(checked_in: KeyResult) -> None:
    asked = KeyResult.objects.select_related(*(f"objective__{one}" for one in LOCKED)).get(
        id=checked_in.id
    )
    built = lock_key_result(checked_in.organization_id, checked_in.id)
    assert built is not None
    assert same(built, asked)
    assert same(built.objective, asked.objective)
    for name in LOCKED:
        theirs, ours = getattr(asked.objective, name), getattr(built.objective, name)
        assert theirs == ours
        assert ours is None or same(ours, theirs)
    assert list(built.objective.participants.all()) == list(asked.objective.participants.all())


def test_what_a_roll_up_locks_above_is_what_the_orm_would_load(checked_in: KeyResult) -> None:
    related = ("cycle", "organization")
    asked = Objective.objects.select_related(*related).get(id=checked_in.objective_id)
    with transaction.atomic():
        [built] = lock_targets([asked.id])
    assert same(built, asked)
    for name in related:
        assert same(getattr(built, name), getattr(asked, name))
    [again] = key_results_for_rollup([checked_in.id])
    assert same(again, KeyResult.objects.get(id=checked_in.id))
    assert key_results_for_rollup([]) == []


def test_answers_that_are_taken_later_are_those_of_the_asking(key_result: KeyResult) -> None:
    title = "SELECT k.title FROM goals_keyresult k WHERE k.id = %s"
    with transaction.atomic(), travelling_together():
        before = ask(title, [key_result.id])
        execute("UPDATE goals_keyresult SET title = %s WHERE id = %s", ["new", key_result.id])
        after = ask(title, [key_result.id])
    assert (before(), after()) == ([(key_result.title,)], [("new",)])


def test_a_membership_is_what_the_orm_would_load(checked_in: KeyResult) -> None:
    asked = Member.objects.select_related("organization", "user").filter(left_at=None)[0]
    built = membership(asked.user_id, asked.id)
    assert built is not None
    assert same(built, asked)
    assert same(built.organization, asked.organization)
    assert same(built.user, asked.user)


def test_what_is_inserted_is_what_the_orm_would_have_saved(checked_in: KeyResult) -> None:
    events = Event.objects.filter(kind=Kind.CHECKIN_MADE)
    for row in (*events, *Reading.objects.all(), *CheckIn.objects.all()):
        model = type(row)
        again = columns_of(row) | {"id": new_id()}
        if model is CheckIn:
            again["reading_id"] = None  # one check-in a reading
        made = unsaved(model, **again)
        assert columns_of(made) == columns_of(model(**again))
        insert(made)
        assert same(model._default_manager.get(id=again["id"]), made)


def test_a_statement_that_fails_fails_as_the_orms_do(key_result: KeyResult) -> None:
    values = [key_result.objective_id, key_result.id]
    with transaction.atomic():
        with pytest.raises(IntegrityError), transaction.atomic():
            execute("UPDATE goals_keyresult SET title = NULL, id = %s WHERE id = %s", values)
        transaction.set_rollback(True)
        with pytest.raises(TransactionManagementError):
            fetch("SELECT k.id FROM goals_keyresult k WHERE k.id = %s", [key_result.id])


def test_statements_that_travel_together_arrive_in_order_and_fail_as_one(
    key_result: KeyResult,
) -> None:
    title = "UPDATE goals_keyresult SET title = %s WHERE id = %s"
    with transaction.atomic(), travelling_together():
        execute(title, ["one", key_result.id])
        execute(title, ["two", key_result.id])
        asked = fetch("SELECT k.title FROM goals_keyresult k WHERE k.id = %s", [key_result.id])
        execute(title, ["three", key_result.id])
    assert asked == [("two",)]

    def fail() -> None:
        with transaction.atomic(), travelling_together():
            execute(title, ["four", key_result.id])
            execute(title, [None, key_result.id])

    with pytest.raises(IntegrityError):
        fail()
    key_result.refresh_from_db()
    assert key_result.title == "three"


def test_whoever_listens_hears_every_statement(key_result: KeyResult) -> None:
    with CaptureQueriesContext(connection) as heard:
        fetch("SELECT k.title FROM goals_keyresult k WHERE k.id = %s", [key_result.id])
    assert [one["sql"] for one in heard] == [
        f"SELECT k.title FROM goals_keyresult k WHERE k.id = {key_result.id}"
    ]
