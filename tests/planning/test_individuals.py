"""The step in which everybody writes their own: the draft, the page, and who has come how far."""

from collections.abc import Callable

import pytest
from django.test import Client

from cairn.errors import Conflict, Forbidden, Invalid, NotFound
from cairn.goals.commands.confirming import submit_objectives
from cairn.goals.commands.drafts import draft_objective, publish_objective
from cairn.goals.commands.objectives import edit_objective
from cairn.goals.models import Alignment, Objective
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from cairn.planning.commands.aligning import unplan_alignment
from cairn.planning.commands.announcing import announce_round
from cairn.planning.commands.individuals import write_own
from cairn.planning.commands.rounds import cancel_round, start_round
from cairn.planning.individuals import read_individuals
from cairn.planning.models import PlannedAlignment, Round
from cairn.storage import clock
from tests.cast import ApiClient
from tests.planning.conftest import Sets
from tests.planning.test_round_pages import text_of
from tests.web.budgets import stays_in_budget

type SignIn = Callable[[Actor], Client]


def own_of(viewer: Actor, held: Round) -> list[tuple[str, int]]:
    mine = read_individuals(viewer, held, clock.today(viewer.time_zone))
    return [(one.objective.title, len(one.planned)) for one in mine.own]


def test_somebodys_own_draft_serves_what_a_team_above_chose(
    sets: Sets, held: Round, employee: Actor, champion: Actor
) -> None:
    made = write_own(employee, held.id, target=sets.above.id, submission="s").objective
    assert write_own(employee, held.id, target=sets.above.id, submission="s").objective == made
    assert (made.title, made.owner_id) == (sets.above.title, employee.member_id)
    assert made.team_id is None
    assert own_of(employee, held) == [(sets.above.title, 1)]
    announce_round(champion, held.id, objectives=[sets.above.id, made.id])
    (tie,) = Alignment.objects.all()
    assert (tie.objective_id, tie.target_id, tie.state) == (made.id, sets.above.id, "accepted")


def test_it_can_serve_a_key_result_and_be_taken_out_again(
    sets: Sets, held: Round, employee: Actor, colleague: Actor
) -> None:
    part = sets.above.key_results.order_by("position")[0]
    planned = write_own(employee, held.id, target=sets.above.id, key_result=part.id)
    assert planned.objective.title == part.title
    with pytest.raises(NotFound):
        unplan_alignment(colleague, planned.id)
    unplan_alignment(employee, planned.id)
    assert not PlannedAlignment.objects.exists()


def test_what_cannot_be_served_is_refused(
    sets: Sets, held: Round, employee: Actor, viewer: Actor, champion: Actor
) -> None:
    with pytest.raises(Invalid):  # of a team that is none of theirs
        write_own(employee, held.id, target=sets.theirs.id)
    with pytest.raises(Invalid):
        write_own(employee, held.id, target=sets.above.id, key_result=1)
    with pytest.raises(Forbidden):
        write_own(viewer, held.id, target=sets.above.id)
    cancel_round(champion, held.id)
    with pytest.raises(Conflict):
        write_own(employee, held.id, target=sets.above.id)
    assert not PlannedAlignment.objects.exists()


def test_the_draft_for_something_limited_is_seen_by_no_more_people(
    sets: Sets, held: Round, champion: Actor
) -> None:
    edit_objective(champion, sets.above.id, visibility="people")
    made = write_own(champion, held.id, target=sets.above.id)
    assert made.objective.visibility == "people"


def test_only_the_people_of_a_pilot_team_write_in_its_round(
    sets: Sets, champion: Actor, employee: Actor, product: Team
) -> None:
    pilot = start_round(champion, sets.theirs.cycle_id, team=product.id)
    with pytest.raises(Forbidden):
        write_own(employee, pilot.id, target=sets.theirs.id)


def test_the_page_leads_to_writing_and_to_agreeing(
    sets: Sets, held: Round, web: SignIn, employee: Actor, lead: Actor
) -> None:
    browser, here = web(employee), f"/rounds/{held.id}/individuals"
    assert here in text_of(browser, f"/rounds/{held.id}")
    shown = text_of(browser, here)
    assert sets.above.title in shown
    assert sets.ours.title not in shown  # a draft of the lead's that no room chose
    sent = {"place": str(sets.above.id), "submission": "s"}
    done = browser.post(f"{here}/own", sent)
    made = Objective.objects.get(owner=employee.member_id)
    assert (done.status_code, done["Location"]) == (303, f"/objectives/{made.id}/edit")
    assert browser.post(f"{here}/own", sent)["Location"] == done["Location"]
    for wrong in ({}, {"place": "x.y"}, {"place": str(sets.theirs.id)}):
        assert browser.post(f"{here}/own", wrong)["Location"] == here
    assert f"/people/{employee.member_id}/agree?cycle={held.cycle_id}" in text_of(browser, here)
    submit_objectives(employee, [made.id])
    assert f"/people/{employee.member_id}/agree?cycle={held.cycle_id}" in text_of(web(lead), here)


def test_who_of_a_team_has_written_is_for_those_who_lead_it(
    sets: Sets,
    held: Round,
    web: SignIn,
    employee: Actor,
    lead: Actor,
    champion: Actor,
    team: Team,
) -> None:
    draft_objective(employee, title="我的一件", cycle=held.cycle_id)
    here = f"/rounds/{held.id}/individuals"
    shown = text_of(web(lead), f"{here}/{team.id}")
    assert employee.name in shown
    assert employee.name not in text_of(web(lead), f"{here}/{team.id}?stage=nothing")
    assert web(employee).get(f"{here}/{team.id}").status_code == 403
    assert web(lead).get(f"{here}/{held.team_id}").status_code == 403
    assert web(champion).get(f"{here}/{held.team_id}").status_code == 200
    assert web(champion).get(f"{here}/1").status_code == 404


def test_the_pages_take_as_many_queries_whatever_is_written(
    sets: Sets, held: Round, web: SignIn, lead: Actor, team: Team
) -> None:
    write_own(lead, held.id, target=sets.above.id)

    def grow() -> None:
        write_own(lead, held.id, target=sets.above.id)
        more = draft_objective(lead, title="又一件", cycle=held.cycle_id, team=team.id)
        publish_objective(lead, more.id)

    stays_in_budget(web(lead), f"/rounds/{held.id}/individuals", grow)
    stays_in_budget(web(lead), f"/rounds/{held.id}/individuals/{team.id}", grow)


def test_the_same_over_rest(
    sets: Sets,
    held: Round,
    api: Callable[..., ApiClient],
    employee: Actor,
    lead: Actor,
    team: Team,
) -> None:
    here = f"/api/v1/rounds/{held.id}"
    made = api(employee).send("POST", f"{here}/own", {"target": str(sets.above.id)})
    assert made.status_code == 201
    assert made.json()["target"] == str(sets.above.id)
    assert api(employee).send("POST", f"{here}/own", {"target": "x"}).status_code == 422
    listed = api(lead).get(f"{here}/individuals?team={team.id}").json()
    assert listed["tally"]["written"] >= 1
    assert employee.name in {one["name"] for one in listed["items"]}
    assert api(employee).get(f"{here}/individuals?team={team.id}").status_code == 403
    assert api(lead).get(f"{here}/individuals").status_code == 403
