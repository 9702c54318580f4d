"""Every settings page: who finds what there, and what it costs."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cairn.cycles.models import Cycle
from cairn.organization.actor import Actor
from cairn.organization.models import Member, Organization, Team
from cairn.organization.queries import tokens_of
from tests.cast import PASSWORD, make_member, make_team

pytestmark = pytest.mark.django_db

Web = Callable[[Actor], Client]
PAGES = [
    "/settings/profile",
    "/settings/organization",
    "/settings/teams",
    "/settings/teams?closed=1",
    "/settings/members",
    "/settings/members?q=林",
    "/settings/members?left=1",
    "/settings/cycles",
    "/settings/tokens",
]
STEWARDS_PAGES = [
    "/settings/teams/new",
    "/settings/members/invite",
    "/settings/cycles/new",
    "/settings/cycles/new?length=month",
]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("address", [*PAGES, *STEWARDS_PAGES])
def test_every_page_answers(
    web: Web, admin: Actor, employee: Actor, cycle: Cycle, address: str, language: str
) -> None:
    client = web(admin)
    client.cookies["cairn_language"] = language
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    assert len(queries) <= 12, [query["sql"] for query in queries]


@pytest.mark.parametrize("address", PAGES)
def test_everybody_may_look(
    web: Web, admin: Actor, employee: Actor, viewer: Actor, cycle: Cycle, address: str
) -> None:
    for who in (employee, viewer):
        assert web(who).get(address).status_code == 200


@pytest.mark.parametrize("address", PAGES)
def test_people_and_teams_add_no_queries(
    web: Web, admin: Actor, organization: Organization, company: Team, cycle: Cycle, address: str
) -> None:
    client = web(admin)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(8):
        team = make_team(organization, f"Team {number}", company)
        make_member(organization, f"林 {number}", f"{number}@cairn.test", team=team, manager=admin)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) <= len(few) + 1  # the teams of those who are found


def test_settings_open_at_the_profile(web: Web, employee: Actor) -> None:
    assert web(employee).get("/settings")["Location"] == "/settings/profile"


def test_without_a_session_one_signs_in_first() -> None:
    assert Client().get("/settings/profile")["Location"].startswith("/sign-in?next=")


# Profile


def test_a_profile_is_saved(web: Web, employee: Actor) -> None:
    sent = {"name": "周小雨", "title": "增长运营", "locale": "en", "theme": "dark"}
    answer = web(employee).post("/settings/profile", sent)
    assert (answer.status_code, answer["Location"]) == (303, "/settings/profile")
    member = Member.objects.get(id=employee.member_id)
    assert (member.name, member.title, member.locale, member.theme) == tuple(sent.values())
    assert answer.cookies["cairn_language"].value == "en"


def test_a_refused_profile_keeps_what_was_typed(web: Web, viewer: Actor) -> None:
    answer = web(viewer).post("/settings/profile", {"name": " ", "title": "很长的头衔"})
    assert answer.status_code == 422
    assert "很长的头衔" in answer.content.decode()
    assert 'id="f-name-error"' in answer.content.decode()


@pytest.mark.parametrize("name", ["a\x00b", "x" * 100_000, "\u202eevil"])
def test_odd_names_are_refused(web: Web, employee: Actor, name: str) -> None:
    assert web(employee).post("/settings/profile", {"name": name}).status_code == 422


def test_what_was_typed_survives_an_ended_session(web: Web, employee: Actor) -> None:
    member = Member.objects.select_related("user").get(id=employee.member_id)
    member.user.set_password(PASSWORD)
    member.user.save()
    client = web(employee)
    member.user.set_password(PASSWORD)  # a new salt: the session is valid no more
    member.user.save()
    sent = {"form_page": "/settings/profile", "name": "周小雨", "title": "没有保存的头衔"}
    refused = client.post("/settings/profile", sent)
    assert refused["Location"] == "/sign-in?next=%2Fsettings%2Fprofile"
    client.get(refused["Location"])
    signed_in = client.post(
        "/sign-in",
        {"login": member.user.email, "password": PASSWORD, "next": "/settings/profile"},
    )
    page = client.get(signed_in["Location"]).content.decode()
    assert "没有保存的头衔" in page
    assert "没有保存的头衔" not in client.get("/settings/profile").content.decode()


def test_a_new_password_keeps_this_session_only(web: Web, employee: Actor) -> None:
    user = Member.objects.select_related("user").get(id=employee.member_id).user
    user.set_password(PASSWORD)
    user.save()
    here, elsewhere = web(employee), web(employee)
    fresh = "another way to mark"
    wrong = {"oldpassword": "no", "password1": fresh, "password2": fresh}
    assert here.post("/settings/profile/password", wrong).status_code == 422
    right = {**wrong, "oldpassword": PASSWORD}
    assert here.post("/settings/profile/password", right).status_code == 303
    assert here.get("/settings/profile").status_code == 200
    assert elsewhere.get("/settings/profile").status_code == 302


def test_people_switch_between_their_organizations(
    web: Web, employee: Actor, stranger: Actor
) -> None:
    user = Member.objects.select_related("user").get(id=employee.member_id).user
    organization = Organization.objects.get(id=stranger.organization_id)
    second = Member.objects.create(organization=organization, user=user, name="Zhou")
    client = web(employee)
    assert "Northwind" in client.get("/settings/profile").content.decode()
    assert client.post("/settings/switch", {"member": second.id})["Location"] == "/"
    assert client.session["member"] == second.id
    assert client.post("/settings/switch", {"member": stranger.member_id}).status_code == 404
    assert client.post("/settings/switch", {"member": "nonsense"}).status_code in (404, 422)


# Language and theme


def test_preferences_are_kept_with_the_member_and_the_browser(web: Web, employee: Actor) -> None:
    client = web(employee)
    answer = client.post("/preferences", {"locale": "en", "next": "/people"})
    assert answer["Location"] == "/people"
    assert client.cookies["cairn_language"].value == "en"
    assert Member.objects.get(id=employee.member_id).locale == "en"
    assert client.post("/preferences", {"theme": "dark"}).status_code == 204
    assert Member.objects.get(id=employee.member_id).theme == "dark"


@pytest.mark.parametrize(
    "here", ["/objectives?owner=me&q=a%26b", "/exports", "/sign-in?next=/kpis"]
)
def test_switching_leads_back_to_the_page_as_it_is_filtered(
    web: Web, employee: Actor, here: str
) -> None:
    client = Client() if "sign-in" in here else web(employee)
    found = re.findall(r'name="next" value="([^"]*)">', client.get(here).content.decode())
    assert found
    assert {unescape(one) for one in found} >= {here}
    answer = client.post("/preferences", {"locale": "en", "next": unescape(found[-1])})
    assert answer["Location"] == here


def test_preferences_of_a_visitor_lead_nowhere_else(db: None) -> None:
    answer = Client().post("/preferences", {"theme": "dark", "next": "//elsewhere.test"})
    assert answer["Location"] == "/"
    assert Client().post("/preferences", {"theme": "pink"}).status_code == 422


# Organization and tokens


def test_stewards_change_the_organization(web: Web, champion: Actor, employee: Actor) -> None:
    sent = {"name": "山岚", "mission": "走得更远", "cadence_days": "14", "fiscal_month": "4"}
    assert web(champion).post("/settings/organization", sent).status_code == 303
    kept = Organization.objects.get(id=champion.organization_id)
    assert (kept.name, kept.cadence_days, kept.fiscal_month) == ("山岚", 14, 4)
    assert web(employee).post("/settings/organization", sent).status_code == 403
    assert 'name="mission"' not in web(employee).get("/settings/organization").content.decode()


def test_a_wrong_cadence_is_refused_beside_its_field(web: Web, champion: Actor) -> None:
    answer = web(champion).post("/settings/organization", {"cadence_days": "never"})
    assert answer.status_code == 422
    assert 'id="f-cadence_days-error"' in answer.content.decode()


def test_a_token_is_shown_once(web: Web, employee: Actor) -> None:
    client = web(employee)
    sent = {"name": "脚本", "scopes": ["read"], "days": "30", "submission": "abc"}
    page = client.post("/settings/tokens", sent).content.decode()
    assert 'value="cairn_' in page
    assert 'value="cairn_' not in client.get("/settings/tokens").content.decode()
    assert client.post("/settings/tokens", sent).status_code == 303
    token = Member.objects.get(id=employee.member_id).tokens.get()
    assert client.post(f"/settings/tokens/{token.id}/revoke").status_code == 303
    assert not tokens_of(employee)


def test_an_app_shows_its_id_and_once_its_secret(web: Web, employee: Actor) -> None:
    client = web(employee)
    sent = {"kind": "app", "name": "报表", "scopes": ["read"], "days": "", "submission": "abc"}
    page = client.post("/settings/tokens", sent).content.decode()
    (app,) = tokens_of(employee)
    assert str(app.app_id) in page
    assert 'id="once-text"' in page
    later = client.get("/settings/tokens").content.decode()
    assert str(app.app_id) in later
    assert 'id="once-text"' not in later
    assert client.post("/settings/tokens", {**sent, "kind": "?"}).status_code in (303, 422)


def test_a_token_needs_a_name(web: Web, employee: Actor) -> None:
    assert web(employee).post("/settings/tokens", {"name": ""}).status_code == 422


@pytest.mark.parametrize("address", STEWARDS_PAGES)
def test_a_choice_that_is_offered_can_be_sent(web: Web, admin: Actor, address: str) -> None:
    """A browser sends no form whose required list stands at its empty choice, such as "nobody"."""
    lists = re.findall(
        r"<select[^>]*>.*?</select>", web(admin).get(address).content.decode(), re.DOTALL
    )
    assert lists
    assert not [one for one in lists if " required" in one.partition(">")[0] and 'value=""' in one]


def test_one_cycle_and_its_year_are_current(web: Web, admin: Actor, cycle: Cycle) -> None:
    """A half year that holds today as well is not what the organization works in."""
    half = {"name": "H2", "length": "half", "starts_on": cycle.starts_on, "ends_on": cycle.ends_on}
    Cycle.objects.create(organization_id=admin.organization_id, phase="drafting", **half)
    page = web(admin).get("/settings/cycles").content.decode()
    assert page.count('class="tag pine"') == 1 + (cycle.parent_id is not None)


def test_whoever_may_make_no_team_gets_no_form_for_one(web: Web, employee: Actor) -> None:
    assert web(employee).get("/settings/teams/new").status_code == 403
