"""Setting facts of what is there already, for an import that changes it and for the undo that restores it;
every change is in the history with its old and new value."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from cairn.cycles.models import Cycle
from cairn.events.kinds import Kind as Event
from cairn.exchange.commands.making import among, number
from cairn.exchange.commands.run import Run
from cairn.exchange.models import Sort
from cairn.goals import findable
from cairn.goals.models import (
    Alignment,
    Answer,
    Closure,
    Initiative,
    InitiativeState,
    KeyResult,
    Objective,
    ObjectiveTag,
    ObjectiveWeight,
    Outcome,
    Part,
    Participant,
    Visibility,
)
from cairn.organization.models import Member, Team
from cairn.storage.bulk import insert_models, update_models

AMOUNTS: Final = ("start", "target", "lower", "upper", "score", "weight")
BESIDE: Final = ("current", "reached")
"""What readings say; no column of their own."""


@dataclass(frozen=True, slots=True)
class Change:
    """New facts of a thing, as ids, and those `before`; only `fields` of them are set. `ending` is how
    it ended, where it does."""

    id: int
    facts: Mapping[str, Any]
    before: Mapping[str, Any]
    fields: tuple[str, ...]
    ending: Any = None


def change_all(run: Run, by_sort: Mapping[str, Sequence[Change]]) -> None:
    change_objectives(run, by_sort.get(Sort.OBJECTIVE, ()))
    change_key_results(run, by_sort.get(Sort.KEY_RESULT, ()))
    change_initiatives(run, by_sort.get(Sort.INITIATIVE, ()))
    change_alignments(run, by_sort.get(Sort.ALIGNMENT, ()))


def change_objectives(run: Run, changes: Sequence[Change]) -> None:
    if not changes:
        return
    said = _words(changes)
    rows = []
    for change in changes:
        row = run.objectives[change.id]
        for name in change.fields:
            SET_OBJECTIVE.get(name, _set)(row, name, change.facts[name])
        row.version, row.updated_at = row.version + 1, run.now
        _name_people(row, change)
        if "weight" in change.fields:
            _weigh(row, change.facts["weight"])
        if "ending" in change.fields:
            _end(run, row, change)
        fields = [name for name in change.fields if name not in ("ending", "score")]
        if fields:
            told = _told(said, change, fields)
            run.tell(
                Event.OBJECTIVE_CHANGED, row.id, row.title, about=row, reason=run.reason, **told
            )
        rows.append(row)
    columns = ("title", "description", "type", "cycle", "team", "owner", "visibility", "due_on")
    update_models(rows, (*columns, "closed_as", "version", "updated_at"))
    for row in rows:
        findable.put_objective(row)


def _set(row: Any, name: str, value: Any) -> None:
    setattr(row, name, value)


def _set_day(row: Any, name: str, value: Any) -> None:
    setattr(row, name, date.fromisoformat(value) if value else None)


def _set_id(row: Any, name: str, value: Any) -> None:
    setattr(row, f"{name}_id", int(value) if value else None)


def _set_readers(row: Objective, _name: str, value: Any) -> None:
    row.visibility = Visibility.ORGANIZATION if value is None else Visibility.PEOPLE


def _nothing(_row: Any, _name: str, _value: Any) -> None:
    """Kept in rows of its own."""


SET_OBJECTIVE: Final[Mapping[str, Callable[[Any, str, Any], None]]] = {
    "due_on": _set_day,
    "cycle": _set_id,
    "team": _set_id,
    "owner": _set_id,
    "readers": _set_readers,
    **dict.fromkeys(("collaborators", "tags", "ending", "score", "weight"), _nothing),
}


def _name_people(row: Objective, change: Change) -> None:
    """Collaborators, readers and tags as they are to be."""
    for part, name in ((Part.COLLABORATOR, "collaborators"), (Part.READER, "readers")):
        if name in change.fields:
            row.participants.filter(part=part).delete()
            there = set(row.participants.values_list("member_id", flat=True))
            ids = [int(one) for one in change.facts[name] or ()]
            fresh = [one for one in dict.fromkeys(ids) if one not in there]
            insert_models([Participant(objective=row, member_id=one, part=part) for one in fresh])
    if "tags" in change.fields:
        row.tags.all().delete()
        insert_models([ObjectiveTag(objective=row, name=one) for one in change.facts["tags"]])


def _weigh(row: Objective, percent: Any) -> None:
    """None: as much as the others of its owner."""
    ObjectiveWeight.objects.filter(objective=row).delete()
    if percent is not None:
        among(row, percent).save(force_insert=True)


def _end(run: Run, row: Objective, change: Change) -> None:
    """It ends as the source says; without an ending, the undo opens it again."""
    outcome = change.facts["ending"]
    if not outcome:
        Closure.objects.filter(objective=row, reopened_at__isnull=True).update(
            reopened_by=run.actor.member_id, reopened_at=run.now
        )
        run.tell(
            Event.OBJECTIVE_REOPENED,
            *(row.id, row.title),
            about=row,
            old={"outcome": row.closed_as},
            reason=run.reason,
        )
        row.closed_as = ""
        return
    ending = change.ending
    Closure.objects.create(
        objective=row,
        outcome=Outcome(outcome),
        note=ending.note if ending else "",
        closed_by_id=run.actor.member_id,
        closed_at=run.instant(None, ending.on.isoformat() if ending and ending.on else None),
    )
    row.closed_as = outcome
    new = {"outcome": outcome, "score": change.facts.get("score")}
    run.tell(Event.OBJECTIVE_CLOSED, row.id, row.title, about=row, new=new, reason=run.reason)


def change_key_results(run: Run, changes: Sequence[Change]) -> None:
    if not changes:
        return
    said = _words(changes)
    found = KeyResult.objects.in_bulk([one.id for one in changes])
    rows = []
    for change in changes:
        row = found[change.id]
        fields = [name for name in change.fields if name not in BESIDE]
        for name in fields:
            SET_KEY_RESULT.get(name, _set)(row, name, change.facts[name])
        if "weight" in fields:
            row.is_weight_fixed = False
        row.version += 1
        if fields:
            about, told = run.objectives[row.objective_id], _told(said, change, fields)
            run.tell(
                Event.KEY_RESULT_CHANGED, row.id, row.title, about=about, reason=run.reason, **told
            )
        rows.append(row)
    columns = ("title", "kind", "unit", "owner", "due_on", *AMOUNTS, "is_weight_fixed", "version")
    update_models(rows, columns)
    for row in rows:
        findable.put_key_result(row)


def _set_number(row: Any, name: str, value: Any) -> None:
    setattr(row, name, number(value) if name != "weight" else Decimal(value or 0))


SET_KEY_RESULT: Final[Mapping[str, Callable[[Any, str, Any], None]]] = {
    "due_on": _set_day,
    "owner": _set_id,
    **dict.fromkeys(AMOUNTS, _set_number),
}


def change_initiatives(run: Run, changes: Sequence[Change]) -> None:
    if not changes:
        return
    said = _words(changes)
    found = Initiative.objects.select_related("key_result").in_bulk([one.id for one in changes])
    rows = []
    for change in changes:
        row = found[change.id]
        for name in change.fields:
            SET_INITIATIVE.get(name, _set)(row, name, change.facts[name])
        about = run.objectives[row.key_result.objective_id]
        told = _told(said, change, change.fields)
        run.tell(Event.INITIATIVE_CHANGED, row.id, row.title, about=about, **told)
        rows.append(row)
    update_models(rows, ("title", "owner", "due_on", "state"))


def _set_state(row: Initiative, _name: str, value: Any) -> None:
    row.state = InitiativeState.DONE if value == "done" else InitiativeState.OPEN


SET_INITIATIVE: Final[Mapping[str, Callable[[Any, str, Any], None]]] = {
    "due_on": _set_day,
    "owner": _set_id,
    "state": _set_state,
}


def change_alignments(run: Run, changes: Sequence[Change]) -> None:
    """What they count, and whether they have ended; other ends are another alignment."""
    found = Alignment.objects.select_related("objective", "target").in_bulk(
        [one.id for one in changes]
    )
    rows = []
    for change in changes:
        row = found[change.id]
        old, row.weight = row.weight, Decimal(change.facts["weight"])
        row.is_weight_fixed = False
        new = {"objective_title": row.objective.title, "contribution": row.weight}
        run.tell(
            _end_tie(run, row, change) if "state" in change.fields else Event.ALIGNMENT_WEIGHED,
            *(row.id, row.target.title),
            about=row.objective,
            other=row.target_id,
            old={"contribution": old},
            new=new,
            reason=run.reason,
        )
        run.touched |= {row.objective_id, row.target_id}
        rows.append(row)
    ended = ("state", "ended_by", "ended_at", "end_reason")
    update_models(rows, ("weight", "is_weight_fixed", *ended))


def _end_tie(run: Run, row: Alignment, change: Change) -> Event:
    """It ends; or with an undo it never did, and counts what it did whatever the others took over."""
    if change.facts["state"] == "ended":
        row.state, row.end_reason = Answer.ENDED, run.reason
        row.ended_by_id, row.ended_at = run.actor.member_id, run.now
        return Event.ALIGNMENT_ENDED
    row.state, row.end_reason = Answer.ACCEPTED, ""
    row.ended_by, row.ended_at, row.is_weight_fixed = None, None, True
    return Event.ALIGNMENT_ACCEPTED


type Said = Mapping[str, str]
"""The names of people, teams and cycles, by id: ids are unlike each other, whatever they are of."""

NAMED: Final = ("owner", "collaborators", "readers", "team", "cycle")


def _words(changes: Sequence[Change]) -> Said:
    """Three queries."""
    ids: set[int] = set()
    for change in changes:
        for name in NAMED:
            for value in (change.facts.get(name), change.before.get(name)):
                found = value if isinstance(value, list) else [value]
                ids |= {int(one) for one in found if one and one.isdigit()}
    said: dict[str, str] = {}
    for model in (Member, Team, Cycle):
        rows = model._default_manager.filter(id__in=ids).values_list("id", "name")
        said |= {str(id): name for id, name in rows}
    return said


def _told(said: Said, change: Change, fields: Sequence[str]) -> dict[str, dict[str, Any]]:
    """What the history compares: names in place of ids."""
    return {
        "old": {name: _word(said, name, change.before.get(name)) for name in fields},
        "new": {name: _word(said, name, change.facts[name]) for name in fields},
    }


def _word(said: Said, name: str, value: Any) -> Any:
    if name not in NAMED:
        return value
    if isinstance(value, list):
        return [said.get(one, one) for one in value]
    return said.get(value) if value else None
