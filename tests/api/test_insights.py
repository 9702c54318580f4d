"""Insights over REST."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from cairn.api.schemas.insights import ProgressOut, QualityOut, RhythmOut
from cairn.exchange.writing.formats import EVERYWHERE
from cairn.goals.models import KeyResult
from cairn.insights.sheets import CHARTS
from cairn.organization.actor import Actor
from cairn.organization.models import Member, Team
from cairn.storage import clock
from tests.api.conformance import fits
from tests.cast import MORNING, TODAY, ApiClient, again

Connect = Callable[..., ApiClient]
SignIn = Callable[[Actor], Client]
TABLES = "/api/v1/insights/tables"


def test_the_numbers_of_the_pages(
    api: Connect, employee: Actor, team: Team, checked_in: KeyResult
) -> None:
    client = api(again(employee))
    progress = fits(ProgressOut, client.get("/api/v1/insights/progress").json())
    assert progress["status"]["total"] == 1
    assert progress["trend"][-1]["progress"] == "0.4"
    assert progress["by_team"][0]["group"] == {"id": str(team.id), "name": "增长部"}
    rhythm = fits(RhythmOut, client.get("/api/v1/insights/rhythm").json())
    assert rhythm["rounds"][-1]["kept"] == {"count": 1, "of": 1, "share": "1"}
    assert rhythm["participation"]["checked_in"] == 1
    quality = fits(QualityOut, client.get(f"/api/v1/insights/quality?team={team.id}").json())
    found = {one["finding"]: one["count"] for one in quality["hygiene"]}
    assert (found["unaligned"], found["few"], found["no_owner"]) == (1, 1, 0)


def test_a_person_and_a_past_day(api: Connect, employee: Actor, checked_in: KeyResult) -> None:
    client, about = api(again(employee)), f"person={employee.member_id}"
    answer = client.get(f"/api/v1/insights/rhythm?{about}").json()
    assert fits(RhythmOut, answer)["participation"] is None
    answer = client.get(f"/api/v1/insights/quality?{about}&on=2026-11-17").json()
    assert fits(QualityOut, answer)["hygiene"] is None


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("team=1", 404),
        ("team=1&person=2", 422),
        ("on=1999-01-01", 422),
        ("cycle=5", 422),
        ("since=never", 422),
        ("rank=people", 422),
    ],
)
def test_what_cannot_be_asked(
    api: Connect, employee: Actor, checked_in: KeyResult, query: str, status: int
) -> None:
    answer = api(again(employee)).get(f"/api/v1/insights/progress?{query}")
    assert answer.status_code == status, answer.content


def test_a_script_gets_the_file_of_every_chart(
    api: Connect, web: SignIn, employee: Actor, team: Team, checked_in: KeyResult
) -> None:
    script, browser = api(again(employee), scopes=("read",)), web(again(employee))
    for about in ("", f"&team={team.id}", f"&person={employee.member_id}", "&on=2026-11-17"):
        for chart in CHARTS:
            for format in EVERYWHERE:
                here = script.get(f"{TABLES}/{chart}?format={format}{about}")
                there = browser.get(f"/exports/insights?chart={chart}&format={format}{about}")
                assert here.status_code == there.status_code, (chart, about)
                if here.status_code == 200:
                    assert here.getvalue() == there.getvalue(), (chart, format, about)
                    for header in ("Content-Type", "Content-Disposition"):
                        assert here.headers[header] == there.headers[header]
    assert script.get(f"{TABLES}/status").headers["Content-Type"].endswith("spreadsheetml.sheet")


def test_the_field_names_of_a_table_are_its_own_in_every_language(
    api: Connect, employee: Actor, checked_in: KeyResult
) -> None:
    def fields(locale: str, chart: str) -> list[str]:
        Member.objects.filter(id=employee.member_id).update(locale=locale)
        told = api(again(employee)).get(f"{TABLES}/{chart}?format=json").getvalue()
        first = json.loads(told, object_pairs_hook=list)
        return [name for name, _value in dict(first)["items"][0]]

    for chart in CHARTS:
        named = fields("zh-hans", chart)
        assert named == fields("en", chart), chart
        assert len(named) == len(set(named)), chart


def test_changes_count_from_the_day_that_a_script_asks_for(
    api: Connect, employee: Actor, checked_in: KeyResult
) -> None:
    with clock.set_to(MORNING + timedelta(days=20)):
        script = api(again(employee))

        def silent(query: str) -> int:
            told = json.loads(script.get(f"{TABLES}/changes?format=json{query}").getvalue())
            (count,) = [
                one["objectives"] for one in told["items"] if one["change"] == "Went silent"
            ]
            assert isinstance(count, int)
            return count

        assert silent(f"&since={TODAY}") == 1
        assert silent(f"&since={TODAY + timedelta(days=19)}") == 0


@pytest.mark.parametrize(
    ("place", "status"),
    [
        ("secrets", 404),
        ("hygiene?on=2026-11-17", 404),
        ("participation?person={person}", 404),
        ("status?team=1", 404),
        ("status?team=1&person=2", 422),
        ("status?format=exe", 422),
        ("status?format=viva", 422),
        ("status?chart=scores", 422),
        ("changes?since=never", 422),
    ],
)
def test_what_is_no_table(
    api: Connect, employee: Actor, checked_in: KeyResult, place: str, status: int
) -> None:
    asked = place.format(person=employee.member_id)
    answer = api(again(employee)).get(f"{TABLES}/{asked}")
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_table_of_strangers_holds_nothing_of_ours(
    api: Connect, stranger: Actor, team: Team, employee: Actor, checked_in: KeyResult
) -> None:
    script = api(stranger)
    for about in (f"team={team.id}", f"person={employee.member_id}"):
        assert script.get(f"{TABLES}/status?{about}").status_code == 404
    assert team.name not in script.get(f"{TABLES}/status?format=csv").getvalue().decode()
