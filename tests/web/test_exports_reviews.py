"""Files of a cycle's end - what is reviewed, every score, one retrospective - and of the coach."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from cairn.checkins.commands.actions import add_action
from cairn.coach.rules import RULES
from cairn.coaching.examining import examine_objectives
from cairn.coaching.silencing import mute_rule, silence_rule
from cairn.coaching.survey import survey
from cairn.cycles.models import Cycle
from cairn.goals.commands.closures import close_objective
from cairn.goals.commands.key_results import delete_key_result
from cairn.goals.models import KeyResult, Objective
from cairn.jobs.models import Job
from cairn.organization.actor import Actor
from cairn.organization.models import Organization, Team
from cairn.reviews import board
from cairn.reviews.commands.lessons import add_lesson
from cairn.reviews.commands.retrospectives import start_retrospective, write_retrospective
from cairn.reviews.commands.scoring import give_opinion, score_key_result, score_objective
from cairn.reviews.models import Retrospective
from tests.cast import ApiClient, WriteKeyResult, WriteObjective, again, make_member
from tests.hidden import D
from tests.web.budgets import queries_of
from tests.web.files import assert_in_every_format, files_on, items, rows_at

type SignIn = Callable[[Actor], Client]

TABLES = ("reviews", "scores", "coach-rules", "remarks")
TASK = "每周拜访 20 个客户"


@pytest.fixture
def scored(employee: Actor, lead: Actor, checked_in: KeyResult) -> KeyResult:
    """Scored twice by its owner, with an opinion of the lead's."""
    score_key_result(employee, checked_in.id, value=D("0.4"), note="还差一点")
    score_key_result(employee, checked_in.id, value=D("0.6"), note="两家大客户拖到一月")
    give_opinion(
        again(lead),
        checked_in.objective_id,
        value=D("0.5"),
        note="再等等",
        key_result=checked_in.id,
    )
    return checked_in


@pytest.fixture
def looked_back(employee: Actor, objective: Objective) -> Retrospective:
    """On the objective: an answer, a lesson, an action."""
    made = start_retrospective(employee, objective=objective.id)
    write_retrospective(employee, made.id, texts={"why_missed": "问得太晚"}, was={})
    add_lesson(employee, made.id, body="让老客户早点开口")
    agreed: dict[str, Any] = {"origin": "retrospective", "origin_id": made.id}
    add_action(employee, body="每月回访", objective=objective.id, **agreed)
    return made


