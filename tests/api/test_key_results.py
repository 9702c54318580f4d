"""Key results and check-ins over REST."""

from collections.abc import Callable
from typing import Any

import pytest

from cairn.api.schemas.key_results import DeletedKeyResults, KeyResultOut
from cairn.api.schemas.talk import CheckInOut, CheckInPage
from cairn.checkins.models import CheckIn
from cairn.events.models import Event
from cairn.goals.models import KeyResult, Objective
from cairn.organization.actor import Actor
from tests.api.conformance import fits
from tests.cast import ApiClient, WriteKeyResult, WriteObjective

Connect = Callable[..., ApiClient]
BELOW = "/api/v1/objectives/{}/key-results"
ONE = "/api/v1/key-results/{}"


def add(script: ApiClient, objective: Objective, **fields: Any) -> Any:
    body = {"title": "一个结果", "reason": "补上衡量的办法", **fields}
    return script.send("POST", BELOW.format(objective.id), body)


def test_a_key_result_is_added(api: Connect, employee: Actor, objective: Objective) -> None:
    made = add(
        api(employee),
        objective,
        kind="decrease",
        unit="件",
        start="120",
        target=30,
        owner="me",
        due_on="2026-12-20",
    )
    assert made.status_code == 201
    body = fits(KeyResultOut, made.json())
    assert made.headers["Location"] == f"/api/v1/key-results/{body['id']}"
    assert (body["kind"], body["unit"], body["start"], body["target"]) == (
        *("decrease", "件"),
        *("120", "30"),
    )
    assert body["owner"] == {"id": str(employee.member_id), "name": "周晓宇"}
    assert (body["weight"], body["due_on"]) == ("100", "2026-12-20")
    assert (body["progress"], body["current"], body["confidence"]) == ("0", None, 5)


@pytest.mark.parametrize(
    ("unit", "written", "stored"),
    [
        ("%", "7.50", "7.5"),
        ("percent", "75%", "75"),
        ("percent", "三成", "30"),
        ("number", 0.1, "0.1"),
        ("number", 0.00001, "0.00001"),
        ("number", 1e5, "100000"),
        ("number", "1,200", "1200"),
        ("number", "２０", "20"),
        ("CNY", "20万", "200000"),
        ("CNY", "¥1,200.50", "1200.5"),
        ("duration", 157, "157"),
        ("duration", "157.5", "157.5"),
        ("duration", "2:37", "157"),
        ("duration", "1.5h", "5400"),
        ("rating", "4.5", "4.5"),
        ("件", "75 件", "75"),
    ],
)
def test_values_are_read_as_people_write_them(
    api: Connect, employee: Actor, objective: Objective, unit: str, written: Any, stored: str
) -> None:
    body = add(api(employee), objective, unit=unit, start=0, target=written).json()
    assert body["target"] == stored


@pytest.mark.parametrize(
    "written",
    [
        *("NaN", "1e400", "Infinity", "12\u0000", "\u202e57", "🎯", "x" * 100_000, "1,23", ""),
        *(True, {"value": 1}, ["1"], 1e300, 10**40, "9" * 16, "0.1234567", "-"),
    ],
)
def test_hostile_values_name_the_field(
    api: Connect, employee: Actor, objective: Objective, written: Any
) -> None:
    refused = add(api(employee), objective, target=written)
    if written == "":
        assert refused.json()["target"] is None
        return
    assert refused.status_code == 422
    assert [one["field"] for one in refused.json()["errors"]] == ["target"]


def test_a_baseline_to_be_measured_has_no_progress(
    api: Connect, employee: Actor, objective: Objective
) -> None:
    body = add(api(employee), objective, start=None, target="75").json()
    assert (body["start"], body["progress"]) == (None, None)


def test_an_increase_that_falls_is_told_to_be_a_decrease(
    api: Connect, employee: Actor, objective: Objective
) -> None:
    refused = add(api(employee), objective, start="120", target="30")
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "#/kind"


def test_a_weight_leaves_the_rest_to_the_others(
    api: Connect, employee: Actor, objective: Objective
) -> None:
    script = api(employee)
    add(script, objective)
    body = add(script, objective, weight="33.34").json()
    assert (body["weight"], body["weight_fixed"]) == ("33.34", True)
    refused = add(script, objective, weight="70")
    assert [one["field"] for one in refused.json()["errors"]] == ["weight"]


def test_the_same_key_adds_one(api: Connect, employee: Actor, objective: Objective) -> None:
    for _ in range(2):
        api(employee).post(
            BELOW.format(objective.id),
            data='{"title": "一个结果", "reason": "补上"}',
            content_type="application/json",
            headers={"Idempotency-Key": "3f1c"},
        )
    assert KeyResult.objects.count() == 1


def test_others_add_nothing(api: Connect, colleague: Actor, objective: Objective) -> None:
    assert add(api(colleague), objective).status_code == 403


