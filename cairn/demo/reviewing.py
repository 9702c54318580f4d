"""How the demonstration company looks back on its past quarters, and what it carries over."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial

from cairn.checkins.commands.actions import add_action, finish_action
from cairn.checkins.commands.checkins import check_in
from cairn.demo.company.lessons import REVIEWS, Agreed, Opinion, Review
from cairn.demo.company.people import COMPANY
from cairn.demo.courses import draw
from cairn.demo.stage import Stage, working_hour
from cairn.demo.telling import Telling, closes_on
from cairn.goals.models import KeyResult
from cairn.reviews.commands.lessons import add_lesson
from cairn.reviews.commands.retrospectives import (
    finish_retrospective,
    start_retrospective,
    write_retrospective,
)
from cairn.reviews.commands.scoring import give_opinion
from cairn.reviews.models import Retrospective

SHARES = (Decimal("0.08"), Decimal("0.2"), Decimal("0.31"), Decimal("0.45"))
FIRST_AFTER_DAYS = 17


def look_back(stage: Stage, tellings: Mapping[str, Telling]) -> None:
    """Plan second opinions, retrospectives with lessons and actions, and the life of what was
    carried over."""
    for review in REVIEWS:
        _plan_review(stage, tellings, review)
    for telling in tellings.values():
        if telling.aim.carried:
            _plan_life(telling)


def _plan_review(stage: Stage, tellings: Mapping[str, Telling], review: Review) -> None:
    telling = tellings.get(review.title)
    ended_on = closes_on(telling) if telling else stage.spans[review.quarter].ends_on
    day = ended_on + timedelta(days=2 if telling else 11)
    if telling is not None:
        for opinion in review.opinions:
            at = working_hour(ended_on - timedelta(days=1), opinion.note)
            stage.plan(at, partial(_opine, telling, opinion))
    stage.plan(_at(day, review), partial(_write, stage, telling, review))


def _at(day: date, review: Review) -> datetime:
    return working_hour(day, review.title, review.team, "look back")


def _opine(telling: Telling, opinion: Opinion) -> None:
    place = opinion.place
    give_opinion(
        telling.stage.actors[opinion.who],
        telling.objective,
        key_result=None if place is None else telling.key_results[place],
        value=Decimal(opinion.value),
        note=opinion.note,
    )


def _write(stage: Stage, telling: Telling | None, review: Review) -> None:
    author = stage.actors[review.author]
    made = start_retrospective(author, **_about(stage, telling, review))
    said = review.answers
    first = {
        "why_missed": said.why,
        "how_to_improve": said.how,
        "what_is_needed": said.needed,
    }
    last = {"what_to_stop": said.stop, "what_to_keep": said.keep}
    write_retrospective(author, made.id, texts=first, was={})
    second = stage.actors[review.second or review.author]
    write_retrospective(second, made.id, texts=last, was={})
    for body in review.lessons:
        add_lesson(author, made.id, body=body)
    for agreed in review.agreed:
        _agree(stage, made, agreed, review)
    if telling is not None:
        finish_retrospective(author, made.id)


def _about(stage: Stage, telling: Telling | None, review: Review) -> dict[str, int]:
    if telling is not None:
        return {"objective": telling.objective}
    cycle = stage.cycles[review.quarter]
    if review.team == COMPANY:
        return {"cycle": cycle}
    return {"cycle": cycle, "team": stage.teams[review.team]}


def _agree(stage: Stage, made: Retrospective, agreed: Agreed, review: Review) -> None:
    day = stage.spans[0].starts_on + timedelta(days=agreed.days)
    action = add_action(
        stage.actors[review.author],
        origin="retrospective",
        origin_id=made.id,
        body=agreed.what,
        owner=stage.actors[agreed.who].member_id,
        due_on=day,
        team=made.team_id,
        objective=made.objective_id,
    )
    if agreed.done:
        finish_action(stage.actors[agreed.who], action.id)


def _plan_life(telling: Telling) -> None:
    """Check-ins on the key results that went along, each by its owner, every week."""
    stage = telling.stage
    first = stage.spans[0].starts_on + timedelta(days=FIRST_AFTER_DAYS)
    for week, share in enumerate(SHARES):
        day = first + timedelta(days=7 * week)
        if day <= stage.today:
            stage.plan(working_hour(day, telling.aim.title, week), partial(_go_on, telling, share))


def _go_on(telling: Telling, share: Decimal) -> None:
    rows = KeyResult.objects.filter(
        objective__carried_from=telling.objective, owner__isnull=False, start__isnull=False
    ).select_related("owner")
    actors = {actor.member_id: actor for actor in telling.stage.actors.values()}
    for row in rows.order_by("position", "id"):
        if row.start is None or row.target is None:
            continue
        pace = share * (1 + Decimal(draw(row.title) % 5) / 10)
        value = (row.start + (row.target - row.start) * pace).quantize(Decimal("0.1"))
        check_in(actors[row.owner_id], row.id, value=value, confidence=5 + draw(row.title) % 3)
