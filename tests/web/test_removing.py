"""Adding, deleting and restoring key results on the pages: with a reason while the cycle runs."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from cairn.events.models import Event
from cairn.goals.models import KeyResult, Objective
from cairn.organization.actor import Actor
from cairn.storage import clock
from tests.cast import WriteObjective

pytestmark = pytest.mark.django_db
type Web = Callable[[Actor], Client]


def last_reason(kind: str) -> str:
    return Event.objects.filter(kind=kind).latest("id").reason


@pytest.mark.usefixtures("settled")
def test_adding_without_a_reason_keeps_the_sentence(
    web: Web, employee: Actor, objective: Objective
) -> None:
    client, place = web(employee), f"/objectives/{objective.id}/key-results"
    answer = client.post(place, {"title": "投诉从 20 降到 5"})
    assert answer.status_code == 422
    assert "投诉从 20 降到 5" in answer.text
    assert 'id="kr-reason-error"' in answer.text
    answer = client.post(place, {"title": "投诉从 20 降到 5", "reason": "投诉多了"})
    assert answer.status_code == 303
    assert last_reason("key_result.added") == "投诉多了"


@pytest.mark.usefixtures("settled")
def test_a_reason_without_a_sentence_is_kept_too(
    web: Web, employee: Actor, objective: Objective
) -> None:
    answer = web(employee).post(
        f"/objectives/{objective.id}/key-results", {"title": " ", "reason": "投诉多了"}
    )
    assert answer.status_code == 422
    assert 'value="投诉多了"' in answer.text


@pytest.mark.usefixtures("settled")
def test_deleting_asks_why_on_a_page_of_its_own(
    web: Web, employee: Actor, key_result: KeyResult
) -> None:
    client, place = web(employee), f"/key-results/{key_result.id}/delete"
    assert f'href="{place}"' in client.get(f"/objectives/{key_result.objective_id}").text
    assert key_result.title in client.get(place).text
    assert client.post(place, {"reason": " "}).status_code == 422
    assert client.post(place, {"reason": "不再需要"}).status_code == 303
    assert last_reason("key_result.deleted") == "不再需要"
    assert "不再需要" in client.get(f"/objectives/{key_result.objective_id}?tab=history").text


@pytest.mark.usefixtures("settled")
def test_a_reason_that_is_too_long_comes_back(
    web: Web, employee: Actor, key_result: KeyResult
) -> None:
    answer = web(employee).post(f"/key-results/{key_result.id}/delete", {"reason": "长" * 2_001})
    assert answer.status_code == 422
    assert "长" * 2_001 in answer.text


@pytest.mark.usefixtures("settled")
def test_the_undo_of_the_moment_is_its_own_reason(
    web: Web, employee: Actor, key_result: KeyResult
) -> None:
    client, place = web(employee), f"/key-results/{key_result.id}"
    client.post(f"{place}/delete", {"reason": "不再需要"})
    undo = f'action="{place}/restore?undo=1"'
    assert undo in client.get(f"/objectives/{key_result.objective_id}").text
    assert client.post(f"{place}/restore").status_code == 422
    assert client.get(f"{place}/restore").status_code == 200
    assert client.post(f"{place}/restore?undo=1").status_code == 303
    assert last_reason("key_result.restored")


@pytest.mark.usefixtures("settled")
def test_an_undo_of_later_is_none(web: Web, employee: Actor, key_result: KeyResult) -> None:
    client, place = web(employee), f"/key-results/{key_result.id}"
    earlier = clock.now() - timedelta(hours=1)
    KeyResult.objects.update(created_at=earlier)
    assert client.post(f"{place}/delete?undo=1").status_code == 422
    client.post(f"{place}/delete", {"reason": "不再需要"})
    KeyResult.objects.update(deleted_at=earlier)
    assert client.post(f"{place}/restore?undo=1").status_code == 422


def test_what_nobody_confirmed_is_changed_with_one_click(
    web: Web, employee: Actor, objective: Objective
) -> None:
    client, place = web(employee), f"/objectives/{objective.id}/key-results"
    assert client.post(place, {"title": "投诉从 20 降到 5"}).status_code == 303
    made = objective.key_results.get()
    text = client.get(f"/objectives/{objective.id}").text
    assert f'action="/key-results/{made.id}/delete"' in text
    assert client.post(f"/key-results/{made.id}/delete").status_code == 303


def test_a_draft_is_changed_with_one_click(
    web: Web, employee: Actor, write_objective: WriteObjective
) -> None:
    draft = write_objective(employee, publish=False)
    client = web(employee)
    client.post(f"/objectives/{draft.id}/key-results", {"title": "甲从 1 到 2"})
    made = draft.key_results.get()
    text = client.get(f"/objectives/{draft.id}").text
    assert f'action="/key-results/{made.id}/delete"' in text
    assert 'name="reason"' not in text
    assert client.post(f"/key-results/{made.id}/delete").status_code == 303


@pytest.mark.usefixtures("settled")
def test_the_history_lists_what_was_deleted_to_be_restored(
    web: Web, employee: Actor, colleague: Actor, key_result: KeyResult
) -> None:
    client, place = web(employee), f"/key-results/{key_result.id}"
    history = f"/objectives/{key_result.objective_id}?tab=history"
    restore = f'href="{place}/restore"'
    assert restore not in client.get(history).text
    client.post(f"{place}/delete", {"reason": "不再需要"})
    found = client.get(history).text.partition('class="removed"')[2].partition("</details>")[0]
    for said in (key_result.title, employee.name, "不再需要", restore):
        assert said in found
    others = web(colleague).get(history).text
    assert key_result.title in others.partition('class="removed"')[2]
    assert restore not in others
    with clock.set_to(clock.now() + timedelta(days=31)):
        assert restore not in client.get(history).text
    client.post(f"{place}/restore", {"reason": "又要了"})
    assert 'class="removed"' not in client.get(history).text


def test_who_may_not_edit_is_not_asked_why(
    web: Web, colleague: Actor, key_result: KeyResult
) -> None:
    assert web(colleague).get(f"/key-results/{key_result.id}/delete").status_code == 403
    assert web(colleague).get(f"/key-results/{key_result.id}/restore").status_code == 404


@pytest.mark.usefixtures("settled")
def test_the_editor_asks_why_and_keeps_what_was_typed(
    web: Web, employee: Actor, objective: Objective, key_result: KeyResult
) -> None:
    client, place = web(employee), f"/objectives/{objective.id}/edit"
    typed = {
        "title": objective.title,
        "line": ["1"],
        "kr-1-title": "投诉从 20 降到 5",
        "removed": str(key_result.id),
        "act": "save",
    }
    answer = client.post(place, typed)
    assert answer.status_code == 422
    for kept in ('name="reason"', "投诉从 20 降到 5", f'name="removed" value="{key_result.id}"'):
        assert kept in answer.text
    assert KeyResult.objects.filter(objective=objective, deleted_at=None).get() == key_result
