"""Taking an import back: what it made goes, what it changed is as before, and whatever people have touched
since stays and is named."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import batched
from typing import Any, Final

from django.db.models import Model, ProtectedError
from django.db.transaction import atomic
from django.utils.translation import override

from cairn.checkins.doctor import recompute
from cairn.checkins.models import CheckIn, Comment
from cairn.cycles.models import Cycle
from cairn.events.kinds import Kind as Event
from cairn.events.models import Event as EventRow
from cairn.exchange.commands.changing import Change, change_all
from cairn.exchange.commands.preparing import lock_import
from cairn.exchange.commands.run import Run
from cairn.exchange.commands.shares import shares_told
from cairn.exchange.known import known_of
from cairn.exchange.models import Import, ImportedChange, ImportedThing, Sort, State
from cairn.exchange.planning.steps import Plan
from cairn.exchange.policy import rules
from cairn.goals.models import Alignment, Initiative, KeyResult, Objective, Reading, Source
from cairn.goals.ties import lock_graph, lock_lines, lock_ties
from cairn.jobs.worker import Tell
from cairn.organization.actor import Actor, Face
from cairn.organization.commands.locking import lock_organization
from cairn.organization.models import Member, Team, User
from cairn.search import index
from cairn.storage import clock
from cairn.storage.bulk import insert_models, update_models
from cairn.storage.ids import EPOCH_MS, RANDOM_BITS

AT_A_TIME: Final = 500
MANY: Final = 5_000
type Left = list[list[str]]


def take_back(actor: Actor, found: Import, tell: Tell) -> None:
    """A job's work; a second time, or killed in the middle, it changes nothing."""
    tell(0, 1)
    with override(found.created_by.organization.locale):
        take_back_import(actor, found.id)
    tell(1, 1)


@atomic
def take_back_import(actor: Actor, import_id: int) -> None:
    organization = lock_organization(actor)
    found = lock_import(actor, import_id)
    if found.state != State.UNDOING:
        return
    rules.require(actor, "import.undo", found)
    lock_graph(organization.id)
    lock_ties(organization.id)
    run = Run(actor, found, organization, known_of(actor, found), Plan(()))
    left: Left = []
    made = _made(found)
    touched = _touched_by_people(run, _objectives_of(made))
    _load(run, made)
    ids = sorted(run.objectives)
    for some in batched(ids, MANY):
        lock_lines(organization.id, some)
    with shares_told(run):
        _restore(run, left)
        gone = _drop_goals(run, made, touched, left)
        run.objectives = {id: one for id, one in run.objectives.items() if id not in gone}
        recompute(organization, set(run.objectives))
    _drop_named(run, made, left)
    found.state, found.undone_at, found.undone_by_id = State.UNDONE, clock.now(), actor.member_id
    found.left = left
    found.save(update_fields=["state", "undone_at", "undone_by", "left"])
    new = {"import": str(found.id), "left": len(left)}
    run.tell(Event.IMPORT_UNDONE, found.id, found.file_name, new=new)
    insert_models(run.events)


type Made = dict[str, dict[int, ImportedThing]]
"""What the import made, by sort and id."""


def _made(found: Import) -> Made:
    made: Made = defaultdict(dict)
    for one in ImportedThing.objects.filter(made_by=found).order_by("id"):
        made[one.sort][one.thing_id] = one
    return made


def _chunks(ids: Iterable[int]) -> Iterator[Sequence[int]]:
    return batched(sorted(ids), MANY)


def _objectives_of(made: Made) -> set[int]:
    """Those in which anything was made."""
    found = set(made[Sort.OBJECTIVE])
    for ids in _chunks(made[Sort.KEY_RESULT]):
        found |= set(KeyResult.objects.filter(id__in=ids).values_list("objective_id", flat=True))
    for ids in _chunks(made[Sort.CHECK_IN]):
        of = CheckIn.objects.filter(id__in=ids)
        found |= set(of.values_list("key_result__objective_id", flat=True))
    for ids in _chunks(made[Sort.COMMENT]):
        found |= set(Comment.objects.filter(id__in=ids).values_list("objective_id", flat=True))
    for ids in _chunks(made[Sort.INITIATIVE]):
        of_it = Initiative.objects.filter(id__in=ids)
        found |= set(of_it.values_list("key_result__objective_id", flat=True))
    for ids in _chunks(made[Sort.ALIGNMENT]):
        ends = Alignment.objects.filter(id__in=ids).values_list("objective_id", "target_id")
        found |= {id for pair in ends for id in pair}
    return found


