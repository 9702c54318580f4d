"""`cairn import-feishu`: fetched, planned, written; the secret is never an argument."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from cairn.cli.commands import run
from cairn.exchange.feishu.refusals import FeishuRefusal
from cairn.exchange.models import FeishuSource, Import, State
from cairn.organization.actor import Actor
from tests.exchange.fetched import Feishu

pytestmark = pytest.mark.django_db
THREE = ["import-feishu", "cli_a1", "--person", "ou_1", "--person", "ou_2", "--person", "ou_3"]


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setenv("CAIRN_FEISHU_SECRET", "hush-hush")
    with translation.override("en"):
        yield


def test_it_is_fetched_and_shown_then_written(
    admin: Actor,
    feishu: Feishu,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(THREE) == 0
    assert "Objective: 3 new" in capsys.readouterr().out
    assert Import.objects.get().state == State.PLANNED
    assert run([*THREE, "--apply"]) == 0
    assert Import.objects.filter(state=State.APPLIED).count() == 1


def test_without_a_secret_it_says_where_to_put_it_and_takes_the_kept_one(
    admin: Actor,
    feishu: Feishu,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.delenv("CAIRN_FEISHU_SECRET")
    assert run(THREE) == 2
    assert "CAIRN_FEISHU_SECRET" in capsys.readouterr().err
    monkeypatch.setenv("CAIRN_FEISHU_SECRET", "hush-hush")
    assert run(THREE) == 0
    monkeypatch.delenv("CAIRN_FEISHU_SECRET")
    assert run(THREE) == 0
    assert set(feishu.secrets) == {"hush-hush"}


def test_what_was_refused_goes_on_with_the_same_command(
    admin: Actor,
    feishu: Feishu,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def refuse(what: str) -> None:
        if what == "ou_3":
            raise FeishuRefusal("scope", scopes="okr:okr:readonly")

    feishu.before = refuse
    assert run(THREE) == 2
    assert "okr:okr:readonly" in capsys.readouterr().err
    feishu.before = lambda _what: None
    assert run(THREE) == 0
    assert Import.objects.count() == 1
    assert feishu.asked.count("ou_1") == 1


@pytest.mark.parametrize(
    "words",
    [["cli_a1", "--people", "nobody"], ["cli_a1", "--since", "soon"], ["cli a1"]],
    ids=" ".join,
)
def test_what_is_wrong_is_said_and_nothing_is_asked(
    admin: Actor,
    feishu: Feishu,
    words: list[str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["import-feishu", *words]) == 2
    assert capsys.readouterr().err
    assert feishu.secrets == []
    assert not FeishuSource.objects.exists()
