"""The file of how a number came about: its parts, what each adds, and the whole."""

import json
import re
from collections.abc import Callable
from decimal import Decimal
from html import unescape

import pytest
from django.test import Client

from cairn.exchange.tables.asked import Asked
from cairn.exchange.tables.index import EXPORTS
from cairn.goals.commands.alignments import request_alignment, weigh_alignment
from cairn.goals.commands.key_results import delete_key_result
from cairn.goals.commands.overrides import override_progress
from cairn.goals.models import KeyResult, Objective
from cairn.organization.actor import Actor
from cairn.web.filters import percent, points
from tests.cast import ApiClient, WriteKeyResult, WriteObjective, again
from tests.web.budgets import queries_of
from tests.web.files import assert_in_every_format, items

type SignIn = Callable[[Actor], Client]
TABLES = ("explanation",)
KEY_RESULT = "续约率从 60% 提升到 75%"


@pytest.fixture
def unmeasured(
    employee: Actor, checked_in: KeyResult, write_key_result: WriteKeyResult
) -> KeyResult:
    """Beside `checked_in`, and nobody has checked in on it."""
    return write_key_result(
        employee, checked_in.objective, title="找到流失的原因", start=None, target=None
    )


@pytest.fixture
def feeding(
    champion: Actor, checked_in: KeyResult, unmeasured: KeyResult, write_objective: WriteObjective
) -> Objective:
    """Brings a quarter of `checked_in`, and is not measured itself."""
    below = write_objective(champion, title="客户成功团队站稳")
    made = request_alignment(champion, below.id, key_result=checked_in.id)
    weigh_alignment(champion, made.id, weight=Decimal(25), reason="一部分")
    return below


def shown_in(client: Client, address: str) -> str:
    """The sheet of a page as text, without its marks."""
    text = re.sub(r"<[^>]+>", " ", client.get(address).content.decode())
    return " ".join(unescape(text).split())


def test_the_parts_of_an_objective_come_before_the_whole(
    web: SignIn, employee: Actor, checked_in: KeyResult, unmeasured: KeyResult
) -> None:
    client, about = web(again(employee)), f"&objective={checked_in.objective_id}"
    assert_in_every_format(client, "explanation", about)
    measured, waiting, whole = items(client, "explanation", about)
    assert (measured["part"], measured["title"]) == ("key_result", KEY_RESULT)
    assert (measured["progress"], measured["adds"]) == ("0.4", "0.4")
    assert (waiting["title"], waiting["progress"], waiting["adds"]) == (
        unmeasured.title,
        None,
        None,
    )
    assert (whole["part"], whole["title"]) == ("whole", checked_in.objective.title)
    assert (whole["progress"], whole["adds"], whole["weight"]) == ("0.4", "0.4", "100")
    assert whole["how"] == "1 项关键结果还没有测量"
    assert {one["objective_id"] for one in (measured, waiting, whole)} == {
        str(checked_in.objective_id)
    }
    assert [one["id"] for one in (measured, waiting)] == [str(checked_in.id), str(unmeasured.id)]


def test_it_holds_what_the_page_shows(
    web: SignIn, employee: Actor, checked_in: KeyResult, feeding: Objective
) -> None:
    client = web(again(employee))
    for about, page in (
        ("objective", f"/objectives/{checked_in.objective_id}/explain"),
        ("key_result", f"/key-results/{checked_in.id}/explain"),
    ):
        text = client.get(page).content.decode()
        (file,) = re.findall(r'href="(/exports/explanation\?[^"]*format=json)"', text)
        told = json.loads(client.get(unescape(file)).getvalue())["items"]
        assert f"{about}=" in file
        shown = shown_in(client, page)
        for one in told[:-1]:
            done = "—" if one["progress"] is None else percent(Decimal(one["progress"]), 1)
            adds = "不计" if one["adds"] is None else points(Decimal(one["adds"]) * 100, 1)
            assert f"{one['title']} {done} {one['weight']}% {adds}" in shown
            assert (one["how"] or "") in shown
        assert percent(Decimal(told[-1]["expected"]), 1) in shown
        alone = client.get(page, headers={"HX-Request": "true"}).text
        assert "/exports/" not in alone


def test_a_key_result_has_its_formula_and_what_feeds_it(
    web: SignIn, employee: Actor, checked_in: KeyResult, feeding: Objective
) -> None:
    client = web(again(employee))
    assert_in_every_format(client, "explanation", f"&key_result={checked_in.id}")
    own, fed, whole = items(client, "explanation", f"&key_result={checked_in.id}")
    assert (own["part"], own["weight"], own["adds"]) == ("measure", "75", "0.4")
    assert own["how"] == "(66 − 60) / (75 − 60) = 40.0%"
    assert (fed["part"], fed["title"], fed["weight"]) == ("objective", feeding.title, "25")
    assert (fed["adds"], fed["id"], fed["objective_id"]) == (None, *[str(feeding.id)] * 2)
    assert (whole["title"], whole["progress"], whole["id"]) == (
        *(KEY_RESULT, "0.4", str(checked_in.id)),
    )


def test_a_key_result_that_nothing_feeds_is_its_own_measure(
    web: SignIn, employee: Actor, checked_in: KeyResult, unmeasured: KeyResult
) -> None:
    client = web(again(employee))
    own, whole = items(client, "explanation", f"&key_result={checked_in.id}")
    assert (own["weight"], own["adds"], whole["adds"]) == ("100", "0.4", "0.4")
    own, whole = items(client, "explanation", f"&key_result={unmeasured.id}")
    assert (own["adds"], whole["progress"]) == (None, None)
    assert own["how"] in shown_in(client, f"/key-results/{unmeasured.id}/explain")