@pytest.fixture
def examined(
    champion: Actor,
    organization: Organization,
    team: Team,
    product: Team,
    cycle: Cycle,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> Cycle:
    """Three people of a team have a task for a key result, and one of another."""
    owners = [
        make_member(organization, f"成员{n}", f"owner{n}@cairn.test", team=team) for n in range(3)
    ]
    for owner, of in (
        (owners[0], team),
        (owners[1], team),
        (owners[2], team),
        (owners[0], product),
    ):
        made = write_objective(champion, owner=owner.member_id, team=of.id)
        write_key_result(champion, made, title=TASK)
    examine_objectives(Job(), lambda _step, _steps: None)
    return cycle


def test_each_table_is_a_file_in_every_format(
    web: SignIn, champion: Actor, scored: KeyResult, examined: Cycle
) -> None:
    client = web(again(champion))
    for what in TABLES:
        assert_in_every_format(client, what, f"&cycle={examined.id}" * (what != "coach-rules"))


# Reviews


def test_the_board_and_its_file_say_the_same(
    web: SignIn,
    employee: Actor,
    lead: Actor,
    cycle: Cycle,
    scored: KeyResult,
    write_objective: WriteObjective,
) -> None:
    kept = write_objective(lead, title="进入新市场", type="aspirational", team=None)
    team = scored.objective.team_id
    late = write_objective(lead, title="少走弯路", team=team)
    close_objective(lead, late.id, outcome="abandoned", note="不做了")
    client = web(again(lead))
    told = {one["objective"]: one for one in items(client, "reviews", f"&cycle={cycle.id}")}
    assert next(iter(told)) == "进入新市场"  # one's own first
    done = told["让老客户愿意留下来"]
    assert (done["state"], done["score"], done["verdict"]) == ("scored", "0.6", "partly")
    assert (done["suggested"], done["progress"], done["computed"]) == ("0.4", "0.4", "0.6")
    assert (done["scored"], done["key_results"], done["owner"]) == (1, 1, "周晓宇")
    assert (told["少走弯路"]["state"], told["少走弯路"]["outcome"]) == ("closed", "abandoned")
    assert (told["进入新市场"]["state"], told["进入新市场"]["type"]) == ("open", "aspirational")
    page = client.get(f"/reviews?cycle={cycle.id}").content.decode()
    assert set(told) == set(re.findall(r'<tr><td><a href="/objectives/\d+">([^<]+)</a>', page))
    of_team = items(client, "reviews", f"&team={team}")
    assert {one["objective"] for one in of_team} == {"让老客户愿意留下来", "少走弯路"}
    assert items(client, "reviews", "&cycle=7") == []
    assert str(kept.id) in {one["id"] for one in items(web(again(lead)), "reviews")}
    assert len(items(web(again(employee)), "reviews")) == 2


def test_reviews_are_all_in_the_file_not_only_those_on_the_board(
    web: SignIn,
    lead: Actor,
    write_objective: WriteObjective,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(board, "MOST_ROWS", 2)
    monkeypatch.setattr(board, "AT_A_TIME", 2)
    made = {str(write_objective(lead, title=f"目标 {n}").id) for n in range(5)}
    told = [one["id"] for one in items(web(again(lead)), "reviews")]
    assert (len(told), set(told)) == (5, made)


# Scores


def test_every_score_stands_with_who_gave_it_and_what_counts(
    web: SignIn, employee: Actor, lead: Actor, scored: KeyResult
) -> None:
    score_objective(employee, scored.objective_id, value=D("0.9"), reason="难度高")
    told = items(web(employee), "scores", f"&objective={scored.objective_id}")
    assert [(one["kind"], one["score"], one["by"], one["latest"]) for one in told] == [
        ("score", "0.9", "周晓宇", "true"),
        ("opinion", "0.5", "林知远", "true"),
        ("score", "0.6", "周晓宇", "true"),
        ("score", "0.4", "周晓宇", "false"),
    ]
    whole, opinion, last, _first = told
    assert (whole["key_result"], whole["note"], whole["suggested"]) == (None, "难度高", "0.6")
    assert (opinion["note"], opinion["key_result_id"]) == ("再等等", str(scored.id))
    assert (last["suggested"], last["verdict"]) == ("0.4", "partly")
    assert last["objective_id"] == str(scored.objective_id)
    give_opinion(
        again(lead), scored.objective_id, value=D("0.7"), note="想过了", key_result=scored.id
    )
    opinions = [one for one in items(web(employee), "scores") if one["kind"] == "opinion"]
    assert [(one["score"], one["latest"]) for one in opinions] == [
        *(("0.7", "true"), ("0.5", "false"))
    ]


def test_scores_are_narrowed_and_those_of_deleted_key_results_are_gone(
    web: SignIn,
    employee: Actor,
    lead: Actor,
    scored: KeyResult,
    team: Team,
    write_key_result: WriteKeyResult,
) -> None:
    client = web(employee)
    for asked, count in (
        (f"&team={team.id}", 3),
        ("&owner=me", 3),
        (f"&owner={lead.member_id}", 0),
        ("&cycle=current", 3),
        ("&cycle=7", 0),
    ):
        assert len(items(client, "scores", asked)) == count, asked
    other = write_key_result(employee, scored.objective)
    score_key_result(employee, other.id, value=D(1))
    assert len(items(client, "scores")) == 4
    delete_key_result(employee, other.id, reason="不做了")
    assert len(items(client, "scores")) == 3


# A retrospective, and lessons like a title


def test_the_files_of_a_retrospective_are_of_it_alone(
    web: SignIn,
    employee: Actor,
    lead: Actor,
    looked_back: Retrospective,
    write_objective: WriteObjective,
) -> None:
    other = start_retrospective(lead, objective=write_objective(lead, title="进入新市场").id)
    add_lesson(lead, other.id, body="先试后推")
    agreed: dict[str, Any] = {"origin": "retrospective", "origin_id": other.id}
    add_action(lead, body="列个名单", **agreed)
    client = web(employee)
    shown = files_on(client, f"/retrospectives/{looked_back.id}")
    assert shown.keys() == {"retrospectives", "lessons", "actions"}
    (answers,) = rows_at(client, shown["retrospectives"])
    assert (answers["about"], answers["why_missed"]) == ("让老客户愿意留下来", "问得太晚")
    assert [one["lesson"] for one in rows_at(client, shown["lessons"])] == ["让老客户早点开口"]
    (action,) = rows_at(client, shown["actions"])
    assert (action["action"], action["origin_id"]) == ("每月回访", str(looked_back.id))
    assert len(items(client, "lessons")) == len(items(client, "actions")) == 2
    assert items(client, "lessons", "&retrospective=7") == []


def test_lessons_like_a_title_are_a_file_the_most_alike_first(
    web: SignIn, employee: Actor, looked_back: Retrospective
) -> None:
    for body in ("老客户要的是稳", "老客户愿意等", "换个供应商", "愿意听，老客户才愿意说"):
        add_lesson(employee, looked_back.id, body=body)
    client = web(employee)
    told = [one["lesson"] for one in items(client, "lessons", "&like=老客户愿意留下")]
    shown = client.get("/lessons/like?title=老客户愿意留下").content.decode()
    assert re.findall(r"<li>(.*?) <small", shown) == told[:3]
    assert len(told) > 3
    assert "/exports/lessons?like=" in shown
    assert items(client, "lessons", "&like=老客户愿意留下&cycle=7") == []
    assert client.get(f"/exports/lessons?like={'长' * 301}").status_code == 422


def test_words_of_a_lesson_narrow_every_file_of_its_page(
    web: SignIn, employee: Actor, looked_back: Retrospective
) -> None:
    client = web(employee)
    assert files_on(client, "/lessons").keys() == {"lessons", "retrospectives"}
    shown = files_on(client, "/lessons?q=早点开口")
    assert shown.keys() == {"lessons"}
    assert [one["lesson"] for one in rows_at(client, shown["lessons"])] == ["让老客户早点开口"]


def test_what_is_limited_is_in_nobody_elses_files(
    web: SignIn,
    lead: Actor,
    colleague: Actor,
    stranger: Actor,
    scored: KeyResult,
    looked_back: Retrospective,
    team: Team,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> None:
    lead = again(lead)
    secret = write_objective(lead, title="收购鲸鱼", visibility="people", team=team.id)
    key_result = write_key_result(lead, secret, title="鲸鱼的价格")
    score_key_result(lead, key_result.id, value=D("0.3"), note="鲸鱼")
    hidden = start_retrospective(lead, objective=secret.id)
    add_lesson(lead, hidden.id, body="收购鲸鱼之前先问价")
    about_it = (
        *(f"reviews?team={team.id}", "scores", "lessons?like=收购鲸鱼"),
        *(f"lessons?retrospective={hidden.id}", f"retrospectives?retrospective={hidden.id}"),
    )

    def told(actor: Actor, what: str) -> str:
        mark = "&" if "?" in what else "?"
        got: bytes = web(actor).get(f"/exports/{what}{mark}format=csv").getvalue()
        return got.decode()

    for what in about_it:
        assert "鲸鱼" in told(lead, what), what
        assert "鲸鱼" not in told(again(colleague), what), what
        assert "客户" not in told(stranger, what), what


# The coach


def test_the_rules_stand_as_on_their_page(web: SignIn, employee: Actor, champion: Actor) -> None:
    mute_rule(employee, "kr-task")
    mute_rule(employee, "kr-vague", text="提升品牌")
    silence_rule(champion, "kr-no-unit")
    client = web(employee)
    told = items(client, "coach-rules")
    page = client.get("/coach").content.decode()
    assert [one["id"] for one in told] == re.findall(
        r'class="card coach-rule[^>]*id="([^"]+)"', page
    )
    assert len(told) == len(RULES)
    by_id = {one["id"]: one for one in told}
    assert (by_id["kr-task"]["muted"], by_id["kr-task"]["silenced"]) == ("true", "false")
    assert (by_id["kr-vague"]["muted"], by_id["kr-vague"]["muted_texts"]) == ("false", 1)
    assert by_id["kr-no-unit"]["silenced"] == "true"
    assert by_id["kr-task"]["rule"] == RULES["kr-task"].title.in_language("zh")
    theirs = {one["id"]: one for one in items(web(champion), "coach-rules")}
    assert (theirs["kr-task"]["muted"], theirs["kr-vague"]["muted_texts"]) == ("false", 0)
    assert files_on(client, "/coach").keys() == {"coach-rules"}


def test_common_remarks_are_those_of_the_page_and_tell_of_no_small_group(
    web: SignIn, champion: Actor, examined: Cycle, team: Team
) -> None:
    client = web(again(champion))
    told = items(client, "remarks", f"&cycle={examined.id}")
    found = survey(champion, examined.id)
    whole = [(one["rule_id"], one["objectives"]) for one in told if one["of"] == "all"]
    assert whole == [*found.rules]
    assert ("kr-task", 3) in whole
    assert {one["team_id"] for one in told} == {None, str(team.id)}  # one owner of Product's
    (task,) = [one for one in told if one["of"] == "team" and one["rule_id"] == "kr-task"]
    assert (task["team"], task["examined"], task["share"]) == ("增长部", 3, "1")
    shown = files_on(client, f"/coach/common?cycle={examined.id}")
    assert rows_at(client, shown["remarks"]) == told
    silence_rule(champion, "kr-task")
    left = items(client, "remarks", f"&cycle={examined.id}")
    assert "kr-task" not in {one["rule_id"] for one in left}


def test_common_remarks_are_for_stewards_and_of_one_cycle(
    web: SignIn,
    api: Callable[..., ApiClient],
    champion: Actor,
    lead: Actor,
    stranger: Actor,
    examined: Cycle,
) -> None:
    of_cycle = f"/exports/remarks?format=json&cycle={examined.id}"
    assert web(again(lead)).get(of_cycle).status_code == 403
    assert web(again(lead)).post(of_cycle).status_code == 403
    assert web(stranger).get(of_cycle).status_code == 404
    assert web(champion).get("/exports/remarks").status_code == 422
    told = api(champion, scopes=("read",)).get(f"/api/v1{of_cycle}")
    assert told.getvalue() == web(champion).get(of_cycle).getvalue()


def test_queries_do_not_grow_with_the_rows(
    web: SignIn,
    champion: Actor,
    employee: Actor,
    scored: KeyResult,
    examined: Cycle,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> None:
    client = web(again(champion))
    places = [f"/exports/{what}?format=csv&cycle={examined.id}" for what in TABLES]
    places = [one.replace(f"&cycle={examined.id}", "") if "rules" in one else one for one in places]
    few = [queries_of(client, place) for place in places]
    for _n in range(3):
        made = write_objective(champion)
        below = write_key_result(champion, made, title=TASK)
        score_key_result(champion, below.id, value=D("0.3"))
    examine_objectives(Job(), lambda _step, _steps: None)
    assert [queries_of(client, place) for place in places] == few
    assert max(few) <= 12
