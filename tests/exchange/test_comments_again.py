"""Comments that come again: the same is skipped, what the source has reworded is reworded here unless
somebody was at it, what it has no more stays; and all of it can be taken back."""

from dataclasses import replace
from typing import Any

import pytest

from cairn.checkins.commands.comments import add_comment, delete_comment, edit_comment
from cairn.checkins.doctor import examine
from cairn.checkins.models import Comment
from cairn.cycles.models import Cycle
from cairn.events.models import Event
from cairn.exchange.commands import applying
from cairn.exchange.commands.deciding import apply_import
from cairn.exchange.commands.newcomers import make_people
from cairn.exchange.models import Import, State
from cairn.exchange.rows import Comment as Row
from cairn.goals.models import Objective, ObjectiveWeight
from cairn.organization.actor import Actor
from cairn.organization.models import Organization, Team
from tests.exchange.files import ROWS, D, again, applied, planned, undone, work

pytestmark = pytest.mark.django_db
REWORDED = replace(
    ROWS, comments=(Row("m1", "o1", "Very well done", "p2"), replace(ROWS.comments[1]))
)


@pytest.fixture
def here(admin: Actor, team: Team, cycle: Cycle) -> Actor:
    return admin


def told(made: Import, key: str = "m1") -> tuple[str, list[Any]]:
    step = made.steps.get(sort="comment", key=key)
    return step.action, step.reasons


def words() -> list[str]:
    return sorted(Comment.objects.values_list("body", flat=True))


def test_the_same_again_is_skipped(here: Actor) -> None:
    applied(here)
    assert told(planned(here)) == ("skip", [["said_before", {}]])


def test_what_was_reworded_is_reworded_and_taken_back(here: Actor) -> None:
    applied(here)
    before = words()
    made = applied(here, REWORDED)
    assert told(made) == ("change", [["corrected", {"fields": "body"}]])
    kept = Comment.objects.get(body="Very well done")
    assert kept.edited_at is not None
    event = Event.objects.get(kind="comment.changed")
    assert (event.old["body"], event.new["body"]) == ("Well done", "Very well done")
    assert told(planned(here, REWORDED))[0] == "skip"
    assert undone(here, made).left == []
    assert words() == before
    assert Comment.objects.get(id=kept.id).edited_at is None
    assert told(planned(here, REWORDED))[0] == "change"
    organization = Organization.objects.get(id=here.organization_id)
    assert list(examine(organization)) == []


def test_what_the_source_says_of_something_else_now_is_reworded_where_it_stands(
    here: Actor,
) -> None:
    applied(here)
    stands = Comment.objects.get(body="Well done").objective_id
    applied(here, replace(ROWS, comments=(Row("m1", "o2", "Moved", "p2"),)))
    assert Comment.objects.get(body="Moved").objective_id == stands


def test_reworded_twice_is_taken_back_one_after_the_other(here: Actor) -> None:
    applied(here)
    first = applied(here, REWORDED)
    second = applied(here, replace(ROWS, comments=(Row("m1", "o1", "Hm", "p2"),)))
    assert undone(here, first).left == [["comment", "Very well done", "touched_since"]]
    undone(here, second)
    assert "Very well done" in words()


def test_imports_taken_back_one_after_the_other_leave_nothing(here: Actor) -> None:
    first = applied(here)
    title = replace(ROWS.objectives[0], title="Win the whole market")
    changed = replace(REWORDED, objectives=(title, *ROWS.objectives[1:]))
    second = applied(here, changed)
    assert undone(here, second).left == []
    assert undone(here, first).left == []
    assert not Objective.objects.exists()


def test_what_somebody_reworded_here_stays(here: Actor, employee: Actor) -> None:
    applied(here)
    mine = Comment.objects.get(body="Thanks")
    edit_comment(employee, mine.id, body="Thank you all")
    again = replace(ROWS, comments=(ROWS.comments[0], Row("m2", "o1", "Cheers", "p1", parent="m1")))
    made = planned(here, again)
    assert told(made, "m2") == ("conflict", [["changed_here", {"fields": "body"}]])
    assert told(planned(here), "m2")[0] == "conflict"


