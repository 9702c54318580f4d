"""What a search finds, as a file: all of it, in the order of the page."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from cairn.checkins.commands.weekly import save_update
from cairn.exchange.tables.asked import SORTS
from cairn.goals.commands.measuring import measure_kpi
from cairn.goals.models import KeyResult, Objective
from cairn.kpis.models import Kpi
from cairn.meetings.commands.entries import take_down
from cairn.meetings.commands.meetings import start_meeting
from cairn.meetings.models import EntryKind
from cairn.okr_templates.commands.keeping import create_template
from cairn.organization.actor import Actor
from cairn.organization.findable import put_member, put_team
from cairn.organization.models import Member, Team
from cairn.reviews.commands.lessons import add_lesson
from cairn.reviews.commands.retrospectives import start_retrospective
from cairn.search import index
from tests.cast import TODAY, ApiClient, WriteKeyResult, WriteObjective, again, member_of
from tests.hidden import D
from tests.web.budgets import queries_of
from tests.web.files import assert_in_every_format, items

SignIn = Callable[[Actor], Client]
TABLES = ("search",)
WORD = "客户"


@pytest.fixture
def said(
    employee: Actor, lead: Actor, champion: Actor, checked_in: KeyResult, kpi: Kpi, team: Team
) -> KeyResult:
    """The cast's key result, and one of each other sort that says the word."""
    member = member_of(employee)
    Member.objects.filter(id=member.id).update(title="客户成功经理")
    put_member(member_of(employee))
    Team.objects.filter(id=team.id).update(name="客户增长部")
    put_team(Team.objects.select_related("lead").get(id=team.id))
    save_update(employee, TODAY, priorities="拜访客户", publish=True)
    meeting = start_meeting(lead, team.id)
    take_down(lead, meeting.id, body="客户说太贵", kind=EntryKind.DECISION)
    looked_back = start_retrospective(employee, objective=checked_in.objective_id)
    add_lesson(employee, looked_back.id, body="早点问客户")
    line = {"kind": "increase", "text_zh": "续约率从 {start}% 到 {target}%", "unit": "percent"}
    create_template(champion, title_zh="客户第一", department="sales", key_results=[line])
    return checked_in


def found(client: Client, query: str = f"&q={WORD}") -> dict[str, list[dict[str, Any]]]:
    told: dict[str, list[dict[str, Any]]] = {}
    for one in items(client, "search", query):
        told.setdefault(one["sort"], []).append(one)
    return told


def test_it_has_all_sorts_in_every_format(web: SignIn, employee: Actor, said: KeyResult) -> None:
    client = web(again(employee))
    assert_in_every_format(client, "search", f"&q={WORD}")
    told = found(client)
    assert list(told) == [one for one in SORTS if one != "key_result"]
    (objective,) = told["objective"]
    assert objective == objective | {
        "title": "让老客户愿意留下来",
        "owner": "周晓宇",
        "team": "客户增长部",
        "cycle": "2026 Q4",
        "status": "behind",
        "progress": "0.4",
        "id": str(said.objective_id),
        "objective_id": str(said.objective_id),
        "url": f"/objectives/{said.objective_id}",
    }
    assert (told["kpi"][0]["title"], told["kpi"][0]["status"]) == ("老客户续约率", "unmeasured")
    assert (told["kpi"][0]["value"], told["kpi"][0]["unit"]) == (None, "percent")
    assert (told["member"][0]["title"], told["member"][0]["detail"]) == ("周晓宇", "客户成功经理")
    assert (told["team"][0]["title"], told["team"][0]["owner"]) == ("客户增长部", "林知远")
    assert (told["minute"][0]["title"], told["minute"][0]["on"]) == ("客户说太贵", str(TODAY))
    assert (told["update"][0]["title"], told["update"][0]["owner"]) == ("拜访客户", "周晓宇")
    assert told["lesson"][0]["objective_id"] == str(said.objective_id)
    assert told["template"][0]["title"] == "客户第一"
    (below,) = found(client, "&q=续约率&sort=key_result")["key_result"]
    assert (below["detail"], below["progress"]) == ("让老客户愿意留下来", "0.4")


