"""Templates over REST: one success and one refusal each, and their budgets."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cairn.api.schemas.objectives import ObjectiveOut
from cairn.api.schemas.templates import HandOutOut, HandOutPreview, TemplateOut
from cairn.cycles.models import Cycle
from cairn.goals.models import Objective
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from tests.api.conformance import fits
from tests.cast import ApiClient

Connect = Callable[..., ApiClient]
AT = "/api/v1/templates"
SHIPPED = f"{AT}/sales-renewals"
OWN: dict[str, Any] = {
    "title_zh": "让{product}的老客户愿意续约",
    "department": "sales",
    "tags": ["续约"],
    "key_results": [
        {
            "text_zh": "{team}的响应时间从 {from} 小时缩短到 {to} 小时",
            "kind": "decrease",
            "unit": "duration",
            "from": 14400,
            "to": "2h",
            "leading": True,
        }
    ],
}


def test_the_list_is_found_and_gone_through(api: Connect, employee: Actor) -> None:
    client = api(employee, scopes=("read",))
    first = client.get(f"{AT}?unit=percent&limit=5").json()
    assert len(first["items"]) == 5
    fits(TemplateOut, first["items"][0])
    second = client.get(f"{AT}?unit=percent&limit=5&cursor={first['next']}").json()
    assert not {one["id"] for one in first["items"]} & {one["id"] for one in second["items"]}
    found = client.get(f"{AT}?q=renew&department=sales").json()["items"]
    assert "sales-renewals" in [one["id"] for one in found]
    for wrong in ("department=x", "cursor=x!", "nothing=1"):
        assert client.get(f"{AT}?{wrong}").status_code in (400, 422)


def test_an_own_one_lives_and_dies(api: Connect, champion: Actor, lead: Actor) -> None:
    client = api(champion)
    made = client.send("POST", AT, OWN)
    assert made.status_code == 201
    body = fits(TemplateOut, made.json())
    assert body["own"]
    assert body["asks"] == ["product", "team"]
    assert body["key_results"][0]["values"] == {"from": "14400", "to": "7200"}
    where = made.headers["Location"]
    changed = client.send("PATCH", where, {"title_en": "Customers renew", "version": 1})
    assert changed.status_code == 422
    assert "key_results/0/text_en" in str(changed.json())
    assert client.send("PATCH", where, {"why_zh": "?"}).json()["version"] == 2
    assert client.send("PATCH", where, {"why_zh": "!", "version": 1}).status_code == 409
    assert api(lead).send("PATCH", where, {"why_zh": "?"}).status_code == 403
    assert client.delete(where).status_code == 204
    assert client.get(where).json()["deleted"]
    assert client.send("POST", f"{where}/insert", {}).status_code == 404
    assert client.send("POST", f"{where}/restore").json()["deleted"] is False
    assert client.delete(SHIPPED).status_code == 404
    assert api(lead).send("POST", AT, OWN).status_code == 403


def test_a_draft_is_started(api: Connect, employee: Actor, viewer: Actor, cycle: Cycle) -> None:
    sent = {
        "cycle": str(cycle.id),
        "language": "en",
        "values": {"0": {"from": 50, "to": "70%"}},
        "key_results": [0],
    }
    made = api(employee).send("POST", f"{SHIPPED}/insert", sent)
    assert made.status_code == 201
    fits(ObjectiveOut, made.json())
    (only,) = Objective.objects.get().key_results.all()
    assert "from 50% to 70%" in only.title
    assert api(viewer).send("POST", f"{SHIPPED}/insert", sent).status_code == 403
    wrong = api(employee).send("POST", f"{SHIPPED}/insert", {**sent, "values": {"0": {"to": "x"}}})
    assert wrong.status_code == 422
    assert "values/0/to" in str(wrong.json())


def test_many_get_one(
    api: Connect, lead: Actor, employee: Actor, colleague: Actor, team: Team, cycle: Cycle
) -> None:
    client = api(lead)
    sent: dict[str, Any] = {
        "cycle": str(cycle.id),
        "teams": [str(team.id)],
        "people": [str(employee.member_id), str(colleague.member_id)],
    }
    shown = fits(HandOutPreview, client.send("POST", f"{SHIPPED}/hand-out/preview", sent).json())
    assert [len(shown["given"]), len(shown["skipped"])] == [2, 1]
    assert shown["skipped"][0]["person"]["name"] == colleague.name
    assert not Objective.objects.exists()
    stale = client.send("POST", f"{SHIPPED}/hand-out", {**sent, "fingerprint": "x"})
    assert stale.status_code == 409
    made = client.send("POST", f"{SHIPPED}/hand-out", {**sent, "fingerprint": shown["fingerprint"]})
    assert made.status_code == 201
    row = fits(HandOutOut, made.json())
    assert (row["state"], row["drafts"], row["skipped"]) == ("done", 2, 1)
    assert client.get(f"/api/v1/hand-outs/{row['id']}").json() == row
    assert api(employee).get(f"/api/v1/hand-outs/{row['id']}").status_code == 404
    assert api(employee).send("POST", f"{SHIPPED}/hand-out", sent).status_code == 403


@pytest.mark.parametrize("path", [AT, f"{AT}?q=客户", SHIPPED])
def test_reading_takes_few_queries(api: Connect, champion: Actor, path: str) -> None:
    client = api(champion)
    client.send("POST", AT, OWN)

    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    few = count()
    for _ in range(5):
        client.send("POST", AT, OWN)
    assert count() == few <= 6
