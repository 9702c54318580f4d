"""`cairn receive-mail`, as a mail server's pipe calls it."""

import io
import sys

import pytest
from pytest_django import Settings

from cairn.cli.commands import run
from cairn.cli.receiving import LATER
from cairn.mailbox import receiving
from cairn.mailbox.message import LARGEST
from cairn.planning.models import Proposal
from tests.mailbox.conftest import ANSWERS, Write, held, next_cycle, room, squad, write

__all__ = ["held", "next_cycle", "room", "squad", "write"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _answers(settings: Settings) -> None:
    settings.MAIL_ANSWERS = ANSWERS


def pipe(raw: bytes, monkeypatch: pytest.MonkeyPatch) -> tuple[int, io.BytesIO]:
    stream = io.BytesIO(raw)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(stream))
    return run(["receive-mail"]), stream


def test_a_mail_on_standard_input_becomes_a_proposal(
    write: Write, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert pipe(bytes(write()), monkeypatch)[0] == 0
    assert Proposal.objects.count() == 1
    assert capsys.readouterr() == ("", "proposed\n")


def test_what_is_none_of_ours_bounces_to_nobody_and_is_read_to_its_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    code, stream = pipe(b"\xff" * (LARGEST + 1_000), monkeypatch)
    assert (code, stream.read()) == (0, b"")


def test_a_fault_asks_for_the_mail_again_and_quotes_nothing(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_raw: bytes) -> None:
        raise ValueError("words of the mail")

    monkeypatch.setattr(receiving, "receive_mail", broken)
    assert pipe(b"\n", monkeypatch)[0] == LATER
    assert "words" not in capsys.readouterr().err
    settings.MAIL_ANSWERS = ""
    assert pipe(b"\n", monkeypatch)[0] == LATER
    assert "CAIRN_MAIL_ANSWERS" in capsys.readouterr().err
