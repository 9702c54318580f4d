"""The pages of a cycle's end."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.test import Client

from cairn.checkins.commands.checkins import check_in
from cairn.cycles.commands import create_cycle, move_cycle
from cairn.cycles.models import Cycle
from cairn.events.models import Event
from cairn.goals.commands.closures import close_objective
from cairn.goals.commands.initiatives import add_initiative
from cairn.goals.models import KeyResult, Objective
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from cairn.reviews.commands.carrying import carry_over
from cairn.reviews.commands.lessons import add_lesson
from cairn.reviews.commands.retrospectives import start_retrospective
from cairn.reviews.commands.scoring import give_opinion, score_key_result
from cairn.reviews.models import Lesson, Retrospective, Score
from cairn.storage import clock
from tests.cast import WriteKeyResult, WriteObjective, again
from tests.web.budgets import stays_in_budget

type Web = Callable[[Actor], Client]
D = Decimal


@pytest.fixture
def later(champion: Actor) -> Cycle:
    return create_cycle(
        champion,
        name="2027 Q1",
        length="quarter",
        starts_on=date(2027, 1, 1),
        ends_on=date(2027, 3, 31),
    )


# Scoring


def test_scoring_goes_on_to_how_it_ended(
    web: Web, employee: Actor, objective: Objective, checked_in: KeyResult
) -> None:
    client, place = web(employee), f"/objectives/{objective.id}/score"
    shown = client.get(place).text
    assert 'value="0.4" checked' in shown
    answer = client.post(
        place,
        {
            f"score-{checked_in.id}": "0.6",
            f"note-{checked_in.id}": "两家拖到一月",
            f"seen-{checked_in.id}": "0",
        },
    )
    assert answer.headers["Location"] == f"/objectives/{objective.id}/close"
    assert "0.6" in client.get(f"/objectives/{objective.id}/close").text
    answer = client.post(f"/objectives/{objective.id}/close", {"outcome": "missed"})
    assert answer.headers["Location"] == f"/objectives/{objective.id}/retrospective"
    assert client.get(place).status_code == 200


def test_the_mean_follows_what_stands_in_the_form_and_nothing_is_saved(
    web: Web, colleague: Actor, write_objective: WriteObjective, write_key_result: WriteKeyResult
) -> None:
    """First it is that of what is suggested."""
    objective = write_objective(colleague, title="少一点等待")
    one, two = (write_key_result(colleague, objective, title=title) for title in ("一", "二"))
    check_in(colleague, one.id, value=D(59))
    path = f"/objectives/{objective.id}/score"
    client = web(colleague)
    assert "Weighted mean of the scores: 0.3<" in client.get(path).text
    sent = {f"score-{one.id}": "0.4", f"score-{two.id}": "0.9"}
    asked = client.post(f"{path}?mean=1", sent, headers={"HX-Request": "true"}).text
    assert "Weighted mean of the scores: 0.7" in asked
    assert not Score.objects.exists()


def test_the_second_window_is_shown_both_and_keeps_what_was_typed(
    web: Web, employee: Actor, objective: Objective, key_result: KeyResult
) -> None:
    client, place = web(employee), f"/objectives/{objective.id}/score"
    name = str(key_result.id)
    first = {f"score-{name}": "0.7", f"note-{name}": "够了", f"seen-{name}": "0"}
    client.post(place, first)
    second = client.post(place, first | {f"score-{name}": "0.3", f"note-{name}": "不够好"})
    assert second.status_code == 409
    assert "够了" in second.text
    assert "不够好" in second.text
    seen = Score.objects.get().id
    assert f'name="seen-{name}" value="{seen}"' in second.text
    client.post(place, first | {f"score-{name}": "0.3", f"seen-{name}": str(seen)})
    assert Score.objects.count() == 2


def test_a_score_that_is_none_is_named(
    web: Web, employee: Actor, objective: Objective, key_result: KeyResult
) -> None:
    place = f"/objectives/{objective.id}/score"
    answer = web(employee).post(
        place, {f"score-{key_result.id}": "1.5", f"note-{key_result.id}": "留着"}
    )
    assert answer.status_code == 422
    assert "留着" in answer.text
    answer = web(employee).post(place, {"score-whole": "0.8"})
    assert answer.status_code == 422


def test_a_second_opinion_is_given_and_shown(
    web: Web, lead: Actor, employee: Actor, objective: Objective, key_result: KeyResult
) -> None:
    client, place = web(again(lead)), f"/objectives/{objective.id}"
    assert client.post(f"{place}/opinion", {}).status_code == 422
    sent = {f"opinion-{key_result.id}": "0.5", f"remark-{key_result.id}": "再看一季"}
    assert client.post(f"{place}/opinion", sent).status_code == 303
    assert "再看一季" in web(employee).get(f"{place}/score").text
    assert web(employee).post(f"{place}/opinion", sent).status_code == 403


def test_the_pages_stay_in_their_budget(
    web: Web,
    employee: Actor,
    champion: Actor,
    lead: Actor,
    objective: Objective,
    key_result: KeyResult,
    later: Cycle,
    team: Team,
    cycle: Cycle,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> None:
    made = start_retrospective(employee, objective=objective.id)

    def grow() -> None:
        for _ in range(3):
            more = write_objective(employee, team=team.id, owner=employee.member_id)
            for measure in (
                write_key_result(employee, more),
                write_key_result(employee, objective),
            ):
                score_key_result(employee, measure.id, value=D("0.5"))
            give_opinion(again(lead), objective.id, value=D("0.3"), note=more.title)
            add_lesson(employee, made.id, body=f"续约要早 {more.id}")
        start_retrospective(employee, team=team.id, cycle=cycle.id)

    add_lesson(employee, made.id, body="续约要早")
    for address in (
        "/reviews",
        f"/objectives/{objective.id}/score",
        f"/reviews/carry-over?from={cycle.id}",
        f"/retrospectives/{made.id}",
        "/lessons",
        "/lessons?q=续约",
    ):
        stays_in_budget(web(employee), address, grow)
    stays_in_budget(web(champion), f"/cycles/{cycle.id}/close", grow)


# The board


def test_the_board_shows_what_is_mine_and_my_teams(
    web: Web,
    employee: Actor,
    colleague: Actor,
    champion: Actor,
    objective: Objective,
    cycle: Cycle,
    write_objective: WriteObjective,
) -> None:
    write_objective(colleague, title="别队的鲸鱼")
    move_cycle(champion, cycle.id, phase="scoring")
    shown = web(employee).get("/reviews").text
    assert objective.title in shown
    assert "别队的鲸鱼" not in shown
    assert f"/cycles/{cycle.id}/close" not in shown
    assert f"/cycles/{cycle.id}/close" in web(champion).get(f"/reviews?cycle={cycle.id}").text


@pytest.mark.parametrize(
    ("month", "day", "words"),
    [
        (11, 20, "scoring begins two weeks before"),
        (12, 31, "can be scored now"),
        (1, 1, ": its objectives are to be scored"),
    ],
)
def test_the_board_says_where_a_running_cycle_stands(
    web: Web, colleague: Actor, objective: Objective, month: int, day: int, words: str
) -> None:
    cycle = objective.cycle_id
    with clock.set_to(datetime(2027 if month == 1 else 2026, month, day, 4, tzinfo=UTC)):
        assert words in web(colleague).get(f"/reviews?cycle={cycle}").text


def test_the_board_leads_to_no_draft_that_is_hidden(
    web: Web,
    employee: Actor,
    colleague: Actor,
    objective: Objective,
    checked_in: KeyResult,
    later: Cycle,
) -> None:
    made = carry_over(employee, objectives=[objective.id], cycle=later.id)[0]
    address = f"/reviews?cycle={objective.cycle_id}&team={objective.team_id}"
    link = f'href="/objectives/{made.id}"'
    assert link in web(employee).get(address).text
    hidden = web(colleague).get(address).text
    assert objective.title in hidden
    assert link not in hidden


# Carrying over


def test_the_preview_is_what_is_made(
    web: Web, employee: Actor, objective: Objective, checked_in: KeyResult, later: Cycle
) -> None:
    client = web(employee)
    shown = client.get(f"/reviews/carry-over?objective={objective.id}").text
    assert "续约率从 66% 提升到 75%" in shown
    assert f'name="from" value="{objective.cycle_id}"' in shown
    sent = {
        "objective": objective.id,
        "objectives": objective.id,
        "key_results": checked_in.id,
        "to": later.id,
    }
    made = client.post("/reviews/carry-over", sent)
    new = Objective.objects.get(carried_from=objective)
    assert made.headers["Location"] == f"/objectives/{new.id}"
    assert objective.title in client.get(f"/objectives/{new.id}").text
    assert f"/objectives/{new.id}" in client.get(f"/objectives/{objective.id}").text
    again_sent = client.post("/reviews/carry-over", sent)
    assert again_sent.headers["Location"] == f"/objectives/{new.id}"


def test_unfinished_initiatives_are_offered(
    web: Web, employee: Actor, objective: Objective, key_result: KeyResult, later: Cycle
) -> None:
    add_initiative(employee, key_result.id, title="约谈十家客户")
    client, place = web(employee), f"/reviews/carry-over?objective={objective.id}"
    shown = client.get(place).text
    assert "约谈十家客户" in shown
    assert 'name="initiatives" value="on" checked' in shown
    sent = {"objective": objective.id, "key_results": key_result.id, "to": later.id}
    refused = client.post("/reviews/carry-over", sent)
    assert refused.status_code == 422
    assert 'name="initiatives" value="on" checked' not in refused.text
    client.post("/reviews/carry-over", {**sent, "objectives": objective.id})
    new = KeyResult.objects.get(carried_from=key_result)
    assert not new.initiatives.exists()


def test_nothing_chosen_is_said(
    web: Web, employee: Actor, objective: Objective, later: Cycle
) -> None:
    answer = web(employee).post("/reviews/carry-over", {"from": objective.cycle_id, "to": later.id})
    assert answer.status_code == 422


# Looking back


def test_a_retrospective_is_written_together(
    web: Web, employee: Actor, lead: Actor, objective: Objective
) -> None:
    client = web(employee)
    assert client.get(f"/objectives/{objective.id}/retrospective").status_code == 200
    place = client.post("/retrospectives", {"objective": objective.id}).headers["Location"]
    assert client.get(f"/objectives/{objective.id}/retrospective").headers["Location"] == place
    client.post(place, {"why_missed": "开工晚了", "was-why_missed": ""})
    other = web(again(lead)).post(place, {"why_missed": "人手不够", "was-why_missed": ""})
    assert other.status_code == 409
    assert "开工晚了" in other.text
    assert "人手不够" in other.text
    part = web(again(lead)).post(
        f"{place}?field=what_to_keep",  # a browser sends the whole form along
        {
            "what_to_keep": "周会",
            "was-what_to_keep": "",
            "what_to_stop": "?",
            "was-what_to_stop": "",
        },
        headers={"HX-Request": "true"},
    )
    assert "<html" not in part.text
    assert 'value="周会"' in part.text
    one = Retrospective.objects.get()
    said = (one.why_missed, one.what_to_keep, one.what_to_stop)
    assert said == ("开工晚了", "周会", "")
    assert client.post(f"{place}/finish").status_code == 303
    assert client.post(place, {"why_missed": "?"}).status_code == 409
    assert "开工晚了" in client.get(place).text


def test_leaving_a_field_writes_over_nobody(
    web: Web, employee: Actor, lead: Actor, objective: Objective
) -> None:
    """Who was shown what somebody else wrote meanwhile has to bring the two together first."""
    client, htmx = web(employee), {"HX-Request": "true"}
    place = client.post("/retrospectives", {"objective": objective.id}).headers["Location"]
    web(again(lead)).post(place, {"why_missed": "人手不够", "was-why_missed": ""})
    typed, field = {"why_missed": "开工晚了"}, f"{place}?field=why_missed"
    refused = client.post(field, {**typed, "was-why_missed": ""}, headers=htmx)
    shown = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', refused.text))
    assert shown == {"was-why_missed": "人手不够", "mine-why_missed": "开工晚了"}
    assert client.post(field, {**shown, **typed}, headers=htmx).text == refused.text
    assert Retrospective.objects.get().why_missed == "人手不够"
    together = {**shown, "why_missed": "开工晚了，人手不够"}
    assert "mine-" not in client.post(field, together, headers=htmx).text
    assert Retrospective.objects.get().why_missed == "开工晚了，人手不够"


def test_what_was_learned_and_agreed_is_kept(
    web: Web, employee: Actor, objective: Objective
) -> None:
    client = web(employee)
    place = client.post("/retrospectives", {"objective": objective.id}).headers["Location"]
    assert client.post(f"{place}/lessons", {"body": ""}).status_code == 422
    client.post(f"{place}/lessons", {"body": "续约电话要提前六十天"})
    assert (
        client.post(f"{place}/actions", {"body": "", "owner": "", "due_on": ""}).status_code == 422
    )
    client.post(
        f"{place}/actions",
        {"body": "排出六十天清单", "owner": employee.member_id, "due_on": "2026-12-01"},
    )
    shown = client.get(place).text
    assert "续约电话要提前六十天" in shown
    assert "排出六十天清单" in shown
    assert "电话要提前六十天" in client.get("/lessons?q=续约").text
    beside = client.get("/lessons/like?title=把老客户续约率提上去").text
    assert "六十天" in beside
    assert client.get("/lessons/like?title=仓库").text.strip() == ""
    for found in ("/search?q=电话要提前", "/palette?q=电话要提前"):
        assert f"{place}#lessons" in client.get(found).text
    here = f"/lessons/{Lesson.objects.get().id}"
    client.post(f"{here}/delete")
    shown = client.get("/lessons").text
    assert "续约电话要提前六十天" not in shown
    assert f"{here}/restore" in shown
    client.post(f"{here}/restore")
    assert "续约电话要提前六十天" in client.get("/lessons").text


def test_a_lesson_that_is_sent_twice_is_kept_once(
    web: Web, employee: Actor, lead: Actor, objective: Objective
) -> None:
    place = f"/retrospectives/{start_retrospective(employee, objective=objective.id).id}"
    assert 'name="submission"' in web(employee).get(place).text
    for who in (employee, employee, again(lead)):
        sent = {"body": "先问客户", "submission": "f00"}
        assert web(who).post(f"{place}/lessons", sent).status_code == 303
    assert Lesson.objects.count() == 2


def test_an_open_page_asks_what_others_wrote(
    web: Web, employee: Actor, lead: Actor, objective: Objective
) -> None:
    place = f"/retrospectives/{start_retrospective(employee, objective=objective.id).id}"
    script = {"HX-Request": "true"}
    revision = read_attribute(web(employee).get(place).text, "data-revision")
    asked = f"{place}?revision={revision}"
    assert web(employee).get(asked, headers=script).status_code == 204
    web(again(lead)).post(place, {"why_missed": "开工晚了", "was-why_missed": ""})
    news = web(employee).get(asked, headers=script)
    assert "开工晚了" in news.text
    assert "<html" not in news.text
    revision = read_attribute(news.text, "data-revision")
    web(again(lead)).post(f"{place}/lessons", {"body": "早一点开工"})
    asked = f"{place}?revision={revision}"
    assert "早一点开工" in web(employee).get(asked, headers=script).text
    web(employee).post(f"{place}/finish")
    assert "cairn-together" not in web(employee).get(asked, headers=script).text


def read_attribute(page: str, name: str) -> str:
    found = re.search(rf'{name}="([^"]*)"', page)
    assert found is not None
    return found[1]


# The end of a cycle


def test_closing_names_who_is_missing_and_makes_the_next(
    web: Web, champion: Actor, employee: Actor, lead: Actor, objective: Objective, cycle: Cycle
) -> None:
    client, place = web(champion), f"/cycles/{cycle.id}"
    move_cycle(champion, cycle.id, phase="scoring")
    assert employee.name in client.get(f"{place}/close").text
    assert client.post(f"{place}/close", {}).status_code == 409
    assert client.post(f"{place}/close", {"anyway": "on"}).status_code == 422
    assert client.post(f"{place}/next").status_code == 303
    assert Cycle.objects.filter(name="2027 Q1").exists()
    client.post(f"{place}/close", {"anyway": "on", "reason": "等不起"})
    cycle.refresh_from_db()
    assert cycle.is_closed
    assert employee.name in client.get(f"{place}/close").text, "the history names who was missing"
    assert web(lead).get(f"{place}/close").status_code == 403


def test_the_scores_of_what_is_closed_say_so_and_how_to_open_it_again(
    web: Web, employee: Actor, colleague: Actor, objective: Objective, checked_in: KeyResult
) -> None:
    close_objective(employee, objective.id, outcome="missed")
    place, again = f"/objectives/{objective.id}/score", f'href="/objectives/{objective.id}/reopen"'
    page = web(employee).get(place).text
    assert again in page
    assert "<button" not in page.partition("<cairn-score>")[2].partition("</cairn-score>")[0]
    assert again not in web(colleague).get(place).text


def test_a_closed_cycle_is_opened_again_with_a_reason(
    web: Web, champion: Actor, cycle: Cycle, objective: Objective
) -> None:
    for phase in ("scoring", "closed"):
        move_cycle(champion, cycle.id, phase=phase)
    client, place = web(champion), f"/cycles/{cycle.id}/close"
    back, leap = f"/cycles/{cycle.id}/reopen", f"/settings/cycles/{cycle.id}/phase/scoring"
    assert place in client.get(f"/reviews?cycle={cycle.id}").text
    assert back in client.get(place).text
    assert place in client.get("/settings/cycles").text
    assert leap not in client.get("/settings/cycles").text
    assert client.post(leap).status_code == 422
    refused = client.post(back, {"reason": " "})
    assert (refused.status_code, back in refused.text) == (422, True)
    client.post(back, {"reason": "一项评分有误"})
    assert Event.objects.filter(kind="cycle.moved").latest("id").reason == "一项评分有误"
    assert "一项评分有误" in client.get(place).text
    assert "一项评分有误" in client.get(f"/feed?cycle={cycle.id}").text
    assert "一项评分有误" not in client.get(f"/feed?cycle={cycle.id + 1}").text
    assert client.post(back, {"reason": "?" * 3_000}).status_code == 422
    assert client.post(back, {"reason": "?"}).status_code == 409
