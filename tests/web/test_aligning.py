"""The pages of alignments, carrying down and dependencies, and what Home asks of them."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from cairn.goals.commands.alignments import (
    accept_alignment,
    decline_alignment,
    request_alignment,
    weigh_alignment,
)
from cairn.goals.commands.dependencies import accept_dependency, request_dependency
from cairn.goals.models import Alignment, Dependency, KeyResult, Objective
from cairn.organization.actor import Actor
from cairn.organization.models import Member, Team
from tests.cast import TODAY, WriteKeyResult, WriteObjective, again
from tests.web.budgets import BUDGET, queries_of

type Web = Callable[[Actor], Client]
pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def above(write_objective: WriteObjective, lead: Actor) -> Objective:
    """The lead's own, which the employee must ask for."""
    return write_objective(lead, title="成为客户最信任的伙伴")


@pytest.fixture
def asked(employee: Actor, objective: Objective, above: Objective) -> Alignment:
    return request_alignment(employee, objective.id, target=above.id, note="续约就是信任")


def test_both_objectives_show_the_request_and_its_state(
    web: Web, employee: Actor, lead: Actor, asked: Alignment, objective: Objective, above: Objective
) -> None:
    below, page = (
        web(who).get(f"/objectives/{one.id}").text
        for who, one in ((employee, objective), (lead, above))
    )
    assert "成为客户最信任的伙伴" in below
    assert f"/alignments/{asked.id}/accept" not in below
    assert f"/alignments/{asked.id}/end" in below
    assert f'action="/alignments/{asked.id}/accept"' in page
    assert "续约就是信任" in page


