"""An empty instance becomes somebody's, once, with the code of the log."""

from collections.abc import Callable

import pytest
from django.test import Client

from cairn.cycles.models import Cycle
from cairn.organization.actor import Actor
from cairn.organization.commands.founding import issue_setup_code
from cairn.organization.models import Member, Organization, SetupCode, Team
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db

FOUNDING = {
    "name": "山岚科技",
    "owner_name": "沈予安",
    "email": "first@cairn.test",
    "password": PASSWORD,
    "locale": "zh-hans",
    "time_zone": "Asia/Shanghai",
}


def found(client: Client) -> Client:
    client.post("/first-run", {**FOUNDING, "setup_code": issue_setup_code()})
    return client


def test_the_page_makes_sure_that_a_code_was_printed(caplog: pytest.LogCaptureFixture) -> None:
    assert Client().get("/first-run").status_code == 200
    assert "with this code" in caplog.text
    caplog.clear()
    Client().get("/first-run")
    assert caplog.text == ""


def test_the_code_opens_and_one_is_signed_in() -> None:
    client = Client()
    code = str(issue_setup_code())
    answer = client.post("/first-run", {**FOUNDING, "setup_code": code.lower()})
    assert (answer.status_code, answer["Location"]) == (303, "/first-run/start")
    assert Member.objects.get().role == "admin"
    assert client.get("/first-run/start").status_code == 200
    assert not SetupCode.objects.exists()


@pytest.mark.parametrize("field", ["setup_code", "name", "owner_name", "email", "password"])
def test_what_is_missing_is_named_and_what_was_typed_stays(field: str) -> None:
    sent = {**FOUNDING, "setup_code": issue_setup_code(), field: ""}
    answer = Client().post("/first-run", sent)
    assert answer.status_code == 422
    assert f'id="f-{field}-error"' in answer.content.decode()
    assert ("山岚科技" in answer.content.decode()) is (field != "name")
    assert not Organization.objects.exists()


def test_a_wrong_code_opens_nothing() -> None:
    issue_setup_code()
    answer = Client().post("/first-run", {**FOUNDING, "setup_code": "AAAA-BBBB-CCCC"})
    assert answer.status_code == 422
    assert not Organization.objects.exists()


def test_it_is_gone_once_there_is_an_organization(organization: Organization) -> None:
    assert Client().get("/first-run").status_code == 404
    assert Client().post("/first-run", FOUNDING).status_code == 404


def test_cycles_and_teams_to_begin_with() -> None:
    client = found(Client())
    sent = {"fiscal_month": "4", "cycles": "on", "teams": "增长部\n\n产品部 \n"}
    assert client.post("/first-run/start", sent)["Location"] == "/"
    names = list(Cycle.objects.order_by("starts_on", "-ends_on").values_list("name", flat=True))
    assert names == ["FY2027", "FY2027 Q1", "FY2027 Q2", "FY2027 Q3", "FY2027 Q4"]
    assert Cycle.objects.filter(phase="running").count() == 2
    assert Team.objects.filter(parent__isnull=False).count() == 2
    assert client.get("/first-run/start")["Location"] == "/"


def test_a_mistake_among_the_teams_makes_nothing() -> None:
    client = found(Client())
    answer = client.post(
        "/first-run/start", {"fiscal_month": "1", "cycles": "on", "teams": "一\n一"}
    )
    assert answer.status_code == 422
    assert not Cycle.objects.exists()


def test_only_stewards_make_the_first_cycles(
    web: Callable[[Actor], Client], employee: Actor
) -> None:
    assert web(employee).get("/first-run/start").status_code == 403
