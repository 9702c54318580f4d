"""Looking back together, and the lessons that stay."""

from datetime import timedelta
from functools import partial

import pytest

from cairn.cycles.models import Cycle
from cairn.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from cairn.events.models import Event
from cairn.goals.models import Objective
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from cairn.reviews.commands.lessons import add_lesson, delete_lesson, restore_lesson
from cairn.reviews.commands.retrospectives import (
    finish_retrospective,
    reopen_retrospective,
    start_retrospective,
    write_retrospective,
)
from cairn.reviews.lessons import find_lessons, lessons_like, library
from cairn.reviews.models import Lesson, Retrospective
from cairn.storage import clock
from tests.cast import MORNING, WriteObjective, again
from tests.threads import at_once


@pytest.fixture
def retrospective(employee: Actor, objective: Objective) -> Retrospective:
    return start_retrospective(employee, objective=objective.id)


def kinds() -> list[str]:
    found = Event.objects.filter(kind__startswith="retrospective.").order_by("id")
    return [kind.split(".")[1] for kind in found.values_list("kind", flat=True)]


def test_there_is_one_of_each(
    employee: Actor, lead: Actor, champion: Actor, objective: Objective, team: Team, cycle: Cycle
) -> None:
    for about in (
        {"objective": objective.id},
        {"team": team.id, "cycle": cycle.id},
        {"cycle": cycle.id},
    ):
        first = start_retrospective(employee, **about)
        assert start_retrospective(again(lead), **about) == first
        assert first.cycle_id == cycle.id
    assert Retrospective.objects.count() == 3
    assert kinds() == ["started"] * 3


def test_what_there_is_nothing_of_is_refused(
    employee: Actor,
    objective: Objective,
    write_objective: WriteObjective,
    cycle: Cycle,
    stranger: Actor,
) -> None:
    draft = write_objective(employee, publish=False)
    with pytest.raises(Conflict):
        start_retrospective(employee, objective=draft.id)
    for wrong in ({}, {"cycle": 5}, {"team": 5, "cycle": cycle.id}):
        with pytest.raises(Invalid):
            start_retrospective(employee, **wrong)
    with pytest.raises(Invalid):
        start_retrospective(stranger, objective=objective.id)


def test_two_write_and_lose_nothing(
    employee: Actor, lead: Actor, retrospective: Retrospective
) -> None:
    write = partial(write_retrospective, employee, retrospective.id)
    write(texts={"why_missed": "开工晚了"}, was={"why_missed": ""})
    other = partial(write_retrospective, again(lead), retrospective.id)
    other(
        texts={"why_missed": "", "what_to_keep": "周会"}, was={"why_missed": "", "what_to_keep": ""}
    )
    with pytest.raises(Stale) as refused:
        other(
            texts={"why_missed": "人手不够", "what_to_stop": "周报抄送"},
            was={"why_missed": "", "what_to_stop": ""},
        )
    assert refused.value.theirs == {"why_missed": "开工晚了"}
    assert refused.value.yours == {"why_missed": "人手不够"}
    other(texts={"why_missed": "开工晚了；人手不够"}, was={"why_missed": "开工晚了"})
    retrospective.refresh_from_db()
    assert retrospective.why_missed == "开工晚了；人手不够"
    assert (retrospective.what_to_keep, retrospective.what_to_stop) == ("周会", "周报抄送")
    assert retrospective.edited_by_id == lead.member_id


def test_a_sitting_is_one_event_and_what_was_overwritten_stays_in_the_history(
    employee: Actor, lead: Actor, retrospective: Retrospective
) -> None:
    for text, was in (("一", ""), ("一二", "一")):
        write_retrospective(
            employee, retrospective.id, texts={"why_missed": text}, was={"why_missed": was}
        )
    write_retrospective(
        again(lead), retrospective.id, texts={"why_missed": "三"}, was={"why_missed": "一二"}
    )
    write_retrospective(
        employee, retrospective.id, texts={"why_missed": "四"}, was={"why_missed": "三"}
    )
    with clock.set_to(MORNING + timedelta(hours=1)):
        write_retrospective(
            employee, retrospective.id, texts={"why_missed": "五"}, was={"why_missed": "四"}
        )
    told = Event.objects.filter(kind="retrospective.changed").order_by("id")
    assert [event.old["why_missed"] for event in told] == ["", "一二", "三", "四"]


