"""Files of what a planning round's teams cover, and of how far everybody is with their own."""

from collections.abc import Callable

import pytest
from django.test import Client

from cairn.goals.commands.drafts import draft_objective
from cairn.goals.models import Objective
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from cairn.planning.commands.aligning import plan_alignment
from cairn.planning.models import Room, Round
from tests.cast import again
from tests.planning.conftest import Sets
from tests.web.budgets import BUDGET, queries_of
from tests.web.files import assert_in_every_format, items

type SignIn = Callable[[Actor], Client]


def test_what_is_above_stands_beside_whoever_takes_it_up(
    web: SignIn,
    champion: Actor,
    lead: Actor,
    room: Room,
    sets: Sets,
    team: Team,
) -> None:
    held, above, ours, theirs = room.round, sets.above, sets.ours, sets.theirs
    about = f"&round={held.id}"
    client = web(champion)
    first, second = [one.id for one in above.key_results.order_by("position")]
    found = items(client, "coverage", about)
    assert [(one["above_key_result_id"], one["state"]) for one in found[:2]] == [
        *((str(first), "not_covered"), (str(second), "not_covered")),
    ]
    assert {(one["objective"], one["state"]) for one in found[2:]} == {
        *(("老客户续得上", "serves_nothing"), ("产品好上手", "serves_nothing")),
    }
    planned = plan_alignment(lead, held.id, objective=ours.id, target=above.id, key_result=first)
    plan_alignment(champion, held.id, objective=theirs.id, target=above.id, key_result=first)
    one, other, missing = items(client, "coverage", about)
    assert (one["state"], other["state"], missing["state"]) == ("twice", "twice", "not_covered")
    mine = one if one["objective_id"] == str(ours.id) else other
    assert (mine["planned"], mine["planned_id"], mine["team"]) == (
        *("true", str(planned.id), team.name),
    )
    assert missing["above_key_result_id"] == str(second)
    plan_alignment(lead, held.id, objective=ours.id, target=above.id)
    whole, *_parts = items(client, "coverage", about)
    assert (whole["above_key_result"], whole["state"]) == (None, "covered")
    assert {one["state"] for one in items(client, "coverage", about)} == {"covered", "twice"}
    shown = client.get(f"/rounds/{held.id}/coverage").content.decode()
    for words in {one["above"] for one in found if one["above"]}:
        assert words in shown


def test_coverage_holds_what_the_viewer_sees_of_both_ends(
    web: SignIn, champion: Actor, lead: Actor, colleague: Actor, room: Room, sets: Sets
) -> None:
    """A draft that its room chose is told in the words of the room, a limited one to nobody else."""
    about = f"&round={room.round_id}"
    plan_alignment(lead, room.round_id, objective=sets.ours.id, target=sets.above.id)
    Objective.objects.filter(id=sets.above.id).update(title="改过的题目")
    client = web(again(colleague))
    (told, *parts) = items(client, "coverage", about)
    assert (told["above"], told["state"], told["objective"]) == ("让老客户愿意留下来", None, None)
    assert [one["above_key_result"] for one in parts] == [
        *("续约率从 60% 提升到 75%", "建好客户健康度看板"),
    ]
    Objective.objects.filter(id=sets.above.id).update(visibility="people")
    assert items(client, "coverage", about) == []
    assert items(web(again(champion)), "coverage", about)[0]["above"] == "改过的题目"


def test_coverage_is_of_one_round(
    web: SignIn, champion: Actor, stranger: Actor, room: Room
) -> None:
    client = web(champion)
    assert client.get("/exports/coverage").status_code == 422
    assert client.get("/exports/coverage?round=7").status_code == 404
    assert web(stranger).get(f"/exports/coverage?round={room.round_id}").status_code == 404


def test_coverage_is_not_cut_where_its_page_is(
    web: SignIn, champion: Actor, room: Room, sets: Sets, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cairn.planning.coverage.MOST", 1)
    found = items(web(champion), "coverage", f"&round={room.round_id}")
    assert {one["objective"] for one in found} == {None, "老客户续得上", "产品好上手"}


def test_queries_of_coverage_do_not_grow(
    web: SignIn, champion: Actor, lead: Actor, room: Room, sets: Sets
) -> None:
    client = web(champion)
    address = f"/exports/coverage?format=csv&round={room.round_id}"
    few = queries_of(client, address)
    for n in range(3):
        made = draft_objective(
            lead, title=f"{n}", cycle=room.round.cycle_id, team=sets.ours.team_id
        )
        plan_alignment(lead, room.round_id, objective=made.id, target=sets.above.id)
    assert queries_of(client, address) == few <= BUDGET


def test_how_far_everybody_is_is_told_to_who_leads_them(
    web: SignIn,
    champion: Actor,
    lead: Actor,
    employee: Actor,
    viewer: Actor,
    held: Round,
    team: Team,
    product: Team,
) -> None:
    draft_objective(employee, title="甲", cycle=held.cycle_id)
    client = web(champion)
    assert_in_every_format(client, "individuals", f"&round={held.id}")
    whole = items(client, "individuals", f"&round={held.id}")
    page = client.get(f"/rounds/{held.id}/individuals/{held.team_id}").content.decode()
    assert all(one["name"] in page for one in whole)
    (mine,) = [one for one in whole if one["id"] == str(employee.member_id)]
    assert (mine["name"], mine["stage"], mine["objectives"]) == ("周晓宇", "written", 1)
    written = items(client, "individuals", f"&round={held.id}&stage=written")
    assert [one["id"] for one in written] == [str(employee.member_id)]
    ours = items(client, "individuals", f"&round={held.id}&team={team.id}")
    assert str(employee.member_id) in {one["id"] for one in ours}
    assert len(ours) < len(whole)
    assert items(web(lead), "individuals", f"&round={held.id}&team={team.id}") == ours
    for actor, about, status in (
        *((lead, "", 403), (lead, f"&team={product.id}", 403), (employee, "", 403)),
        *((employee, f"&team={team.id}", 403), (viewer, "", 403), (champion, "&team=7", 404)),
    ):
        answer = web(actor).get(f"/exports/individuals?format=csv&round={held.id}{about}")
        assert answer.status_code == status, (actor.name, about)
    assert client.get("/exports/individuals").status_code == 422


def test_all_people_are_in_the_file_not_only_the_first(
    web: SignIn, champion: Actor, held: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = web(champion)
    whole = items(client, "individuals", f"&round={held.id}")
    monkeypatch.setattr("cairn.exchange.tables.agreements.AT_A_TIME", 2)
    assert items(client, "individuals", f"&round={held.id}") == whole


def test_menus_are_there_for_whoever_may_have_the_file(
    web: SignIn, champion: Actor, employee: Actor, held: Round, team: Team
) -> None:
    page, of_team = f"/rounds/{held.id}/individuals", f"/rounds/{held.id}/individuals/{team.id}"
    address = f"/exports/individuals?round={held.id}"
    assert address in web(champion).get(page).content.decode()
    shown = web(champion).get(f"{of_team}?stage=nothing").content.decode()
    assert f"{address}&amp;team={team.id}&amp;stage=nothing" in shown
    assert "/exports/individuals" not in web(employee).get(page).content.decode()
    draft_objective(employee, title="甲", cycle=held.cycle_id)
    assert "/exports/objectives?" in web(employee).get(page).content.decode()
