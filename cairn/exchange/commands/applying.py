"""Doing what a plan says: as one, or not at all."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from itertools import batched
from typing import Any

from django.db import connection
from django.db.transaction import atomic
from django.utils.translation import gettext as _
from django.utils.translation import override

from cairn.checkins.doctor import recompute
from cairn.errors import Conflict
from cairn.events.kinds import Kind as Event
from cairn.events.models import Event as EventRow
from cairn.exchange.commands.changing import Change, change_all
from cairn.exchange.commands.making import (
    load_objectives,
    make_alignments,
    make_initiatives,
    make_key_results,
    make_objectives,
)
from cairn.exchange.commands.newcomers import make_cycles, make_people, make_teams
from cairn.exchange.commands.planning import choices_of
from cairn.exchange.commands.preparing import lock_import
from cairn.exchange.commands.run import Run
from cairn.exchange.commands.saying import (
    correct_check_ins,
    make_check_ins,
    make_comments,
    make_values,
    reword_comments,
)
from cairn.exchange.commands.shares import shares_told
from cairn.exchange.families import settle_source
from cairn.exchange.known import known_of
from cairn.exchange.models import Action, Import, ImportedChange, ImportedThing, Sort, State
from cairn.exchange.naming import rows_of
from cairn.exchange.plan import make_plan
from cairn.exchange.planning.steps import Known, Plan, Step
from cairn.exchange.policy import rules
from cairn.exchange.rows import Rows
from cairn.goals.models import KeyResult
from cairn.goals.progress import objective_score
from cairn.goals.ties import hold_cycle, lock_graph, lock_lines, lock_ties
from cairn.jobs.worker import Tell
from cairn.organization.actor import Actor
from cairn.organization.commands.locking import lock_organization
from cairn.storage import clock
from cairn.storage.bulk import insert_models, update_models

LOCKED_AT_ONCE = 10_000


def write_import(actor: Actor, found: Import, tell: Tell) -> None:
    """A job's work. Refused (`Conflict`) where the organization has changed so that the plan would be
    another one than was shown; a second time, or killed in the middle, it changes nothing."""
    tell(0, 2)
    rows = rows_of(found)
    ready = _prepare(actor, found, rows) if connection.vendor == "sqlite" else None
    tell(1, 2)
    with override(found.created_by.organization.locale):
        apply_rows(actor, found.id, rows, ready)
    tell(2, 2)


@dataclass(frozen=True, slots=True)
class Ready:
    """A plan made before anything is locked, and the last event that there was before it."""

    source: str
    known: Known
    plan: Plan
    last_event: int


def _prepare(actor: Actor, found: Import, rows: Rows) -> Ready:
    last = _last_event(actor)
    settle_source(found, rows)
    known = known_of(actor, found)
    return Ready(
        found.source, known, make_plan(rows, known, choices_of(found, rows, known)[0]), last
    )


def _last_event(actor: Actor) -> int:
    """Every change leaves one. Where there is one writer at a time, none appears behind the last."""
    events = EventRow.objects.filter(organization_id=actor.organization_id)
    return events.order_by("-id").values_list("id", flat=True).first() or 0


def _is_still_so(actor: Actor, ready: Ready) -> bool:
    return _last_event(actor) == ready.last_event


@atomic
def apply_rows(actor: Actor, import_id: int, rows: Rows, ready: Ready | None) -> None:
    """With all that it reads locked; what was prepared is taken where nothing has happened since."""
    organization = lock_organization(actor)
    found = lock_import(actor, import_id)
    if found.state != State.APPLYING:
        return
    planned_source = found.source
    rules.require(actor, "import.apply", found)
    for cycle in organization.cycles.order_by("id").values_list("id", flat=True):
        hold_cycle(organization.id, cycle)
    lock_graph(organization.id)
    lock_ties(organization.id)
    if ready is None or not _is_still_so(actor, ready):
        ready = _prepare(actor, found, rows)
    plan = ready.plan
    if (plan.digest, ready.source) != (found.digest, planned_source):
        raise Conflict(_("Something has changed since this was planned. Plan it again."))
    _write(Run(actor, found, organization, ready.known, plan))
    found.state, found.applied_at, found.applied_by_id = State.APPLIED, clock.now(), actor.member_id
    found.content = found.rows = None
    found.counts = plan.counts
    found.save(update_fields=["state", "applied_at", "applied_by", "content", "rows", "counts"])


def _write(run: Run) -> None:
    """What refers to nothing first; the numbers once, when all is there."""
    run.number()
    make_people(run)
    make_teams(run)
    make_cycles(run)
    load_objectives(run)
    existing = sorted(run.objectives)
    for at in range(0, len(existing), LOCKED_AT_ONCE):
        lock_lines(run.organization.id, existing[at : at + LOCKED_AT_ONCE])
    with shares_told(run):
        make_objectives(run)
        change_all(run, _changes(run))
        make_key_results(run)
        make_initiatives(run)
        make_alignments(run)
        make_values(run)
        make_check_ins(run)
        correct_check_ins(run)
        make_comments(run)
        reword_comments(run)
        recompute(run.organization, run.fresh | run.touched, run.fresh)
    _score(run)
    _remember(run)
    counts: dict[str, int] = defaultdict(int)
    for by_action in run.plan.counts.values():
        for action, number in by_action.items():
            counts[action] += number
    new = {"format": run.found.format, "import": str(run.found.id), **counts}
    run.tell(Event.IMPORT_APPLIED, run.found.id, run.found.file_name, new=new)
    insert_models(run.events)


def _changes(run: Run) -> dict[str, list[Change]]:
    found: dict[str, list[Change]] = defaultdict(list)
    for step in run.plan.steps:
        if step.action == Action.CHANGE and step.sort in COMPARED:
            ending = getattr(step.row, "ending", None)
            before = run.known.things[step.sort, step.kept].now or {}
            facts = run.resolved(step)
            change = Change(run.thing_id(step), facts, before, step.fields, ending)
            found[step.sort].append(change)
    return found


def _score(run: Run) -> None:
    """The source's score where it differs from what the key results make, with the reason; so that it
    stays what people decided."""
    rows = []
    weights: dict[int, list[tuple[Decimal, Decimal | None]]] = defaultdict(list)
    ids = sorted(run.fresh | run.touched)
    for at in range(0, len(ids), LOCKED_AT_ONCE):
        some = KeyResult.objects.filter(
            objective__in=ids[at : at + LOCKED_AT_ONCE], deleted_at__isnull=True
        )
        for id, weight, score in some.values_list("objective_id", "weight", "score"):
            weights[id].append((weight, score))
    for step in (*run.steps(Sort.OBJECTIVE), *run.steps(Sort.OBJECTIVE, Action.CHANGE)):
        row = run.objectives[run.thing_id(step)]
        if step.action == Action.CHANGE and "score" not in step.fields:
            continue
        said = step.facts["score"]
        row.computed_score = objective_score(weights[row.id])
        row.score = row.computed_score if said is None else Decimal(said)
        row.score_reason = run.reason if row.score != row.computed_score else ""
        if row.score is not None:
            rows.append(row)
    update_models(rows, ("score", "computed_score", "score_reason"))
    _rescore_others(run, weights, {row.id for row in rows})


def _rescore_others(
    run: Run, weights: dict[int, list[tuple[Decimal, Decimal | None]]], done: set[int]
) -> None:
    """Those whose weights or key results' scores have changed."""
    rows = []
    for id, row in run.objectives.items():
        if id in done or id not in run.touched or id in run.fresh:
            continue
        computed = objective_score(weights[id])
        if computed != row.computed_score:
            row.computed_score = computed
            if not row.score_reason:
                row.score = computed
            rows.append(row)
    update_models(rows, ("score", "computed_score"))


