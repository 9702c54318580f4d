"""Everything that is owed, answered where it stands: in the row with scripts, and without them."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from cairn.checkins.commands.actions import add_action
from cairn.checkins.commands.comments import add_comment
from cairn.checkins.commands.helping import answer_help, ask_for_help
from cairn.checkins.commands.weekly import save_update
from cairn.checkins.models import CheckIn, HelpRequest, Mention, WeeklyUpdate
from cairn.cycles.models import Cycle
from cairn.goals.commands.alignments import request_alignment
from cairn.goals.commands.confirming import return_objective, submit_objective
from cairn.goals.commands.dependencies import request_dependency
from cairn.goals.models import Agreement, KeyResult, Objective
from cairn.kpis.models import Kpi
from cairn.notifications.models import Notice, Topic
from cairn.notifications.telling import tell
from cairn.organization.actor import Actor, Role
from cairn.organization.models import Member, Team
from tests.cast import TODAY, WriteKeyResult, WriteObjective, again
from tests.web.budgets import stays_in_budget

type Web = Callable[[Actor], Client]
pytestmark = pytest.mark.django_db
ROW = {"HX-Request": "true"}


@pytest.fixture
def owed(
    employee: Actor,
    lead: Actor,
    colleague: Actor,
    objective: Objective,
    key_result: KeyResult,
    kpi: Kpi,
    write_objective: WriteObjective,
) -> dict[str, int]:
    """Something of every sort that the employee owes; the lead is asked to confirm."""
    wanting = write_objective(colleague, title="想支持的目标")
    returned = write_objective(employee, title="退回来的目标", publish=False)
    submit_objective(employee, returned.id)
    return_objective(lead, returned.id, comment="起点用中位数")
    add_comment(lead, objective.id, body="@周晓宇 看一下")
    asked = ask_for_help(lead, asked=employee.member_id, body="帮个忙")
    agreed = add_action(
        lead, origin="meeting", origin_id=1, body="写方案", owner=employee.member_id
    )
    return {
        "alignment": request_alignment(colleague, wanting.id, target=objective.id).id,
        "returned": returned.id,
        "mention": Mention.objects.get(member=employee.member_id).id,
        "help": asked.id,
        "kpi": kpi.id,
        "action": agreed.id,
    }


ANSWERS: dict[str, tuple[str, dict[str, str]]] = {
    "alignment": ("/alignments/{}/decline", {"reason": "换一条更合适"}),
    "returned": ("/objectives/{}/submit", {"note": "改好了"}),
    "mention": ("/inbox/mentions/{}", {"body": "好"}),
    "help": ("/help/{}/answer", {"answer": "明天"}),
    "kpi": ("/kpis/{}/measure", {"value": "72"}),
    "action": ("/inbox/actions/{}", {}),
}


@pytest.mark.parametrize("sort", ANSWERS)
@pytest.mark.parametrize("headers", [ROW, {}])
def test_it_is_answered_in_its_row(
    web: Web, employee: Actor, owed: dict[str, int], sort: str, headers: dict[str, str]
) -> None:
    """With scripts the row says what became of it; without them the list comes back without it."""
    client, about = web(employee), f"{sort}-{owed[sort]}"
    assert f'id="{about}"' in client.get("/inbox").text
    address, sent = ANSWERS[sort]
    answer = client.post(
        address.format(owed[sort]), {**sent, "about": about, "back": "/inbox"}, headers=headers
    )
    if headers:
        assert f'id="{about}" data-answered' in answer.text
        assert "<html" not in answer.text
    else:
        assert answer["Location"] == "/inbox"
    assert f'id="{about}"' not in client.get("/inbox").text


TOO_LONG = "长" * 10_001
REFUSED = {
    "alignment": ("reason", TOO_LONG),
    "returned": ("note", TOO_LONG),
    "mention": ("body", TOO_LONG),
    "help": ("answer", TOO_LONG),
    "kpi": ("value", "不知道"),
}


@pytest.mark.parametrize("sort", REFUSED)
@pytest.mark.parametrize("headers", [ROW, {}])
def test_a_refused_answer_stands_in_its_row_again(
    web: Web, employee: Actor, owed: dict[str, int], sort: str, headers: dict[str, str]
) -> None:
    """With what was typed, and what is wrong tied to its field; not on a page of its own."""
    about, (name, text) = f"{sort}-{owed[sort]}", REFUSED[sort]
    answer = web(employee).post(
        ANSWERS[sort][0].format(owed[sort]),
        {name: text, "about": about, "back": "/inbox"},
        headers=headers,
    )
    assert answer.status_code == 422
    row = answer.text.partition(f'id="{about}"')[2].partition("</li>")[0]
    assert text in row
    assert f'aria-describedby="error-{about}"' in row
    assert re.search(rf'id="error-{about}" role="alert">[^<]+<', row)


def test_what_is_no_more_to_be_answered_says_so_in_its_row(
    web: Web, employee: Actor, champion: Actor, owed: dict[str, int]
) -> None:
    """And what was written stays to be copied."""
    answer_help(champion, owed["help"], answer="我来")
    sent = {"answer": "写了很久", "about": f"help-{owed['help']}"}
    refused = web(employee).post(f"/help/{owed['help']}/answer", sent, headers=ROW)
    assert refused.status_code == 409
    assert "is-refused" in refused.text
    assert "写了很久" in refused.text
    assert HelpRequest.objects.get(id=owed["help"]).answer == "我来"


def test_an_answer_deals_with_its_news(web: Web, employee: Actor, owed: dict[str, int]) -> None:
    """The row carries which, and how many are left."""
    for key, kind, subject in (
        ("asked", "help.asked", owed["help"]),
        ("other", "help.asked", owed["help"] + 1),
    ):
        tell(
            [employee.member_id],
            topic=Topic.HELP,
            key=key,
            kind=kind,
            url="/inbox",
            subject_id=subject,
        )
    sent = {"answer": "明天", "about": f"help-{owed['help']}"}
    answer = web(employee).post(f"/help/{owed['help']}/answer", sent, headers=ROW).text
    seen = Notice.objects.get(seen_at__isnull=False)
    assert seen.key == "asked"
    assert f'data-news-left="1" data-news-seen="{seen.id} "' in answer


# What was returned


@pytest.mark.parametrize("address", ["/", "/inbox", "/inbox?only=returned"])
def test_what_was_returned_is_owed_with_its_comment(
    web: Web, employee: Actor, lead: Actor, owed: dict[str, int], address: str
) -> None:
    page = web(employee).get(address).text
    row = page.partition(f'id="returned-{owed["returned"]}"')[2].partition("</li>")[0]
    assert "起点用中位数" in row
    assert f'href="/objectives/{owed["returned"]}/edit"' in row
    assert f'id="returned-{owed["returned"]}"' not in web(lead).get(address).text


def test_what_was_submitted_again_is_owed_no_more(
    web: Web, employee: Actor, owed: dict[str, int]
) -> None:
    client = web(employee)
    sent = {"note": "", "about": f"returned-{owed['returned']}", "back": "/"}
    client.post(f"/objectives/{owed['returned']}/submit", sent)
    assert Objective.objects.get(id=owed["returned"]).agreement == Agreement.SUBMITTED
    assert f'id="returned-{owed["returned"]}"' not in client.get("/").text


# Confirming


def test_a_text_that_changed_meanwhile_is_not_confirmed_in_its_row(
    web: Web, employee: Actor, lead: Actor, owed: dict[str, int]
) -> None:
    submit_objective(employee, owed["returned"])
    client, about = web(lead), f"confirm-{owed['returned']}"
    page = client.get("/inbox?only=confirmations").text
    assert f'id="{about}"' in page
    stale = client.post(
        f"/objectives/{owed['returned']}/confirm", {"seen": "{}", "about": about}, headers=ROW
    )
    assert stale.status_code == 409
    assert f'id="{about}"' in stale.text
    found = re.search(rf'id="{about}".*?name="seen" value="([^"]*)"', stale.text, re.DOTALL)
    assert found
    sent = {"comment": "", "about": about, "back": "/inbox"}
    refused = client.post(f"/objectives/{owed['returned']}/return", sent, headers=ROW)
    assert refused.status_code == 422
    assert f"return-error-{owed['returned']}" in refused.text
    done = client.post(
        f"/objectives/{owed['returned']}/return", sent | {"comment": "再改"}, headers=ROW
    )
    assert "data-answered" in done.text


def test_a_promise_is_given_in_its_row(
    web: Web, lead: Actor, champion: Actor, team: Team, write_objective: WriteObjective
) -> None:
    needed_on = TODAY + timedelta(days=9)
    theirs = write_objective(champion, title="需要数据的目标")
    made = request_dependency(champion, theirs.id, team=team.id, need="数据", needed_on=needed_on)
    about = f"dependency-{made.id}"
    sent = {"needed_on": needed_on.isoformat(), "about": about, "back": "/inbox"}
    answer = web(lead).post(f"/dependencies/{made.id}/accept", sent, headers=ROW)
    assert f'id="{about}" data-answered' in answer.text


# Check-ins


def test_a_check_in_is_made_in_the_inbox(web: Web, employee: Actor, key_result: KeyResult) -> None:
    """The same row as on Home: value, confidence and a note; a wrong value stays in it."""
    client = web(employee)
    for address in ("/inbox", "/"):
        row = client.get(address).text.partition(f'id="due-{key_result.id}"')[2]
        assert 'name="note"' in row.partition("</li>")[0]
    sent = {"value": "?", "confidence": "7", "note": "签了两家", "view": "inbox"}
    refused = client.post(f"/check-in/{key_result.id}", sent, headers=ROW)
    assert refused.status_code == 422
    assert f'id="due-{key_result.id}-error" data-swap role="alert"' in refused.text
    saved = client.post(f"/check-in/{key_result.id}", sent | {"value": "66"}, headers=ROW)
    assert "data-saved" in saved.text
    made = CheckIn.objects.get()
    assert (made.confidence, made.note) == (7, "签了两家")
    assert client.post(f"/check-in/{key_result.id}", sent | {"value": "67"})["Location"] == "/inbox"
    assert f'id="due-{key_result.id}"' not in client.get("/inbox").text


@pytest.mark.parametrize("address", ["/", "/inbox", "/check-in"])
def test_who_was_made_a_viewer_owes_nothing_that_they_may_not_do(
    web: Web, employee: Actor, owed: dict[str, int], address: str
) -> None:
    Member.objects.filter(id=employee.member_id).update(role=Role.VIEWER)
    page = web(again(employee)).get(address).text
    for name in ("value", "note", "priorities", "reason"):
        assert f'name="{name}' not in page
    assert 'class="count"' not in page.partition('href="/check-in"')[2].partition("</a>")[0]
    assert "/actions/" not in page
    assert "/score?" not in page


# Scores and their end


@pytest.fixture
def late(cycle: Cycle, key_result: KeyResult) -> Objective:
    """An objective of the employee's in a cycle that is scored."""
    Cycle.objects.filter(id=cycle.id).update(phase="scoring")
    return key_result.objective


