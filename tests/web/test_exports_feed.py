"""What happened and what was said, as files: what the pages tell, wherever they lead to it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from cairn.checkins.commands.comments import add_comment
from cairn.checkins.commands.weekly import save_update
from cairn.checkins.models import Comment
from cairn.goals.commands.cycles import move_cycle
from cairn.goals.commands.measuring import measure_kpi
from cairn.goals.models import KeyResult, Objective
from cairn.kpis.models import Kpi
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from cairn.web.feed import read_feed
from tests.cast import MORNING, TODAY, again
from tests.hidden import D
from tests.web.files import files_on, items, rows_at

type Web = Callable[[Actor], Client]
TABLES = ("feed",)


def ids_of(viewer: Actor, **about: Any) -> list[str]:
    return [str(one.id) for one in read_feed(again(viewer), **about, most=1_000).entries]


def test_people_and_teams_lead_to_all_that_happened_there(
    web: Web, employee: Actor, team: Team, checked_in: KeyResult
) -> None:
    client = web(again(employee))
    for place, about in (("people", employee.member_id), ("teams", team.id)):
        found = files_on(client, f"/{place}/{about}?cycle={checked_in.objective.cycle_id}")
        told = [one["id"] for one in rows_at(client, found["feed"])]
        assert told == ids_of(employee, **{"person" if place == "people" else "team": about}) != []


@pytest.mark.parametrize(
    ("query", "tables", "kinds"),
    [
        ("team={team}&kind=check-ins", {"check-ins"}, set[str]()),
        ("kpi={kpi}", {"feed"}, {"kpi.created", "kpi.measured"}),
        ("cycle={cycle}", {"cycle-history"}, {"cycle.created", "cycle.moved"}),
    ],
)
def test_a_feed_leads_to_files_of_what_it_is_about(
    web: Web,
    champion: Actor,
    employee: Actor,
    team: Team,
    checked_in: KeyResult,
    kpi: Kpi,
    query: str,
    tables: set[str],
    kinds: set[str],
) -> None:
    cycle = checked_in.objective.cycle_id
    move_cycle(again(champion), cycle, phase="scoring")
    measure_kpi(employee, kpi.id, value=D("71.5"))
    client = web(again(employee))
    page = f"/feed?{query.format(team=team.id, kpi=kpi.id, cycle=cycle)}"
    found = files_on(client, page)
    assert {*found} == tables
    rows = [row for address in found.values() for row in rows_at(client, address)]
    assert rows
    assert {row["what"] for row in rows if "what" in row} == kinds


def test_a_cycle_taken_back_is_told_as_the_page_tells_it(
    web: Web, champion: Actor, checked_in: KeyResult
) -> None:
    cycle = checked_in.objective.cycle_id
    move_cycle(again(champion), cycle, phase="scoring")
    move_cycle(again(champion), cycle, phase="running")
    client = web(again(champion))
    words = "退回了周期阶段"
    assert words in client.get(f"/feed?cycle={cycle}").text
    for address in ("feed?person=me&", f"cycle-history?cycle={cycle}&"):
        told = client.get(f"/exports/{address}format=csv").getvalue().decode()
        assert told.count(words) == 1, address


def test_a_weekly_update_is_told_with_its_week(web: Web, employee: Actor) -> None:
    made = save_update(employee, TODAY, priorities="回访", publish=True)
    (told,) = [
        one for one in items(web(again(employee)), "feed") if one["what"] == "update.published"
    ]
    assert told["subject"] == str(made.week_on)


def test_comments_stand_in_the_order_of_their_days(
    web: Web, employee: Actor, objective: Objective
) -> None:
    """Imported ones are older than their ids."""
    for body in ("今天说的", "去年说的"):
        add_comment(employee, objective.id, body=body)
    Comment.objects.filter(body="去年说的").update(created_at=MORNING - timedelta(days=365))
    told = items(web(again(employee)), "comments")
    assert [one["comment"] for one in told] == ["今天说的", "去年说的"]
