"""Who is asked to propose in a room that a team opens once its round is under way."""

import pytest
from django.core import mail as outgoing
from pytest_django import Settings

from cairn.cycles.models import Cycle
from cairn.notifications.choices import choose_mail
from cairn.notifications.composing import write_mails
from cairn.notifications.delivery import send_mails
from cairn.notifications.letters import letter_of
from cairn.notifications.models import Mail, Notice
from cairn.notifications.notices import newest
from cairn.notifications.reading import read_some
from cairn.organization.actor import Actor, Role
from cairn.organization.models import Organization, Team, TeamMember
from cairn.planning.commands.choosing import choose_proposal
from cairn.planning.commands.parts import open_over_parts
from cairn.planning.commands.rooms import end_room, move_stage, open_room, seat_members
from cairn.planning.commands.rounds import start_round
from cairn.planning.commands.steps import begin_step, begin_team, finish_step, repeat_step
from cairn.planning.models import Proposal, Room, Round
from cairn.planning.reply_addresses import reply_address
from cairn.storage import clock
from tests.cast import MORNING, again, make_member
from tests.planning.test_rounds import step_of

OPENED = "room.opened"


@pytest.fixture(autouse=True)
def _begun(db: None) -> None:
    """The ledger is read from now on."""
    read_some()


def asked(actor: Actor) -> list[str]:
    """Where somebody was asked to propose since the round's own mail."""
    read_some()
    return [row.url for row in reversed(newest(actor)) if row.kind == OPENED]


def open_for(actor: Actor, held: Round, team: Team) -> Room:
    begin_team(actor, held.id, team=team.id)
    return Room.objects.filter(round=held, team=team).latest("id")


def quiet(_step: int, _steps: int) -> None:
    pass


def test_a_teams_room_asks_its_people_and_nobody_else(
    organization: Organization,
    held: Round,
    lead: Actor,
    employee: Actor,
    colleague: Actor,
    champion: Actor,
    team: Team,
    squad: Team,
) -> None:
    deep = make_member(organization, "许知远", "deep@cairn.test", team=squad)
    looks = make_member(organization, "李望", "looks@cairn.test", role=Role.VIEWER, team=team)
    room = open_for(lead, held, team)
    link = f"/rooms/{room.id}/propose"
    assert asked(employee) == asked(deep) == [link]
    assert asked(colleague) == asked(looks) == asked(champion) == asked(lead) == []
    [row] = [row for row in newest(employee) if row.kind == OPENED]
    last = step_of(held, "hand_on", team).ends_on
    assert all(word in row.text for word in (team.name, held.cycle.name, str(last.year)))
    assert row.why == "you belong to the team"


def test_once_however_often_it_is_begun_or_the_ledger_read(
    held: Round, lead: Actor, employee: Actor, team: Team
) -> None:
    room = open_for(lead, held, team)
    begin_team(lead, held.id, team=team.id)
    open_room(lead, held.id, team=team.id)
    assert asked(employee) == asked(employee) == [f"/rooms/{room.id}/propose"]


def test_the_rounds_first_room_is_asked_for_by_the_rounds_own_mail_alone(
    held: Round, champion: Actor, employee: Actor
) -> None:
    begin_step(champion, step_of(held, "collect").id)
    assert asked(employee) == []
    assert "round.started" in {row.kind for row in newest(employee)}


def test_when_all_collect_again_all_are_asked_again(
    held: Round, room: Room, champion: Actor, employee: Actor
) -> None:
    first = step_of(held, "collect")
    finish_step(champion, first.id)
    end_room(champion, room.id)
    begin_step(champion, repeat_step(champion, first.id).id)
    later = Room.objects.filter(round=held).latest("id")
    assert asked(employee) == [f"/rooms/{later.id}/propose"]


def test_a_pilot_team_asks_for_its_teams_rooms_too(
    organization: Organization,
    champion: Actor,
    employee: Actor,
    next_cycle: Cycle,
    team: Team,
    squad: Team,
) -> None:
    deep = make_member(organization, "许知远", "deep@cairn.test", team=squad)
    held = start_round(champion, next_cycle.id, team=team.id)
    room = open_for(champion, held, squad)
    assert asked(deep) == [f"/rooms/{room.id}/propose"]
    assert asked(employee) == []


def test_whoever_leads_hears_of_a_room_that_somebody_else_opened(
    held: Round, champion: Actor, lead: Actor, team: Team
) -> None:
    room = open_for(champion, held, team)
    assert asked(lead) == [f"/rooms/{room.id}/propose"]


