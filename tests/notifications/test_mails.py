"""Mails: when they are written, what they say, and what becomes of them at a bad server."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as outgoing
from django.core.mail import EmailMultiAlternatives
from pytest_django import Settings

from cairn.errors import Conflict, Forbidden, NotFound
from cairn.goals.commands.objectives import edit_objective
from cairn.goals.models import Objective
from cairn.jobs.models import Job
from cairn.notifications.choices import choose_mail, stop_mails
from cairn.notifications.composing import write_mails
from cairn.notifications.delivery import MailServerTrouble, send_mails
from cairn.notifications.inbox import see_notices, send_again
from cairn.notifications.models import Mail, MailChoice, Notice, Topic
from cairn.notifications.stopping import read_stop, stop_path
from cairn.notifications.telling import tell
from cairn.organization.actor import Actor
from cairn.organization.commands.invitations import invite_member
from cairn.organization.models import Invitation, Member
from cairn.schedule import HANDLERS, RECURRING
from cairn.storage import clock
from tests.cast import MORNING
from tests.notifications.smtp import MailServer, mail_server

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def server(settings: Settings) -> Iterator[MailServer]:
    """A mail server that the instance sends to; it takes everything until told otherwise."""
    with mail_server() as made:
        settings.MAILERS = {
            "default": {
                "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
                "OPTIONS": {"host": "127.0.0.1", "port": made.port, "timeout": 0.3},
            }
        }
        yield made


def quiet(_step: int, _steps: int) -> None:
    pass


def say(to: Actor, key: str = "one", objective: Objective | None = None, **facts: str) -> None:
    tell(
        [to.member_id],
        topic=Topic.TALK,
        key=key,
        kind="comment.added",
        reason="mentioned",
        url="/objectives/1",
        facts={"actor": "林知远", "title": "让老客户愿意留下来", **facts},
        objective_id=objective.id if objective else None,
    )


def write(after: timedelta = DAY) -> list[Mail]:
    with clock.set_to(MORNING + after):
        write_mails(Job(), quiet)
    return list(Mail.objects.order_by("id"))


def send(after: timedelta = DAY) -> None:
    with clock.set_to(MORNING + after):
        send_mails(Job(), quiet)


def sent() -> EmailMultiAlternatives:
    [message] = outgoing.outbox
    assert isinstance(message, EmailMultiAlternatives)
    return message


def html_of(message: EmailMultiAlternatives) -> str:
    return str(message.alternatives[0][0])


# Writing


def test_a_digest_waits_for_its_hour_and_gathers(employee: Actor) -> None:
    say(employee, "one")
    say(employee, "two")
    assert write(timedelta(hours=22)) == []
    [mail] = write(timedelta(hours=23, minutes=1))
    assert mail.notices.count() == 2
    assert len(write(2 * DAY)) == 1, "nothing is mailed twice"


def test_what_was_seen_needs_no_mail(employee: Actor) -> None:
    say(employee)
    see_notices(employee)
    assert write() == []


def test_at_once_is_at_once_but_not_at_night(employee: Actor) -> None:
    choose_mail(employee, pace="immediate")
    say(employee, "one")
    assert len(write(timedelta(0))) == 1
    with clock.set_to(MORNING + timedelta(hours=14)):
        say(employee, "at eleven in the night")
    assert len(write(timedelta(hours=15))) == 1
    assert len(write(timedelta(hours=23))) == 2


def test_the_readers_zone_counts(employee: Actor) -> None:
    Member.objects.filter(id=employee.member_id).update(time_zone="America/New_York")
    say(employee)
    assert write(timedelta(hours=11)) == [], "it is 20:00 in Shanghai, 7:00 there"
    assert len(write(timedelta(hours=12))) == 1


def test_another_choice_moves_what_waits(employee: Actor) -> None:
    say(employee)
    choose_mail(employee, pace="weekly", weekday=4)
    assert write(DAY) == []
    choose_mail(employee, pace="never")
    assert write(9 * DAY) == []
    choose_mail(employee, pace="immediate")
    assert write(9 * DAY) == [], "what nobody wanted is not sent later"


def test_a_muted_topic_stays_in_the_inbox(employee: Actor) -> None:
    choose_mail(employee, muted=["talk"])
    say(employee)
    assert write() == []
    assert Notice.objects.filter(member=employee.member_id, seen_at=None).count() == 1


def test_who_has_left_or_never_came_gets_none(admin: Actor, employee: Actor) -> None:
    invited, _path = invite_member(admin, email="new@cairn.test", name="新人", send=False)
    say(employee)
    tell([invited.id], topic=Topic.TALK, key="x", kind="comment.added", url="/")
    Member.objects.filter(id=employee.member_id).update(left_at=clock.now())
    assert write() == []


# What they say


def test_a_mail_is_readable_in_text_and_html_in_chinese(employee: Actor) -> None:
    say(employee, said="看看这个?\n第二行")
    write()
    send()
    message = sent()
    assert message.to == ["employee@cairn.test"]
    assert "让老客户愿意留下来" in message.subject
    for text in (str(message.body), html_of(message)):
        assert "周晓宇" in text
        assert "http://127.0.0.1:8000/objectives/1" in text
        assert "/settings/mail" in text
        assert len(set(re.findall(r"/mails/stop/[\w:-]+", text))) == 2
    assert '<html lang="zh-Hans">' in html_of(message)
    assert "src=" not in html_of(message)


def test_an_english_reader_reads_english(colleague: Actor) -> None:
    say(colleague)
    say(colleague, "two")
    write()
    send()
    message = sent()
    assert message.subject == "林知远 mentioned you in “让老客户愿意留下来”, and 1 more"
    assert "You hear of it because you were named." in str(message.body)
    assert "You get this because Cairn sends one mail a day" in str(message.body)


def test_what_is_written_into_a_title_is_no_markup_and_no_header(employee: Actor) -> None:
    say(employee, title="<script>alert(1)</script>\r\nBcc: all@example.com")
    write()
    send()
    assert "<script>" not in html_of(sent())
    assert "\n" not in sent().subject
    assert sent().bcc == []


def test_every_mail_can_be_stopped_by_its_headers(employee: Actor) -> None:
    say(employee)
    write()
    send()
    headers = sent().extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    token = headers["List-Unsubscribe"].removesuffix(">").rsplit("/", 1)[1]
    assert read_stop(token) == (employee.member_id, "talk")


def test_what_became_hidden_after_writing_is_not_sent(
    colleague: Actor, employee: Actor, objective: Objective
) -> None:
    say(colleague, "hidden", objective)
    [mail] = write()
    edit_objective(employee, objective.id, visibility="people", version=objective.version)
    send()
    mail.refresh_from_db()
    assert outgoing.outbox == []
    assert mail.dropped_at is not None


def test_stopping_takes_back_what_is_written_already(employee: Actor) -> None:
    say(employee)
    write()
    stop_mails(employee.member_id, "talk")
    send()
    assert outgoing.outbox == []


# Stopping


def test_a_link_of_ours_stops_a_topic_or_everything(employee: Actor) -> None:
    stop_mails(employee.member_id, "talk")
    stop_mails(employee.member_id, "talk")
    choice = MailChoice.objects.get(member=employee.member_id)
    assert (choice.muted, choice.pace) == (["talk"], "daily")
    stop_mails(employee.member_id, "all")
    choice.refresh_from_db()
    assert (choice.muted, choice.pace) == (["talk"], "never")


@pytest.mark.parametrize("token", ["", "x", "WyIxIiwiYWxsIl0:1abc:forged", "…"])
def test_a_forged_link_does_nothing(token: str) -> None:
    with pytest.raises(NotFound):
        read_stop(token)


def test_a_link_cannot_be_turned_to_somebody_else(employee: Actor, lead: Actor) -> None:
    mine = stop_path(employee.member_id).rsplit("/", 1)[1]
    theirs = stop_path(lead.member_id).rsplit("/", 1)[1]
    mixed = ":".join([mine.split(":")[0], *theirs.split(":")[1:]])
    with pytest.raises(NotFound):
        read_stop(mixed)


# Bad servers


def trouble(after: timedelta = DAY) -> str:
    with pytest.raises(MailServerTrouble) as raised:
        send(after)
    return str(raised.value)


def test_a_server_takes_a_mail_once(employee: Actor, server: MailServer) -> None:
    say(employee)
    [mail] = write()
    send()
    send()
    [taken] = server.taken
    assert taken["Message-ID"] == f"<cairn.{mail.id}@127.0.0.1>"
    assert taken.get_body(("html",)) is not None
    mail.refresh_from_db()
    assert (mail.attempts, mail.error) == (1, "")
    assert mail.sent_at is not None


def test_many_mails_go_through_one_connection(
    employee: Actor, lead: Actor, colleague: Actor, server: MailServer
) -> None:
    for actor in (employee, lead, colleague):
        say(actor)
    write()
    send()
    assert (len(server.taken), server.connections) == (3, 1)


def test_a_server_that_hangs_costs_one_timeout_and_loses_nothing(
    employee: Actor, lead: Actor, server: MailServer
) -> None:
    server.answers["GREETING"] = None
    say(employee)
    say(lead)
    write()
    assert "timed out" in trouble().lower()
    assert server.connections == 1, "the others are not tried"
    assert sorted(Mail.objects.values_list("attempts", flat=True)) == [0, 1]
    del server.answers["GREETING"]
    send(DAY + timedelta(hours=1))
    assert len(server.taken) == 2


def test_a_server_that_is_not_there_is_tried_again_with_growing_gaps(
    employee: Actor, settings: Settings
) -> None:
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": 1, "timeout": 0.3},
        }
    }
    say(employee)
    [mail] = write()
    gaps, at = [], DAY
    for _time in range(4):
        trouble(at)
        mail.refresh_from_db()
        gaps.append(mail.next_at - (MORNING + at))
        at = mail.next_at - MORNING
    assert gaps == sorted(set(gaps))
    assert "refused" in mail.error.lower()
    trouble(30 * DAY)
    mail.refresh_from_db()
    assert mail.failed_at is None, "no mail is given up because the server is away"


def test_a_mail_that_hangs_the_server_does_not_hold_up_the_others(
    employee: Actor, lead: Actor, server: MailServer
) -> None:
    server.answers["BODY"] = None
    say(employee)
    say(lead)
    write()
    trouble()
    first = Mail.objects.get(attempts=1)
    del server.answers["BODY"]
    send(DAY + timedelta(seconds=1))
    assert len(server.taken) == 1
    first.refresh_from_db()
    assert first.sent_at is None
    send(DAY + timedelta(minutes=1))
    assert len(server.taken) == 2


def test_wrong_credentials_are_the_servers_trouble(employee: Actor, server: MailServer) -> None:
    server.answers["MAIL"] = "530 sign in first"
    say(employee)
    write()
    assert "530 sign in first" in trouble()


def test_an_unknown_recipient_is_given_up_and_the_others_go(
    employee: Actor, lead: Actor, admin: Actor, server: MailServer
) -> None:
    server.answers["RCPT"] = "550 no such person"
    say(employee)
    [mail] = write()
    send()
    mail.refresh_from_db()
    assert mail.failed_at is not None
    assert mail.error == "550 no such person"
    del server.answers["RCPT"]
    say(lead)
    write()
    send()
    assert len(server.taken) == 1
    with clock.set_to(MORNING + 2 * DAY):
        send_again(admin, mail.id)
    send(2 * DAY)
    assert len(server.taken) == 2


def test_a_full_mailbox_is_tried_for_three_days(employee: Actor, server: MailServer) -> None:
    server.answers["RCPT"] = "452 full"
    say(employee)
    [mail] = write()
    for hours in (24, 25, 27, 90):
        send(timedelta(hours=hours))
        mail.refresh_from_db()
        assert mail.failed_at is None
    send(timedelta(hours=100))
    mail.refresh_from_db()
    assert mail.failed_at is not None


def test_a_mail_that_cannot_be_written_waits_and_the_others_go(
    employee: Actor, lead: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cairn.notifications import delivery

    real = delivery.write

    def write_some(mail: Mail) -> Any:
        if mail.member_id == employee.member_id:
            raise RuntimeError("a fault of ours")
        return real(mail)

    say(employee)
    say(lead)
    write()
    monkeypatch.setattr(delivery, "write", write_some)
    send()
    assert [message.to for message in outgoing.outbox] == [["lead@cairn.test"]]
    assert Mail.objects.get(member=employee.member_id).error == "RuntimeError: a fault of ours"


def test_only_administrators_send_again(employee: Actor, admin: Actor, stranger: Actor) -> None:
    say(employee)
    [mail] = write()
    with pytest.raises(Forbidden):
        send_again(employee, mail.id)
    with pytest.raises(NotFound):
        send_again(stranger, mail.id)
    with pytest.raises(Conflict):
        send_again(admin, mail.id)


# Invitations


def test_an_invitation_goes_through_the_queue(admin: Actor, server: MailServer) -> None:
    server.answers["GREETING"] = None
    _member, path = invite_member(admin, email="new@cairn.test", name="新人")
    job = Job.objects.get(kind="invitation.mail")
    for _time in range(2):
        HANDLERS["invitation.mail"](job, quiet)
    trouble()
    del server.answers["GREETING"]
    send(2 * DAY)
    [taken] = server.taken
    body = taken.get_content() if not taken.is_multipart() else ""
    assert path in body
    assert path.rsplit("/", 1)[1] not in str(list(Job.objects.values())), "no secret is kept"


def test_an_invitation_that_was_replaced_is_not_sent(admin: Actor) -> None:
    invite_member(admin, email="new@cairn.test", name="新人")
    job = Job.objects.get(kind="invitation.mail")
    HANDLERS["invitation.mail"](job, quiet)
    Invitation.objects.all().delete()
    send()
    assert outgoing.outbox == []
    assert Mail.objects.get().dropped_at is not None


def test_what_recurs_has_somebody_who_does_it() -> None:
    assert RECURRING.keys() <= HANDLERS.keys()
