"""Agreeing on the pages: one objective, a person's or team's set, and a cycle's champion."""

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from cairn.goals.agreed import spell_text
from cairn.goals.commands.asking import agreed_text
from cairn.goals.commands.confirming import submit_objective
from cairn.goals.commands.objectives import edit_objective
from cairn.goals.models import Objective
from cairn.goals.queries import find_objective
from cairn.organization.actor import Actor
from tests.cast import WriteKeyResult, WriteObjective

type Web = Callable[[Actor], Client]


@pytest.fixture
def draft(
    employee: Actor, write_objective: WriteObjective, write_key_result: WriteKeyResult
) -> Objective:
    made = write_objective(employee, publish=False)
    write_key_result(employee, made)
    return made


@pytest.fixture
def submitted(employee: Actor, draft: Objective) -> Objective:
    return submit_objective(employee, draft.id, note="请过目")


def seen_in(text: str) -> str:
    found = re.search(r'name="seen" value="([^"]*)"', text)
    assert found
    return html.unescape(found[1])


def test_a_draft_is_submitted_and_taken_back(web: Web, employee: Actor, draft: Objective) -> None:
    client, path = web(employee), f"/objectives/{draft.id}"
    assert f'action="{path}/submit"' in client.get(path).text
    assert client.post(f"{path}/submit", {"note": "请过目"}).status_code == 303
    text = client.get(path).text
    assert "请过目" in text
    assert f'action="{path}/withdraw"' in text
    assert f'action="{path}/confirm"' not in text
    client.post(f"{path}/withdraw")
    draft.refresh_from_db()
    assert draft.agreement == ""


def test_the_manager_reads_and_confirms(web: Web, lead: Actor, submitted: Objective) -> None:
    client, path = web(lead), f"/objectives/{submitted.id}"
    seen = seen_in(client.get(path).text)
    answer = client.post(f"{path}/confirm", {"seen": seen, "publish": "on"})
    assert (answer.status_code, answer["Location"]) == (303, path)
    submitted.refresh_from_db()
    assert (submitted.agreement, submitted.is_draft) == ("confirmed", False)


def test_the_box_that_is_not_ticked_leaves_it_a_draft(
    web: Web, lead: Actor, submitted: Objective
) -> None:
    client, path = web(lead), f"/objectives/{submitted.id}"
    client.post(f"{path}/confirm", {"seen": seen_in(client.get(path).text)})
    submitted.refresh_from_db()
    assert (submitted.agreement, submitted.is_draft) == ("confirmed", True)


def test_a_text_that_changed_meanwhile_is_shown_with_the_old_one(
    web: Web, lead: Actor, employee: Actor, submitted: Objective
) -> None:
    client, path = web(lead), f"/objectives/{submitted.id}"
    seen = seen_in(client.get(path).text)
    edit_objective(employee, submitted.id, title="后来改的说法")
    answer = client.post(f"{path}/confirm", {"seen": seen})
    assert answer.status_code == 409
    assert "<del>让新人第一天就能上手</del>" in answer.text
    assert "<ins>后来改的说法</ins>" in answer.text
    again = client.post(f"{path}/confirm", {"seen": seen_in(answer.text)})
    assert again.status_code == 303


@pytest.mark.parametrize("seen", ["", "[]", "{", '{"key_results": 3}', "[" * 5000, '"\\ud800"'])
def test_a_broken_text_is_another_text(
    web: Web, lead: Actor, submitted: Objective, seen: str
) -> None:
    answer = web(lead).post(f"/objectives/{submitted.id}/confirm", {"seen": seen})
    assert answer.status_code == 409


def test_returning_without_a_comment_asks_for_one(
    web: Web, lead: Actor, submitted: Objective
) -> None:
    client, path = web(lead), f"/objectives/{submitted.id}"
    assert client.post(f"{path}/return", {"comment": " "}).status_code == 422
    assert client.post(f"{path}/return", {"comment": "少一个基线"}).status_code == 303
    assert "少一个基线" in client.get(path).text


def test_a_second_answer_says_so_and_breaks_nothing(
    web: Web, lead: Actor, submitted: Objective
) -> None:
    client, path = web(lead), f"/objectives/{submitted.id}"
    seen = seen_in(client.get(path).text)
    for _ in range(2):
        assert client.post(f"{path}/confirm", {"seen": seen}).status_code == 303


def test_others_may_not(web: Web, colleague: Actor, submitted: Objective) -> None:
    assert web(colleague).post(f"/objectives/{submitted.id}/confirm").status_code == 404


def test_what_was_changed_since_is_on_the_page(
    web: Web, lead: Actor, employee: Actor, submitted: Objective
) -> None:
    text = spell_text(agreed_text(find_objective(lead, submitted.id)))
    web(lead).post(f"/objectives/{submitted.id}/confirm", {"seen": text, "publish": "on"})
    edit_objective(employee, submitted.id, title="新的说法", reason="说得更清楚")
    page: Any = web(employee).get(f"/objectives/{submitted.id}").text
    assert "<del>让新人第一天就能上手</del>" in page
    assert "<ins>新的说法</ins>" in page
