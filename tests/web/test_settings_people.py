"""Teams, members, invitations and cycles on the settings pages."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from cairn.cycles.models import Cycle
from cairn.organization.actor import Actor
from cairn.organization.models import Member, Organization, Team
from cairn.storage import clock
from tests.cast import MORNING, PASSWORD, make_member
from tests.later import do_later_work
from tests.web.files import files_on, rows_at

pytestmark = pytest.mark.django_db

Web = Callable[[Actor], Client]


def undo_of(client: Client) -> str:
    """Where the message that the last answer left lets one take it back."""
    flashes: list[dict[str, Any]] = client.session["flashes"]
    return str(flashes[-1]["undo_url"])


# Teams


def test_a_team_is_made_renamed_and_moved(
    web: Web, champion: Actor, company: Team, team: Team, lead: Actor
) -> None:
    client = web(champion)
    sent = {"name": "客户成功部", "parent": company.id, "lead": lead.member_id}
    assert client.post("/settings/teams/new", sent).status_code == 303
    made = Team.objects.get(name="客户成功部")
    assert (made.parent_id, made.lead_id) == (company.id, lead.member_id)
    moved = {"name": "客户部", "parent": team.id, "lead": ""}
    assert client.post(f"/settings/teams/{made.id}", moved).status_code == 303
    again = Team.objects.get(id=made.id)
    assert (again.name, again.parent_id, again.lead) == ("客户部", team.id, None)
    assert client.get(f"/settings/teams/{made.id}").status_code == 200


def test_the_people_of_a_team_are_those_of_its_page(
    web: Web, champion: Actor, employee: Actor, colleague: Actor, company: Team, team: Team
) -> None:
    """The page of a team's settings lists none of the teams below, and whoever a closed one still has."""
    client = web(champion)
    page = f"/settings/teams/{company.id}"
    text = client.get(page).content.decode()
    told = rows_at(client, files_on(client, page)["people"])
    names = {one["name"] for one in told}
    assert "顾清和" in names
    assert names.isdisjoint(("周晓宇", "Emma Clarke"))
    assert all(f'href="/people/{one["id"]}"' in text for one in told)
    Team.objects.filter(id=team.id).update(valid_to=MORNING.date())
    page = f"/settings/teams/{team.id}"
    assert "周晓宇" in client.get(page).content.decode()
    assert "周晓宇" in {one["name"] for one in rows_at(client, files_on(client, page)["people"])}


def test_a_team_without_a_name_is_refused(web: Web, champion: Actor, company: Team) -> None:
    answer = web(champion).post("/settings/teams/new", {"name": " ", "parent": company.id})
    assert answer.status_code == 422
    assert 'id="f-name-error"' in answer.content.decode()


def test_a_lead_adds_below_and_others_do_not(
    web: Web, lead: Actor, employee: Actor, team: Team, company: Team
) -> None:
    below = {"name": "投放组", "parent": team.id}
    assert web(lead).post("/settings/teams/new", below).status_code == 303
    assert web(lead).post("/settings/teams/new", {**below, "parent": company.id}).status_code == 403
    assert web(employee).post("/settings/teams/new", below).status_code == 403


def test_closing_a_team_can_be_undone(web: Web, champion: Actor, product: Team) -> None:
    client = web(champion)
    client.post(f"/settings/teams/{product.id}/close")
    undo = undo_of(client)
    assert Team.objects.get(id=product.id).valid_to is not None
    assert client.get(f"/settings/teams/{product.id}").status_code == 200
    client.post(undo)
    assert Team.objects.get(id=product.id).valid_to is None


def test_people_join_and_leave_a_team(
    web: Web, champion: Actor, product: Team, employee: Actor
) -> None:
    client = web(champion)
    client.post(f"/settings/teams/{product.id}/join", {"member": employee.member_id})
    assert product.members.filter(id=employee.member_id).exists()
    client.post(f"/settings/teams/{product.id}/leave/{employee.member_id}")
    assert not product.members.filter(id=employee.member_id).exists()
    client.post(undo_of(client))
    assert product.members.filter(id=employee.member_id).exists()
    nobody = client.post(f"/settings/teams/{product.id}/join", {"member": ""})
    assert nobody.status_code == 422
    unknown = client.post(f"/settings/teams/{product.id}/join", {"member": "no@cairn.test"})
    assert 'id="f-member-error"' in unknown.content.decode()


def test_teams_of_other_organizations_do_not_exist(
    web: Web, champion: Actor, stranger: Actor
) -> None:
    foreign = Team.objects.get(organization=stranger.organization_id)
    assert web(champion).get(f"/settings/teams/{foreign.id}").status_code == 404
    assert web(champion).post(f"/settings/teams/{foreign.id}/close").status_code == 404


# Members and invitations

NEWCOMER = {"name": "许然", "email": "xu@cairn.test", "role": "member", "title": "设计师"}


def test_an_invitation_shows_its_link_and_lets_somebody_in(
    web: Web, champion: Actor, team: Team
) -> None:
    answer = web(champion).post("/settings/members/invite", {**NEWCOMER, "team": team.id})
    do_later_work()
    link = re.search(r'value="http://testserver(/invitations/[^"]+)"', answer.content.decode())
    assert link
    assert link[1] in str(mail.outbox[0].body)
    visitor = Client()
    assert "许然" in visitor.get(link[1]).content.decode()
    weak = visitor.post(link[1], {"name": "许然", "password": "123"})
    assert (weak.status_code, 'id="f-password-error"' in weak.content.decode()) == (422, True)
    come = visitor.post(link[1], {"name": "许然然", "password": PASSWORD})
    assert (come.status_code, come["Location"]) == (303, "/")
    member = Member.objects.get(user__email="xu@cairn.test")
    assert (member.name, visitor.session["member"]) == ("许然然", member.id)
    assert Client().get(link[1]).status_code == 409