def test_a_key_result_is_read(api: Connect, colleague: Actor, key_result: KeyResult) -> None:
    body = fits(KeyResultOut, api(colleague).get(ONE.format(key_result.id)).json())
    acts = ("edit", "delete", "check_in", "claim", "carry_down")
    assert body["can"] == dict.fromkeys(acts, False)


def test_a_hidden_key_result_is_not_found(
    api: Connect,
    employee: Actor,
    colleague: Actor,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> None:
    hidden = write_key_result(employee, write_objective(employee, visibility="people"))
    script = api(colleague)
    for refused in (
        script.get(ONE.format(hidden.id)),
        script.send("PATCH", ONE.format(hidden.id), {"title": "x"}),
        script.delete(ONE.format(hidden.id)),
        script.send("POST", ONE.format(hidden.id) + "/claim"),
        script.get(ONE.format(hidden.id) + "/check-ins"),
        script.send("POST", ONE.format(hidden.id) + "/check-ins", {"value": "1"}),
    ):
        assert refused.status_code == 404


def test_a_changed_target_needs_a_reason(
    api: Connect, employee: Actor, key_result: KeyResult
) -> None:
    script = api(employee)
    refused = script.send("PATCH", ONE.format(key_result.id), {"target": "80"})
    assert [one["field"] for one in refused.json()["errors"]] == ["reason"]
    body = script.send("PATCH", ONE.format(key_result.id), {"target": "80%", "reason": "更有信心"})
    assert body.json()["target"] == "80"


def test_the_unit_in_force_reads_the_value(
    api: Connect, employee: Actor, objective: Objective
) -> None:
    script = api(employee)
    made = add(script, objective, kind="decrease", unit="duration", start="3:45", target="2:37")
    change = {"target": "2:00", "reason": "更快"}
    changed = script.send("PATCH", ONE.format(made.json()["id"]), change)
    assert changed.json()["target"] == "120"


def test_a_key_result_is_deleted(api: Connect, employee: Actor, key_result: KeyResult) -> None:
    script = api(employee)
    assert script.delete(f"{ONE.format(key_result.id)}?reason=%3F").status_code == 204
    assert script.get(ONE.format(key_result.id)).status_code == 404


def test_others_delete_nothing(api: Connect, colleague: Actor, key_result: KeyResult) -> None:
    assert api(colleague).delete(ONE.format(key_result.id)).status_code == 403


def test_an_open_key_result_is_claimed_once(
    api: Connect, employee: Actor, colleague: Actor, objective: Objective
) -> None:
    made = add(api(employee), objective).json()
    claimed = api(colleague).send("POST", ONE.format(made["id"]) + "/claim")
    assert fits(KeyResultOut, claimed.json())["owner"]["name"] == "Emma Clarke"
    again = api(employee).send("POST", ONE.format(made["id"]) + "/claim")
    assert again.status_code == 403


def check_in(script: ApiClient, key_result_id: Any, **fields: Any) -> Any:
    return script.send("POST", f"{ONE.format(key_result_id)}/check-ins", fields)


def test_a_check_in_moves_the_progress(
    api: Connect, employee: Actor, key_result: KeyResult
) -> None:
    script = api(employee)
    made = check_in(script, key_result.id, value="67.5%", confidence=8, note="好", blockers="无")
    assert made.status_code == 201
    body = fits(CheckInOut, made.json())
    assert (body["value"], body["confidence"], body["effective_on"]) == ("67.5", 8, "2026-11-18")
    assert (body["source"], body["author"]["name"]) == ("api", "周晓宇")
    after = script.get(ONE.format(key_result.id)).json()
    assert (after["progress"], after["current"]) == ("0.5", "67.5")


def test_milestones_are_reached_by_their_ids(
    api: Connect, employee: Actor, objective: Objective
) -> None:
    script = api(employee)
    steps = ["选址", {"title": "开业", "weight": "3"}]
    made = fits(KeyResultOut, add(script, objective, kind="milestones", milestones=steps).json())
    assert [(one["title"], one["weight"]) for one in made["milestones"]] == [
        ("选址", "1"),
        ("开业", "3"),
    ]
    first = made["milestones"][0]["id"]
    said = check_in(script, made["id"], milestones_reached=[first]).json()
    assert (said["milestones_reached"], said["value"]) == ([first], "0.25")
    after = script.get(ONE.format(made["id"])).json()
    assert after["progress"] == "0.25"
    assert [one["reached_on"] for one in after["milestones"]] == ["2026-11-18", None]


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"value": "much"}, "value"),
        ({"value": "NaN"}, "value"),
        ({"confidence": 11}, "confidence"),
        ({"confidence": "high"}, "confidence"),
        ({"effective_on": "2027-01-01"}, "effective_on"),
        ({"effective_on": "yesterday"}, "effective_on"),
        ({"milestones_reached": ["5"]}, "milestones_reached"),
        ({"milestones_reached": "5"}, "milestones_reached"),
        ({"note": "a\u0000b"}, "note"),
        ({"note": 5}, "note"),
        ({"status": "fine"}, "status"),
        ({"status": "at_risk"}, "note"),
        ({"corrects": "5"}, "corrects"),
        ({"valeu": "5"}, "valeu"),
    ],
)
def test_a_wrong_check_in_names_the_field(
    api: Connect, employee: Actor, key_result: KeyResult, fields: dict[str, Any], name: str
) -> None:
    refused = check_in(api(employee), key_result.id, **fields)
    assert refused.status_code == 422
    assert [one["field"] for one in refused.json()["errors"]] == [name]


