"""One objective from its draft to its end, planned as acts by those who would do them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from cairn.checkins.commands.checkins import check_in
from cairn.checkins.commands.comments import add_comment, see_mentions
from cairn.checkins.models import CheckIn
from cairn.demo.courses import Sitting, draw, sittings
from cairn.demo.stage import Stage, is_running, working_hour
from cairn.demo.story import Aim, Change, Ending, Measure, Override, Said, Task
from cairn.goals import progress
from cairn.goals.commands.closures import close_objective
from cairn.goals.commands.drafts import draft_objective, publish_objective
from cairn.goals.commands.initiatives import add_initiative, edit_initiative
from cairn.goals.commands.key_results import add_key_result, edit_key_result
from cairn.goals.commands.overrides import override_progress
from cairn.goals.commands.weights import set_weight
from cairn.goals.intake import read_initiative, read_key_result, read_objective
from cairn.goals.models import KeyResult, Objective, Outcome
from cairn.organization.actor import Actor
from cairn.reviews.commands.carrying import carry_over
from cairn.reviews.commands.scoring import score_key_result, score_objective
from cairn.reviews.judging import likely_outcome

SEEN_AFTER_DAYS = 6


@dataclass(slots=True)
class Telling:
    """An aim while it is told: the ids of its rows, once they are there."""

    stage: Stage
    aim: Aim
    objective: int = 0
    key_results: list[int] = field(default_factory=list)

    @property
    def owner(self) -> Actor:
        return self.stage.actors[self.aim.owner]

    def at(self, day: date, *words: object) -> datetime:
        return working_hour(day, self.aim.title, *words)

    def days_ago(self, days: float, *words: object) -> datetime:
        """A working hour of that day, or so long before this minute where less than a day."""
        if days < 1:
            return self.stage.now - timedelta(days=days)
        return self.at(self.stage.today - timedelta(days=int(days)), *words)


def tell(stage: Stage, aim: Aim) -> Telling:
    """Plan everything that happens to one objective."""
    telling = Telling(stage, aim)
    span = stage.spans[aim.quarter]
    if aim.draft:
        stage.plan(telling.days_ago(3), partial(_draft, telling))
        return telling
    drafted_on = span.starts_on - timedelta(days=6 + draw(aim.title) % 8)
    stage.plan(telling.at(drafted_on), partial(_draft, telling))
    published_at = telling.at(span.starts_on - timedelta(days=1 + draw(aim.title) % 4), "publish")
    stage.plan(published_at, partial(_publish, telling))
    for place, measure in enumerate(aim.measures):
        _plan_checkins(telling, place, measure)
        if measure.change:
            at = telling.days_ago(measure.change.days_ago, "change")
            stage.plan(at, partial(_change, telling, place, measure.change))
        for task in measure.tasks:
            _plan_task(telling, place, task)
    for said in aim.said:
        _plan_comment(telling, said, [])
    _plan_end(telling, span.ends_on)
    return telling


def _draft(telling: Telling) -> None:
    aim, stage = telling.aim, telling.stage
    fields: dict[str, Any] = {
        "title": aim.title,
        "description": aim.why,
        "type": "aspirational" if aim.aspirational else "committed",
        "growth": aim.growth,
        "tags": list(aim.tags),
        "readers": _ids(stage, aim.readers),
        "collaborators": _ids(stage, aim.collaborators),
        "visibility": "people" if aim.readers else "team" if aim.team_only else "organization",
    }
    objective = draft_objective(
        telling.owner,
        cycle=stage.cycles[aim.quarter],
        team=stage.teams.get(aim.team),
        owner=telling.owner.member_id,
        **read_objective(fields),
    )
    telling.objective = objective.id
    for measure in aim.measures:
        telling.key_results.append(_add_key_result(telling, measure))
    for id, measure in zip(telling.key_results, aim.measures, strict=True):
        if measure.weight:
            set_weight(telling.owner, id, weight=Decimal(measure.weight))


def _ids(stage: Stage, keys: tuple[str, ...]) -> list[int]:
    return [stage.actors[key].member_id for key in keys]


def _add_key_result(telling: Telling, measure: Measure) -> int:
    fields: dict[str, Any] = {"title": measure.title, "unit": measure.unit}
    for name in ("start", "target", "lower", "upper"):
        if getattr(measure, name):
            fields[name] = getattr(measure, name)
    if measure.milestones:
        fields["milestones"] = list(measure.milestones)
    arguments = read_key_result(fields)
    arguments["kind"] = measure.kind or _direction(arguments)
    owner = telling.stage.actors[measure.owner].member_id if measure.owner else None
    return add_key_result(telling.owner, telling.objective, owner=owner, **arguments).id


def _direction(arguments: Mapping[str, Any]) -> str:
    start, target = arguments.get("start"), arguments.get("target")
    return "decrease" if start is not None and target is not None and target < start else "increase"


def _publish(telling: Telling) -> None:
    publish_objective(telling.owner, telling.objective)


def _plan_checkins(telling: Telling, place: int, measure: Measure) -> None:
    """Those of an ended objective stop with it; a measure without start or owner has none."""
    aim, stage = telling.aim, telling.stage
    span = stage.spans[aim.quarter]
    until = stage.today if is_running(aim.quarter) else span.ends_on
    if aim.ending:
        until = stage.today - timedelta(days=aim.ending.days_ago + 1)
    measured = measure.start or measure.values or measure.milestones
    if not (measured and measure.owner and measure.confidence):
        return
    made = sittings(measure, span.starts_on, until, stage.expected(aim.quarter))
    for number, sitting in enumerate(made):
        at = telling.at(sitting.day, measure.title)
        slips = bool(measure.slip) and number == len(made) - 2
        stage.plan(at, partial(_check_in, telling, place, sitting, measure.slip if slips else ""))


def _check_in(telling: Telling, place: int, sitting: Sitting, slip: str) -> None:
    """Make a check-in; with a slip, first one with a nought too many, then its correction."""
    actor = telling.stage.actors[telling.aim.measures[place].owner]
    words: dict[str, Any] = {
        "confidence": sitting.confidence,
        "blockers": sitting.blockers,
        "status": sitting.status,
    }
    id = telling.key_results[place]
    if sitting.reached is not None:
        steps = KeyResult.objects.get(id=id).milestones.order_by("position")
        words["milestones_reached"] = [step.id for step in steps[: sitting.reached]]
    if not slip or sitting.value is None:
        check_in(actor, id, value=sitting.value, note=sitting.note, **words)
        return
    wrong: CheckIn = check_in(actor, id, value=sitting.value * 10, note=sitting.note, **words)
    check_in(actor, id, value=sitting.value, note=slip, corrects=wrong.id, **words)


def _change(telling: Telling, place: int, change: Change) -> None:
    measure = telling.aim.measures[place]
    fields = read_key_result({**change.fields, "unit": measure.unit})
    edit_key_result(telling.owner, telling.key_results[place], reason=change.reason, **fields)


def _plan_task(telling: Telling, place: int, task: Task) -> None:
    """Tasks are written down in the cycle's first days and move on later."""
    span = telling.stage.spans[telling.aim.quarter]
    made: list[int] = []

    def add() -> None:
        fields = read_initiative({"title": task.title, "url": task.url})
        owner = telling.stage.actors[task.owner].member_id if task.owner else None
        initiative = add_initiative(
            telling.owner,
            telling.key_results[place],
            owner=owner,
            due_on=span.starts_on + timedelta(days=25 + draw(task.title) % 55),
            **fields,
        )
        made.append(initiative.id)

    stage = telling.stage
    stage.plan(telling.at(span.starts_on + timedelta(days=draw(task.title) % 6), task.title), add)
    if task.state != "open":
        moved_on = span.starts_on + timedelta(days=10 + draw(task.title) % 12)
        at = telling.at(moved_on, task.title, "moved")
        stage.plan(at, lambda: edit_initiative(telling.owner, made[0], state=task.state))


