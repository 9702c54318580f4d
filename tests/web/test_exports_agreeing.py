"""Files of how far everybody is with agreeing on a cycle, and of what was said on the way."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from cairn.cycles.models import Cycle
from cairn.exchange.tables import agreements
from cairn.goals.agreed import stamp_of
from cairn.goals.agreeing import sets_of_reports
from cairn.goals.commands.asking import agreed_text
from cairn.goals.commands.confirming import (
    confirm_objective,
    return_objective,
    submit_objective,
    withdraw_submission,
)
from cairn.goals.models import Objective
from cairn.goals.queries import find_objective
from cairn.organization.actor import Actor
from cairn.organization.models import Member, Organization, Team
from cairn.planning.commands.rounds import start_round
from tests.cast import ApiClient, WriteObjective, again, make_member, make_team
from tests.web.budgets import queries_of, stays_in_budget
from tests.web.files import assert_in_every_format, files_on, items, rows_at

type SignIn = Callable[[Actor], Client]

STEWARDS = ("agreements", "agreement-teams", "agreement-steps")
TABLES = (*STEWARDS, "agreement-reports")


@pytest.fixture
def returned(
    employee: Actor, lead: Actor, objective: Objective, write_objective: WriteObjective
) -> Objective:
    """The employee has one that came back, and one that waits."""
    made = write_objective(employee, title="少走弯路", publish=False)
    submit_objective(employee, made.id, note="请过目")
    return_objective(lead, made.id, comment="指标再具体些")
    submit_objective(employee, objective.id, note="一起看")
    return made


def test_each_table_is_a_file_in_every_format(
    web: SignIn, champion: Actor, cycle: Cycle, returned: Objective
) -> None:
    for what in STEWARDS:
        assert_in_every_format(web(champion), what, f"&cycle={cycle.id}")


def test_everybody_stands_in_the_file_as_on_the_page(
    web: SignIn,
    champion: Actor,
    employee: Actor,
    lead: Actor,
    viewer: Actor,
    cycle: Cycle,
    returned: Objective,
) -> None:
    client = web(champion)
    told = {one["name"]: one for one in items(client, "agreements", f"&cycle={cycle.id}")}
    mine = told["周晓宇"]
    assert (mine["stage"], mine["objectives"]) == ("returned", 2)
    assert (mine["confirmed"], mine["submitted"], mine["returned"]) == (0, 1, 1)
    assert (mine["manager"], mine["manager_id"]) == ("林知远", str(lead.member_id))
    assert (mine["id"], mine["cycle"]) == (str(employee.member_id), "2026 Q4")
    assert told["林知远"]["stage"] == "nothing"
    assert "何静" not in told  # who only looks writes nothing
    text = client.get(f"/cycles/{cycle.id}/agreeing").content.decode()
    assert set(told) == set(
        re.findall(r'class="strong" href="/people/\d+/agree[^>]*>([^<]+)', text)
    )


def test_the_file_is_narrowed_as_the_page_is(
    web: SignIn,
    champion: Actor,
    cycle: Cycle,
    year: Cycle,
    team: Team,
    product: Team,
    colleague: Actor,
    returned: Objective,
) -> None:
    client, whole = web(champion), f"&cycle={cycle.id}"
    for asked, names in (
        ("&stage=returned", ["周晓宇"]),
        (f"&team={team.id}", ["周晓宇"]),
        (f"&team={product.id}", ["Emma Clarke"]),
        (f"&team={product.id}&stage=returned", []),
        ("&of=teams&stage=submitted", ["增长部"]),
        (f"&of=teams&team={product.id}", ["Product"]),
    ):
        assert [one["name"] for one in items(client, "agreements", whole + asked)] == names, asked
    (ours,) = items(client, "agreements", f"{whole}&of=teams&stage=submitted")
    assert (ours["lead"], ours["id"]) == ("林知远", str(team.id))
    in_a_year = items(client, "agreements", f"&cycle={year.id}")
    assert {one["id"] for one in in_a_year} >= {str(team.id), str(product.id)}
    assert {one["stage"] for one in in_a_year} == {"nothing"}


def test_the_teams_below_stand_with_their_people_by_how_far_they_are(
    web: SignIn, champion: Actor, cycle: Cycle, team: Team, returned: Objective, product: Team
) -> None:
    client = web(champion)
    told = {one["team"]: one for one in items(client, "agreement-teams", f"&cycle={cycle.id}")}
    assert told.keys() == {"增长部", "Product"}
    ours = told["增长部"]
    assert (ours["people"], ours["returned"], ours["submitted"]) == (1, 1, 0)
    assert ours["id"] == str(team.id)
    assert items(client, "agreement-teams", f"&cycle={cycle.id}&team={team.id}") == []


def test_all_of_them_are_in_the_file_not_only_a_page(
    web: SignIn,
    champion: Actor,
    organization: Organization,
    cycle: Cycle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(agreements, "AT_A_TIME", 4)
    for n in range(9):
        make_member(organization, f"同名{n // 3}", f"n{n}@cairn.test")
    told = items(web(champion), "agreements", f"&cycle={cycle.id}")
    assert len(told) == len({one["id"] for one in told}) == 10


def test_what_was_said_on_the_way_is_in_the_file(
    web: SignIn, employee: Actor, lead: Actor, team: Team, returned: Objective, objective: Objective
) -> None:
    client = web(again(employee))
    waiting, back = items(client, "agreement-steps")
    assert (waiting["state"], waiting["note"]) == ("submitted", "一起看")
    assert (waiting["answered_by"], waiting["comment"]) == (None, None)
    assert (waiting["team"], waiting["objective_id"]) == ("增长部", str(objective.id))
    assert (back["state"], back["objective"]) == ("returned", "少走弯路")
    assert (back["submitted_by"], back["note"]) == ("周晓宇", "请过目")
    assert (back["answered_by"], back["comment"]) == ("林知远", "指标再具体些")
    assert back["answered_at"]
    for asked, count in (
        (f"&objective={returned.id}", 1),
        (f"&team={team.id}", 1),
        ("&owner=me", 2),
        (f"&owner={lead.member_id}", 0),
        ("&cycle=7", 0),
    ):
        assert len(items(client, "agreement-steps", asked)) == count, asked


def test_each_submission_has_its_row_and_one_taken_back_has_none(
    web: SignIn, employee: Actor, lead: Actor, returned: Objective
) -> None:
    of_it = f"&objective={returned.id}"
    submit_objective(employee, returned.id, note="先别看")
    withdraw_submission(employee, returned.id)
    assert [one["note"] for one in items(web(employee), "agreement-steps", of_it)] == ["请过目"]
    submit_objective(employee, returned.id, note="改好了")
    stamp = stamp_of(agreed_text(find_objective(lead, returned.id)))
    confirm_objective(lead, returned.id, stamp=stamp, publish=True)
    told = items(web(employee), "agreement-steps", of_it)
    assert [(one["state"], one["note"]) for one in told] == [
        *(("confirmed", "改好了"), ("returned", "请过目"))
    ]


def test_the_menus_lead_to_the_files_of_what_the_page_shows(
    web: SignIn,
    champion: Actor,
    employee: Actor,
    colleague: Actor,
    cycle: Cycle,
    year: Cycle,
    team: Team,
    returned: Objective,
) -> None:
    client = web(champion)
    here = f"/cycles/{cycle.id}/agreeing"
    shown = files_on(client, f"{here}?stage=returned&team={team.id}")
    (row,) = rows_at(client, shown["agreements"])
    assert row["name"] == "周晓宇"
    assert set(files_on(client, here)) >= {"agreements", "agreement-teams", "agreement-steps"}
    teams = rows_at(client, files_on(client, f"{here}?kind=teams")["agreements"])
    assert {one["name"] for one in teams} == {"山岚科技", "增长部", "Product"}
    assert "agreements" not in files_on(client, f"{here}?stage=confirmed")
    for whose, titles in (
        (f"/people/{employee.member_id}", {"少走弯路", "让老客户愿意留下来"}),
        (f"/teams/{team.id}", {"让老客户愿意留下来"}),
    ):
        shown = files_on(web(again(employee)), f"{whose}/agree?cycle={cycle.id}")
        for table in ("agreement-steps", "objectives"):
            rows = rows_at(web(again(employee)), shown[table])
            assert {one["objective"] for one in rows} == titles, (whose, table)
    assert not files_on(web(employee), f"/people/{colleague.member_id}/agree?cycle={year.id}")


def test_how_far_everybody_is_is_for_stewards_and_of_one_cycle(
    web: SignIn,
    api: Callable[..., ApiClient],
    champion: Actor,
    lead: Actor,
    stranger: Actor,
    cycle: Cycle,
    returned: Objective,
) -> None:
    other = Team.objects.get(organization=stranger.organization_id)
    for what in ("agreements", "agreement-teams"):
        of_cycle = f"/exports/{what}?format=json&cycle={cycle.id}"
        assert web(lead).get(of_cycle).status_code == 403
        assert web(lead).post(of_cycle).status_code == 403
        assert web(stranger).get(of_cycle).status_code == 404
        assert web(champion).get(f"{of_cycle}&team={other.id}").status_code == 404
        assert web(champion).get(f"/exports/{what}?format=json").status_code == 422
        script = api(champion, scopes=("read",))
        told = script.get(f"/api/v1{of_cycle}")
        assert told.status_code == 200
        assert told.getvalue() == web(champion).get(of_cycle).getvalue()
        refused = script.get(f"/api/v1/exports/{what}?cycle=all")
        assert refused.status_code == 422
        assert [one["field"] for one in refused.json()["errors"]] == ["cycle"]
    assert web(champion).get(f"{of_cycle}&stage=lovely").status_code == 422
    assert items(web(stranger), "agreement-steps") == []


def test_what_is_limited_or_a_draft_is_in_nobody_elses_steps(
    web: SignIn,
    employee: Actor,
    lead: Actor,
    colleague: Actor,
    returned: Objective,
    write_objective: WriteObjective,
) -> None:
    secret = write_objective(employee, title="收购鲸鱼", visibility="people")
    submit_objective(employee, secret.id, note="鲸鱼")
    mine = {one["objective"] for one in items(web(employee), "agreement-steps")}
    assert mine == {"收购鲸鱼", "少走弯路", "让老客户愿意留下来"}
    theirs = {one["objective"] for one in items(web(colleague), "agreement-steps")}
    assert "收购鲸鱼" not in theirs
    assert "让老客户愿意留下来" in theirs


def test_queries_do_not_grow_with_the_rows(
    web: SignIn,
    champion: Actor,
    employee: Actor,
    lead: Actor,
    cycle: Cycle,
    returned: Objective,
    organization: Organization,
    company: Team,
    write_objective: WriteObjective,
) -> None:
    client, held = web(champion), start_round(champion, cycle.id)
    places = [f"/exports/{what}?format=csv&cycle={cycle.id}" for what in STEWARDS]
    places.append(f"/exports/agreement-reports?format=csv&round={held.id}")
    few = [queries_of(client, place) for place in places]

    def grow() -> None:
        for n in range(3):
            make_member(organization, f"新人{n}", f"new{n}@cairn.test", team=company)
            make_team(organization, f"队{n}", company)
            made = write_objective(employee, publish=False)
            submit_objective(employee, made.id)
            return_objective(lead, made.id, comment="再想想")
        Member.objects.filter(name__startswith="新人").update(manager=champion.member_id)

    stays_in_budget(client, f"/cycles/{cycle.id}/agreeing", grow)
    assert [queries_of(client, place) for place in places] == few
    assert max(few) <= 12


def test_headings_and_stages_are_in_the_readers_language(
    web: SignIn, champion: Actor, cycle: Cycle, returned: Objective
) -> None:
    Member.objects.filter(id=champion.member_id).update(locale="en")
    told = web(champion).get(f"/exports/agreements?format=csv&cycle={cycle.id}").getvalue()
    assert "How far they are" in told.decode()
    assert "Returned" in told.decode()


def test_a_manager_has_those_they_agree_with(
    web: SignIn,
    champion: Actor,
    lead: Actor,
    employee: Actor,
    stranger: Actor,
    cycle: Cycle,
    returned: Objective,
) -> None:
    """As the round shows them: of a cycle without one nobody is told."""
    held = start_round(champion, cycle.id)
    client, here = web(again(lead)), f"&round={held.id}"
    assert_in_every_format(client, "agreement-reports", here)
    shown = files_on(client, f"/rounds/{held.id}/individuals")["agreement-reports"]
    (one,) = rows_at(client, shown)
    (same,) = sets_of_reports(again(lead), cycle)
    assert (one["id"], one["stage"], one["objectives"]) == (
        *(str(employee.member_id), same.stage, same.written),
    )
    assert items(web(again(employee)), "agreement-reports", here) == []
    for query in ("", f"?cycle={cycle.id}"):
        assert client.get(f"/exports/agreement-reports{query}").status_code == 422
    assert web(stranger).get(f"/exports/agreement-reports?{here}").status_code == 404
