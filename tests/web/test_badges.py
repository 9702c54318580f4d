"""The numbers beside the places of the rail."""

import re
from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cairn.checkins.commands.comments import add_comment
from cairn.events.models import Event
from cairn.goals.commands.objectives import edit_objective
from cairn.goals.models import KeyResult, Objective
from cairn.notifications.inbox import see_notices
from cairn.notifications.models import Notice
from cairn.notifications.reading import told_of
from cairn.organization.actor import Actor

type Web = Callable[[Actor], Client]
NEWS = re.compile(r'href="/inbox"[^>]*>.*?</a>', re.DOTALL)


def badge(client: Client, address: str = "/teams") -> str:
    found = NEWS.search(client.get(address).text)
    assert found
    number = re.search(r"data-news[^>]*>([^<]+)<", found[0])
    return number[1] if number else ""


def test_news_are_counted_beside_the_inbox(
    web: Web, employee: Actor, lead: Actor, objective: Objective, key_result: KeyResult
) -> None:
    client = web(employee)
    assert badge(client) == badge(client, "/") == ""
    for words in ("一", "二"):
        add_comment(lead, objective.id, body=words)
    told_of(list(Event.objects.filter(kind="comment.added")))
    assert badge(client) == badge(client, "/") == badge(client, "/inbox") == "2"
    see_notices(employee)
    assert badge(client) == ""


def test_news_of_what_is_hidden_are_not_counted(
    web: Web, employee: Actor, colleague: Actor, objective: Objective
) -> None:
    Notice.objects.create(
        organization_id=colleague.organization_id,
        member_id=colleague.member_id,
        topic="talk",
        kind="comment.added",
        reason="thread",
        key="1",
        objective=objective,
        url="/",
    )
    client = web(colleague)
    assert badge(client) == "1"
    edit_objective(employee, objective.id, visibility="people")
    assert badge(client) == ""


def test_counting_takes_no_statement_of_its_own(web: Web, employee: Actor) -> None:
    client = web(employee)
    client.get("/teams")
    with CaptureQueriesContext(connection) as captured:
        client.get("/teams")
    counting = [one["sql"] for one in captured if "notifications_notice" in one["sql"]]
    assert len(counting) == 1
    assert "goals_keyresult" in counting[0]
