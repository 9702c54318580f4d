"""Pictures that words show."""

from collections.abc import Callable

from django.test import Client

from cairn.checkins.commands.pictures import add_picture, kind_of
from cairn.goals.models import Objective
from cairn.organization.actor import Actor
from tests.cast import GIF, WriteObjective

type Web = Callable[[Actor], Client]


def test_a_picture_is_only_ever_a_picture(
    web: Web, employee: Actor, colleague: Actor, objective: Objective
) -> None:
    made = add_picture(employee, objective.id, content=GIF)
    answer = web(colleague).get(f"/pictures/{made.id}")
    assert answer.content == GIF
    assert answer.headers["Content-Type"] == "image/gif"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cache-Control"].startswith("private")


def test_a_picture_is_seen_with_its_objective(
    web: Web, employee: Actor, colleague: Actor, write_objective: WriteObjective
) -> None:
    hidden = write_objective(employee, visibility="people")
    made = add_picture(employee, hidden.id, content=GIF)
    assert web(employee).get(f"/pictures/{made.id}").status_code == 200
    assert web(colleague).get(f"/pictures/{made.id}").status_code == 404


def test_a_kind_is_told_from_the_first_bytes() -> None:
    rest = b"\x00" * 30
    assert kind_of(b"\xff\xd8\xff" + rest) == "jpeg"
    assert kind_of(b"\x89PNG\r\n\x1a\n" + rest) == "png"
    assert kind_of(b"BM" + rest) == "bmp"
    assert kind_of(b"<html>" + rest) is None
    assert kind_of(b"BM") is None
