"""The end of a cycle over REST."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cairn.api.schemas.objectives import HistoryPage, ObjectiveOut
from cairn.api.schemas.organization import CycleOut
from cairn.api.schemas.reviews import LessonOut, RetrospectiveOut, ScoreOut
from cairn.cycles.commands import create_cycle, move_cycle
from cairn.cycles.models import Cycle
from cairn.goals.models import KeyResult, Objective
from cairn.organization.actor import Actor
from cairn.reviews.commands.lessons import add_lesson
from cairn.reviews.commands.retrospectives import start_retrospective
from cairn.reviews.commands.scoring import give_opinion
from tests.api.conformance import fits
from tests.cast import ApiClient, WriteObjective, again

type Connect = Callable[..., ApiClient]
D = Decimal


def test_scores_are_given_read_and_guarded(
    api: Connect, employee: Actor, lead: Actor, objective: Objective, checked_in: KeyResult
) -> None:
    script, place = api(employee), f"/api/v1/objectives/{objective.id}/scores"
    sent = {"score": "0.6", "key_result": str(checked_in.id), "note": "两家拖到一月", "seen": "0"}
    made = script.send("POST", place, sent)
    assert made.status_code == 200, made.json()
    assert fits(ObjectiveOut, made.json())["score"] == "0.6"
    stale = script.send("POST", place, sent | {"score": "0.2"})
    assert stale.status_code == 409
    assert script.send("POST", place, {"score": 0.9}).status_code == 422
    assert script.send("POST", place, {"score": "0.9", "note": "最难的做成了"}).status_code == 200
    other = api(again(lead))
    said = {"score": "0.5", "key_result": str(checked_in.id), "opinion": True}
    assert other.send("POST", place, said).status_code == 200
    assert script.send("POST", place, said).status_code == 403
    items = script.get(place).json()["items"]
    assert [(fits(ScoreOut, one)["score"], one["opinion"]) for one in items] == [
        ("0.5", True),
        ("0.9", False),
        ("0.6", False),
    ]


def test_a_key_result_of_another_objective_is_none_of_this(
    api: Connect,
    employee: Actor,
    objective: Objective,
    key_result: KeyResult,
    write_objective: WriteObjective,
) -> None:
    place = f"/api/v1/objectives/{write_objective(employee).id}/scores"
    answer = api(employee).send("POST", place, {"score": "0.5", "key_result": str(key_result.id)})
    assert answer.status_code == 422


def test_an_objective_is_ended_and_opened_again(
    api: Connect, employee: Actor, objective: Objective
) -> None:
    script, place = api(employee), f"/api/v1/objectives/{objective.id}"
    assert script.send("POST", f"{place}/close", {"outcome": "carried"}).status_code == 422
    ended = script.send("POST", f"{place}/close", {"outcome": "missed", "note": "差两家"})
    assert fits(ObjectiveOut, ended.json())["status"] == "closed"
    assert script.send("POST", f"{place}/reopen", {}).status_code == 422
    assert script.send("POST", f"{place}/reopen", {"reason": "还没完"}).json()["status"] != "closed"


def test_what_is_not_finished_goes_on(
    api: Connect,
    employee: Actor,
    colleague: Actor,
    champion: Actor,
    objective: Objective,
    checked_in: KeyResult,
) -> None:
    later = create_cycle(
        champion,
        name="2027 Q1",
        length="quarter",
        starts_on=date(2027, 1, 1),
        ends_on=date(2027, 3, 31),
    )
    sent = {"objectives": [str(objective.id)], "cycle": str(later.id)}
    made = api(employee).send("POST", "/api/v1/carry-over", sent)
    assert made.status_code == 201
    (one,) = made.json()["items"]
    assert fits(ObjectiveOut, one)["key_results"][0]["start"] == "66"
    assert api(colleague).send("POST", "/api/v1/carry-over", sent).status_code == 403
    assert (
        api(employee).send("POST", "/api/v1/carry-over", sent | {"objectives": []}).status_code
        == 422
    )


def test_a_retrospective_and_its_lessons(
    api: Connect, employee: Actor, colleague: Actor, objective: Objective, cycle: Cycle
) -> None:
    script = api(employee)
    made = script.send("POST", "/api/v1/retrospectives", {"objective": str(objective.id)})
    assert made.status_code == 201
    place = f"/api/v1/retrospectives/{fits(RetrospectiveOut, made.json())['id']}"
    written = script.send("PATCH", place, {"why_missed": "开工晚了", "version": 1})
    assert written.json()["version"] == 2
    assert script.send("PATCH", place, {"why_missed": "人手", "version": 1}).status_code == 409
    assert api(colleague).send("PATCH", place, {"why_missed": "?"}).status_code == 403
    lesson = script.send("POST", f"{place}/lessons", {"body": "续约电话要早"})
    assert lesson.status_code == 201
    fits(LessonOut, lesson.json())
    assert len(script.get("/api/v1/lessons?q=续约").json()["items"]) == 1
    assert script.get("/api/v1/lessons?q=仓库").json()["items"] == []
    found = script.get("/api/v1/search?q=电话要早").json()["items"]
    assert ("lesson", lesson.json()["id"]) in {(one["kind"], one["id"]) for one in found}
    here = f"/api/v1/lessons/{lesson.json()['id']}"
    assert script.send("DELETE", here).status_code == 204
    fits(LessonOut, script.send("POST", f"{here}/restore").json())
    assert script.send("POST", f"{place}/finish").json()["finished_at"] is not None
    assert script.send("PATCH", place, {"why_missed": "?"}).status_code == 409
    assert script.send("POST", f"{place}/reopen").json()["finished_at"] is None
    listed = script.get(f"/api/v1/retrospectives?cycle={cycle.id}").json()["items"]
    assert [one["id"] for one in listed] == [made.json()["id"]]


def test_a_cycle_is_ended(
    api: Connect, champion: Actor, employee: Actor, objective: Objective, cycle: Cycle
) -> None:
    move_cycle(champion, cycle.id, phase="scoring")
    script, place = api(champion), f"/api/v1/cycles/{cycle.id}/close"
    assert employee.name in script.send("POST", place).json()["detail"]
    ended = script.send("POST", place, {"anyway": True, "reason": "等不起"})
    assert fits(CycleOut, ended.json())["phase"] == "closed"
    assert api(employee).send("POST", place).status_code == 403


def test_a_closed_cycle_is_opened_again_and_its_history_says_why(
    api: Connect, champion: Actor, employee: Actor, cycle: Cycle
) -> None:
    script, place = api(champion), f"/api/v1/cycles/{cycle.id}"
    assert script.send("POST", f"{place}/reopen", {"reason": "?"}).status_code == 409
    for phase in ("scoring", "closed"):
        move_cycle(champion, cycle.id, phase=phase)
    assert script.send("POST", f"{place}/reopen", {"reason": " "}).status_code == 422
    assert api(employee).send("POST", f"{place}/reopen", {"reason": "?"}).status_code == 403
    opened = script.send("POST", f"{place}/reopen", {"reason": "一项评分有误"})
    assert fits(CycleOut, opened.json())["phase"] == "scoring"
    told = fits(HistoryPage, api(employee).get(f"{place}/history").json())["items"]
    assert (told[0]["kind"], told[0]["reason"]) == ("cycle.moved", "一项评分有误")


@pytest.mark.parametrize(
    ("address", "budget"),
    [
        ("objectives/{objective}/scores", 4),
        ("lessons?q=续约", 3),
        ("retrospectives", 4),
        ("cycles/{cycle}/history", 4),
    ],
)
def test_queries_stay_the_same(
    api: Connect,
    employee: Actor,
    lead: Actor,
    objective: Objective,
    write_objective: WriteObjective,
    address: str,
    budget: int,
) -> None:
    where = address.format(objective=objective.id, cycle=objective.cycle_id)
    script, path = api(employee), f"/api/v1/{where}"

    def grow(n: int) -> None:
        made = start_retrospective(employee, objective=write_objective(employee).id)
        add_lesson(employee, made.id, body=f"续约要早 {n}")
        give_opinion(again(lead), objective.id, value=D(n % 10) / 10)

    grow(1)
    script.get(path)
    counts = []
    for n in range(2, 4):
        grow(n)
        with CaptureQueriesContext(connection) as queries:
            assert script.get(path).status_code == 200
        counts.append(len(queries))
    assert counts == [budget] * 2, [one["sql"] for one in queries.captured_queries]
