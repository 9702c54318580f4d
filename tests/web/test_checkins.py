"""The check-in page and its rows."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from cairn.checkins.commands.checkins import check_in
from cairn.checkins.models import CheckIn
from cairn.goals.models import KeyResult, Objective, Reading
from cairn.organization.actor import Actor
from tests.cast import TODAY, WriteKeyResult, WriteObjective

type Web = Callable[[Actor], Client]
pytestmark = pytest.mark.django_db
QUERIES = 6


def test_a_row_is_saved_and_answers_with_its_progress(
    web: Web, employee: Actor, key_result: KeyResult
) -> None:
    answer = web(employee).post(
        f"/check-in/{key_result.id}",
        {f"value-{key_result.id}": "69%", f"confidence-{key_result.id}": "7"},
        headers={"HX-Request": "true"},
    )
    assert answer.status_code == 200
    assert "60%" in answer.text
    made = CheckIn.objects.get()
    assert made.reading
    assert made.reading.value == 69
    assert made.confidence == 7
    assert f'name="corrects-{key_result.id}" value="{made.id}"' in answer.text


def test_a_wrong_value_is_refused_beside_its_field_and_kept(
    web: Web, employee: Actor, key_result: KeyResult
) -> None:
    page = web(employee).post(f"/check-in/{key_result.id}", {f"value-{key_result.id}": "很多"})
    assert page.status_code == 422
    assert 'value="很多"' in page.text
    assert 'role="alert"' in page.text
    assert not CheckIn.objects.exists()


def test_a_second_save_corrects_the_first(web: Web, employee: Actor, checked_in: KeyResult) -> None:
    first = CheckIn.objects.get()
    fields = {"value": "70", "confidence": "8", "note": "又签了一家", "corrects": str(first.id)}
    web(employee).post(f"/check-in/{checked_in.id}", fields, headers={"HX-Request": "true"})
    assert CheckIn.objects.get(corrected_by__isnull=True).corrects_id == first.id
    assert Reading.objects.get(corrected_by__isnull=True).value == 70


def test_the_same_form_twice_counts_once(web: Web, employee: Actor, key_result: KeyResult) -> None:
    client, fields = web(employee), {"value": "69", "confidence": "7", "submission": "a" * 32}
    for _ in range(2):
        assert client.post(f"/check-in/{key_result.id}", fields).status_code == 303
    assert CheckIn.objects.count() == 1


def test_other_words_in_an_old_form_are_not_lost(
    web: Web, employee: Actor, key_result: KeyResult
) -> None:
    client = web(employee)
    for value in ("69", "70"):
        client.post(f"/check-in/{key_result.id}", {"value": value, "submission": "a" * 32})
    assert CheckIn.objects.count() == 2


def test_undo_says_again_what_stood_before(
    web: Web, employee: Actor, checked_in: KeyResult
) -> None:
    made = check_in(employee, checked_in.id, value=Decimal(99), confidence=1)
    answer = web(employee).post(
        f"/check-in/{checked_in.id}/undo?checkin={made.id}", headers={"HX-Request": "true"}
    )
    assert answer.status_code == 200
    checked_in.refresh_from_db()
    assert checked_in.current == 66
    assert checked_in.confidence == 7
    assert CheckIn.objects.filter(corrects=made).exists()


def test_undoing_the_first_check_in_leaves_no_value(
    web: Web, employee: Actor, key_result: KeyResult
) -> None:
    made = check_in(employee, key_result.id, value=Decimal(99), confidence=1)
    web(employee).post(f"/check-in/{key_result.id}/undo", {"checkin": str(made.id)})
    key_result.refresh_from_db()
    assert key_result.current is None
    assert key_result.confidence == 5


def test_all_rows_are_saved_at_once(
    web: Web,
    employee: Actor,
    key_result: KeyResult,
    objective: Objective,
    write_key_result: WriteKeyResult,
) -> None:
    other = write_key_result(employee, objective)
    page = web(employee).post(
        "/check-in",
        {
            f"value-{key_result.id}": "69",
            f"confidence-{key_result.id}": "7",
            f"value-{other.id}": "40",
            f"confidence-{other.id}": "4",
            f"note-{other.id}": "慢了",
        },
    )
    assert page.status_code == 303
    assert {one.note for one in CheckIn.objects.all()} == {"", "慢了"}


def test_milestones_are_ticked(
    web: Web, employee: Actor, objective: Objective, write_key_result: WriteKeyResult
) -> None:
    made = write_key_result(
        employee,
        objective,
        kind="milestones",
        start=None,
        target=None,
        milestones=[(None, "一", Decimal(1)), (None, "二", Decimal(1))],
    )
    step = made.milestones.get(title="二")
    name = f"milestones_reached-{made.id}"
    fields = {f"milestones-{made.id}": "1", name: [str(step.id)], f"confidence-{made.id}": "6"}
    web(employee).post(f"/check-in/{made.id}", fields)
    step.refresh_from_db()
    assert step.reached_on == TODAY


def test_an_objective_offers_only_what_one_may_check_in(
    web: Web, employee: Actor, colleague: Actor, key_result: KeyResult
) -> None:
    path = f"/check-in?objective={key_result.objective_id}"
    assert key_result.title in web(employee).get(path).text
    assert web(colleague).get(path).status_code == 403


def test_a_stranger_finds_nothing(web: Web, stranger: Actor, key_result: KeyResult) -> None:
    answer = web(stranger).post(f"/check-in/{key_result.id}", {"value": "1"})
    assert answer.status_code == 404


def test_nobody_owes_anything(web: Web, viewer: Actor) -> None:
    page = web(viewer).get("/check-in")
    assert page.status_code == 200
    assert 'class="empty"' in page.text


def test_when_all_is_done_the_page_says_when_the_next_round_is(
    web: Web, employee: Actor, checked_in: KeyResult
) -> None:
    page = web(employee).get("/check-in")
    assert 'class="ci-note"' in page.text
    assert checked_in.title in page.text


def test_the_page_asks_six_questions_whatever_there_is(
    web: Web,
    employee: Actor,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = web(employee)
    for _ in range(2):
        objective = write_objective(employee)
        for _ in range(4):
            write_key_result(employee, objective)
        write_key_result(
            employee, objective, kind="milestones", milestones=[(None, "一", Decimal(1))]
        )
        with django_assert_num_queries(QUERIES):
            client.get("/check-in")


def test_milestones_are_counted_on_the_line_and_in_the_feed(
    web: Web, employee: Actor, objective: Objective, write_key_result: WriteKeyResult
) -> None:
    steps = [(None, title, Decimal(1)) for title in "一二三"]
    made = write_key_result(employee, objective, kind="milestones", milestones=steps)
    reached = [step.id for step in made.milestones.all()[:2]]
    check_in(employee, made.id, milestones_reached=reached, confidence=6)
    assert "<b>2/3</b>" in web(employee).get(f"/objectives/{objective.id}").text
    assert "2/3" in web(employee).get(f"/feed?objective={objective.id}").text
