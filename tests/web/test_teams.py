"""The tree of teams and the page of a team."""

from collections.abc import Callable
from datetime import date

from django.test import Client

from cairn.goals.models import KeyResult, Objective
from cairn.organization.actor import Actor
from cairn.organization.models import Organization, Team
from tests.cast import WriteKeyResult, WriteObjective, make_member, make_team
from tests.web.budgets import stays_in_budget

type SignIn = Callable[[Actor], Client]


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def _of(team: Team, owner: Actor, write_objective: WriteObjective) -> Objective:
    return write_objective(owner, team=team.id, owner=owner.member_id)


def test_the_tree_shows_leads_and_status(
    web: SignIn, employee: Actor, lead: Actor, checked_in: KeyResult
) -> None:
    shown = text_of(web(employee), "/teams")
    assert "增长部" in shown
    assert lead.name in shown
    assert "chip warn" in shown


def test_a_tree_can_start_at_a_team(web: SignIn, employee: Actor, team: Team) -> None:
    shown = text_of(web(employee), f"/teams?under={team.id}")
    assert f'href="/teams/{team.id}"' in shown
    assert web(employee).get("/teams?under=99").status_code == 404


def test_a_team_shows_its_objectives_people_and_what_happened(
    web: SignIn, employee: Actor, team: Team, checked_in: KeyResult
) -> None:
    shown = text_of(web(employee), f"/teams/{team.id}")
    assert "让老客户愿意留下来" in shown
    assert "周晓宇" in shown
    assert "两个大客户已续约" in shown
    assert "66%" in shown


def test_a_feed_can_tell_check_ins_only(
    web: SignIn, employee: Actor, team: Team, checked_in: KeyResult
) -> None:
    address = f"/teams/{team.id}?feed=check-ins"
    shown = text_of(web(employee), address).split('id="activity"')[1]
    assert "66%" in shown
    assert shown.count("<time") == 1


def test_an_objective_of_another_line_stays_hidden(
    web: SignIn, employee: Actor, team: Team, colleague: Actor, write_objective: WriteObjective
) -> None:
    write_objective(
        employee, title="只给增长部看", team=team.id, visibility="team", visible_team=team.id
    )
    assert "只给增长部看" in text_of(web(employee), f"/teams/{team.id}")
    assert "只给增长部看" not in text_of(web(colleague), f"/teams/{team.id}")


def test_only_who_may_write_is_offered_to(
    web: SignIn, employee: Actor, viewer: Actor, team: Team, objective: Objective
) -> None:
    offer = f"/objectives/new?team={team.id}"
    assert offer in text_of(web(employee), f"/teams/{team.id}")
    assert offer not in text_of(web(viewer), f"/teams/{team.id}")


def test_a_closed_team_says_so(web: SignIn, employee: Actor, product: Team) -> None:
    Team.objects.filter(id=product.id).update(valid_to=date(2026, 10, 1))
    assert 'class="closed-note"' in text_of(web(employee), f"/teams/{product.id}")


def test_a_team_of_another_organization_does_not_exist(
    web: SignIn, stranger: Actor, team: Team
) -> None:
    assert web(stranger).get(f"/teams/{team.id}").status_code == 404


def test_the_pages_stay_in_their_budget(
    web: SignIn,
    employee: Actor,
    organization: Organization,
    team: Team,
    checked_in: KeyResult,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> None:
    def grow() -> None:
        for place in range(4):
            make_team(organization, f"小组 {place}", team)
            make_member(organization, f"新人 {place}", f"new-{place}@cairn.test", team=team)
            write_key_result(employee, _of(team, employee, write_objective))

    stays_in_budget(web(employee), f"/teams/{team.id}", grow)
    stays_in_budget(web(employee), "/teams", lambda: make_team(organization, "又一组", team))


def test_who_leads_a_team_puts_its_objectives_in_order(
    web: SignIn, employee: Actor, lead: Actor, team: Team, write_objective: WriteObjective
) -> None:
    first, second = (_of(team, employee, write_objective) for _ in range(2))
    assert "data-handle" not in text_of(web(employee), f"/teams/{team.id}")
    assert text_of(web(lead), f"/teams/{team.id}").count("data-handle") == 2
    web(lead).post("/objectives/order", {"id": [second.id, first.id]})
    shown = text_of(web(lead), f"/teams/{team.id}")
    assert shown.index(f'data-id="{second.id}"') < shown.index(f'data-id="{first.id}"')
