"""A draft reviewed over REST, without keeping anything of it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cairn.api.schemas.coach import ReviewOut
from cairn.coach.draft import make_draft
from cairn.coach.review import review_draft
from cairn.coaching.silencing import mute_rule, silence_rule
from cairn.organization.actor import Actor
from tests.api.conformance import fits
from tests.cast import ApiClient

Connect = Callable[..., ApiClient]

AT = "/api/v1/coach"
AIM, TASK = "提升数据质量", "每周拜访 20 个客户"
DRAFT = {"objective": AIM, "key_results": [TASK, "续约率从 60% 提高到 75%"]}


def test_the_answer_is_that_of_the_coach(api: Connect, employee: Actor) -> None:
    answer = api(employee, scopes=("read",)).send("POST", AT, DRAFT | {"language": "zh"})
    assert answer.status_code == 200
    expected = review_draft(make_draft(AIM, *DRAFT["key_results"]), language="zh").as_dict()
    assert fits(ReviewOut, answer.json()) == expected
    assert [one["rule"] for one in answer.json()["key_results"][0]["findings"]] == ["kr-task"]


def test_a_viewer_may_ask_and_nothing_is_written(api: Connect, viewer: Actor) -> None:
    client = api(viewer, scopes=("read",))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.send("POST", AT, {"key_results": [TASK]}).json()["objective"] is None
    changes = ("INSERT", "UPDATE", "DELETE")
    written = [one["sql"] for one in queries if one["sql"].startswith(changes)]
    assert [one for one in written if "organization_token" not in one.lower()] == []


def test_a_token_that_may_not_read_may_not_ask(api: Connect, employee: Actor) -> None:
    assert api(employee, scopes=("write",)).send("POST", AT, DRAFT).status_code == 403


def test_the_language_is_that_of_the_answer(api: Connect, employee: Actor) -> None:
    client = api(employee)
    body = {"key_results": [TASK]}
    for header, word in (("en", "something to do"), ("zh-Hans", "要做的事")):
        said = client.generic(
            "POST",
            AT,
            data='{"key_results": ["每周拜访 20 个客户"]}',
            content_type="application/json",
            headers={"Accept-Language": header},
        )
        assert word in said.json()["key_results"][0]["findings"][0]["message"]
    assert client.send("POST", AT, body | {"language": "fr"}).status_code == 422


def test_what_is_muted_or_switched_off_is_not_said(
    api: Connect, employee: Actor, champion: Actor
) -> None:
    mute_rule(employee, "kr-task", text="")
    silence_rule(champion, "o-vague")
    said = api(employee).send("POST", AT, DRAFT).json()
    assert said["objective"]["findings"] == []
    assert "kr-task" not in [one["rule"] for one in said["key_results"][0]["findings"]]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "objective"),
        ({"objective": " ", "key_results": []}, "objective"),
        ({"objective": 3}, "objective"),
        ({"objective": "O" * 2001}, "objective"),
        ({"objective": "O", "key_results": "KR"}, "key_results"),
        ({"objective": "O", "key_results": ["KR"] * 101}, "key_results"),
        ({"objective": "O", "key_results": ["KR", "K" * 2001]}, "key_results/1"),
        ({"objective": "O", "key_results": [None, {"text": "KR"}]}, "key_results/1"),
        ({"objective": "O", "key_results": ["a\u202eb"]}, "key_results/0"),
        ({"objective": "O", "language": "de"}, "language"),
        ({"objective": "O", "other": 1}, "other"),
    ],
)
def test_a_refusal_names_the_field(
    api: Connect, employee: Actor, body: dict[str, Any], field: str
) -> None:
    answer = api(employee).send("POST", AT, body)
    assert answer.status_code == 422
    assert field in str(answer.json()["errors"])


def test_a_hundred_of_the_longest_are_answered(api: Connect, employee: Actor) -> None:
    long = "把续约率从 60% 提高到 75%，" * 110
    answer = api(employee).send("POST", AT, {"objective": long, "key_results": [long] * 100})
    assert answer.status_code == 200
    assert len(answer.json()["key_results"]) == 100
