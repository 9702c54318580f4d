"""The objective's page: what it shows, to whom, and what can be done on it."""

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cairn.checkins.commands.checkins import check_in
from cairn.checkins.commands.comments import add_comment
from cairn.checkins.models import CheckIn, Comment, Mention
from cairn.goals.commands.initiatives import add_initiative
from cairn.goals.models import Initiative, KeyResult, Objective
from cairn.organization.actor import Actor
from tests.cast import WriteKeyResult, WriteObjective

pytestmark = pytest.mark.django_db
type Web = Callable[[Actor], Client]
MOST_QUERIES = 15  # three of them for the alignments, one for what it needs


def queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_a_page_says_what_it_is_who_sees_it_and_how_it_goes(
    web: Web, employee: Actor, objective: Objective, checked_in: KeyResult
) -> None:
    text = web(employee).get(f"/objectives/{objective.id}").text
    for words in (
        "让老客户愿意留下来",
        "周晓宇",
        "2026 Q4",
        "续约率从 60% 提升到 75%",
        "40%",
        "66%",
    ):
        assert words in text
    assert f'href="/objectives/{objective.id}/explain"' in text


@pytest.mark.parametrize("tab", ["check-ins", "discussion", "history"])
def test_a_page_asks_the_same_few_queries_whatever_it_holds(
    web: Web,
    employee: Actor,
    objective: Objective,
    key_result: KeyResult,
    write_key_result: WriteKeyResult,
    tab: str,
) -> None:
    client, path = web(employee), f"/objectives/{objective.id}?tab={tab}"
    few = queries(client, path)
    for number in range(4):
        made = write_key_result(employee, objective, title=f"第 {number} 项从 0 到 100")
        add_initiative(employee, made.id, title="试一试")
        check_in(employee, made.id, value=Decimal(number), confidence=6)
        comment = add_comment(employee, objective.id, body="说一句")
        add_comment(employee, objective.id, body="再说一句", parent=comment.id)
    assert queries(client, path) == few <= MOST_QUERIES


def test_a_private_objective_does_not_exist_for_others(
    web: Web, employee: Actor, colleague: Actor, write_objective: WriteObjective
) -> None:
    hidden = write_objective(employee, title="秘密", visibility="people")
    for path in ("", "/explain", "/edit", "/close"):
        assert web(colleague).get(f"/objectives/{hidden.id}{path}").status_code == 404


def test_strangers_find_nothing(
    web: Web, stranger: Actor, objective: Objective, key_result: KeyResult
) -> None:
    assert web(stranger).get(f"/objectives/{objective.id}").status_code == 404
    assert web(stranger).get(f"/key-results/{key_result.id}/explain").status_code == 404
    assert web(stranger).post(f"/objectives/{objective.id}/delete").status_code == 404


def test_a_viewer_sees_no_buttons_but_may_comment(
    web: Web, viewer: Actor, objective: Objective, key_result: KeyResult
) -> None:
    text = web(viewer).get(f"/objectives/{objective.id}?tab=discussion").text
    assert f"/objectives/{objective.id}/edit" not in text
    assert f"/objectives/{objective.id}/comments" in text


def test_the_popover_is_the_sum_alone_and_without_scripts_a_page(
    web: Web, employee: Actor, objective: Objective, checked_in: KeyResult
) -> None:
    client, path = web(employee), f"/objectives/{objective.id}/explain"
    alone = client.get(path, headers={"HX-Request": "true"}).text
    assert "40.0%" in alone
    assert "<html" not in alone
    assert "<html" in client.get(path).text


def test_a_key_result_explains_its_formula(
    web: Web, employee: Actor, checked_in: KeyResult
) -> None:
    text = web(employee).get(f"/key-results/{checked_in.id}/explain").text
    assert "(66 − 60) / (75 − 60) = 40.0%" in text


def test_what_is_deleted_can_be_taken_back(web: Web, employee: Actor, objective: Objective) -> None:
    client = web(employee)
    client.post(f"/objectives/{objective.id}/delete")
    assert client.get(f"/objectives/{objective.id}").status_code == 404
    assert client.post(f"/objectives/{objective.id}/restore").status_code == 303
    assert client.get(f"/objectives/{objective.id}").status_code == 200


def test_a_colleague_may_not_delete(web: Web, colleague: Actor, objective: Objective) -> None:
    assert web(colleague).post(f"/objectives/{objective.id}/delete").status_code == 403


def test_an_open_key_result_can_be_claimed(
    web: Web,
    employee: Actor,
    colleague: Actor,
    objective: Objective,
    write_key_result: WriteKeyResult,
) -> None:
    free = write_key_result(employee, objective, owner=None)
    client = web(colleague)
    assert f"/key-results/{free.id}/claim" in client.get(f"/objectives/{objective.id}").text
    client.post(f"/key-results/{free.id}/claim")
    free.refresh_from_db()
    assert free.owner_id == colleague.member_id


