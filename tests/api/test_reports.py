"""Reports over REST: asked for, followed, fetched, deleted."""

from collections.abc import Callable

from cairn.api.app import document
from cairn.api.schemas.reports import ReportList, ReportOut, ReportPage
from cairn.goals.models import Objective
from cairn.insights.models import ReportFile
from cairn.insights.reports.formats import WAYS
from cairn.organization.actor import Actor
from tests.api.conformance import fits
from tests.cast import ApiClient
from tests.later import do_later_work

Connect = Callable[..., ApiClient]
V1 = "/api/v1"


def test_a_report_is_asked_for_followed_and_fetched(
    api: Connect, colleague: Actor, objective: Objective
) -> None:
    client = api(colleague)
    asked = client.send(
        "POST", f"{V1}/reports", {"occasion": "weekly", "formats": ["pdf", "xlsx"], "locale": "en"}
    )
    rows = fits(ReportList, asked.json())["items"]
    assert (asked.status_code, [one["format"] for one in rows]) == (202, ["xlsx", "pdf"])
    address = f"{V1}/reports/{rows[0]['id']}"
    assert fits(ReportOut, client.get(address).json())["state"] == "waiting"
    assert client.get(f"{address}/file").status_code == 409
    do_later_work()
    assert client.get(address).json()["state"] == "made"
    assert client.get(f"{address}/file").content[:2] == b"PK"
    listed = fits(ReportPage, client.get(f"{V1}/reports?limit=1").json())
    assert (len(listed["items"]), listed["next"] is None) == (1, False)
    assert client.delete(address).status_code == 204
    assert client.get(address).status_code == 404


def test_bad_input_names_the_fields(api: Connect, colleague: Actor, objective: Objective) -> None:
    client = api(colleague)
    bad = {"occasion": "daily", "formats": [], "on": "2999-01-01", "locale": "fr", "team": "7"}
    sent = client.send("POST", f"{V1}/reports", bad)
    assert sent.status_code == 422
    assert {"occasion", "formats", "on", "locale"} <= {
        one["field"] for one in sent.json()["errors"]
    }


def test_others_do_not_find_it(
    api: Connect, colleague: Actor, admin: Actor, objective: Objective
) -> None:
    body = {"occasion": "weekly", "formats": ["page"]}
    made = api(colleague).send("POST", f"{V1}/reports", body).json()["items"][0]
    assert api(admin).get(f"{V1}/reports/{made['id']}").status_code == 404
    assert api(admin).delete(f"{V1}/reports/{made['id']}").status_code == 404
    assert api(colleague, ("read",)).send("POST", f"{V1}/reports", body).status_code == 403


def test_the_same_key_asks_once(api: Connect, colleague: Actor, objective: Objective) -> None:
    client = api(colleague)
    for _ in range(2):
        client.generic(
            "POST",
            f"{V1}/reports",
            '{"occasion": "weekly", "formats": ["page"]}',
            content_type="application/json",
            headers={"Idempotency-Key": "x"},
        )
    assert ReportFile.objects.count() == 1


def test_the_document_names_every_type_of_file() -> None:
    operation = document()["paths"]["/api/v1/reports/{report_id}/file"]["get"]
    told = operation["responses"]["200"]["content"]
    assert set(told) == {way.media_type for way in WAYS.values()}