def test_each_sort_can_be_asked_for_alone(web: SignIn, employee: Actor, said: KeyResult) -> None:
    client = web(again(employee))
    whole = found(client)
    for sort in SORTS:
        assert found(client, f"&q={WORD}&sort={sort}") == {
            name: rows for name, rows in whole.items() if name == sort
        }
    assert client.get("/exports/search?q=x&sort=secret").status_code == 422
    assert client.get(f"/exports/search?q={'x' * 201}").status_code == 422


def test_without_words_it_finds_nothing_and_offers_nothing(
    web: SignIn, employee: Actor, said: KeyResult
) -> None:
    client = web(again(employee))
    for query in ("", "&q=", "&q=%20", "&q=没有的东西"):
        assert found(client, query) == {}
    for page, offers in (("", False), ("?q=没有的东西", False), (f"?q={WORD}", True)):
        assert ("/exports/search?" in client.get(f"/search{page}").content.decode()) is offers


def test_it_goes_on_where_the_page_ends_and_in_its_order(
    web: SignIn, employee: Actor, objective: Objective, write_objective: WriteObjective
) -> None:
    first, *others = [write_objective(employee, title=f"客户满意 {n}") for n in range(14)]
    last = write_objective(employee, title="满意的客户")
    told = [one["id"] for one in items(web(employee), "search", "&q=客户满意&sort=objective")]
    assert told == [str(one.id) for one in [*reversed(others), first]]
    told = [one["id"] for one in items(web(employee), "search", "&q=满意 客户&sort=objective")]
    assert told == [str(one.id) for one in [last, *reversed(others), first]]
    shown = web(employee).get("/search?q=满意 客户").content.decode()
    links = [shown.index(f'"/objectives/{id}"') for id in told[:10]]
    assert links == sorted(links)
    assert f'"/objectives/{told[10]}"' not in shown


def test_it_ends_where_the_index_does(
    web: SignIn,
    employee: Actor,
    write_objective: WriteObjective,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("cairn.goals.seeing.index.subjects", _nearest(3))
    for n in range(5):
        write_objective(employee, title=f"客户 {n}")
    assert len(items(web(employee), "search", f"&q={WORD}&sort=objective")) == 3


def _nearest(most: int) -> Callable[..., Any]:
    whole = index.subjects
    return lambda *given, **named: whole(*given, **(named | {"most": most}))


def test_what_is_limited_and_what_is_anothers_is_not_found(
    web: SignIn,
    lead: Actor,
    colleague: Actor,
    stranger: Actor,
    said: KeyResult,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> None:
    secret = write_objective(lead, title="收购鲸鱼", visibility="people")
    write_key_result(lead, secret, title="鲸鱼的价格")
    assert set(found(web(again(lead)), "&q=鲸鱼")) == {"objective", "key_result"}
    assert found(web(again(colleague)), "&q=鲸鱼") == {}
    assert set(found(web(stranger))) <= {"template"}
    assert not [one for one in items(web(stranger), "search", f"&q={WORD}") if "客户第一" in one]


def test_its_queries_do_not_grow(
    web: SignIn,
    employee: Actor,
    said: KeyResult,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> None:
    client = web(again(employee))
    address = f"/exports/search?format=csv&q={WORD}"
    few = queries_of(client, address)
    for _n in range(3):
        write_key_result(employee, write_objective(employee, title="新客户"), title="客户数")
    assert queries_of(client, address) == few <= 14


def test_a_script_gets_the_same(
    api: Callable[..., ApiClient], web: SignIn, employee: Actor, said: KeyResult
) -> None:
    script = api(employee, scopes=("read",))
    told = script.get(f"/api/v1/exports/search?format=json&q={WORD}")
    assert json.loads(told.getvalue())["items"] == items(web(employee), "search", f"&q={WORD}")


def test_the_value_of_a_kpi_is_a_number_with_its_unit(
    web: SignIn, employee: Actor, kpi: Kpi
) -> None:
    measure_kpi(employee, kpi.id, value=D("1234.5"))
    Kpi.objects.filter(id=kpi.id).update(unit="duration")
    (told,) = found(web(employee), "&q=续约率&sort=kpi")["kpi"]
    assert (told["value"], told["unit"]) == ("1234.5", "duration")
