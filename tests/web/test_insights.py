"""The pages of the insights."""

import csv
import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from html import unescape
from io import StringIO
from typing import Any

import pytest
from django.test import Client

from cairn.goals.models import KeyResult, Objective
from cairn.organization.actor import Actor
from cairn.organization.models import Organization, Team
from cairn.storage import clock
from tests.cast import MORNING, TODAY, WriteKeyResult, WriteObjective, again, make_team
from tests.web.budgets import stays_in_budget

SignIn = Callable[[Actor], Client]
VIEWS = ("progress", "rhythm", "quality")


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return unescape(answer.getvalue().decode())


def test_a_number_leads_to_its_rows(
    web: SignIn, employee: Actor, team: Team, checked_in: KeyResult
) -> None:
    client, title = web(employee), "让老客户愿意留下来"
    for about in ("", f"?team={team.id}", f"?person={employee.member_id}"):
        text = text_of(client, f"/insights{about}")
        (rows,) = set(
            re.findall(r'href="(/insights/rows\?[^"]*show=status\.\w+[^"0-9]*)"', text)
        ) or ("",)
        assert title in text_of(client, rows)


def test_every_number_has_as_many_rows_behind_it(
    web: SignIn, employee: Actor, team: Team, checked_in: KeyResult
) -> None:
    client = web(employee)
    for view in VIEWS:
        for about in ("", f"&team={team.id}", f"&person={employee.member_id}"):
            for on in ("", "&on=2026-11-17"):
                text = text_of(client, f"/insights?view={view}{about}{on}")
                links = re.findall(r'<a href="(/insights/rows\?[^"]*)">(\d+)</a></td>', text)
                for address, count in set(links):
                    rows = text_of(client, address).partition("<tbody>")[2]
                    assert rows.count("<tr>") == int(count), (address, count)
                assert not re.findall(r'<td class="r num">[1-9]\d*</td>', text), (view, about, on)


def test_every_view_of_every_subject_is_shown_on_every_day(
    web: SignIn, employee: Actor, team: Team, checked_in: KeyResult
) -> None:
    client = web(employee)
    for view in VIEWS:
        for about in ("", f"&team={team.id}", f"&person={employee.member_id}"):
            for on in ("", "&on=2026-11-17", "&on=2026-10-01", "&on=1999-01-01"):
                assert "<h1" in text_of(client, f"/insights?view={view}{about}{on}")


