"""Proposing by answering a mail: what becomes of each mail, and what is said back."""

import logging

import pytest
from django.core import mail as outgoing
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from cairn.events.models import Event
from cairn.jobs.models import Job
from cairn.mailbox.message import LARGEST
from cairn.mailbox.receiving import MOST_ANSWERS, Fate, receive_mail
from cairn.notifications.answers import put_answer
from cairn.notifications.composing import write_mails
from cairn.notifications.delivery import send_mails
from cairn.notifications.models import Mail
from cairn.notifications.notices import NoticeRow
from cairn.notifications.proposing import with_ways
from cairn.notifications.reading import read_some
from cairn.organization.actor import Actor
from cairn.organization.models import Member, Organization, Team
from cairn.planning.commands.rooms import move_stage, open_room
from cairn.planning.models import Proposal, Room, Round
from cairn.planning.reply_addresses import reply_address
from cairn.storage import clock
from tests.cast import MORNING, make_member
from tests.mailbox.conftest import IDEA, Write, address_of, answered
from tests.notifications.test_mails import DAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _listening(db: None) -> None:
    """What happens from here on is told."""
    read_some()


def test_an_answer_becomes_a_proposal_and_says_what_was_read(
    write: Write, employee: Actor, room: Room
) -> None:
    assert receive_mail(bytes(write())) is Fate.PROPOSED
    made = Proposal.objects.get()
    assert (made.room_id, made.proposer_id, made.title) == (
        room.id,
        employee.member_id,
        "让老客户愿意留下来",
    )
    assert (made.why, made.key_results) == (
        "每走一个老客户，要三个新客户来补。",
        ["续约率从 60% 提升到 75%"],
    )
    assert Event.objects.get(kind="proposal.made").face == "mail"
    subject, text = answered()
    assert made.title in subject
    assert all(one in text for one in (made.title, made.why, *made.key_results))
    assert f"/proposals/{made.id}" in text
    sent = outgoing.outbox[0].message()
    assert sent["In-Reply-To"] == "<one@mail.example.com>"
    assert sent["Auto-Submitted"] == "auto-replied"
    assert sent["Reply-To"] is None


def test_the_same_mail_twice_is_one_proposal_and_one_answer(write: Write) -> None:
    receive_mail(bytes(write()))
    assert receive_mail(bytes(write())) is Fate.IGNORED
    assert (Proposal.objects.count(), Mail.objects.filter(kind="answer").count()) == (1, 1)
    receive_mail(bytes(write("又一条", Message_ID="<two@mail.example.com>")))
    assert Proposal.objects.count() == 2


def test_what_is_wrong_is_said_and_nothing_is_lost(write: Write) -> None:
    text = "\n".join(f"- 第 {n} 条" for n in range(1, 7))
    assert receive_mail(bytes(write(text, "让老客户愿意留下来"))) is Fate.REFUSED
    assert not Proposal.objects.exists()
    _subject, said = answered()
    assert "> 让老客户愿意留下来" in said
    assert "> - 第 6 条" in said
    assert "/propose" in said
    receive_mail(bytes(write("\n\n发自我的 iPhone", Message_ID="<two@mail.example.com>")))
    assert not Proposal.objects.exists()


def test_the_address_ends_with_the_collecting(write: Write, champion: Actor, room: Room) -> None:
    move_stage(champion, room.id, stage="grouping")
    assert receive_mail(bytes(write())) is Fate.REFUSED
    assert "> 让老客户愿意留下来" in answered()[1]


def test_a_mail_tells_who_sent_it_so_an_anonymous_room_keeps_nothing_of_it(
    write: Write, hidden_room: Room
) -> None:
    assert receive_mail(bytes(write())) is Fate.REFUSED
    assert not Proposal.objects.exists()
    assert "老客户" not in str(Mail.objects.values_list("facts", flat=True))
    _subject, said = answered()
    assert "老客户" not in said
    assert f"/rooms/{hidden_room.id}/propose" in said
    assert not Mail.objects.exists(), "not even that somebody tried"


def test_rights_are_those_of_the_page(write: Write, viewer: Actor, room: Room) -> None:
    to = reply_address(viewer.member_id, room.id)
    assert receive_mail(bytes(write(From=address_of(viewer), To=to))) is Fate.REFUSED
    assert not Proposal.objects.exists()


STRANGE = {
    "another's address": {"From": "somebody@example.com"},
    "no tag": {"To": "proposals@cairn.example.com"},
    "a wrong tag": {"To": "proposals+aaaaaaaaaaaaaaaaaaaaaaaaaa@cairn.example.com"},
    "a tag of strange letters": {"To": "proposals+ı中\0@cairn.example.com"},
    "two senders": {"From": "a@example.com, b@example.com"},
    "an absence": {"Auto-Submitted": "auto-replied"},
    "a bounce": {"Return-Path": "<>"},
    "a list": {"Precedence": "bulk"},
}


