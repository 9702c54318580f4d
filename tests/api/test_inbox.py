"""The caller's notices and mail choice, over REST."""

from collections.abc import Callable
from typing import Any

import pytest

from cairn.checkins.commands.actions import add_action
from cairn.checkins.commands.comments import add_comment
from cairn.checkins.models import Mention
from cairn.goals.commands.confirming import return_objective, submit_objective
from cairn.goals.models import KeyResult, Objective
from cairn.kpis.models import Kpi
from cairn.notifications.models import Notice, Topic
from cairn.notifications.telling import tell
from cairn.organization.actor import Actor
from tests.cast import ApiClient, WriteObjective

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


def test_what_is_owed_comes_with_the_first_page(
    api: Api,
    employee: Actor,
    lead: Actor,
    key_result: KeyResult,
    kpi: Kpi,
    write_objective: WriteObjective,
) -> None:
    """Each with the addresses that answer it: following them empties the list."""
    objective = key_result.objective
    add_comment(lead, objective.id, body="@周晓宇 看一下")
    back = write_objective(employee, title="退回来的", publish=False)
    submit_objective(employee, back.id)
    return_objective(lead, back.id, comment="写得再具体些")
    add_action(lead, origin="meeting", origin_id=1, body="写方案", owner=employee.member_id)
    client = api(employee)
    page = client.send("GET", "/api/v1/inbox").json()
    owed = {one["name"]: one["items"] for one in page["owed"]}
    assert set(owed) == {"check-ins", "returned", "mentions", "kpis", "actions", "week"}
    assert owed["check-ins"][0]["id"] == str(key_result.id)
    assert (owed["returned"][0]["said"], owed["returned"][0]["by"]) == ("写得再具体些", lead.name)
    bodies: dict[str, Any] = {
        "check-ins": {"value": "66"},
        "returned": {"note": "改好了"},
        "mentions": {"body": "看过了"},
        "kpis": {"value": "72"},
        "actions": None,
        "week": {"priorities": "续约", "publish": True},
    }
    for name, body in bodies.items():
        act = owed[name][0]["answers"][-1]
        answered = client.send(act["method"], act["path"], body)
        assert answered.status_code < 300, (name, answered.text)
    assert client.send("GET", "/api/v1/inbox").json()["owed"] == []


def test_a_mention_is_noted_only_by_whom_it_names(
    api: Api, employee: Actor, lead: Actor, objective: Objective
) -> None:
    add_comment(lead, objective.id, body="@周晓宇 看一下")
    address = f"/api/v1/inbox/mentions/{Mention.objects.get().id}"
    assert api(lead).send("POST", address, {}).status_code == 404
    assert api(employee, scopes=["read"]).send("POST", address, {}).status_code == 403
    assert api(employee).send("POST", address, {"body": "长" * 10_001}).status_code == 422
    assert api(employee).send("POST", address).status_code == 204
    assert Mention.objects.get().seen_at is not None


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