def test_scores_are_given_and_the_objective_closed_in_one_row(
    web: Web, employee: Actor, late: Objective, key_result: KeyResult
) -> None:
    client, about, base = web(employee), f"score-{late.id}", f"/objectives/{late.id}"
    opening = f"{base}/score?about={about}&amp;back=%2Finbox"
    assert opening in client.get("/inbox").text
    walk = client.get(opening.replace("&amp;", "&")).text
    assert f'hx-target="#{about}"' in walk
    sent = {"about": about, "back": "/inbox", f"seen-{key_result.id}": "0"}
    wrong = client.post(f"{base}/score", sent | {f"score-{key_result.id}": "7"}, headers=ROW)
    assert (wrong.status_code, wrong["HX-Retarget"]) == (422, f"#{about}-place")
    scored = client.post(f"{base}/score", sent | {f"score-{key_result.id}": "0.7"}, headers=ROW)
    assert f'id="{about}" data-again' in scored.text
    assert f"{base}/close?about={about}" in scored.text
    refused = client.post(f"{base}/close", {"about": about, "outcome": "?"}, headers=ROW)
    assert (refused.status_code, refused["HX-Reselect"]) == (422, "form.closing")
    carried = client.post(f"{base}/close", {"about": about, "outcome": "carried"}, headers=ROW)
    assert carried["HX-Redirect"] == f"/reviews/carry-over?objective={late.id}"
    closed = client.post(
        f"{base}/close", {"about": about, "outcome": "missed", "back": "/inbox"}, headers=ROW
    )
    assert f'id="{about}" data-answered' in closed.text
    assert f"{base}/reopen?undo=1" in closed.text
    assert about not in client.get("/inbox").text


