"""Minutes go to the team by mail, to each what they may see."""

from cairn.events.models import Event
from cairn.goals.models import KeyResult
from cairn.meetings.commands.entries import take_down
from cairn.meetings.commands.meetings import end_meeting, start_meeting
from cairn.meetings.models import Meeting
from cairn.notifications.letters import letter_of
from cairn.notifications.minutes import with_minutes
from cairn.notifications.models import Mail, Notice
from cairn.notifications.notices import newest
from cairn.notifications.reading import told_of
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from tests.cast import member_of


def test_whoever_took_part_from_another_team_hears_of_the_minutes(
    champion: Actor, employee: Actor, newcomer: Actor, company: Team, checked_in: KeyResult
) -> None:
    meeting = start_meeting(champion, company.id)
    take_down(employee, meeting.id, body="来自下面的团队")
    end_meeting(champion, meeting.id)
    told_of(list(Event.objects.filter(kind="meeting.ended")))
    heard = dict(Notice.objects.filter(kind="meeting.ended").values_list("member_id", "reason"))
    assert heard[employee.member_id] == "guest"
    assert newcomer.member_id not in heard


def test_each_reads_what_they_may_see(
    lead: Actor,
    employee: Actor,
    newcomer: Actor,
    meeting: Meeting,
    checked_in: KeyResult,
    secret_result: KeyResult,
) -> None:
    take_down(lead, meeting.id, kind="decision", body="本周不加人", about=str(checked_in.id))
    take_down(
        lead,
        meeting.id,
        kind="action",
        body="约鲸鱼谈价",
        about=str(secret_result.id),
        owner=employee.member_id,
    )
    end_meeting(lead, meeting.id, summary="都在路上")
    told_of(list(Event.objects.filter(kind="meeting.ended")))
    for reader, sees in ((employee, True), (newcomer, False)):
        said = with_minutes(reader, newest(reader))[0].said
        assert "都在路上" in said
        assert "本周不加人" in said
        assert ("约鲸鱼谈价" in said) == sees
        mail = Mail.objects.create(
            organization_id=reader.organization_id, member=member_of(reader), kind="notices"
        )
        Notice.objects.filter(member=reader.member_id).update(mail=mail)
        letter = letter_of(mail)
        assert letter
        assert "本周不加人" in letter.text
        assert "都在路上<br>" in letter.html, "a line each"
        assert ("约鲸鱼谈价" in letter.text) == sees