def test_a_finished_one_is_read_only_until_reopened(
    employee: Actor, colleague: Actor, retrospective: Retrospective
) -> None:
    with pytest.raises(Forbidden):
        finish_retrospective(colleague, retrospective.id)
    for _ in range(2):
        finish_retrospective(employee, retrospective.id)
    with pytest.raises(Conflict):
        write_retrospective(employee, retrospective.id, texts={"why_missed": "?"}, was={})
    for _ in range(2):
        reopen_retrospective(employee, retrospective.id)
    write_retrospective(employee, retrospective.id, texts={"why_missed": "?"}, was={})
    assert kinds() == ["started", "finished", "reopened", "changed"]


def test_only_those_concerned_write(
    colleague: Actor,
    viewer: Actor,
    champion: Actor,
    retrospective: Retrospective,
    team: Team,
    cycle: Cycle,
) -> None:
    write = {"texts": {"why_missed": "?"}, "was": {}}
    for other in (colleague, viewer):
        with pytest.raises(Forbidden):
            write_retrospective(other, retrospective.id, **write)  # type: ignore[arg-type]
    with pytest.raises(Forbidden):
        start_retrospective(colleague, team=team.id, cycle=cycle.id)
    write_retrospective(champion, retrospective.id, **write)  # type: ignore[arg-type]
    whole = start_retrospective(colleague, cycle=cycle.id)
    write_retrospective(colleague, whole.id, **write)  # type: ignore[arg-type]
    with pytest.raises(Forbidden):
        finish_retrospective(colleague, whole.id)


def test_of_a_private_objective_nothing_is_there_for_others(
    employee: Actor, colleague: Actor, write_objective: WriteObjective
) -> None:
    private = write_objective(employee, visibility="people", title="悄悄换掉旧会员卡")
    mine = start_retrospective(employee, objective=private.id)
    kept = add_lesson(employee, mine.id, body="旧会员卡要先停发")
    for act in (
        partial(write_retrospective, colleague, mine.id, texts={}, was={}),
        partial(finish_retrospective, colleague, mine.id),
        partial(add_lesson, colleague, mine.id, body="?"),
        partial(delete_lesson, colleague, kept.id),
    ):
        with pytest.raises(NotFound):
            act()
    with pytest.raises(Invalid):
        start_retrospective(colleague, objective=private.id)
    assert library(colleague, "会员").rows == ()
    assert lessons_like(colleague, "换掉会员卡") == ()
    assert [one.id for one in library(employee, "会员").rows] == [kept.id]


# Lessons


def test_a_lesson_is_found_by_two_characters_and_beside_what_is_alike(
    employee: Actor, colleague: Actor, retrospective: Retrospective, cycle: Cycle
) -> None:
    first = add_lesson(employee, retrospective.id, body="续约电话要赶在到期前六十天打")
    other = add_lesson(
        colleague, start_retrospective(colleague, cycle=cycle.id).id, body="先看租约，再看客流"
    )
    assert [one.id for one in library(colleague).rows] == [other.id, first.id]
    assert [one.id for one in library(colleague, "续约").rows] == [first.id]
    assert [one.id for one in lessons_like(colleague, "把老客户续约率提上去")] == [first.id]
    assert lessons_like(colleague, "仓库里找得到货") == ()
    delete_lesson(employee, first.id)
    assert library(colleague, "续约").rows == ()
    assert [one.id for one in library(colleague).rows] == [other.id]