def _remember(run: Run) -> None:
    """What became of each row, so that the next file of this source knows it."""
    insert_models(
        [
            _thing(run, one.sort, one.kept, run.thing_id(one), {**run.resolved(one), **one.marks})
            for one in run.plan.steps
            if one.action == Action.CREATE
        ]
    )
    matched = {
        (one.sort, one.kept): int(one.facts["id"])
        for one in run.plan.steps
        if one.sort in (Sort.PERSON, Sort.TEAM, Sort.CYCLE) and one.facts.get("id")
    }
    _remember_matches(run, matched)
    _remember_aliases(run)
    _remember_changes(run)


def _remember_changes(run: Run) -> None:
    changed, rewritten = [], []
    changes = {(one.sort, one.kept): one for one in run.plan.steps if one.action == Action.CHANGE}
    things = ImportedThing.objects.filter(organization=run.organization, source=run.found.source)
    for keys in batched(sorted({key for _sort, key in changes}), LOCKED_AT_ONCE):
        for thing in things.filter(key__in=keys, sort__in={sort for sort, _key in changes}):
            if step := changes.get((thing.sort, thing.key)):
                changed.append(_changed(run, thing, step))
                thing.wrote = {**thing.wrote, **_written(run, thing, step)}
                rewritten.append(thing)
    insert_models(changed)
    update_models(rewritten, ("wrote",))


