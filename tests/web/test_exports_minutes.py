"""Minutes as a file: what was taken down, and how what was agreed on stands."""

from collections.abc import Callable

from django.test import Client

from cairn.checkins.commands.actions import drop_action, finish_action
from cairn.goals.models import KeyResult
from cairn.meetings.commands.entries import take_down
from cairn.meetings.commands.meetings import start_meeting
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from tests.cast import TODAY, again
from tests.web.files import items

SignIn = Callable[[Actor], Client]
TABLES = ("minutes",)


def test_minutes_say_how_what_was_agreed_stands(
    web: SignIn, lead: Actor, team: Team, checked_in: KeyResult
) -> None:
    meeting = start_meeting(again(lead), team.id)
    take_down(lead, meeting.id, body="看到了", about=str(checked_in.id))
    made = [
        take_down(*(lead, meeting.id), kind="action", body=body, owner=lead.member_id, due_on=TODAY)
        for body in ("要做", "做完", "不做")
    ]
    for act, entry in ((finish_action, made[1]), (drop_action, made[2])):
        assert entry.action_id
        act(again(lead), entry.action_id)
    rows = items(web(again(lead)), "minutes")
    assert [(one["text"], one["state"], one["due_on"]) for one in rows] == [
        ("看到了", None, None),
        ("要做", "open", str(TODAY)),
        ("做完", "done", str(TODAY)),
        ("不做", "dropped", str(TODAY)),
    ]
    assert [one["objective_id"] for one in rows] == [str(checked_in.objective_id), *(None,) * 3]
