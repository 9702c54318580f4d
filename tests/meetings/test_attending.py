"""Who took part in a meeting, as its minutes say it."""

from collections.abc import Callable

import pytest
from django.test import Client

from cairn.meetings.commands.entries import take_down
from cairn.meetings.commands.meetings import end_meeting, start_meeting
from cairn.meetings.minutes import read_minutes
from cairn.meetings.models import Meeting
from cairn.notifications.minutes import lines_of
from cairn.organization.actor import Actor
from cairn.storage import clock
from tests.cast import MORNING, ApiClient, again

pytestmark = pytest.mark.django_db
type Web = Callable[[Actor], Client]
type Connect = Callable[..., ApiClient]


def there(viewer: Actor, meeting: Meeting) -> list[str]:
    return [one.name for one in read_minutes(viewer, meeting.id).attended]


def test_whoever_starts_joins_opens_or_writes_took_part(
    web: Web, lead: Actor, employee: Actor, newcomer: Actor, champion: Actor, meeting: Meeting
) -> None:
    assert there(lead, meeting) == [lead.name]
    start_meeting(again(employee), meeting.team_id)
    web(newcomer).get(f"/meetings/{meeting.id}")
    for _twice in range(2):
        take_down(champion, meeting.id, body="来旁听")
    assert there(lead, meeting) == [lead.name, employee.name, newcomer.name, champion.name]


def test_whoever_only_looks_did_not_take_part(
    web: Web, lead: Actor, colleague: Actor, viewer: Actor, employee: Actor, meeting: Meeting
) -> None:
    for one in (colleague, viewer):
        web(one).get(f"/meetings/{meeting.id}")
    end_meeting(lead, meeting.id)
    web(employee).get(f"/meetings/{meeting.id}")
    assert there(lead, meeting) == [lead.name]


def test_a_meeting_that_was_forgotten_is_joined_no_more(
    web: Web, lead: Actor, employee: Actor, meeting: Meeting
) -> None:
    with clock.set_to(MORNING.replace(day=20)):
        web(employee).get(f"/meetings/{meeting.id}")
    assert there(lead, meeting) == [lead.name]


def test_the_minutes_the_mail_and_the_api_name_them(
    web: Web, api: Connect, lead: Actor, employee: Actor, colleague: Actor, meeting: Meeting
) -> None:
    start_meeting(again(employee), meeting.team_id)
    end_meeting(lead, meeting.id)
    assert employee.name in web(colleague).get(f"/meetings/{meeting.id}/minutes").text
    assert employee.name in lines_of(read_minutes(colleague, meeting.id))[0]
    found = api(colleague).get(f"/api/v1/meetings/{meeting.id}").json()
    assert [one["name"] for one in found["attended"]] == [lead.name, employee.name]