@pytest.mark.parametrize("headers", STRANGE.values(), ids=STRANGE)
def test_what_is_not_ours_is_left_alone_and_not_answered(
    write: Write, headers: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    raw = bytes(write())
    for name, value in headers.items():
        lines = [one for one in raw.split(b"\n") if not one.startswith(f"{name}:".encode())]
        raw = f"{name}: {value}\n".encode() + b"\n".join(lines)
    with caplog.at_level(logging.DEBUG):
        assert receive_mail(raw) is Fate.IGNORED
    assert not Proposal.objects.exists()
    assert not Mail.objects.exists()
    assert "left alone" in caplog.text
    assert "老客户" not in caplog.text


def test_a_tag_is_its_members_alone(
    write: Write, employee: Actor, colleague: Actor, room: Room, organization: Organization
) -> None:
    assert receive_mail(bytes(write(From=address_of(colleague)))) is Fate.IGNORED
    other = make_member(organization, "新人", "new@example.com")
    assert reply_address(other.member_id, room.id) != reply_address(employee.member_id, room.id)
    Member.objects.filter(id=employee.member_id).update(left_at=clock.now())
    assert receive_mail(bytes(write())) is Fate.IGNORED


def test_addresses_written_small_or_in_a_copy_do(write: Write, employee: Actor, room: Room) -> None:
    to = reply_address(employee.member_id, room.id).upper()
    message = write(To="team@example.com", Cc=to, From=address_of(employee).upper())
    assert receive_mail(bytes(message)) is Fate.PROPOSED


def test_too_large_a_mail_is_refused_by_its_head(write: Write) -> None:
    raw = bytes(write()) + b"a" * LARGEST
    assert receive_mail(raw[: LARGEST + 1]) is Fate.REFUSED
    assert not Proposal.objects.exists()
    answered()


def test_very_many_mails_are_refused_once_and_then_left_alone(
    write: Write, employee: Actor
) -> None:
    me = Member.objects.get(id=employee.member_id)
    for _ in range(MOST_ANSWERS):
        put_answer(me, "before", "before")
    assert receive_mail(bytes(write())) is Fate.REFUSED
    again = write(Message_ID="<two@mail.example.com>")
    assert receive_mail(bytes(again)) is Fate.IGNORED
    with clock.set_to(MORNING + DAY):
        assert receive_mail(bytes(again)) is Fate.IGNORED, "it was taken, though nothing came of it"
        assert receive_mail(bytes(write(Message_ID="<3@mail.example.com>"))) is Fate.PROPOSED


def asked(actor: Actor) -> outgoing.EmailMessage:
    """The mail that asks them to propose."""
    read_some()
    with clock.set_to(MORNING + DAY):
        write_mails(Job(), lambda _step, _steps: None)
        send_mails(Job(), lambda _step, _steps: None)
    [message] = [one for one in outgoing.outbox if one.to == [address_of(actor)]]
    return message


def test_the_mail_that_asks_takes_its_answer(employee: Actor, room: Room, write: Write) -> None:
    message = asked(employee)
    to = str(message.message()["Reply-To"])
    assert to == reply_address(employee.member_id, room.id)
    assert len(to.partition("@")[0]) <= 64
    html = str(message.alternatives[0][0])  # type: ignore[attr-defined]
    assert "“-”" in str(message.body)
    assert "“-”" in html
    assert receive_mail(bytes(write(To=to))) is Fate.PROPOSED


def test_without_the_setting_the_mail_reads_as_before(
    employee: Actor, room: Room, settings: Settings
) -> None:
    settings.MAIL_ANSWERS = ""
    message = asked(employee)
    assert message.message()["Reply-To"] is None
    assert "“-”" not in str(message.body)


def test_the_mail_of_an_anonymous_room_says_that_only_the_link_will_do(
    employee: Actor, hidden_room: Room, write: Write
) -> None:
    message = asked(employee)
    assert message.message()["Reply-To"] is None
    assert "“-”" not in str(message.body)
    number = str(message.message()["Message-ID"])
    back = write(To="cairn@example.com", In_Reply_To=number)
    assert receive_mail(bytes(back)) is Fate.REFUSED
    assert f"/rooms/{hidden_room.id}/propose" in answered()[1]
    strange = write(To="cairn@example.com", In_Reply_To=number, From="x@example.com")
    assert receive_mail(bytes(strange)) is Fate.IGNORED


def test_who_stopped_all_mails_is_answered_when_they_write(write: Write, employee: Actor) -> None:
    from cairn.notifications.choices import choose_mail

    choose_mail(employee, pace="never")
    receive_mail(bytes(write(IDEA)))
    assert answered()[0]


def test_a_mail_that_asks_for_two_rooms_names_an_address_for_each(
    employee: Actor, lead: Actor, room: Room, held: Round, team: Team
) -> None:
    other = open_room(lead, held.id, team=team.id)
    rows = [
        NoticeRow(
            *(one.id, "confirmations", "round.started", "", "propose", "", ""),
            url=f"/rooms/{one.id}/propose",
            at=clock.now(),
            is_seen=False,
        )
        for one in (room, other)
    ]
    with CaptureQueriesContext(connection) as asked:
        told = with_ways(employee, rows)
    assert len(asked) == 1
    for row, one in zip(told, (room, other), strict=True):
        assert reply_address(employee.member_id, one.id) in row.how
        assert row.reply_to == ""
    [alone] = with_ways(employee, rows[:1])
    assert alone.reply_to == reply_address(employee.member_id, room.id)
