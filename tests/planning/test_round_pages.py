"""The pages of a round: the list, the start, the page itself, the one that a lead hands on with."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from django.test import Client

from cairn.cycles.models import Cycle
from cairn.goals.models import Objective
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from cairn.planning.commands.choosing import choose_proposal
from cairn.planning.commands.proposals import propose
from cairn.planning.commands.rooms import end_room, move_stage
from cairn.planning.commands.steps import begin_team, extend_step
from cairn.planning.models import Room, Round
from cairn.storage import clock
from tests.cast import MORNING, WriteObjective, make_team
from tests.planning.test_rounds import step_of
from tests.web.budgets import stays_in_budget

type SignIn = Callable[[Actor], Client]


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_a_round_is_started_from_its_plan(
    web: SignIn, champion: Actor, employee: Actor, next_cycle: Cycle, squad: Team
) -> None:
    browser = web(champion)
    assert "/rounds/new" in text_of(browser, "/rounds")
    assert "/rounds/new" not in text_of(web(employee), "/rounds")
    assert web(employee).get("/rounds/new").status_code == 403
    shown = text_of(browser, "/rounds/new")
    assert 'name="steps.collect.starts_on" value="2026-12-18"' in shown
    afternoon = text_of(browser, "/rounds/new?first=2026-12-21&last=2026-12-21")
    assert afternoon.count('value="2026-12-21"') == 16
    given = {
        "cycle": str(next_cycle.id),
        "is_anonymous": "on",
        "dots": "7",
        **{
            f"steps.{kind}.{name}": "2026-12-21"
            for kind in ("choose", "hand_on", "announce")
            for name in ("on", "starts_on", "ends_on")
        },
    }
    wrong = browser.post("/rounds/new", given | {"steps.hand_on.ends_on": "morgen"})
    assert wrong.status_code == 422
    assert 'value="morgen"' in wrong.content.decode()
    assert browser.post("/rounds/new", given).status_code == 303
    made = Round.objects.get()
    assert (made.is_anonymous, made.dots) == (True, 7)
    assert set(made.steps.values_list("kind", flat=True)) == {"choose", "hand_on", "announce"}
    again = browser.post("/rounds/new", given)
    assert again.status_code == 409
    assert Round.objects.count() == 1


def test_the_page_shows_where_everybody_stands(
    web: SignIn, champion: Actor, lead: Actor, viewer: Actor, held: Round, team: Team
) -> None:
    here = f"/rounds/{held.id}"
    assert here in text_of(web(viewer), "/rounds")
    seen = text_of(web(viewer), here)
    assert "/propose" not in seen
    assert "/rounds/steps/" not in seen
    with clock.set_to(MORNING + timedelta(days=35)):
        late = text_of(web(champion), here)
    assert 'class="card round-step is-late" id="collect"' in late
    room = Room.objects.get(round=held)
    assert f"/rooms/{room.id}/propose" in late
    assert f"{here}/teams/{team.id}" in text_of(web(lead), here)
    move_stage(champion, room.id, stage="grouping")
    assert "/propose" not in text_of(web(champion), here)


def test_steps_are_taken_in_place(
    web: SignIn, champion: Actor, lead: Actor, held: Round, team: Team
) -> None:
    here, mine = f"/rounds/{held.id}", step_of(held, "hand_on", team)
    button = f"/rounds/steps/{mine.id}"
    sent = web(lead).post(button, {"act": "begin", "back": here})
    assert sent.headers["Location"] == here
    assert web(lead).post(button, {"act": "finish"}).headers["Location"] == here
    refused = web(lead).post(button, {"act": "begin", "back": here})
    assert refused.status_code == 303
    assert web(lead).post(button, {"act": "begin"}).status_code == 409
    assert web(lead).post(button, {"act": "skip"}).status_code == 403
    assert web(champion).post(button, {"act": "extend"}).status_code == 422
    web(champion).post(button, {"act": "extend", "comment": "第二条重了"})
    assert "第二条重了" in text_of(web(lead), here)
    assert web(lead).post(button, {"act": "?"}).status_code == 404
    web(champion).post(button, {"act": "skip", "reason": "没有时间"})
    web(champion).post(button, {"act": "repeat"})
    assert step_of(held, "hand_on", team).turn == 2


def test_the_plan_moves_and_the_round_is_cancelled(
    web: SignIn, champion: Actor, lead: Actor, held: Round
) -> None:
    here, browser = f"/rounds/{held.id}", web(champion)
    assert web(lead).get(f"{here}/plan").status_code == 403
    assert 'value="2026-12-31"' in text_of(browser, f"{here}/plan")
    given = {
        "steps.announce.on": "on",
        "steps.announce.starts_on": "2027-01-04",
        "steps.announce.ends_on": "2027-01-03",
    }
    assert browser.post(f"{here}/plan", given).status_code == 422
    given["steps.announce.ends_on"] = "2027-01-04"
    assert browser.post(f"{here}/plan", given).status_code == 303
    with clock.set_to(MORNING + timedelta(days=47)):  # the day of the announcement
        assert f"{here}/drop" in text_of(browser, here)
        assert browser.post(f"{here}/drop", {"drop": "individuals"}).status_code == 303
    assert step_of(held, "individuals").skipped_at is not None
    assert web(lead).post(f"{here}/cancel", {}).status_code == 403
    assert browser.post(f"{here}/cancel", {"reason": "改到下季度"}).status_code == 303
    ended = text_of(web(lead), here)
    assert "改到下季度" in ended
    assert "/rounds/steps/" not in ended


def test_a_lead_hands_on_with_what_the_company_wants(
    web: SignIn,
    champion: Actor,
    lead: Actor,
    colleague: Actor,
    held: Round,
    company: Team,
    team: Team,
    objective: Objective,
    write_objective: WriteObjective,
) -> None:
    room = Room.objects.get(round=held)
    wanted, _key = propose(
        champion, room.id, title="让客户说一遍就够", key_results=["重复来电降到 8%"]
    )
    move_stage(champion, room.id, stage="choosing")
    choose_proposal(champion, wanted.id)
    write_objective(champion, title="年底前站稳海外", team=company.id, cycle=held.cycle_id)
    here = f"/rounds/{held.id}/teams/{team.id}"
    shown = text_of(web(lead), here)
    assert "让客户说一遍就够" in shown
    assert "重复来电降到 8%" in shown
    assert "年底前站稳海外" in shown
    drafted = Objective.objects.get(title="让客户说一遍就够")
    assert f"/objectives/{drafted.id}" not in shown
    assert f"/objectives/{drafted.id}" in text_of(web(champion), here)
    assert objective.title in shown
    assert f"{here}/begin" in shown
    assert f"{here}/begin" not in text_of(web(colleague), here)
    sent = web(lead).post(f"{here}/begin")
    room = Room.objects.get(round=held, team=team)
    assert sent.headers["Location"] == f"/rooms/{room.id}"
    assert f"/rooms/{room.id}" in text_of(web(lead), here)
    assert web(colleague).post(f"{here}/begin").status_code == 403
    assert web(lead).get(f"/rounds/{held.id}/teams/{company.id}").status_code == 404
    later = make_team(company.organization, "出海部", company)
    assert "/begin" in text_of(web(champion), f"/rounds/{held.id}/teams/{later.id}")


def test_another_hour_is_another_room_where_the_first_has_ended(
    web: SignIn, champion: Actor, lead: Actor, held: Round, team: Team
) -> None:
    step = begin_team(lead, held.id, team=team.id)
    first = Room.objects.get(round=held, team=team)
    end_room(lead, first.id)
    extend_step(champion, step.id, comment="谁来跟进？")
    here = f"/rounds/{held.id}/teams/{team.id}"
    shown = text_of(web(lead), here)
    assert "谁来跟进？" in shown
    assert f"{here}/begin" in shown
    sent = web(lead).post(f"{here}/begin")
    second = Room.objects.get(round=held, team=team, ended_at__isnull=True)
    assert sent.headers["Location"] == f"/rooms/{second.id}" != f"/rooms/{first.id}"


def test_the_queries_do_not_grow_with_the_teams(
    web: SignIn, champion: Actor, held: Round, company: Team, team: Team
) -> None:
    browser = web(champion)
    for address in ("/rounds", f"/rounds/{held.id}", f"/rounds/{held.id}/teams/{team.id}"):
        stays_in_budget(browser, address, partial(_grow, champion, held, company))


def _grow(actor: Actor, held: Round, company: Team) -> None:
    for name in ("出海部", "门店部"):
        made = make_team(company.organization, name, company)
        begin_team(actor, held.id, team=made.id)
