"""Insights over REST."""

from collections.abc import Callable

import pytest

from cairn.api.schemas.insights import ProgressOut, QualityOut, RhythmOut
from cairn.goals.models import KeyResult
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from tests.api.conformance import fits
from tests.cast import ApiClient, again

Connect = Callable[..., ApiClient]


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