def test_a_key_result_is_added_from_its_sentence(
    web: Web, employee: Actor, objective: Objective
) -> None:
    web(employee).post(
        f"/objectives/{objective.id}/key-results",
        {"title": "把客诉从 120 件降到 30 件", "reason": "补上"},
    )
    made = KeyResult.objects.get(objective=objective)
    assert (made.kind, made.unit) == ("decrease", "件")
    assert [made.start, made.target] == [120, 30]


def test_a_refused_sentence_comes_back_as_it_was_typed(
    web: Web, employee: Actor, objective: Objective
) -> None:
    long = "长" * 600
    answer = web(employee).post(f"/objectives/{objective.id}/key-results", {"title": long})
    assert answer.status_code == 422
    assert long in answer.text


def test_initiatives_are_added_done_and_deleted_in_place(
    web: Web, employee: Actor, key_result: KeyResult
) -> None:
    client = web(employee)
    client.post(f"/key-results/{key_result.id}/initiatives", {"title": "打电话"})
    made = Initiative.objects.get(key_result=key_result)
    client.post(f"/initiatives/{made.id}", {"state": "done"})
    made.refresh_from_db()
    assert made.state == "done"
    client.post(f"/initiatives/{made.id}/delete")
    made.refresh_from_db()
    assert made.deleted_at is not None


def test_an_empty_initiative_is_refused_beside_its_field(
    web: Web, employee: Actor, key_result: KeyResult
) -> None:
    answer = web(employee).post(f"/key-results/{key_result.id}/initiatives", {"title": " "})
    assert answer.status_code == 422


def test_key_results_are_put_in_order(
    web: Web, employee: Actor, objective: Objective, write_key_result: WriteKeyResult
) -> None:
    ids = [write_key_result(employee, objective, title=f"第 {n} 项").id for n in range(3)]
    answer = web(employee).post(
        f"/objectives/{objective.id}/key-results/order", {"id": [str(id) for id in ids[::-1]]}
    )
    assert answer.status_code == 204
    order = KeyResult.objects.order_by("position").values_list("id", flat=True)
    assert list(order) == ids[::-1]


def test_a_correction_shows_both(
    web: Web, employee: Actor, objective: Objective, checked_in: KeyResult
) -> None:
    made = CheckIn.objects.get()
    check_in(employee, checked_in.id, value=Decimal(65), confidence=7, corrects=made.id)
    text = web(employee).get(f"/objectives/{objective.id}").text
    assert "已更正" in text or "corrected" in text


def test_opening_the_discussion_sees_the_mentions(
    web: Web, employee: Actor, lead: Actor, objective: Objective
) -> None:
    add_comment(employee, objective.id, body="@林知远 怎么看？")
    assert Mention.objects.filter(seen_at__isnull=True).count() == 1
    web(lead).get(f"/objectives/{objective.id}?tab=discussion")
    assert Mention.objects.filter(seen_at__isnull=True).count() == 0


def test_a_comment_is_written_answered_changed_and_deleted(
    web: Web, employee: Actor, lead: Actor, objective: Objective
) -> None:
    client, place = web(employee), f"/objectives/{objective.id}/comments"
    client.post(place, {"body": "第一句", "submission": "a"})
    client.post(place, {"body": "第一句", "submission": "a"})
    said = Comment.objects.get()
    web(lead).post(place, {"body": "回一句", "parent": str(said.id)})
    client.post(f"/comments/{said.id}/edit", {"body": "改一句"})
    text = client.get(f"/objectives/{objective.id}?tab=discussion").text
    assert "改一句" in text
    assert "回一句" in text
    client.post(f"/comments/{said.id}/delete")
    text = client.get(f"/objectives/{objective.id}?tab=discussion").text
    assert "改一句" not in text
    assert "回一句" in text


def test_an_empty_comment_is_refused_on_the_page(
    web: Web, employee: Actor, objective: Objective
) -> None:
    answer = web(employee).post(f"/objectives/{objective.id}/comments", {"body": "  "})
    assert answer.status_code == 422


def test_only_the_author_changes_a_comment(
    web: Web, employee: Actor, colleague: Actor, objective: Objective
) -> None:
    said = add_comment(employee, objective.id, body="我的话")
    answer = web(colleague).post(f"/comments/{said.id}/edit", {"body": "你的话"})
    assert answer.status_code == 403


def test_a_comment_offers_what_a_reader_may_do_with_it(
    web: Web, admin: Actor, employee: Actor, colleague: Actor, objective: Objective
) -> None:
    said = add_comment(employee, objective.id, body="我的话")
    offered = {}
    for reader in (admin, employee, colleague):
        text = web(reader).get(f"/objectives/{objective.id}?tab=discussion").text
        offered[reader] = [
            act for act in ("edit", "delete") if f"/comments/{said.id}/{act}" in text
        ]
    assert offered == {admin: ["delete"], employee: ["edit", "delete"], colleague: []}


