"""KPIs over REST."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from cairn.api.schemas.kpis import KpiOut, KpiPage, KpiReadingOut, KpiReadingPage
from cairn.goals.commands.measuring import measure_kpi
from cairn.goals.models import KeyResult, Objective
from cairn.kpis.commands import archive_kpi, create_kpi
from cairn.kpis.models import Kpi
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from tests.api.conformance import fits
from tests.cast import ApiClient

Connect = Callable[..., ApiClient]


def test_one_is_created_changed_and_archived(api: Connect, lead: Actor, team: Team) -> None:
    script = api(lead)
    body = {"name": "首响时间", "unit": "duration", "direction": "lower", "upper": "120"}
    made = script.send("POST", "/api/v1/kpis", {**body, "team": str(team.id), "owner": "me"})
    assert made.status_code == 201
    kpi = fits(KpiOut, made.json())
    assert (kpi["upper"], kpi["state"], kpi["side"]) == ("120", "unmeasured", None)
    address = f"/api/v1/kpis/{kpi['id']}"
    changed = script.send("PATCH", address, {"upper": "1.5h", "version": 1}).json()
    assert (changed["upper"], changed["version"]) == ("5400", 2)
    stale = script.send("PATCH", address, {"name": "别的", "version": 1})
    assert stale.status_code == 409
    assert script.send("DELETE", address).status_code == 204
    assert script.get(address).json()["archived"] is True
    assert script.get("/api/v1/kpis").json()["items"] == []


def test_wrong_fields_are_named_and_others_kpis_are_refused(
    api: Connect, lead: Actor, colleague: Actor, stranger: Actor, kpi: Kpi
) -> None:
    wrong = api(lead).send("POST", "/api/v1/kpis", {"name": "", "lower": "很多", "owner": "me"})
    assert {one["pointer"] for one in wrong.json()["errors"]} == {"#/name", "#/lower"}
    address = f"/api/v1/kpis/{kpi.id}"
    assert api(colleague).send("PATCH", address, {"name": "改"}).status_code == 403
    assert api(stranger).get(address).status_code == 404


def test_readings_are_recorded_once_and_corrected(
    api: Connect, employee: Actor, objective: Objective, kpi: Kpi
) -> None:
    script, address = api(employee), f"/api/v1/kpis/{kpi.id}/readings"
    fed = script.send(
        "POST",
        f"/api/v1/objectives/{objective.id}/key-results",
        {
            "title": "续约率",
            "unit": "%",
            "start": "60",
            "target": "80",
            "kpi": str(kpi.id),
            "reason": "由系统读取",
        },
    ).json()
    assert fed["kpi"] == str(kpi.id)
    sent: dict[str, Any] = {
        "content_type": "application/json",
        "headers": {"idempotency-key": "monday"},
    }
    first = script.post(address, {"value": "75%"}, **sent)
    again = script.post(address, {"value": "75%"}, **sent)
    reading = fits(KpiReadingOut, first.json())
    assert reading["id"] == again.json()["id"]
    assert (reading["value"], reading["source"]) == ("75", "api")
    right = script.send("POST", address, {"value": 70, "corrects": reading["id"]}).json()
    assert right["corrects"] == reading["id"]
    assert KeyResult.objects.get().current == Decimal(70)
    page = fits(KpiReadingPage, script.get(f"{address}?limit=1").json())
    assert [one["value"] for one in page["items"]] == ["70"]
    rest = script.get(f"{address}?cursor={page['next']}").json()
    assert [one["corrected_by"] for one in rest["items"]] == [right["id"]]
    assert script.send("POST", address, {"note": "?"}).status_code == 422


def test_the_list_narrows_and_goes_on(
    api: Connect, lead: Actor, employee: Actor, team: Team, kpi: Kpi
) -> None:
    made = [create_kpi(lead, name=f"指标 {n}", lower=Decimal(1), team=team.id) for n in range(3)]
    measure_kpi(employee, kpi.id, value=Decimal(60))
    archive_kpi(lead, made[2].id)
    script = api(lead)

    def names(query: str) -> list[str]:
        return [one["name"] for one in script.get(f"/api/v1/kpis?{query}").json()["items"]]

    page = fits(KpiPage, script.get("/api/v1/kpis?limit=1").json())
    assert [one["name"] for one in page["items"]] == ["指标 0"]
    assert names(f"cursor={page['next']}") == ["指标 1", "老客户续约率"]
    assert names("state=outside") == ["老客户续约率"]
    assert names(f"owner={employee.member_id}") == ["老客户续约率"]
    assert names("q=续约") == ["老客户续约率"]
    assert names("archived=true") == ["指标 2"]
    assert script.get("/api/v1/kpis?state=fine").status_code == 422
    found = script.get("/api/v1/search?q=续约").json()["items"]
    assert ("kpi", str(kpi.id)) in [(one["kind"], one["id"]) for one in found]