def test_home_answers_in_place_and_comes_back_home(web: Web, lead: Actor, asked: Alignment) -> None:
    client = web(lead)
    assert f"/alignments/{asked.id}/accept" in client.get("/").text
    answer = client.post(f"/alignments/{asked.id}/accept", {"back": "/"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    asked.refresh_from_db()
    assert asked.state == "accepted"
    assert f"/alignments/{asked.id}/accept" not in client.get("/").text


def test_home_says_what_an_objective_supports_where_both_are_visible(
    web: Web, employee: Actor, lead: Actor, asked: Alignment, above: Objective
) -> None:
    client, title = web(employee), above.title
    assert title not in client.get("/").text
    accept_alignment(lead, asked.id)
    assert title in client.get("/").text
    Objective.objects.filter(id=above.id).update(visibility="people")
    assert title not in client.get("/").text


def test_declining_without_a_reason_shows_the_alignment_with_what_is_missing(
    web: Web, lead: Actor, asked: Alignment
) -> None:
    answer = web(lead).post(f"/alignments/{asked.id}/decline", {"reason": " ", "back": "/"})
    assert answer.status_code == 422
    assert 'id="f-reason-error"' in answer.text


def test_no_form_sends_anybody_elsewhere(web: Web, lead: Actor, asked: Alignment) -> None:
    for back in ("//evil.example", "https://evil.example/", "/\\evil.example"):
        answer = web(lead).post(f"/alignments/{asked.id}/accept", {"back": back})
        assert answer.headers["Location"] == f"/alignments/{asked.id}"


def test_the_picker_proposes_and_asks(
    web: Web, employee: Actor, objective: Objective, above: Objective
) -> None:
    client, path = web(employee), f"/objectives/{objective.id}/align"
    assert f'value="objective-{above.id}"' in client.get(path).text
    found = client.get(f"{path}?q=信任", headers=HTMX).text
    assert f'value="objective-{above.id}"' in found
    assert "<html" not in found
    answer = client.post(path, {"to": f"objective-{above.id}", "note": "信任"})
    assert answer.status_code == 303
    assert Alignment.objects.get().state == "requested"


def test_the_picker_says_what_is_missing_and_keeps_what_was_typed(
    web: Web, employee: Actor, objective: Objective
) -> None:
    answer = web(employee).post(f"/objectives/{objective.id}/align", {"note": "一起把信任做实"})
    assert answer.status_code == 422
    assert "一起把信任做实" in answer.text
    assert 'id="to-error"' in answer.text


def test_a_key_result_is_chosen_because_it_is_blocked(
    web: Web, employee: Actor, objective: Objective, key_result: KeyResult, above: Objective, lead: Actor
) -> None:  # fmt: skip
    web(lead).post(
        f"/objectives/{above.id}/align",
        {"to": f"key-result-{key_result.id}", "is_for_blocked": "on"},
    )
    made = Alignment.objects.get()
    assert (made.key_result_id, made.is_for_blocked) == (key_result.id, True)
    assert key_result.title in web(employee).get(f"/alignments/{made.id}").text


def test_an_objective_that_serves_nothing_offers_likely_targets(
    web: Web, employee: Actor, objective: Objective, above: Objective
) -> None:
    client, path = web(employee), f"/objectives/{objective.id}/align?likely=1"
    assert path in client.get(f"/objectives/{objective.id}").text
    offered = client.get(path, headers=HTMX).text
    assert f'value="objective-{above.id}"' in offered
    assert "<form" in offered
    request_alignment(employee, objective.id, target=above.id)
    assert path not in client.get(f"/objectives/{objective.id}").text


def test_a_stranger_to_one_end_reads_nothing_of_the_alignment(
    web: Web, colleague: Actor, employee: Actor, write_objective: WriteObjective, above: Objective
) -> None:
    hidden = write_objective(employee, title="并购前的准备", visibility="people")
    made = request_alignment(employee, hidden.id, target=above.id)
    client = web(colleague)
    assert client.get(f"/alignments/{made.id}").status_code == 404
    assert "并购" not in client.get(f"/objectives/{above.id}").text


def test_the_consequence_shows_before_the_contribution_is_set(
    web: Web, lead: Actor, asked: Alignment, above: Objective, write_key_result: WriteKeyResult
) -> None:
    write_key_result(lead, above)
    accept_alignment(lead, asked.id)
    client, path = web(lead), f"/alignments/{asked.id}"
    assert "70%" in client.get(f"{path}?contribution=30", headers=HTMX).text
    assert client.post(f"{path}/contribution", {"contribution": "30"}).status_code == 422
    sent = {"contribution": "30", "reason": "一起完成"}
    assert client.post(f"{path}/contribution", sent).status_code == 303
    asked.refresh_from_db()
    assert asked.weight == 30
    sheet = client.get(f"/objectives/{above.id}/explain").text
    assert asked.objective.title in sheet
    assert "30%" in sheet


def test_a_fed_key_result_explains_its_own_measure_and_what_feeds_it(
    web: Web, employee: Actor, lead: Actor, above: Objective, key_result: KeyResult, champion: Actor
) -> None:
    made = request_alignment(champion, above.id, key_result=key_result.id)
    weigh_alignment(champion, made.id, weight=Decimal(25), reason="一部分")
    sheet = web(employee).get(f"/key-results/{key_result.id}/explain").text
    assert above.title in sheet
    assert "75%" in sheet
    assert "25%" in sheet


def test_the_editor_leaves_aligned_objectives_their_part(
    web: Web, lead: Actor, asked: Alignment, above: Objective, write_key_result: WriteKeyResult
) -> None:
    made = write_key_result(lead, above)
    accept_alignment(lead, asked.id)
    weigh_alignment(lead, asked.id, weight=Decimal(30), reason="一起完成")
    page = web(lead).get(f"/objectives/{above.id}/edit").text
    assert 'name="held" value="30!"' in page
    assert 'value="70"' in page
    fields = {"line": "1", "kr-1-title": "从 1 到 9", "held": "30!"}
    assert '"weight": "70"' in web(lead).post("/write/parse", fields).text
    made.refresh_from_db()
    assert made.weight == 70


def test_what_ended_can_be_asked_again(
    web: Web, employee: Actor, lead: Actor, asked: Alignment, objective: Objective
) -> None:
    decline_alignment(lead, asked.id, reason="下个季度再说")
    client = web(employee)
    assert "下个季度再说" in client.get(f"/objectives/{objective.id}").text
    client.post(f"/alignments/{asked.id}/again", {"back": f"/objectives/{objective.id}"})
    now = Alignment.objects.get(state="requested")
    sent = client.post(f"/alignments/{asked.id}/again", {})
    assert sent["Location"] == f"/alignments/{now.id}"


def test_carrying_down_offers_the_teams_below_and_the_reports(
    web: Web, champion: Actor, company: Team, team: Team, product: Team, lead: Actor, employee: Actor,
    write_objective: WriteObjective,
) -> None:  # fmt: skip
    Member.objects.filter(id=lead.member_id).update(manager=champion.member_id)
    whole = write_objective(champion, title="让客户留下来", team=company.id)
    client, path = web(champion), f"/objectives/{whole.id}/carry-down"
    page = client.get(path).text
    assert f'name="teams" value="{team.id}"' in page
    assert f'name="people" value="{lead.member_id}"' in page
    sent = {"teams": [team.id], "others": "周晓宇", "title": "把老客户留下来", "submission": "s1"}
    for _ in range(2):
        assert client.post(path, sent).status_code == 303
    drafts = Objective.objects.filter(title="把老客户留下来")
    assert {(one.team_id, one.owner_id) for one in drafts} == {
        (team.id, lead.member_id),
        (None, employee.member_id),
    }
    assert Alignment.objects.filter(target=whole, state="accepted").count() == 2


def test_carrying_down_to_nobody_is_refused_with_what_was_typed(
    web: Web, employee: Actor, key_result: KeyResult
) -> None:
    path = f"/key-results/{key_result.id}/carry-down"
    answer = web(employee).post(path, {"title": "换一种说法", "others": "谁也不是"})
    assert answer.status_code == 422
    assert "谁也不是" in answer.text
    assert "换一种说法" in answer.text
    assert web(employee).post(path, {"title": "换一种说法"}).status_code == 422


@pytest.fixture
def needed(employee: Actor, objective: Objective, product: Team, colleague: Actor) -> Dependency:
    """Asked of Product, which the colleague leads."""
    Team.objects.filter(id=product.id).update(lead=colleague.member_id)
    return request_dependency(
        employee, objective.id, team=product.id, need="结算接口", needed_on=TODAY + timedelta(3)
    )


def test_what_is_needed_is_asked_and_promised_on_home(
    web: Web, employee: Actor, colleague: Actor, needed: Dependency, product: Team
) -> None:
    client = web(again(colleague))
    assert "结算接口" in client.get("/").text
    assert "结算接口" in client.get(f"/teams/{product.id}").text
    client.post(f"/dependencies/{needed.id}/accept", {"back": "/"})
    needed.refresh_from_db()
    assert needed.state == "accepted"
    assert "结算接口" not in client.get("/").text


def test_a_late_promise_is_a_risk_with_its_word(
    web: Web, employee: Actor, colleague: Actor, needed: Dependency, objective: Objective
) -> None:
    accept_dependency(again(colleague), needed.id)
    Dependency.objects.filter(id=needed.id).update(needed_on=TODAY - timedelta(1))
    page = web(employee).get(f"/objectives/{objective.id}").text
    assert 'class="chip risk"' in page
    assert "is-late" in page
    assert f"/dependencies/{needed.id}/deliver" in web(again(colleague)).get("/").text


def test_asking_a_team_names_it_in_words(
    web: Web, employee: Actor, objective: Objective, product: Team
) -> None:
    client, path = web(employee), f"/objectives/{objective.id}/dependencies"
    wrong = client.post(path, {"team": "没有这个组", "need": "接口", "needed_on": "2026-12-01"})
    assert wrong.status_code == 422
    assert "没有这个组" in wrong.text
    sent = {"team": "Product", "need": "接口", "needed_on": "2026-12-01", "key_result": ""}
    assert client.post(path, sent).status_code == 303
    assert Dependency.objects.get().team_id == product.id


def test_the_pages_ask_the_same_few_queries(
    web: Web, lead: Actor, asked: Alignment, above: Objective, write_objective: WriteObjective
) -> None:
    client = web(lead)
    paths = ("/", f"/objectives/{above.id}", f"/objectives/{above.id}/align")
    write_objective(lead, title="成为客户最信任的同行")
    few = [queries_of(client, path) for path in paths]
    for number in range(3):
        other = write_objective(lead, title=f"成为第 {number} 位伙伴")
        write_objective(lead, title=f"成为第 {number} 个客户信任的伙伴")
        request_alignment(lead, other.id, target=above.id)
    assert [queries_of(client, path) for path in paths] == few
    assert max(few) <= BUDGET