def test_a_draft_takes_no_check_in(
    api: Connect,
    employee: Actor,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> None:
    drafted = write_key_result(employee, write_objective(employee, publish=False))
    refused = check_in(api(employee), drafted.id, value="5")
    assert refused.status_code == 409
    assert refused.json()["type"] == "urn:cairn:problem:conflict"


def test_others_check_nothing_in(api: Connect, colleague: Actor, key_result: KeyResult) -> None:
    assert check_in(api(colleague), key_result.id, value="61").status_code == 403


def test_the_same_key_checks_in_once(api: Connect, employee: Actor, key_result: KeyResult) -> None:
    script = api(employee)
    for _ in range(2):
        script.post(
            ONE.format(key_result.id) + "/check-ins",
            data='{"value": "61"}',
            content_type="application/json",
            headers={"Idempotency-Key": "3f1c"},
        )
    assert CheckIn.objects.count() == 1


def test_check_ins_are_listed_newest_day_first(
    api: Connect, employee: Actor, key_result: KeyResult
) -> None:
    script = api(employee)
    days = ["2026-11-10", "2026-11-17", "2026-11-03", "2026-11-17"]
    ids = [
        check_in(script, key_result.id, value="61", effective_on=day).json()["id"] for day in days
    ]
    found: list[Any] = []
    cursor = ""
    for _ in range(2):
        path = f"{ONE.format(key_result.id)}/check-ins?limit=2&cursor={cursor}"
        page = script.get(path).json()
        found += fits(CheckInPage, page)["items"]
        cursor = page["next"]
    assert cursor is None
    assert [one["id"] for one in found] == [ids[3], ids[1], ids[0], ids[2]]


def test_a_correction_names_what_it_replaces(
    api: Connect, employee: Actor, key_result: KeyResult
) -> None:
    script = api(employee)
    wrong = check_in(script, key_result.id, value="99").json()["id"]
    right = check_in(script, key_result.id, value="66", corrects=wrong).json()
    assert right["corrects"] == wrong
    page = script.get(f"{ONE.format(key_result.id)}/check-ins").json()
    assert {one["id"]: one["corrected_by"] for one in page["items"]}[wrong] == right["id"]
    assert script.get(ONE.format(key_result.id)).json()["progress"] == "0.4"


@pytest.mark.usefixtures("settled")
def test_deleting_and_bringing_back_say_why_while_the_cycle_runs(
    api: Connect, employee: Actor, key_result: KeyResult
) -> None:
    script, here = api(employee), ONE.format(key_result.id)
    refused = script.send("DELETE", here)
    assert [one["field"] for one in refused.json()["errors"]] == ["reason"]
    assert script.send("DELETE", f"{here}?reason=不再需要").status_code == 204
    place = f"/api/v1/objectives/{key_result.objective_id}/deleted-key-results"
    (gone,) = fits(DeletedKeyResults, script.get(place).json())["items"]
    assert (gone["id"], gone["can_restore"]) == (str(key_result.id), True)
    assert script.send("POST", f"{here}/restore").status_code == 422
    back = script.send("POST", f"{here}/restore", {"reason": "还是需要"})
    assert fits(KeyResultOut, back.json())["id"] == str(key_result.id)
    told = Event.objects.filter(subject_id=key_result.id).order_by("-id")[:2]
    assert [one.reason for one in told] == ["还是需要", "不再需要"]


@pytest.mark.usefixtures("settled")
def test_adding_says_why_while_the_cycle_runs(
    api: Connect, employee: Actor, objective: Objective
) -> None:
    refused = add(api(employee), objective, reason=None)
    assert [one["field"] for one in refused.json()["errors"]] == ["reason"]


def test_what_nobody_confirmed_grows_and_shrinks_without_a_word(
    api: Connect, employee: Actor, objective: Objective
) -> None:
    script = api(employee)
    made = add(script, objective, reason=None)
    assert made.status_code == 201
    assert script.send("DELETE", ONE.format(made.json()["id"])).status_code == 204