def _touched_by_people(run: Run, ids: Collection[int]) -> set[int]:
    """Objectives of which the ledger says that somebody did something after the import; or a later
    import, which is to be undone first."""
    since = run.found.applied_at
    assert since is not None
    after = max(int(since.timestamp() * 1000) - EPOCH_MS, 0) << RANDOM_BITS
    mine = (Event.OBJECTIVE_IMPORTED, Event.HISTORY_IMPORTED)
    touched: set[int] = set()
    for some in _chunks(ids):
        later = EventRow.objects.filter(
            organization_id=run.organization.id, id__gte=after, at__gt=since
        ).exclude(kind__in=mine, face=Face.IMPORT)
        near = later.filter(objective_id__in=some).values_list("objective_id", flat=True)
        far = later.filter(other_objective_id__in=some).values_list("other_objective_id", flat=True)
        touched |= {id for id in (*near, *far) if id}
    return touched


def _load(run: Run, made: Made) -> None:
    """The objectives that were there before and in which something was made or changed."""
    changed = ImportedChange.objects.filter(of=run.found).values_list(
        "thing__sort", "thing__thing_id"
    )
    ids = _objectives_of(made)
    by_id = {(row[0], thing.id): thing for row, thing in run.known.things.items()}
    for sort, id in changed:
        thing = by_id.get((sort, id))
        if thing is not None and thing.of:
            ids.add(thing.of)
    rows = Objective.objects.select_related("cycle", "organization", "team", "owner")
    for some in _chunks(ids):
        run.objectives |= {one.id: one for one in rows.filter(id__in=some)}
    run.fresh = set(made[Sort.OBJECTIVE])


def _restore(run: Run, left: Left) -> None:
    """Facts that still say what the import wrote say again what they said before."""
    by_sort: dict[str, list[Change]] = defaultdict(list)
    rewritten: list[ImportedThing] = []
    changes = ImportedChange.objects.filter(of=run.found).select_related("thing")
    taken: list[int] = []
    for change in changes.order_by("id"):
        thing = change.thing
        known = run.known.things[thing.sort, thing.key]
        after = {name: value for name, value in change.after.items() if name != "reading"}
        now = known.now
        title = str((now or {}).get("title", thing.key))
        if now is None or any(now.get(name) != value for name, value in after.items()):
            left.append([thing.sort, title, "deleted_here" if now is None else "touched_since"])
            continue
        by_sort[thing.sort].append(Change(thing.thing_id, change.before, now, tuple(change.before)))
        if change.after.get("reading"):
            taken.append(int(change.after["reading"]))
        thing.wrote = change.wrote
        rewritten.append(thing)
    _take_back_readings(run, taken)
    change_all(run, by_sort)
    _restore_scores(run, by_sort.get(Sort.OBJECTIVE, ()))
    update_models(rewritten, ("wrote",))


def _take_back_readings(run: Run, ids: Sequence[int]) -> None:
    """A correction without a value: history is appended."""
    found = Reading.objects.filter(id__in=ids, corrected_by__isnull=True)
    insert_models(
        [
            Reading(
                key_result_id=one.key_result_id,
                value=None,
                effective_on=one.effective_on,
                recorded_at=run.now,
                author_id=run.actor.member_id,
                source=Source.IMPORT,
                corrects=one,
            )
            for one in found
        ]
    )


def _restore_scores(run: Run, changes: Iterable[Change]) -> None:
    rows = []
    for change in changes:
        if "score" in change.fields:
            row = run.objectives[change.id]
            row.score, row.score_reason = change.facts["score"], ""
            rows.append(row)
    update_models(rows, ("score", "score_reason"))


def _drop_goals(run: Run, made: Made, touched: set[int], left: Left) -> set[int]:
    """Objectives with all in them where nobody has touched them since; of others what the import added,
    and nobody has built on. The ids of the objectives that are gone."""
    gone = set(made[Sort.OBJECTIVE]) - touched
    for id in sorted(touched & set(made[Sort.OBJECTIVE])):
        if id in run.objectives:
            left.append([Sort.OBJECTIVE.value, run.objectives[id].title, "touched_since"])
    _drop_ties(made, gone)
    _drop_said(made, touched)
    for some in batched(sorted(gone), AT_A_TIME):
        _drop_whole(some)
    _drop_parts(run, made, touched, left)
    for sort, model in ROWS.items():
        _forget_gone(made[sort], model)
    return gone


ROWS: Final[dict[Sort, Any]] = {
    Sort.OBJECTIVE: Objective,
    Sort.KEY_RESULT: KeyResult,
    Sort.INITIATIVE: Initiative,
    Sort.ALIGNMENT: Alignment,
    Sort.CHECK_IN: CheckIn,
    Sort.COMMENT: Comment,
}


