"""Muting a rule for oneself or one text, and switching it off for everybody."""

import pytest

from cairn.coach.draft import make_draft
from cairn.coaching.hearing import muted_for, review_for
from cairn.coaching.models import Mute
from cairn.coaching.silencing import mute_rule, silence_rule, unmute_rule, unsilence_rule
from cairn.coaching.texts import fingerprint
from cairn.errors import Conflict, Forbidden, NotFound
from cairn.events.kinds import Kind
from cairn.events.models import Event
from cairn.organization.actor import Actor

pytestmark = pytest.mark.django_db
TASK = "每周拜访 20 个客户"
OTHER = "完成 5 场用户访谈"


def said(actor: Actor, *texts: str) -> list[list[str]]:
    """The rules that speak up, by key result."""
    review = review_for(muted_for(actor), make_draft("让老客户愿意留下来", *texts), "zh")
    return [[finding.rule for finding in one.findings] for one in review.key_results]


def test_a_rule_is_muted_for_its_reader_alone(employee: Actor, colleague: Actor) -> None:
    assert said(employee, TASK) == [["kr-task"]]
    mute_rule(employee, "kr-task")
    assert said(employee, TASK) == [[]]
    assert said(colleague, TASK) == [["kr-task"]]
    unmute_rule(employee, "kr-task")
    assert said(employee, TASK) == [["kr-task"]]


def test_a_rule_is_muted_for_one_text_however_it_is_spaced(employee: Actor) -> None:
    mute_rule(employee, "kr-task", text=TASK)
    assert said(employee, "每周拜访２０个客户 ", OTHER) == [[], ["kr-task"]]
    unmute_rule(employee, "kr-task", text=TASK)
    assert said(employee, TASK, OTHER) == [["kr-task"], ["kr-task"]]


def test_twice_changes_nothing(employee: Actor) -> None:
    for _time in range(2):
        mute_rule(employee, "kr-task", text=TASK)
    assert Mute.objects.count() == 1
    for _time in range(2):
        mute_rule(employee, "kr-task")
    assert list(Mute.objects.values_list("text", flat=True)) == [""]
    mute_rule(employee, "kr-task", text=TASK)
    assert Mute.objects.count() == 1
    for _time in range(2):
        unmute_rule(employee, "kr-task")
    assert not Mute.objects.exists()


def test_there_is_an_end_to_muting_text_by_text(
    employee: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cairn.coaching.silencing.MOST_MUTED", 1)
    mute_rule(employee, "kr-task", text=TASK)
    with pytest.raises(Conflict):
        mute_rule(employee, "kr-task", text=OTHER)
    mute_rule(employee, "kr-task")


def test_a_rule_that_there_is_not_cannot_be_silenced(employee: Actor, champion: Actor) -> None:
    for act in (mute_rule, unmute_rule):
        with pytest.raises(NotFound):
            act(employee, "kr-nonsense")
    for switch in (silence_rule, unsilence_rule):
        with pytest.raises(NotFound):
            switch(champion, "kr-nonsense")


def test_a_rule_is_off_for_everybody(champion: Actor, employee: Actor, stranger: Actor) -> None:
    with pytest.raises(Forbidden):
        silence_rule(employee, "kr-task")
    for _time in range(2):
        silence_rule(champion, "kr-task")
    assert said(employee, TASK) == [[]]
    assert said(stranger, TASK) == [["kr-task"]]
    for _time in range(2):
        unsilence_rule(champion, "kr-task")
    assert said(employee, TASK) == [["kr-task"]]
    kinds = Event.objects.filter(kind__startswith="coach.").order_by("id")
    assert [one.kind for one in kinds] == [Kind.COACH_SILENCED, Kind.COACH_UNSILENCED]


def test_muting_is_nobody_elses_business(employee: Actor) -> None:
    before = Event.objects.count()
    mute_rule(employee, "kr-task")
    assert Event.objects.count() == before


def test_a_viewer_has_nothing_to_mute(viewer: Actor) -> None:
    with pytest.raises(Forbidden):
        mute_rule(viewer, "kr-task")


@pytest.mark.parametrize("text", ["", "  ", "\n\t"])
def test_no_text_has_no_fingerprint(text: str) -> None:
    assert fingerprint(text) == ""


def test_a_fingerprint_is_of_the_words_alone() -> None:
    assert fingerprint("ＮＰＳ 从 30 到 50") == fingerprint("nps从30到50")
    assert fingerprint("NPS 30") != fingerprint("NPS 50")
    assert len(fingerprint("\ud800 x")) == 32