def test_what_somebody_reworded_at_the_same_moment_stays(
    here: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    applied(here)
    made = planned(here, REWORDED)

    def faster(run: Any) -> None:
        make_people(run)
        Comment.objects.filter(body="Well done").update(body="Mine")

    monkeypatch.setattr(applying, "make_people", faster)
    apply_import(here, made.id)
    work()
    assert again(made).state != State.APPLIED
    assert "Very well done" not in words()


def test_what_somebody_deleted_here_stays_away(here: Actor) -> None:
    applied(here)
    delete_comment(here, Comment.objects.get(body="Well done").id)
    assert told(planned(here))[0] == "skip"
    assert told(planned(here, REWORDED)) == ("conflict", [["deleted_here", {}]])


def test_an_undo_leaves_what_somebody_was_at_since(here: Actor, employee: Actor) -> None:
    applied(here)
    thanks = Row("m2", "o1", "Cheers", "p1", parent="m1")
    made = applied(here, replace(ROWS, comments=(ROWS.comments[0], thanks)))
    edit_comment(employee, Comment.objects.get(body="Cheers").id, body="Cheers!")
    assert undone(here, made).left == [["comment", "Cheers", "touched_since"]]
    assert "Cheers!" in words()


def test_what_the_source_has_no_more_stays_and_is_told(here: Actor, employee: Actor) -> None:
    applied(here)
    before = words()
    add_comment(employee, Objective.objects.get(title="Win the mid-market").id, body="Our own")
    fewer = replace(ROWS, comments=ROWS.comments[1:])
    assert "m1" not in planned(here, fewer).steps.values_list("key", flat=True)
    heard = replace(fewer, heard_out=("o1", "k1", "nothing"))
    made = applied(here, heard)
    assert told(made) == ("skip", [["gone_there", {}]])
    assert made.counts["comment"] == {"skip": 3}
    assert words() == sorted([*before, "Our own"])
    assert told(planned(here, heard))[0] == "skip"


def test_what_now_says_nothing_is_not_told_twice(here: Actor) -> None:
    applied(here)
    empty = replace(ROWS, comments=(Row("m1", "o1", " ", "p2"),), heard_out=("o1",))
    steps = planned(here, empty).steps.filter(sort="comment", key="m1")
    assert [one.reasons for one in steps] == [[["says_nothing", {}]]]


def test_an_answer_stands_where_what_it_answers_does(here: Actor) -> None:
    applied(here)
    more = (Row("m3", "o1", "Here", "p1", parent="m1"), Row("m4", "o2", "There", "p1", parent="m1"))
    applied(here, replace(ROWS, comments=more))
    first = Comment.objects.get(body="Well done")
    found = Comment.objects.filter(body__in=("Here", "There"))
    assert dict(found.values_list("body", "parent_id")) == {"Here": first.id, "There": None}


def test_what_objectives_weigh_among_each_other_comes_changes_and_goes(here: Actor) -> None:
    top, below = ROWS.objectives

    def weighed(first: Any, second: Any) -> Any:
        return replace(ROWS, objectives=(replace(top, weight=first), replace(below, weight=second)))

    def weights() -> dict[str, Any]:
        found = ObjectiveWeight.objects.values_list("objective__title", "weight")
        return {title[:3]: weight for title, weight in found}

    made = applied(here, weighed(D("62.5"), D("37.5")))
    assert weights() == {"Win": D("0.625"), "Mak": D("0.375")}
    same = planned(here, weighed(D("62.5"), D("37.5")))
    assert same.counts["objective"] == {"skip": 2}
    changed = applied(here, weighed(D(80), D(20)))
    step = changed.steps.get(sort="objective", key="o1")
    assert (step.action, step.reasons) == ("change", [["changed", {"fields": "weight"}]])
    assert weights() == {"Win": D("0.8"), "Mak": D("0.2")}
    undone(here, changed)
    assert weights() == {"Win": D("0.625"), "Mak": D("0.375")}
    even = applied(here, weighed(None, None))
    assert weights() == {}
    undone(here, even)
    assert len(weights()) == 2
    undone(here, made)
    assert made.counts["objective"] == {"create": 2}