def _forget_gone(things: dict[int, ImportedThing], model: Any) -> None:
    """What is here no more is new to the next file."""
    for ids in _chunks(things):
        here = set(model.objects.filter(id__in=ids).values_list("id", flat=True))
        _forget([things[id] for id in ids if id not in here])


def _drop_ties(made: Made, gone: set[int]) -> None:
    """Alignments that the import made, and those of what goes."""
    for ids in _chunks(made[Sort.ALIGNMENT]):
        Alignment.objects.filter(id__in=ids).delete()
    for ids in _chunks(gone):
        Alignment.objects.filter(objective__in=ids).delete()


def _drop_said(made: Made, touched: set[int]) -> None:
    """Check-ins and comments of the import, those left out that stand in a touched objective which
    it made: its history stays whole."""
    kept = touched & set(made[Sort.OBJECTIVE])
    for ids in _chunks(made[Sort.CHECK_IN]):
        there = CheckIn.objects.filter(id__in=ids, corrected_by__isnull=True)
        found = there.exclude(key_result__objective__in=kept) if kept else there
        readings = [one for one in found.values_list("reading_id", flat=True) if one]
        gone_now = list(found.values_list("id", flat=True))
        CheckIn.objects.filter(id__in=gone_now).delete()
        Reading.objects.filter(id__in=readings, corrected_by__isnull=True).delete()
    for ids in _chunks(made[Sort.COMMENT]):
        answered = Comment.objects.filter(parent__in=ids).exclude(id__in=ids)
        said = Comment.objects.filter(id__in=ids).exclude(id__in=answered.values("parent_id"))
        (said.exclude(objective__in=kept) if kept else said).delete()


def _drop_whole(ids: Sequence[int]) -> None:
    """Objectives that nobody has touched: their rows go, and nothing finds them."""
    CheckIn.objects.filter(key_result__objective__in=ids).delete()
    Reading.objects.filter(key_result__objective__in=ids, corrects__isnull=False).delete()
    key_results = list(KeyResult.objects.filter(objective__in=ids).values_list("id", flat=True))
    index.drop_many("objective", ids)
    index.drop_many("key_result", key_results)
    Objective.objects.filter(id__in=ids).delete()


def _drop_parts(run: Run, made: Made, touched: set[int], left: Left) -> None:
    """Key results and initiatives that came to objectives which stay."""
    kinds: tuple[tuple[Sort, Any, str], ...] = (
        (Sort.INITIATIVE, Initiative, "key_result__objective_id"),
        (Sort.KEY_RESULT, KeyResult, "objective_id"),
    )
    for sort, model, path in kinds:
        for ids in _chunks(made[sort]):
            there = {
                id: (of, title)
                for id, of, title in model.objects.filter(id__in=ids).values_list(
                    "id", path, "title"
                )
            }
            free = [id for id, (of, _title) in there.items() if of not in touched]
            for of, title in there.values():
                if of in touched and of not in made[Sort.OBJECTIVE]:
                    left.append([sort.value, title, "touched_since"])
            if sort == Sort.KEY_RESULT:
                Reading.objects.filter(key_result__in=free).delete()
                index.drop_many("key_result", free)
            model.objects.filter(id__in=free).delete()


def _drop_named(run: Run, made: Made, left: Left) -> None:
    """People, teams and cycles that the import made and that nothing refers to any more."""
    kinds: tuple[tuple[Sort, Any], ...] = (
        (Sort.CYCLE, Cycle),
        (Sort.TEAM, Team),
        (Sort.PERSON, Member),
    )
    for sort, model in kinds:
        rows = model.objects.in_bulk(list(made[sort]))
        for id in sorted(rows, reverse=True):
            row = rows[id]
            if _may_go(run, row) and _goes(row):
                _forget([made[sort][id]])
            else:
                left.append([sort.value, row.name, "in_use"])


def _may_go(run: Run, row: Model) -> bool:
    """Nobody who has signed in or done anything goes."""
    if not isinstance(row, Member):
        return True
    user = User.objects.get(id=row.user_id)
    is_used = user.has_usable_password() or user.last_login is not None
    did = EventRow.objects.filter(organization_id=run.organization.id, actor_id=row.id).exists()
    return not (is_used or did)


def _goes(row: Model) -> bool:
    kind = {Member: "member", Team: "team"}.get(type(row))
    id, user_id = row.pk, getattr(row, "user_id", None)
    try:
        with atomic():
            row.delete()
    except ProtectedError:
        return False
    if kind:
        index.drop(kind, id)
    if user_id is not None and not Member.objects.filter(user=user_id).exists():
        User.objects.filter(id=user_id).delete()
    return True


def _forget(things: Iterable[ImportedThing]) -> None:
    for ids in _chunks(one.id for one in things):
        ImportedThing.objects.filter(id__in=ids).delete()