def test_the_language_of_the_invitation_stays(web: Web, champion: Actor) -> None:
    page = web(champion).post("/settings/members/invite", NEWCOMER).content.decode()
    link = re.search(r'value="http://testserver(/invitations/[^"]+)"', page)
    assert link
    visitor = Client(headers={"accept-language": "en-US,en"})
    visitor.post(link[1], {"name": "许然", "password": PASSWORD})
    home = visitor.get("/")
    assert home.headers["Content-Language"] == "en"
    assert "Welcome to " in home.content.decode()


def test_an_expired_invitation_says_so(web: Web, champion: Actor) -> None:
    page = web(champion).post("/settings/members/invite", NEWCOMER).content.decode()
    link = re.search(r'value="http://testserver(/invitations/[^"]+)"', page)
    assert link
    with clock.set_to(MORNING.replace(month=12, day=24)):
        answer = Client().get(link[1])
    assert answer.status_code == 409
    assert Client().get("/invitations/never-sent").status_code == 404


def test_a_new_link_ends_the_old_one(web: Web, champion: Actor) -> None:
    client = web(champion)
    client.post("/settings/members/invite", NEWCOMER)
    member = Member.objects.get(user__email="xu@cairn.test")
    page = client.post(f"/settings/members/{member.id}/resend").content.decode()
    assert "/invitations/" in page


def test_an_invitation_needs_an_address(web: Web, champion: Actor, employee: Actor) -> None:
    answer = web(champion).post("/settings/members/invite", {**NEWCOMER, "email": "nowhere"})
    assert answer.status_code == 422
    assert "许然" in answer.content.decode()
    assert web(employee).get("/settings/members/invite").status_code == 403


def test_a_member_is_changed(web: Web, admin: Actor, employee: Actor, lead: Actor) -> None:
    sent = {"name": "周晓宇", "title": "主管", "role": "champion", "manager": lead.member_id}
    client = web(admin)
    assert client.get(f"/settings/members/{employee.member_id}").status_code == 200
    assert client.post(f"/settings/members/{employee.member_id}", sent).status_code == 303
    assert Member.objects.get(id=employee.member_id).role == "champion"
    assert web(lead).get(f"/settings/members/{employee.member_id}").status_code == 200
    assert web(lead).post(f"/settings/members/{employee.member_id}", sent).status_code == 403


def test_a_manager_may_be_named_by_address(web: Web, admin: Actor, employee: Actor) -> None:
    client, here = web(admin), f"/settings/members/{employee.member_id}"
    assert client.post(here, {"manager": "ADMIN@cairn.test"}).status_code == 303
    assert Member.objects.get(id=employee.member_id).manager_id == admin.member_id
    assert client.post(here, {"manager": "nobody@cairn.test"}).status_code == 422


def test_who_leaves_hands_over_and_may_come_back(
    web: Web, admin: Actor, employee: Actor, lead: Actor
) -> None:
    client, here = web(admin), f"/settings/members/{employee.member_id}"
    assert client.post(f"{here}/remove", {"hand_over_to": "x"}).status_code == 422
    assert client.post(f"{here}/remove", {"hand_over_to": lead.member_id}).status_code == 303
    undo = undo_of(client)
    assert Member.objects.get(id=employee.member_id).left_at is not None
    assert web(employee).get("/settings/profile").status_code == 302
    assert client.get(here).status_code == 200
    client.post(undo)
    assert Member.objects.get(id=employee.member_id).left_at is None


def test_a_long_list_has_pages(web: Web, admin: Actor, organization: Organization) -> None:
    for number in range(60):
        make_member(organization, f"Person {number:02}", f"{number}@cairn.test")
    client = web(admin)
    first = client.get("/settings/members").content.decode()
    following = re.search(r'href="(/settings/members\?name=[^"]+)" rel="next"', first)
    assert following
    second = client.get(following[1].replace("&amp;", "&")).content.decode()
    assert ("Person 00" in first, "Person 00" in second) == (True, False)
    assert "Person 59" in first + second


# Cycles


def test_the_next_quarter_is_proposed_and_made(web: Web, champion: Actor, cycle: Cycle) -> None:
    client = web(champion)
    page = client.get("/settings/cycles/new?length=quarter").content.decode()
    assert 'value="2027 Q1"' in page
    sent = {
        "name": "2027 Q1",
        "length": "quarter",
        "starts_on": "2027-01-01",
        "ends_on": "2027-03-31",
        "parent": "",
    }
    assert client.post("/settings/cycles/new", sent).status_code == 303
    assert client.post("/settings/cycles/new", sent).status_code == 422
    assert "2027 Q1" in client.get("/settings/cycles").content.decode()


def test_a_cycle_is_renamed_and_its_phase_moves_with_undo(
    web: Web, champion: Actor, employee: Actor, cycle: Cycle
) -> None:
    client, here = web(champion), f"/settings/cycles/{cycle.id}"
    sent = {"name": "第四季度", "starts_on": "2026-10-01", "ends_on": "2026-12-31"}
    assert client.post(here, sent).status_code == 303
    assert client.post(here, {**sent, "ends_on": "soon"}).status_code == 422
    client.post(f"{here}/phase/scoring")
    assert Cycle.objects.get(id=cycle.id).phase == "scoring"
    client.post(undo_of(client))
    assert Cycle.objects.get(id=cycle.id).phase == "running"
    assert client.post(f"{here}/phase/nonsense").status_code == 404
    assert web(employee).post(f"{here}/phase/scoring").status_code == 403
    assert web(employee).get(here).status_code == 403
