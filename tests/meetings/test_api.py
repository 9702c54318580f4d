"""Meetings and actions over REST."""

from collections.abc import Callable
from typing import Any

from cairn.api.schemas.meetings import ActionOut, EntryOut, MeetingLine, MeetingOut
from cairn.goals.models import KeyResult
from cairn.meetings.commands.entries import take_down
from cairn.meetings.models import Entry, Meeting
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from tests.api.conformance import fits
from tests.cast import ApiClient

Connect = Callable[..., ApiClient]


def test_a_meeting_from_start_to_minutes(
    api: Connect, lead: Actor, colleague: Actor, team: Team, checked_in: KeyResult
) -> None:
    script = api(lead)
    made = script.send("POST", f"/api/v1/teams/{team.id}/meetings")
    assert made.status_code == 201
    shape = fits(MeetingOut, made.json())
    assert [one["why"] for one in shape["agenda"]] == ["changed", "end"]
    here = f"/api/v1/meetings/{shape['id']}"
    body: dict[str, Any] = {
        "kind": "action",
        "body": "约三家客户",
        "about": str(checked_in.id),
        "owner": str(lead.member_id),
        "due_on": "2026-11-25",
    }
    taken = script.send("POST", f"{here}/entries", body)
    assert taken.status_code == 201
    entry = fits(EntryOut, taken.json())
    assert entry["key_result"] == str(checked_in.id)
    assert script.send("POST", f"{here}/entries", {"body": ""}).status_code == 422
    assert api(colleague).send("POST", f"{here}/entries", {"body": "甲"}).status_code == 403
    ended = script.send("POST", f"{here}/end", {"summary": "都在路上"})
    assert ended.json()["summary"] == "都在路上"
    assert script.send("POST", f"{here}/entries", {"body": "晚了"}).status_code == 409
    assert script.send("DELETE", f"{here}/entries/{entry['id']}").status_code == 409
    listed = api(colleague).get(f"/api/v1/teams/{team.id}/meetings").json()["items"]
    assert fits(MeetingLine, listed[0])["url"] == f"/meetings/{shape['id']}/minutes"
    found = api(colleague).get("/api/v1/search?q=客户").json()["items"]
    assert ("minute", entry["id"]) in {(one["kind"], one["id"]) for one in found}


def test_the_same_key_takes_down_once_and_striking_takes_it_back(
    api: Connect, lead: Actor, team: Team, checked_in: KeyResult
) -> None:
    script = api(lead)
    here = (
        f"/api/v1/meetings/{script.send('POST', f'/api/v1/teams/{team.id}/meetings').json()['id']}"
    )
    keyed = {"HTTP_IDEMPOTENCY_KEY": "f00", "content_type": "application/json"}
    first, second = (
        script.post(f"{here}/entries", '{"body": "甲"}', **keyed)  # type: ignore[arg-type]
        for _ in range(2)
    )
    assert first.json()["id"] == second.json()["id"]
    assert script.send("DELETE", f"{here}/entries/{first.json()['id']}").status_code == 204
    assert script.get(here).json()["entries"] == []
    again = script.post(f"{here}/entries", '{"body": "甲"}', **keyed)  # type: ignore[arg-type]
    assert again.status_code == 404, "it was taken down, and is gone"


def test_what_is_hidden_is_not_in_the_answer(
    api: Connect, lead: Actor, newcomer: Actor, meeting: Meeting, secret_result: KeyResult
) -> None:
    take_down(lead, meeting.id, kind="action", body="鲸鱼", about=str(secret_result.id))
    entry = Entry.objects.get()
    script = api(newcomer)
    shown = script.get(f"/api/v1/meetings/{meeting.id}").json()
    assert str(secret_result.id) not in str(shown)
    assert shown["entries"] == []
    assert script.get("/api/v1/actions").json()["items"] == []
    assert script.get(f"/api/v1/actions/{entry.action_id}").status_code == 404
    assert script.send("POST", f"/api/v1/actions/{entry.action_id}/done").status_code == 404


def test_actions_are_listed_changed_and_done(
    api: Connect, lead: Actor, employee: Actor, colleague: Actor, meeting: Meeting
) -> None:
    take_down(lead, meeting.id, kind="action", body="甲", owner=employee.member_id)
    script = api(employee)
    mine = script.get("/api/v1/actions?owner=me&open=true").json()["items"]
    action = fits(ActionOut, mine[0])
    here = f"/api/v1/actions/{action['id']}"
    changed = script.send("PATCH", here, {"due_on": "2026-12-01", "body": "乙"})
    assert (changed.json()["body"], changed.json()["due_on"]) == ("乙", "2026-12-01")
    assert api(colleague).send("POST", f"{here}/done").status_code == 403
    assert script.send("POST", f"{here}/done").json()["done_at"]
    assert script.get("/api/v1/actions?owner=me&open=true").json()["items"] == []
    assert script.send("POST", f"{here}/reopen").json()["done_at"] is None
    assert script.send("POST", f"{here}/drop").json()["dropped_at"]