def test_without_scripts_the_way_leads_back_to_the_inbox(
    web: Web, employee: Actor, late: Objective, key_result: KeyResult
) -> None:
    client, about, base = web(employee), f"score-{late.id}", f"/objectives/{late.id}"
    sent = {"about": about, "back": "/inbox", f"score-{key_result.id}": "1.0"}
    went = client.post(f"{base}/score", sent)["Location"]
    assert went == f"{base}/close?about={about}&back=%2Finbox"
    done = client.post(f"{base}/close", {"about": about, "back": "/inbox", "outcome": "achieved"})
    assert done["Location"] == "/inbox"


# My week


def test_a_week_is_published_in_the_inbox(web: Web, employee: Actor) -> None:
    """Where the reader keeps one up it is owed, and starts from last week's."""
    client = web(employee)
    assert 'class="week-link' in client.get("/inbox").text
    save_update(employee, TODAY - timedelta(days=7), priorities="上周的重点", publish=True)
    page = client.get("/inbox").text
    found = re.search(r'id="(week-([\d-]+))"', page)
    assert found
    assert "上周的重点" in page
    sent: dict[str, Any] = {"about": found[1], "back": "/inbox", "version": "0", "publish": "1"}
    empty = client.post(f"/weekly/{found[2]}", sent | {"priorities": " "}, headers=ROW)
    assert empty.status_code == 422
    assert f'id="error-{found[1]}"' in empty.text
    done = client.post(f"/weekly/{found[2]}", sent | {"priorities": "续约"}, headers=ROW)
    assert f'id="{found[1]}" data-answered' in done.text
    kept = WeeklyUpdate.objects.get(priorities="续约")
    assert kept.published_at is not None
    assert found[1] not in client.get("/inbox").text


def test_a_full_inbox_stays_in_budget(
    web: Web,
    employee: Actor,
    lead: Actor,
    owed: dict[str, int],
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> None:
    number = iter(range(100))

    def grow() -> None:
        n = next(number)
        returned = write_objective(employee, title=f"又退回 {n}", publish=False)
        submit_objective(employee, returned.id)
        return_objective(lead, returned.id, comment="再改")
        mine = write_objective(employee, title=f"我的目标 {n}")
        write_key_result(employee, mine, title=f"结果 {n}")
        write_key_result(
            employee,
            mine,
            title=f"三件事 {n}",
            kind="milestones",
            start=None,
            target=None,
            milestones=[(None, "一", 1), (None, "二", 1)],
        )

    grow()
    for address in ("/inbox", "/", "/inbox?only=returned", "/inbox?only=check-ins"):
        stays_in_budget(web(employee), address, grow)