def test_what_is_limited_leaves_no_trace(
    web: SignIn,
    colleague: Actor,
    lead: Actor,
    team: Team,
    checked_in: KeyResult,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> None:
    """Not in sums, tables, rows or exports, whatever day is looked at."""

    def seen() -> list[str]:
        client = web(again(colleague))
        addresses = [
            f"/insights?view={view}{on}" for view in VIEWS for on in ("", "&on=2026-11-17")
        ]
        exports = [
            f"/exports/insights?format=csv&chart={one}"
            for one in ("status", "hygiene", "participation")
        ]
        return [mended(text_of(client, one)) for one in (*addresses, *exports, "/insights/rows")]

    def mended(text: str) -> str:
        return re.sub(r'csrf\w*"[^>]*value="[^"]*"|content="\w{64}"|value="\w{64}"', "", text)

    before = seen()
    secret = write_objective(
        again(lead),
        title="并购",
        team=team.id,
        visibility="people",
        readers=[lead.member_id],
    )
    write_key_result(again(lead), secret, owner=None)
    assert seen() == before


def test_the_budget_holds_for_every_view(
    web: SignIn,
    admin: Actor,
    team: Team,
    checked_in: KeyResult,
    organization: Organization,
    company: Team,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> None:
    client = web(again(admin))

    def grow() -> None:
        for number in range(3):
            below = make_team(organization, f"队 {number}", company)
            one = write_objective(again(admin), team=below.id)
            write_key_result(again(admin), one)

    for address in (
        *(f"/insights?view={view}" for view in VIEWS),
        f"/insights?team={team.id}",
        "/insights?on=2026-11-17",
        "/insights/rows",
        "/insights/rows?show=people.people",
        "/insights/rows?show=finding.few",
        "/insights/rows?show=due.2026-11-20",
    ):
        stays_in_budget(client, address, grow)


@pytest.mark.parametrize(
    "address",
    [
        "/insights?team=1",
        "/insights?person=1",
        "/insights?team={team}&person={person}",
        "/insights/rows?show=status.none",
        "/insights/rows?show=score.committed.NaN",
        "/insights/rows?show=score.committed.0.75",
        "/insights/rows?show=change.worse",
        "/insights/rows?show=due.2026-13-45",
        "/insights/rows?group=5",
        "/insights/rows?group=x",
        "/insights/rows?show=people.with&person={person}",
        "/exports/insights?chart=secrets",
        "/exports/insights?chart=hygiene&on=2026-11-17",
    ],
)
def test_what_is_not_there_is_not_found(
    web: SignIn, employee: Actor, team: Team, objective: Objective, address: str
) -> None:
    asked = address.format(team=team.id, person=employee.member_id)
    assert web(employee).get(asked).status_code == 404


def test_a_stranger_finds_nobody(web: SignIn, stranger: Actor, team: Team, employee: Actor) -> None:
    client = web(stranger)
    assert client.get(f"/insights?team={team.id}").status_code == 404
    assert client.get(f"/insights?person={employee.member_id}").status_code == 404
    assert client.get("/insights").status_code == 200


def test_an_export_opens_in_a_spreadsheet_and_runs_nothing(
    web: SignIn,
    admin: Actor,
    organization: Organization,
    company: Team,
    write_objective: WriteObjective,
) -> None:
    below = make_team(organization, '=HYPERLINK("x")', company)
    write_objective(again(admin), team=below.id)
    answer = web(again(admin)).get("/exports/insights?chart=status&format=csv")
    assert answer["Content-Type"].startswith("text/csv")
    rows = list(csv.reader(StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == ['\'=HYPERLINK("x")', rows[-1][0]]
    assert {len(row) for row in rows} == {10}


def test_figures_of_a_chart_are_figures_in_its_file(
    web: SignIn, admin: Actor, checked_in: KeyResult
) -> None:
    def told(chart: str) -> list[dict[str, Any]]:
        answer = web(admin).get(f"/exports/insights?chart={chart}&format=json")
        items: list[dict[str, Any]] = json.loads(answer.getvalue())["items"]
        return items

    assert told("status")[0]["together"] == 1
    now = told("progress")[-1]
    assert (now["on"], now["progress"], now["measured_objectives"]) == (str(TODAY), "0.4", 1)
    (running,) = [one for one in told("rhythm") if one["round_to"] >= str(TODAY)]
    assert (running["in_time"], running["checked_in"], running["due"]) == ("1", 1, 1)
    everybody = told("participation")[-1]
    assert (everybody["with_okrs"], everybody["checked_in_lately"]) == (1, 1)
    share = Decimal(everybody["share_with_okrs"])
    assert share == (Decimal(1) / everybody["people"]).quantize(Decimal("0.0001"))
    assert everybody["share_checked_in_lately"] == "1"


def test_a_team_called_as_a_figure_stays_a_name(
    web: SignIn,
    admin: Actor,
    organization: Organization,
    company: Team,
    write_objective: WriteObjective,
) -> None:
    below = make_team(organization, "50%", company)
    write_objective(again(admin), team=below.id)
    told = web(again(admin)).get("/exports/insights?chart=status&format=json").getvalue()
    assert json.loads(told)["items"][0]["team"] == "50%"


def test_changes_count_from_the_day_that_is_asked_for(
    web: SignIn, employee: Actor, checked_in: KeyResult
) -> None:
    with clock.set_to(MORNING + timedelta(days=20)):
        client = web(again(employee))
        silent = f"/insights/rows?show=change.silent&since={TODAY}"
        assert "让老客户愿意留下来" in text_of(client, silent)
        assert f'value="{date(2026, 11, 20)}"' in text_of(client, "/insights?since=2026-11-20")


def test_scores_stand_beside_what_their_type_aims_for(
    web: SignIn, employee: Actor, checked_in: KeyResult
) -> None:
    scored = Objective.objects.filter(id=checked_in.objective_id)
    scored.update(score="0.7", computed_score="0.7", type="aspirational")
    client = web(again(employee))
    text = text_of(client, "/insights?view=quality")
    assert 'class="band"' in text
    assert "show=score.aspirational.0.7" in text
    assert "让老客户愿意留下来" in text_of(client, "/insights/rows?show=score.aspirational.0.7")
    assert "让老客户愿意留下来" not in text_of(client, "/insights/rows?show=score.committed")


def test_without_a_cycle_the_page_says_so(web: SignIn, admin: Actor) -> None:
    assert web(admin).get("/insights").status_code == 200
    assert web(admin).get("/insights/rows").status_code == 200
    assert web(admin).get("/exports/insights").status_code == 404


def test_teams_and_people_lead_to_their_insights(
    web: SignIn, employee: Actor, team: Team, objective: Objective
) -> None:
    client = web(employee)
    assert f"/insights?team={team.id}" in text_of(client, f"/teams/{team.id}")
    person = employee.member_id
    assert f"/insights?person={person}" in text_of(client, f"/people/{person}")
