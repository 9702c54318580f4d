"""The map as a page: its list, its data, its branches, and what it says of what is private."""

import json
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from cairn.goals.commands.alignments import request_alignment
from cairn.goals.commands.key_results import edit_key_result
from cairn.goals.models import KeyResult, Objective
from cairn.organization.actor import Actor
from cairn.organization.models import Team, TeamMember
from tests.cast import WriteObjective
from tests.web.budgets import stays_in_budget

pytestmark = pytest.mark.django_db


@pytest.fixture
def above(write_objective: WriteObjective, champion: Actor, company: Team) -> Objective:
    """The company's objective."""
    return write_objective(champion, title="成为客户最信任的伙伴", team=company.id)


def data_of(answer: Any) -> dict[str, Any]:
    found = re.search(r'class="map-data">(.*?)</script>', answer.content.decode(), re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def test_the_page_draws_from_the_mission_down(
    web: Callable[[Actor], Client],
    colleague: Actor,
    champion: Actor,
    above: Objective,
    objective: Objective,
    key_result: KeyResult,
) -> None:
    request_alignment(champion, objective.id, target=above.id)
    answer = web(colleague).get("/map")
    assert answer.status_code == 200
    data = data_of(answer)
    ids = [node["id"] for node in data["nodes"]]
    assert ids == ["organization", str(above.id), str(objective.id)]
    assert data["nodes"][2]["parents"][0]["id"] == str(above.id)
    assert "让老客户愿意留下来" in answer.content.decode()


def test_a_branch_is_json_or_a_list(
    web: Callable[[Actor], Client],
    colleague: Actor,
    champion: Actor,
    above: Objective,
    objective: Objective,
) -> None:
    request_alignment(champion, objective.id, target=above.id)
    browser = web(colleague)
    address = f"/map/branch?of={above.id}"
    found = browser.get(address).json()
    assert [node["id"] for node in found["nodes"]] == [str(objective.id)]
    assert found["more"] is None
    listed = browser.get(address, headers={"HX-Request": "true"}).content.decode()
    assert listed.startswith("<ul>")
    assert f'href="/objectives/{objective.id}"' in listed


def test_a_number_shows_its_inputs(
    web: Callable[[Actor], Client], colleague: Actor, checked_in: KeyResult
) -> None:
    found = web(colleague).get(f"/map/inputs?of={checked_in.objective_id}").json()
    assert [one["kind"] for one in found["inputs"]] == ["key_result"]
    assert found["inputs"][0]["contribution"] == "0.4"
    assert found["key_results"][0]["current"] == "66%"


def test_a_past_day_shows_the_inputs_of_then(
    web: Callable[[Actor], Client], colleague: Actor, checked_in: KeyResult, employee: Actor
) -> None:
    from datetime import timedelta

    from cairn.checkins.commands.checkins import check_in
    from cairn.storage import clock
    from tests.cast import MORNING

    with clock.set_to(MORNING + timedelta(days=2)):
        edit_key_result(
            employee, checked_in.id, title="续约率到 90%", target=Decimal(90), reason="更高"
        )
        check_in(employee, checked_in.id, value=Decimal(70), confidence=3)
        browser = web(colleague)
        address = f"/map/inputs?of={checked_in.objective_id}"
        now = browser.get(address).json()["key_results"][0]
        then = browser.get(f"{address}&on=2026-11-18").json()["key_results"][0]
        before = browser.get(f"{address}&on=2026-11-17").status_code
    assert (now["title"], now["target"], now["current"]) == ("续约率到 90%", "90%", "70%")
    assert (then["title"], then["target"], then["current"]) == (
        "续约率从 60% 提升到 75%",
        "75%",
        "66%",
    )
    assert (then["progress"], then["confidence"]) == ("0.4", 7)
    assert before == 404


# What it costs, and what is refused


WAYS = ("", "?view=teams", "?status=not_started", "?on=2026-11-17", "?q=客户", "?owner=me")


@pytest.mark.parametrize(
    "way", [*WAYS, "?focus={focus}", "?view=teams&focus={focus}&on=2026-11-17"]
)
def test_its_queries_stay_the_same(
    way: str,
    web: Callable[[Actor], Client],
    employee: Actor,
    champion: Actor,
    above: Objective,
    objective: Objective,
    write_objective: WriteObjective,
) -> None:
    request_alignment(champion, objective.id, target=above.id)

    def grow() -> None:
        parent = objective
        for n in range(5):
            made = write_objective(champion, title=f"客户 {n}", owner=employee.member_id)
            request_alignment(champion, made.id, target=parent.id)
            parent = made

    stays_in_budget(web(employee), "/map" + way.format(focus=objective.id), grow)


def test_what_cannot_be_seen_has_no_branch(
    web: Callable[[Actor], Client],
    colleague: Actor,
    champion: Actor,
    write_objective: WriteObjective,
) -> None:
    hidden = write_objective(champion, visibility="people")
    browser = web(colleague)
    for of in (str(hidden.id), "1", "team:1", "member:x", "x", "", "group:loose:1"):
        assert browser.get(f"/map/branch?of={of}").status_code == 404, of
    assert browser.get(f"/map/inputs?of={hidden.id}").status_code == 404
    assert browser.get(f"/map?focus={hidden.id}").status_code == 200


def test_a_day_outside_the_cycle_is_today(
    web: Callable[[Actor], Client], colleague: Actor, above: Objective
) -> None:
    browser = web(colleague)
    assert data_of(browser.get("/map?on=2026-09-01"))["on"] == "2026-11-18"
    assert "here is today" in browser.get("/map?on=2026-09-01").content.decode()
    assert data_of(browser.get("/map?on=2027-01-01"))["on"] == "2026-11-18"


def test_titles_cannot_end_the_data(
    web: Callable[[Actor], Client],
    colleague: Actor,
    champion: Actor,
    company: Team,
    write_objective: WriteObjective,
) -> None:
    title = "</script><script>alert(1)</script>"
    write_objective(champion, title=title, team=company.id)
    answer = web(colleague).get("/map")
    assert data_of(answer)["nodes"][1]["title"] == title
    assert "alert(1)</script>" not in answer.content.decode()


def test_it_is_compressed(
    web: Callable[[Actor], Client], colleague: Actor, above: Objective
) -> None:
    answer = web(colleague).get("/map", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"


# What is unaligned


def in_english(browser: Client) -> Client:
    browser.cookies["cairn_language"] = "en"
    return browser


def test_the_map_counts_the_unaligned_as_their_list_does(
    web: Callable[[Actor], Client],
    champion: Actor,
    above: Objective,
    objective: Objective,
    write_objective: WriteObjective,
) -> None:
    """Drafts and personal growth stand on no line either, and are not unaligned."""
    write_objective(champion, title="学会品茶", is_growth=True)
    write_objective(champion, title="草稿", publish=False)
    browser = in_english(web(champion))
    said = browser.get("/map").content.decode()
    listed = browser.get("/map/gaps").content.decode()
    assert "1 objective unaligned" in said
    assert re.search(r'Unaligned <span class="faint num">1<', listed)
    assert data_of(browser.get("/map"))["nodes"][-1]["children"] == 3
    request_alignment(champion, objective.id, target=above.id)
    assert "Gaps in the alignment" in browser.get("/map").content.decode()


def test_a_past_day_does_not_count_the_unaligned_of_today(
    web: Callable[[Actor], Client], champion: Actor, objective: Objective
) -> None:
    said = in_english(web(champion)).get("/map?on=2026-11-17").content.decode()
    assert "unaligned</a>" not in said
    assert "Gaps in the alignment" in said


def test_in_the_list_what_is_on_no_line_stands_last(
    web: Callable[[Actor], Client], champion: Actor, objective: Objective, above: Objective
) -> None:
    for way in ("", "?status=not_started", f"?focus={objective.id}"):
        listed = web(champion).get(f"/map{way}").content.decode()
        assert listed.index(f"n-{above.id}") < listed.index("n-group:loose"), way


def test_who_is_in_two_teams_supports_neither(
    web: Callable[[Actor], Client],
    employee: Actor,
    objective: Objective,
    company: Team,
) -> None:
    TeamMember.objects.get_or_create(
        team=company, member_id=employee.member_id, defaults={"joined_on": "2026-10-01"}
    )
    listed = in_english(web(employee)).get("/map?view=teams").content.decode()
    assert "Also in:" in listed
    assert "Also supports:" not in listed