def test_history_shows_old_and_new_with_the_reason(
    web: Web, employee: Actor, objective: Objective, key_result: KeyResult
) -> None:
    client = web(employee)
    client.post(f"/key-results/{key_result.id}/edit", {"target": "80", "reason": "市场变了"})
    text = client.get(f"/objectives/{objective.id}?tab=history").text
    for words in ("75%", "80%", "市场变了"):
        assert words in text


def test_a_change_of_target_needs_a_reason(
    web: Web, employee: Actor, key_result: KeyResult
) -> None:
    answer = web(employee).post(f"/key-results/{key_result.id}/edit", {"target": "80"})
    assert answer.status_code == 422


def test_an_objective_is_closed_and_reopened(
    web: Web, employee: Actor, objective: Objective, checked_in: KeyResult
) -> None:
    client, place = web(employee), f"/objectives/{objective.id}"
    assert client.get(f"{place}/close").status_code == 200
    answer = client.post(f"{place}/close", {"outcome": "achieved"})
    assert answer.headers["Location"] == place
    objective.refresh_from_db()
    assert objective.closed_as == "closed"
    assert client.post(f"{place}/reopen", {"reason": ""}).status_code == 422
    assert client.post(f"{place}/reopen", {"reason": "还没完"}).status_code == 303


def test_an_ending_that_is_none_comes_back_with_a_word(
    web: Web, employee: Actor, objective: Objective, checked_in: KeyResult
) -> None:
    client, place = web(employee), f"/objectives/{objective.id}/close"
    answer = client.post(place, {"outcome": "closed", "note": "留着"})
    assert answer.status_code == 422
    assert "留着" in answer.text
    assert "/reviews/carry-over" in client.post(place, {"outcome": "carried"}).headers["Location"]


def test_a_number_set_by_hand_shows_the_automatic_one_and_is_resumed(
    web: Web, employee: Actor, objective: Objective, checked_in: KeyResult
) -> None:
    client, place = web(employee), f"/objectives/{objective.id}"
    assert client.post(f"{place}/override", {"progress": "70"}).status_code == 422
    client.post(f"{place}/override", {"progress": "70%", "reason": "线下已签"})
    text = client.get(place).text
    assert "70%" in text
    assert "40%" in text
    client.post(f"{place}/override", {"act": "resume"})
    objective.refresh_from_db()
    assert objective.override is None


def test_a_comment_of_a_hidden_objective_leads_nowhere(
    web: Web, employee: Actor, colleague: Actor, write_objective: WriteObjective
) -> None:
    hidden = write_objective(employee, title="秘密", visibility="people")
    said = add_comment(employee, hidden.id, body="只有我们")
    assert web(employee).get(f"/comments/{said.id}").status_code == 303
    assert web(colleague).get(f"/comments/{said.id}").status_code == 404


def test_a_comment_survives_an_ended_session(
    web: Web, employee: Actor, objective: Objective
) -> None:
    client, page = web(employee), f"/objectives/{objective.id}"
    session = client.session
    kept = {name: session[name] for name in ("_auth_user_id", "member")}
    for name in kept:
        del session[name]
    session.save()
    typed = {"body": "差点丢了", "form": "comment-", "form_page": page}
    client.post(f"{page}/comments", typed)
    session = client.session
    for name, value in kept.items():
        session[name] = value
    session.save()
    assert "差点丢了" in client.get(page).text


@pytest.mark.parametrize("path", ["explain", "close", "override"])
def test_the_pages_beside_ask_few_queries(
    web: Web, employee: Actor, objective: Objective, checked_in: KeyResult, path: str
) -> None:
    assert queries(web(employee), f"/objectives/{objective.id}/{path}") <= MOST_QUERIES


def test_older_check_ins_are_a_page_further(
    web: Web, employee: Actor, objective: Objective, key_result: KeyResult
) -> None:
    for number in range(35):
        check_in(employee, key_result.id, value=Decimal(60), confidence=6, note=f"第{number}次。")
    client, path = web(employee), f"/objectives/{objective.id}?tab=check-ins"
    text = client.get(path).text
    assert "第34次。" in text
    assert "第0次。" not in text
    older = CheckIn.objects.order_by("-effective_on", "-recorded_at", "-id")[29].id
    assert "第0次。" in client.get(f"{path}&before={older}").text


def test_a_key_result_added_by_a_double_click_is_added_once(
    web: Web, employee: Actor, objective: Objective
) -> None:
    client = web(employee)
    page = client.get(f"/objectives/{objective.id}").text
    form = page[page.index('<form class="write-kr"') :]
    once = re.search(r'name="submission" value="([^"]+)"', form)
    assert once is not None
    for _ in range(2):
        client.post(
            f"/objectives/{objective.id}/key-results",
            {
                "title": "把续约率从 60% 提高到 75%",
                "reason": "补上",
                "submission": once[1],
            },
        )
    assert objective.key_results.count() == 1