def test_whoever_belongs_to_two_teams_is_asked_by_each_once(
    organization: Organization,
    held: Round,
    champion: Actor,
    colleague: Actor,
    team: Team,
    product: Team,
    squad: Team,
) -> None:
    for one in (team, squad):
        TeamMember.objects.create(team=one, member_id=colleague.member_id, joined_on=MORNING.date())
    rooms = [open_for(champion, held, one) for one in (team, product, squad)]
    assert asked(again(colleague)) == [f"/rooms/{one.id}/propose" for one in rooms]


def test_an_invited_room_asks_those_who_sit_there(
    held: Round, champion: Actor, employee: Actor, colleague: Actor, team: Team
) -> None:
    room = open_room(champion, held.id, team=team.id, is_invited=True)
    seat_members(champion, room.id, members=[colleague.member_id])
    assert asked(colleague) == [f"/rooms/{room.id}/propose"]
    assert asked(employee) == []


def test_a_room_over_key_results_asks_nobody_by_mail(
    champion: Actor, employee: Actor, room: Room, idea: Proposal
) -> None:
    move_stage(champion, room.id, stage="choosing")
    choose_proposal(champion, idea.id)
    open_over_parts(champion, idea.id)
    assert asked(employee) == []


def test_who_reads_late_is_not_asked_for_what_has_gone_on(
    held: Round, lead: Actor, employee: Actor, team: Team
) -> None:
    room = open_for(lead, held, team)
    move_stage(lead, room.id, stage="voting")
    assert asked(employee) == []


def test_the_mail_comes_in_both_languages_when_the_reader_wants_it(
    held: Round, lead: Actor, employee: Actor, colleague: Actor, champion: Actor, team: Team
) -> None:
    choose_mail(employee, pace="immediate", quiet_from=21, quiet_to=8)
    read_some()
    Notice.objects.all().delete()
    with clock.set_to(MORNING.replace(hour=22)):
        room = open_for(lead, held, team)
        read_some()
        write_mails(None, quiet)  # type: ignore[arg-type]
    assert Mail.objects.count() == 0
    with clock.set_to(MORNING.replace(day=19, hour=8, minute=1)):
        write_mails(None, quiet)  # type: ignore[arg-type]
        mail = Mail.objects.select_related("member__organization", "member__user").get()
        mail.member.locale = "zh-hans"
        chinese = letter_of(mail)
        mail.member.locale = "en"
        english = letter_of(mail)
    assert chinese is not None
    assert english is not None
    assert f"/rooms/{room.id}/propose" in chinese.text
    assert team.name in chinese.subject
    assert chinese.subject != english.subject
    assert "has opened its room" in english.subject


def test_no_mail_asks_for_a_room_that_has_gone_on_meanwhile(
    held: Round, lead: Actor, employee: Actor, team: Team
) -> None:
    choose_mail(employee, pace="immediate", quiet_from=0, quiet_to=0)
    read_some()
    Notice.objects.all().delete()
    room = open_for(lead, held, team)
    read_some()
    write_mails(None, quiet)  # type: ignore[arg-type]
    move_stage(lead, room.id, stage="grouping")
    send_mails(None, quiet)  # type: ignore[arg-type]
    assert outgoing.outbox == []
    assert Mail.objects.get().dropped_at is not None


def test_who_stopped_such_mails_still_finds_it_in_the_inbox(
    held: Round, lead: Actor, employee: Actor, team: Team
) -> None:
    choose_mail(employee, muted=["confirmations"])
    room = open_for(lead, held, team)
    assert asked(employee) == [f"/rooms/{room.id}/propose"]
    assert Notice.objects.get(member=employee.member_id, kind=OPENED).mail_at is None


def test_such_a_mail_is_answered_like_the_rounds_own(
    settings: Settings, held: Round, lead: Actor, employee: Actor, team: Team
) -> None:
    settings.MAIL_ANSWERS = "proposals@cairn.test"
    choose_mail(employee, pace="immediate", quiet_from=0, quiet_to=0)
    read_some()
    Notice.objects.all().delete()
    room = open_for(lead, held, team)
    read_some()
    write_mails(None, quiet)  # type: ignore[arg-type]
    send_mails(None, quiet)  # type: ignore[arg-type]
    [sent] = outgoing.outbox
    assert sent.extra_headers["Reply-To"] == reply_address(employee.member_id, room.id)