def _plan_comment(telling: Telling, said: Said, above: list[int]) -> None:
    """A comment and its answers; `above` holds the id of the comment that this one answers."""
    made: list[int] = []
    at = telling.days_ago(said.days_ago, said.text)
    telling.stage.plan(at, partial(_comment, telling, said, above, made))
    for reply in said.replies:
        _plan_comment(telling, reply, made)


def _comment(telling: Telling, said: Said, above: list[int], made: list[int]) -> None:
    """Say it; those whom an older comment mentions have looked since."""
    stage = telling.stage
    parent = above[0] if above else None
    comment = add_comment(
        stage.actors[said.author], telling.objective, body=said.text, parent=parent
    )
    made.append(comment.id)
    if said.days_ago >= SEEN_AFTER_DAYS:
        seen_by = set(comment.mentions.values_list("member_id", flat=True))
        for reader in stage.actors.values():
            if reader.member_id in seen_by:
                see_mentions(reader, telling.objective)


def _plan_end(telling: Telling, ends_on: date) -> None:
    aim, stage = telling.aim, telling.stage
    if aim.override:
        at = telling.days_ago(aim.override.days_ago, "override")
        stage.plan(at, partial(_override, telling, aim.override))
    if aim.ending:
        at = telling.days_ago(aim.ending.days_ago, "ending")
        stage.plan(at, partial(_end, telling, aim.ending))
    elif not is_running(aim.quarter):
        stage.plan(telling.at(closes_on(telling), "close"), partial(_close, telling))


def closes_on(telling: Telling) -> date:
    """The day on which an objective of a past quarter is scored and closed."""
    ends_on = telling.stage.spans[telling.aim.quarter].ends_on
    return ends_on + timedelta(days=2 + draw(telling.aim.title) % 8)


def _override(telling: Telling, override: Override) -> None:
    override_progress(
        telling.owner,
        telling.objective,
        progress=Decimal(override.progress),
        reason=override.reason,
    )


def _end(telling: Telling, ending: Ending) -> None:
    close_objective(telling.owner, telling.objective, outcome=ending.outcome, note=ending.note)


def _close(telling: Telling) -> None:
    """Score as suggested, unless people decided otherwise, and close with a word."""
    rows = KeyResult.objects.filter(objective=telling.objective).order_by("position", "id")
    for id, done in rows.values_list("id", "progress"):
        score_key_result(telling.owner, id, value=progress.suggested_score(done))
    if telling.aim.score:
        why = telling.aim.closing.split("。")[0] + "。"
        score_objective(
            telling.owner, telling.objective, value=Decimal(telling.aim.score), reason=why
        )
    if telling.aim.carried:
        _carry(telling)
        return
    ended = Objective.objects.get(id=telling.objective)
    close_objective(
        telling.owner,
        telling.objective,
        outcome=likely_outcome(not telling.aim.aspirational, ended.score) or Outcome.MISSED,
        note=telling.aim.closing,
    )


def _carry(telling: Telling) -> None:
    """What is not finished goes on in the quarter after, and is published there at once."""
    quarter = telling.aim.quarter
    assert isinstance(quarter, int)
    (made,) = carry_over(
        telling.owner,
        objectives=[telling.objective],
        cycle=telling.stage.cycles[quarter + 1],
        note=telling.aim.closing,
    )
    publish_objective(telling.owner, made.id)
