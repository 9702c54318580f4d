"""Mails as they come in, and what is said back."""

from collections.abc import Callable
from email.message import EmailMessage

import pytest
from django.core import mail as outgoing
from pytest_django import Settings

from cairn.jobs.models import Job
from cairn.notifications.delivery import send_mails
from cairn.organization.actor import Actor
from cairn.organization.models import Member
from cairn.planning.models import Room
from cairn.planning.reply_addresses import reply_address
from tests.planning.conftest import held, hidden_room, next_cycle, room, squad

__all__ = ["held", "hidden_room", "next_cycle", "room", "squad"]
ANSWERS = "proposals@cairn.example.com"
IDEA = "让老客户愿意留下来\n\n每走一个老客户，要三个新客户来补。\n\n- 续约率从 60% 提升到 75%\n"
type Write = Callable[..., EmailMessage]


@pytest.fixture(autouse=True)
def _answers(settings: Settings) -> None:
    settings.MAIL_ANSWERS = ANSWERS


def address_of(actor: Actor) -> str:
    return Member.objects.get(id=actor.member_id).user.email


@pytest.fixture
def write(employee: Actor, room: Room) -> Write:
    """A mail of the employee's to the room, with what is said otherwise."""

    def made(text: str = IDEA, subject: str = "回复：征集", **headers: str) -> EmailMessage:
        message = EmailMessage()
        message.set_content(text)
        usual = {
            "From": f"员工 <{address_of(employee)}>",
            "To": reply_address(employee.member_id, room.id),
            "Subject": subject,
            "Message-ID": "<one@mail.example.com>",
        }
        for name, value in (usual | {k.replace("_", "-"): v for k, v in headers.items()}).items():
            message[name] = value
        return message

    return made


def answered() -> tuple[str, str]:
    """Subject and text of the one mail that goes out."""
    outgoing.outbox.clear()
    send_mails(Job(), lambda _step, _steps: None)
    [message] = outgoing.outbox
    return str(message.subject), str(message.body)