def _changed(run: Run, thing: ImportedThing, step: Step) -> ImportedChange:
    """What the undo needs; of a corrected check-in it is the row that corrects."""
    fields = step.fields if thing.sort in COMPARED else ()
    now = run.known.things[thing.sort, thing.key].now or {}
    facts = run.resolved(step)
    return ImportedChange(
        of=run.found,
        thing=thing,
        before={name: now.get(name) for name in fields} | run.was.get(thing.thing_id, {}),
        after={name: facts[name] for name in fields} | run.extra.get(thing.thing_id, {}),
        wrote=thing.wrote,
    )


def _written(run: Run, thing: ImportedThing, step: Step) -> dict[str, Any]:
    if thing.sort in COMPARED:
        return {**run.resolved(step), **step.marks}
    if thing.sort == Sort.COMMENT:
        return {"edited_at": run.extra[thing.thing_id]["edited_at"]}
    return {"last": run.extra[thing.thing_id]["check_in"]}


def _remember_aliases(run: Run) -> None:
    """What was said before under another key: known by this one too from now on."""
    fresh = []
    for one in run.plan.steps:
        is_said = one.sort in (Sort.CHECK_IN, Sort.COMMENT) and one.action == Action.SKIP
        if is_said and "id" in one.facts and (one.sort, one.kept) not in run.known.things:
            row = _thing(run, one.sort, one.kept, int(one.facts["id"]), {})
            row.made_by = None
            fresh.append(row)
    insert_models(fresh)


def _thing(run: Run, sort: str, key: str, id: int, facts: dict[str, Any]) -> ImportedThing:
    """Of what was said only that it was is kept: it is never compared."""
    kept = facts if sort in COMPARED else {}
    return ImportedThing(
        organization=run.organization,
        source=run.found.source,
        sort=sort,
        key=key,
        thing_id=id,
        made_by=run.found,
        wrote=kept,
    )


COMPARED = (Sort.OBJECTIVE, Sort.KEY_RESULT, Sort.INITIATIVE, Sort.ALIGNMENT)


def _remember_matches(run: Run, matched: dict[tuple[str, str], int]) -> None:
    """People, teams and cycles that were here: the next file of this source takes them for the same."""
    known = {
        (one.sort, one.key): one
        for one in ImportedThing.objects.filter(
            organization=run.organization,
            source=run.found.source,
            sort__in=(Sort.PERSON, Sort.TEAM, Sort.CYCLE),
        )
    }
    fresh = []
    for (sort, key), id in matched.items():
        there = known.get((sort, key))
        if there is None:
            row = _thing(run, sort, key, id, {})
            row.made_by = None
            fresh.append(row)
        elif there.thing_id != id:
            there.thing_id = id
            there.save(update_fields=["thing_id"])
    insert_models(fresh)
