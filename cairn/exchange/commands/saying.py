"""Writing what was said: readings, check-ins and comments, with their days and authors. Appended, never
in place of anything but a comment's words; the source of the readings is "import"."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import batched
from typing import Any

from django.utils.translation import gettext as _

from cairn.checkins.models import CheckIn, Comment
from cairn.errors import Conflict
from cairn.events.kinds import Kind as Event
from cairn.exchange.commands.run import Run
from cairn.exchange.models import Action, Sort
from cairn.exchange.planning.steps import Step
from cairn.exchange.spoken import spelled_at
from cairn.goals.models import KeyResult, Kind, Milestone, Reading, Source
from cairn.goals.progress import milestone_progress
from cairn.storage.bulk import insert_models, update_models
from cairn.storage.ids import new_id

USUAL_CONFIDENCE = 5


def make_check_ins(run: Run) -> None:
    """Oldest first; who says no confidence keeps the last one."""
    steps = sorted(run.steps(Sort.CHECK_IN), key=_when)
    about = _key_results(run.id_of("key_result", one.facts["on"]) for one in steps)
    confidence = {id: one.confidence for id, one in about.items()}
    readings, made = [], []
    for step in steps:
        facts = step.facts
        of = about[run.id_of("key_result", facts["on"]) or 0]
        said_at = run.instant(facts["at"], facts["day"])
        author = run.id_of("person", facts["by"]) or run.actor.member_id
        reading = None
        if facts["value"] is not None and of.kind != Kind.MILESTONES:
            reading = _reading(run, of.id, Decimal(facts["value"]), facts["day"], said_at, author)
            readings.append(reading)
        if facts["confidence"] is not None:
            confidence[of.id] = facts["confidence"]
        made.append(
            CheckIn(
                id=run.ids[step.sort, step.key],
                organization=run.organization,
                key_result=of,
                reading=reading,
                confidence=confidence.get(of.id, USUAL_CONFIDENCE),
                note=facts["note"],
                status=facts["status"],
                effective_on=date.fromisoformat(facts["day"]),
                recorded_at=said_at,
                author_id=author,
            )
        )
        run.touched.add(of.objective_id)
    insert_models(readings)
    insert_models(made)


def correct_check_ins(run: Run) -> None:
    """New rows in place of what the source has corrected, by whoever said it there; what the file does
    not say stays as it was."""
    steps = run.steps(Sort.CHECK_IN, Action.CHANGE)
    words = [run.known.said[one.sort, one.kept] for one in steps]
    there = CheckIn.objects.select_related("reading", "key_result")
    last = there.in_bulk([one.last for one in words])
    readings, made = [], []
    for step, word in zip(steps, words, strict=True):
        before = last[word.last]
        row, reading = _corrected(run, step, before)
        made.append(row)
        if reading is not None:
            readings.append(reading)
        run.extra[word.id] = {"check_in": str(row.id)}
        run.touched.add(before.key_result.objective_id)
        _tell_correction(run, row, reading, before)
    insert_models(readings)
    insert_models(made)


def _corrected(run: Run, step: Step, before: CheckIn) -> tuple[CheckIn, Reading | None]:
    facts, said = step.facts, set(step.fields)
    author = run.id_of("person", facts["by"]) or before.author_id
    day = facts["day"]
    value = before.reading.value if before.reading else None
    if "current" in said:
        value = Decimal(facts["value"])
    reading = None
    if value is not None:
        reading = _reading(run, before.key_result_id, value, day, run.now, author)
        reading.corrects = before.reading
    row = CheckIn(
        id=new_id(),
        organization=run.organization,
        key_result=before.key_result,
        reading=reading,
        confidence=facts["confidence"] if "confidence" in said else before.confidence,
        note=facts["note"] if "note" in said else before.note,
        blockers=before.blockers,
        status=facts["status"] if "status" in said else before.status,
        effective_on=date.fromisoformat(day),
        recorded_at=run.now,
        author_id=author,
        corrects=before,
    )
    return row, reading


def _tell_correction(run: Run, row: CheckIn, reading: Reading | None, before: CheckIn) -> None:
    old = {
        "value": before.reading.value if before.reading else None,
        "confidence": before.confidence,
    }
    new = {
        "value": reading.value if reading else None,
        "confidence": row.confidence,
        "key_result": row.key_result_id,
        "effective_on": row.effective_on,
    }
    run.tell(
        Event.CHECKIN_CORRECTED,
        *(row.id, row.key_result.title),
        about=run.objectives[row.key_result.objective_id],
        old=old,
        new=new,
        reason=row.note[:500] or run.reason,
    )


def _when(step: Step) -> tuple[str, str]:
    return (step.facts["day"], step.facts["at"] or "")


def _key_results(ids: Iterable[int | None]) -> dict[int, KeyResult]:
    wanted = sorted({one for one in ids if one})
    found: dict[int, KeyResult] = {}
    for at in range(0, len(wanted), 5_000):
        some = KeyResult.objects.filter(id__in=wanted[at : at + 5_000])
        found |= {one.id: one for one in some.only("id", "kind", "confidence", "objective")}
    return found


def _reading(run: Run, key_result: int, value: Decimal, day: str, at: Any, author: int) -> Reading:
    return Reading(
        key_result_id=key_result,
        value=value,
        effective_on=date.fromisoformat(day),
        recorded_at=at,
        author_id=author,
        source=Source.IMPORT,
    )


def make_values(run: Run) -> None:
    """Current values of which no check-in says when they were measured: as of today; and milestones,
    each as of the day on which it was reached."""
    steps = [
        one
        for action in (Action.CREATE, Action.CHANGE)
        for one in run.steps(Sort.KEY_RESULT, action)
        if _has_news(one)
    ]
    stones: dict[int, list[Milestone]] = defaultdict(list)
    ids = [run.thing_id(one) for one in steps if one.facts["kind"] == Kind.MILESTONES]
    for at in range(0, len(ids), 5_000):
        some = Milestone.objects.filter(key_result__in=ids[at : at + 5_000])
        for stone in some.order_by("position", "id"):
            stones[stone.key_result_id].append(stone)
    made: list[Reading] = []
    for step in steps:
        id = run.thing_id(step)
        author = run.id_of("person", step.facts["owner"]) or run.actor.member_id
        if step.facts["kind"] == Kind.MILESTONES:
            made += _reached(run, step, id, stones[id], author)
        else:
            value, today = Decimal(step.facts["current"]), run.today.isoformat()
            made.append(_reading(run, id, value, today, run.now, run.actor.member_id))
        if step.action == Action.CHANGE and made:
            run.extra[id] = {"reading": str(made[-1].id)}
    insert_models(made)


def _has_news(step: Step) -> bool:
    if step.action == Action.CHANGE:
        return bool({"current", "reached"} & set(step.fields))
    return step.facts.get("current") is not None or bool(step.facts.get("reached"))


def _reached(
    run: Run, step: Step, key_result: int, stones: Sequence[Milestone], author: int
) -> list[Reading]:
    days = {one.name[:200]: one.reached_on for one in step.row.milestones if one.reached_on}
    turns = {run.today}
    if step.action == Action.CREATE:
        turns = {min(day, run.today) for day in days.values()}
    made = []
    for turn in sorted(turns):
        done = [one for one in stones if one.title in days and days[one.title] <= turn]
        share = milestone_progress([(one.weight, one in done) for one in stones]) or Decimal(0)
        day = turn.isoformat()
        row = _reading(run, key_result, share, day, run.instant(None, day), author)
        row.milestones = [str(one.id) for one in done]
        made.append(row)
    return made


def make_comments(run: Run) -> None:
    steps = run.steps(Sort.COMMENT)
    about = _key_results(
        run.id_of("key_result", one.facts["on"])
        for one in steps
        if one.facts["sort"] == "key_result"
    )
    made = []
    for step in steps:
        facts = step.facts
        key_result = None
        on = run.id_of(facts["sort"], facts["on"]) or 0
        if facts["sort"] == "key_result":
            key_result, on = on, about[on].objective_id
        made.append(
            Comment(
                id=run.ids[step.sort, step.key],
                organization=run.organization,
                objective_id=on,
                key_result_id=key_result,
                parent_id=run.id_of("comment", facts["parent"]),
                author_id=run.id_of("person", facts["by"]) or run.actor.member_id,
                body=facts["body"],
                created_at=run.instant(facts["at"], None),
            )
        )
    insert_models(made)
    _tell(run, made)


def reword_comments(run: Run) -> None:
    """What the source has reworded since; the ledger keeps the words before. `Conflict` where somebody
    was faster: what the plan knew of them was read before they were locked."""
    steps = run.steps(Sort.COMMENT, Action.CHANGE)
    known = [(run.known.said[one.sort, one.kept], one.facts["body"]) for one in steps]
    ids = {word.id: body for word, body in known}
    words = {word.id: word.text for word, _body in known}
    rows: list[Comment] = []
    for some in batched(sorted(ids), 5_000):
        rows += Comment.objects.filter(id__in=some)
    for row in rows:
        if row.deleted_at is not None or row.body != words[row.id]:
            raise Conflict(_("Something has changed since this was planned. Plan it again."))
        edited_at = row.edited_at.isoformat() if row.edited_at else None
        run.was[row.id] = {"body": row.body, "edited_at": edited_at}
        run.extra[row.id] = {"body": ids[row.id], "edited_at": spelled_at(run.now)}
        tell_rewording(run, row, ids[row.id])
        row.body, row.edited_at = ids[row.id], run.now
    update_models(rows, ("body", "edited_at"))


def tell_rewording(run: Run, row: Comment, body: str) -> None:
    about = run.objectives[row.objective_id]
    old, new = {"body": row.body[:500]}, {"body": body[:500]}
    run.tell(
        *(Event.COMMENT_CHANGED, row.id, about.title),
        about=about,
        old=old,
        new=new,
        reason=run.reason,
    )


def _tell(run: Run, comments: Sequence[Comment]) -> None:
    """One event for each objective: what of its past came with it."""
    said: dict[int, Counter[str]] = defaultdict(Counter)
    for one in comments:
        said[one.objective_id]["comments"] += 1
    of = _key_results(run.id_of("key_result", one.facts["on"]) for one in run.steps("check_in"))
    for step in run.steps(Sort.CHECK_IN):
        said[of[run.id_of("key_result", step.facts["on"]) or 0].objective_id]["check_ins"] += 1
    file = {"file": run.found.file_name}
    for id in sorted(run.fresh):
        about = run.objectives[id]
        new = {**file, **said.pop(id, {})}
        run.tell(Event.OBJECTIVE_IMPORTED, id, about.title, about=about, new=new)
    for id, counts in said.items():
        about = run.objectives[id]
        new = {**file, **counts}
        run.tell(Event.HISTORY_IMPORTED, id, about.title, about=about, new=new)
