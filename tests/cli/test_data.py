"""`cairn doctor`, `cairn synthesize` and what `cairn demo` says."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.conf import settings
from django.utils import translation

from cairn.cli import demonstration
from cairn.cli.commands import run
from cairn.demo.personas import PERSONAS, email_of
from cairn.errors import Refusal
from cairn.goals.models import KeyResult, Objective
from cairn.organization.actor import Actor
from cairn.organization.models import Organization


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("LC_ALL", "C")
    with translation.override("en"):
        yield


def test_the_doctor_names_what_differs_and_mends_it(
    checked_in: KeyResult, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["doctor"]) == 0
    KeyResult.objects.filter(id=checked_in.id).update(progress=Decimal("0.9"))
    assert run(["doctor"]) == 1
    assert f"goals_keyresult {checked_in.id}, progress: kept 0.9" in capsys.readouterr().out
    assert run(["doctor", "--mend"]) == 0
    assert run(["doctor"]) == 0


@pytest.mark.django_db(transaction=True)
def test_an_organization_is_made_up(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--people", "6", "--objectives", "4", "--seed", "7"]
    assert run(["synthesize", *words]) == 0
    assert Organization.objects.get().members.count() == 6
    assert Objective.objects.count() == 4
    assert run(["doctor"]) == 0
    assert run(["synthesize", "--people", "0"]) == 2


def test_the_demonstration_prints_a_link_for_each_persona() -> None:
    heading, *lines = demonstration.links("http://127.0.0.1:8000")
    assert heading == "Sign in as:"
    tokens = [line.rpartition("/")[2] for line in lines]
    assert [email_of(token) for token in tokens] == [email for email, _words in PERSONAS]


def test_the_demonstration_is_where_its_address_is_said_to_be(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(settings, "HOST_URL", "https://okr.example")
    first, _heading, *links = demonstration.lines()
    assert first.startswith("Cairn is at https://okr.example ")
    assert all(" https://okr.example/demo/" in line for line in links)


def test_links_stand_below_each_other_in_chinese_too() -> None:
    with translation.override("zh-hans"):
        _heading, *lines = demonstration.links("http://127.0.0.1:8000")
    starts = {demonstration.width_of(line[: line.index("http")]) for line in lines}
    assert len(starts) == 1


def test_somebody_s_own_organization_is_no_demonstration(admin: Actor) -> None:
    with pytest.raises(Refusal):
        demonstration.build_once()