def test_little_words_make_no_lesson_fit(employee: Actor, retrospective: Retrospective) -> None:
    fitting = add_lesson(employee, retrospective.id, body="Give authority to the front line first")
    add_lesson(employee, retrospective.id, body="Do not train on the busiest day of the week")
    drafted = "Authority on the front line for the whole of the day"
    assert [one.id for one in lessons_like(employee, drafted)] == [fitting.id]
    assert lessons_like(employee, "On the way to the top of it") == ()


def test_the_same_lesson_sent_twice_is_one(employee: Actor, retrospective: Retrospective) -> None:
    for _ in range(2):
        add_lesson(employee, retrospective.id, body="甲", submission="x")
    assert Lesson.objects.count() == 1


def test_two_people_may_send_the_same_number(
    employee: Actor, lead: Actor, retrospective: Retrospective
) -> None:
    """A number that somebody else sent gives neither their lesson nor an error."""
    mine = add_lesson(employee, retrospective.id, body="甲", submission="x")
    theirs = add_lesson(again(lead), retrospective.id, body="乙", submission="x")
    assert (mine.body, theirs.body) == ("甲", "乙")


def test_a_deleted_lesson_is_brought_back_for_thirty_days(
    employee: Actor, lead: Actor, colleague: Actor, retrospective: Retrospective
) -> None:
    gone = delete_lesson(employee, add_lesson(employee, retrospective.id, body="续约要早").id)
    with pytest.raises(Forbidden):
        restore_lesson(again(lead), gone.id)
    for _ in range(2):
        assert restore_lesson(employee, gone.id).deleted_at is None
    assert Event.objects.filter(kind="lesson.restored").count() == 1
    for found in (library(colleague, "续约").rows, find_lessons(colleague, "续约", 5)):
        assert [one.id for one in found] == [gone.id]
    delete_lesson(employee, gone.id)
    with clock.set_to(MORNING + timedelta(days=31)), pytest.raises(Conflict):
        restore_lesson(employee, gone.id)


def test_what_is_learned_on_a_private_objective_is_found_by_its_readers_only(
    employee: Actor, lead: Actor, colleague: Actor, write_objective: WriteObjective
) -> None:
    private = write_objective(employee, visibility="people", readers=[lead.member_id])
    made = start_retrospective(employee, objective=private.id)
    add_lesson(employee, made.id, body="收购前先谈留任")
    assert len(find_lessons(lead, "收购", 5)) == 1
    assert find_lessons(colleague, "收购", 5) == []
    assert find_lessons(employee, "  ", 5) == []


def test_whoever_may_not_write_is_not_led_to_what_is_there(
    colleague: Actor, retrospective: Retrospective
) -> None:
    assert retrospective.objective_id is not None
    with pytest.raises(Forbidden):
        start_retrospective(colleague, objective=retrospective.objective_id)


def test_a_lesson_is_its_authors_to_delete(
    employee: Actor, lead: Actor, champion: Actor, retrospective: Retrospective
) -> None:
    kept = add_lesson(employee, retrospective.id, body="甲")
    with pytest.raises(Forbidden):
        delete_lesson(again(lead), kept.id)
    for _ in range(2):
        assert delete_lesson(champion, kept.id).deleted_at is not None
    assert Event.objects.filter(kind="lesson.deleted").count() == 1


@pytest.mark.django_db(transaction=True)
def test_eight_write_at_once_and_every_word_is_kept_or_told(
    employee: Actor, retrospective: Retrospective, cycle: Cycle
) -> None:
    acts = [
        partial(
            write_retrospective,
            employee,
            retrospective.id,
            texts={"why_missed": f"{n}"},
            was={"why_missed": ""},
        )
        for n in range(8)
    ]
    raised = at_once(acts)
    assert sorted(type(one).__name__ for one in raised) == ["NoneType"] + ["Stale"] * 7
    starts = [partial(start_retrospective, employee, cycle=cycle.id)] * 4
    assert at_once(starts) == [None] * 4
    assert Retrospective.objects.filter(objective=None).count() == 1
