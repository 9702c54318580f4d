"""The caller's notices and mail choice, over REST."""

from collections.abc import Callable

import pytest

from cairn.goals.models import Objective
from cairn.notifications.models import Notice, Topic
from cairn.notifications.telling import tell
from cairn.organization.actor import Actor
from tests.cast import ApiClient

type Api = Callable[..., ApiClient]
pytestmark = pytest.mark.django_db


def say(to: Actor, key: str, objective: Objective | None = None) -> None:
    tell(
        [to.member_id],
        topic=Topic.TALK,
        key=key,
        kind="comment.added",
        reason="mentioned",
        url="/company",
        facts={"actor": "林知远", "title": key},
        objective_id=objective.id if objective else None,
    )


def test_notices_come_newest_first_and_page_by_page(api: Api, employee: Actor) -> None:
    for key in "abc":
        say(employee, key)
    client = api(employee)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    first = client.send("GET", "/api/v1/inbox?limit=2").json()
    assert [one["text"][-2:-1] for one in first["items"]] == ["c", "b"]
    assert (first["unseen"], first["items"][0]["why"]) == (3, "you were named")
    rest = client.send("GET", f"/api/v1/inbox?limit=2&cursor={first['next']}").json()
    assert (len(rest["items"]), rest["next"]) == (1, None)


def test_notices_are_marked_as_seen(api: Api, employee: Actor, lead: Actor) -> None:
    say(employee, "a")
    say(employee, "b")
    say(lead, "b")
    client = api(employee)
    newest = client.send("GET", "/api/v1/inbox").json()["items"][0]["id"]
    foreign = Notice.objects.get(member=lead.member_id).id
    done = client.send("POST", "/api/v1/inbox/seen", {"ids": [newest, str(foreign)]})
    assert done.json() == {"seen": 1}
    assert Notice.objects.get(id=foreign).seen_at is None
    left = client.send("GET", "/api/v1/inbox?unseen=true").json()
    assert len(left["items"]) == 1
    assert client.send("POST", "/api/v1/inbox/seen", {"until": newest}).json() == {"seen": 1}


def test_nothing_to_mark_is_refused(api: Api, employee: Actor) -> None:
    refused = api(employee).send("POST", "/api/v1/inbox/seen", {})
    assert refused.status_code == 422


def test_mails_are_chosen(api: Api, viewer: Actor) -> None:
    client = api(viewer)
    assert client.send("GET", "/api/v1/me/mail").json()["pace"] == "daily"
    sent = {"pace": "weekly", "weekday": 4, "muted": ["kpis"]}
    kept = client.send("PATCH", "/api/v1/me/mail", sent).json()
    assert (kept["pace"], kept["weekday"], kept["muted"]) == ("weekly", 4, ["kpis"])
    wrong = client.send("PATCH", "/api/v1/me/mail", {"hour": 24, "muted": ["?"]})
    assert wrong.status_code == 422
    assert len(wrong.json()["errors"]) == 2
