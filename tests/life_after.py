"""What may happen at random at the end of a cycle; see `life.py`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from cairn.cycles.models import Cycle
from cairn.goals.commands.closures import close_objective, reopen_objective
from cairn.goals.commands.cycles import edit_cycle, move_cycle
from cairn.goals.commands.initiatives import add_initiative, edit_initiative
from cairn.goals.models import Initiative, KeyResult, Objective
from cairn.organization.models import Team
from cairn.reviews.commands.carrying import carry_over
from cairn.reviews.commands.cycles import close_cycle, complete_cycle, create_next_cycle
from cairn.reviews.commands.lessons import add_lesson, delete_lesson, restore_lesson
from cairn.reviews.commands.retrospectives import (
    finish_retrospective,
    reopen_retrospective,
    start_retrospective,
    write_retrospective,
)
from cairn.reviews.commands.scoring import give_opinion, score_key_result, score_objective
from cairn.reviews.intake import TEXTS
from cairn.reviews.models import Lesson, Retrospective

if TYPE_CHECKING:
    from cairn.organization.actor import Actor
    from tests.life import Life


def do(life: Life, who: Actor) -> object:
    if life.one_in(3):
        state = life.dice.choice(["open", "doing", "done", "dropped"])
        return edit_initiative(who, life.any_of(Initiative), state=state)
    return add_initiative(who, life.any_of(KeyResult), title=f"做 {life.at}", owner=life.member())


def score(life: Life, who: Actor) -> object:
    if life.one_in(3):
        value = life.dice.choice([life.tenth(), None])
        return score_objective(who, life.any_of(Objective), value=value, reason="另有看法")
    value = life.dice.choice([life.tenth(), life.tenth(), None])
    return score_key_result(who, life.any_of(KeyResult), value=value)


def doubt(life: Life, who: Actor) -> object:
    if life.one_in(2):
        return give_opinion(who, life.any_of(Objective), value=life.tenth())
    about = KeyResult.objects.filter(id=life.any_of(KeyResult)).first()
    if about is None:
        return None
    return give_opinion(who, about.objective_id, value=life.tenth(), key_result=about.id)


def close(life: Life, who: Actor) -> object:
    outcome = life.dice.choice(["achieved", "missed", "postponed", "abandoned"])
    return close_objective(who, life.any_of(Objective), outcome=outcome, note="到此为止")


def close_all(_life: Life, who: Actor) -> object:
    """The rest of the shortest cycle, as far as this person may."""
    going = Objective.objects.filter(cycle=_shortest(), cycle__phase="scoring", closed_as="")
    for one in list(going.filter(published_at__isnull=False, deleted_at__isnull=True)):
        close_objective(who, one.id, outcome="missed")
    return None


def reopen(life: Life, who: Actor) -> object:
    return reopen_objective(who, life.any_of(Objective), reason="还没完")


def carry(life: Life, who: Actor) -> object:
    return carry_over(
        who,
        objectives=[life.any_of(Objective) for _ in range(life.dice.randrange(1, 3))],
        cycle=life.any_of(Cycle),
        initiatives=not life.one_in(3),
        ask_again=life.one_in(2),
    )


def look_back(life: Life, who: Actor) -> object:
    whole = {"team": life.any_of(Team), "cycle": life.any_of(Cycle)}
    about = life.dice.choice([{"objective": life.any_of(Objective)}, whole])
    return start_retrospective(who, **about)


def write_back(life: Life, who: Actor) -> object:
    id = life.any_of(Retrospective)
    if life.one_in(5):
        act = life.dice.choice([finish_retrospective, reopen_retrospective])
        return act(who, id)
    return write_retrospective(who, id, texts={life.dice.choice(TEXTS): f"{life.at}"}, was={})


def learn(life: Life, who: Actor) -> object:
    if life.one_in(3):
        act = life.dice.choice([delete_lesson, restore_lesson])
        return act(who, life.any_of(Lesson))
    return add_lesson(who, life.any_of(Retrospective), body="先问客户")


def _shortest() -> Cycle:
    """The one that most objectives are in."""
    return Cycle.objects.order_by("ends_on", "id")[0]


def advance(life: Life, _who: Actor) -> object:
    """Somebody who may lets it be scored."""
    phase = {"drafting": "running"}.get(_shortest().phase, "scoring")
    return move_cycle(life.people[life.dice.randrange(2)], _shortest().id, phase=phase)


def end_cycle(life: Life, who: Actor) -> object:
    return close_cycle(who, _shortest().id, anyway=life.one_in(6), reason="时候到了")


def let_close(_life: Life, _who: Actor) -> object:
    """As the job does it, whether there is anything to close or not."""
    return complete_cycle(_shortest().id)


def open_again(_life: Life, who: Actor) -> object:
    closed = Cycle.objects.filter(phase="closed").order_by("id").first()
    return move_cycle(who, closed.id, phase="scoring", reason="评分有误") if closed else None


def go_on(life: Life, who: Actor) -> object:
    return create_next_cycle(who, life.any_of(Cycle)) if life.one_in(4) else None


def shorten(life: Life, who: Actor) -> object:
    if not life.one_in(4):
        return None
    cycle = _shortest()
    return edit_cycle(who, cycle.id, ends_on=cycle.ends_on - timedelta(days=1))


AFTER: tuple[Callable[[Life, Actor], object], ...] = (
    *(do, do, score, score, score, doubt, close, close_all, reopen, reopen, carry, carry, carry),
    *(look_back, write_back, learn, learn, advance, advance, advance, end_cycle),
    *(let_close, let_close, let_close, open_again, go_on, shorten),
)
"""An act that finds nothing to do gives None and changes nothing."""