def test_a_number_set_by_hand_stands_beside_its_sum(
    web: SignIn, employee: Actor, checked_in: KeyResult
) -> None:
    about = checked_in.objective_id
    override_progress(again(employee), about, progress=Decimal("0.7"), reason="大客户口头答应了")
    client = web(again(employee))
    (_part, whole) = items(client, "explanation", f"&objective={about}")
    assert (whole["progress"], whole["adds"]) == ("0.7", "0.4")
    assert "大客户口头答应了" in whole["how"]
    assert "加权合计 100% 40.0%" in shown_in(client, f"/objectives/{about}/explain")


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("", "objective"),
        ("objective={o}&key_result={k}", "key_result"),
        ("objective=x", "objective"),
        ("key_result=1.5", "key_result"),
        ("objective={o}&team=5", "team"),
    ],
)
def test_just_one_thing_is_asked_for(
    api: Callable[..., ApiClient],
    web: SignIn,
    employee: Actor,
    checked_in: KeyResult,
    query: str,
    field: str,
) -> None:
    asked = query.format(o=checked_in.objective_id, k=checked_in.id)
    assert web(again(employee)).get(f"/exports/explanation?{asked}").status_code == 422
    script = api(again(employee), scopes=("read",))
    refused = script.get(f"/api/v1/exports/explanation?format=csv&{asked}")
    assert refused.status_code == 422
    assert [one["field"] for one in refused.json()["errors"]] == [field]


def test_what_is_limited_or_gone_is_not_explained(
    web: SignIn,
    employee: Actor,
    lead: Actor,
    colleague: Actor,
    stranger: Actor,
    checked_in: KeyResult,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> None:
    secret = write_objective(again(lead), title="收购鲸鱼", visibility="people")
    hidden = write_key_result(again(lead), secret)
    limited = (f"objective={secret.id}", f"key_result={hidden.id}")
    known = (f"objective={checked_in.objective_id}", f"key_result={checked_in.id}")
    for query in (*limited, *known, "objective=5", "key_result=5"):
        place = f"/exports/explanation?{query}"
        assert web(stranger).get(place).status_code == 404, query
        others = 200 if query in known else 404
        assert web(again(colleague)).get(place).status_code == others, query
        owners = 404 if query.endswith("=5") else 200
        assert web(again(lead)).get(place).status_code == owners, query
    delete_key_result(again(employee), checked_in.id, reason="换一个")
    assert web(again(employee)).get(f"/exports/explanation?{known[1]}").status_code == 404


def test_what_few_see_below_is_not_told_to_others(
    web: SignIn,
    lead: Actor,
    colleague: Actor,
    checked_in: KeyResult,
    write_objective: WriteObjective,
) -> None:
    secret = write_objective(again(lead), title="收购鲸鱼", visibility="people")
    request_alignment(again(lead), secret.id, target=checked_in.objective_id)
    about = f"&objective={checked_in.objective_id}"
    mine, theirs = (items(web(again(who)), "explanation", about) for who in (lead, colleague))
    assert mine[-1]["how"]
    assert theirs[-1]["how"] is None
    assert theirs[:-1] == mine[:-1]


def test_queries_do_not_grow_with_the_parts(
    web: SignIn,
    champion: Actor,
    employee: Actor,
    checked_in: KeyResult,
    feeding: Objective,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> None:
    client, of = web(again(employee)), checked_in.objective
    queries = (f"objective={of.id}", f"key_result={checked_in.id}")
    places = [f"/exports/explanation?format=csv&{one}" for one in queries]
    few = [queries_of(client, place) for place in places]
    for n in range(3):
        write_key_result(employee, of, title=f"第 {n} 项从 0 到 100")
        below = write_objective(champion, title=f"目标 {n}")
        made = request_alignment(champion, below.id, key_result=checked_in.id)
        weigh_alignment(champion, made.id, weight=Decimal(5), reason="一部分")
    assert [queries_of(client, place) for place in places] == few
    assert max(few) <= 12
    assert len(items(client, "explanation", f"&key_result={checked_in.id}")) == 6


def test_rows_are_counted_without_being_written(employee: Actor, checked_in: KeyResult) -> None:
    sheet = EXPORTS["explanation"].table(again(employee), Asked(objective=checked_in.objective_id))
    assert sheet.count
    assert (sheet.count(9), sheet.count(1)) == (len(list(sheet.rows)), 1) == (2, 1)


def test_a_script_gets_the_file_of_the_page(
    api: Callable[..., ApiClient],
    web: SignIn,
    employee: Actor,
    feeding: Objective,
    checked_in: KeyResult,
) -> None:
    script, client = api(again(employee), scopes=("read",)), web(again(employee))
    for query in (f"&objective={checked_in.objective_id}", f"&key_result={checked_in.id}"):
        told = json.loads(script.get(f"/api/v1/exports/explanation?format=json{query}").getvalue())
        assert told["items"] == items(client, "explanation", query) != []
    inputs = script.get(f"/api/v1/key-results/{checked_in.id}/explain").json()["inputs"]
    assert [(one["kind"], one["weight"], one["contribution"]) for one in inputs] == [
        (one["part"], one["weight"], one["adds"])
        for one in items(client, "explanation", f"&key_result={checked_in.id}")[:-1]
    ]
