"""Taking an import back: what it made goes, what it changed is as before, and whatever people have touched
since stays and is named."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import batched
from typing import Any, Final

from django.db.models import PROTECT
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
from cairn.exchange.commands.unsaying import (
    aliases_of,
    take_back_corrections,
    take_back_rewordings,
)
from cairn.exchange.known import known_of
from cairn.exchange.models import Import, ImportedChange, ImportedThing, Sort, State
from cairn.exchange.planning.steps import Plan
from cairn.exchange.policy import rules
from cairn.goals.models import Alignment, Initiative, KeyResult, Objective, Reading, Source
from cairn.goals.ties import lock_graph, lock_lines, lock_ties
from cairn.jobs.worker import Tell
from cairn.organization.actor import Actor, Face
from cairn.organization.commands.invitations import is_account_in_use
from cairn.organization.commands.locking import lock_organization
from cairn.organization.models import Member, Team, User
from cairn.search import index
from cairn.storage import clock
from cairn.storage.bulk import insert_models, update_models
from cairn.storage.ids import EPOCH_MS, RANDOM_BITS
from cairn.storage.trees import drop_trees, references_to

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
    import, which is to be undone first: of one that was, nothing counts."""
    since = run.found.applied_at
    assert since is not None
    after = max(int(since.timestamp() * 1000) - EPOCH_MS, 0) << RANDOM_BITS
    mine = (Event.OBJECTIVE_IMPORTED, Event.HISTORY_IMPORTED)
    undone = _instants_of_undone(run, since)
    touched: set[int] = set()
    for some in _chunks(ids):
        later = (
            EventRow.objects.filter(
                organization_id=run.organization.id, id__gte=after, at__gt=since
            )
            .exclude(kind__in=mine, face=Face.IMPORT)
            .exclude(at__in=undone, face=Face.IMPORT)
        )
        near = later.filter(objective_id__in=some).values_list("objective_id", flat=True)
        far = later.filter(other_objective_id__in=some).values_list("other_objective_id", flat=True)
        touched |= {id for id in (*near, *far) if id}
    return touched


def _instants_of_undone(run: Run, since: datetime) -> list[datetime]:
    """When later imports that have been undone were written and undone: all events of either bear the
    same instant."""
    later = Import.objects.filter(
        organization=run.organization, state=State.UNDONE, applied_at__gt=since
    )
    told = EventRow.objects.filter(
        organization_id=run.organization.id,
        subject_id__in=list(later.values_list("id", flat=True)),
        kind__in=(Event.IMPORT_APPLIED, Event.IMPORT_UNDONE),
    )
    return list(told.values_list("at", flat=True))


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
    said: dict[str, list[ImportedChange]] = defaultdict(list)
    for change in changes.order_by("id"):
        thing = change.thing
        if thing.sort in (Sort.CHECK_IN, Sort.COMMENT):
            said[thing.sort].append(change)
            continue
        known = run.known.things[thing.sort, thing.key]
        after = {name: value for name, value in change.after.items() if name != "reading"}
        now = known.now
        title = str((now or {}).get("title", thing.key))
        if (
            now is None
            or _is_aligned_again(run, thing)
            or any(now.get(name) != value for name, value in after.items())
        ):
            left.append([thing.sort, title, "deleted_here" if now is None else "touched_since"])
            continue
        by_sort[thing.sort].append(Change(thing.thing_id, change.before, now, tuple(change.before)))
        if change.after.get("reading"):
            taken.append(int(change.after["reading"]))
        thing.wrote = change.wrote
        rewritten.append(thing)
    _take_back_readings(run, taken)
    rewritten += take_back_corrections(said[Sort.CHECK_IN], left)
    rewritten += take_back_rewordings(run, said[Sort.COMMENT], left)
    change_all(run, by_sort)
    _restore_scores(run, by_sort.get(Sort.OBJECTIVE, ()))
    update_models(rewritten, ("wrote",))


def _is_aligned_again(run: Run, thing: ImportedThing) -> bool:
    """What the import ended has been aligned by somebody since."""
    if thing.wrote.get("state") != "ended":
        return False
    child, target, key_result = (
        int(thing.wrote.get(name) or 0) for name in ("child", "target", "key_result")
    )
    return (child, target, key_result) in run.known.ties


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
    for some in _chunks(gone):
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
        if model in (CheckIn, Comment):
            _forget(aliases_of(things[id] for id in ids if id not in here))


def _drop_ties(made: Made, gone: set[int]) -> None:
    """Alignments that the import made, and those of what goes."""
    for ids in _chunks(made[Sort.ALIGNMENT]):
        drop_trees(Alignment, ids)
    for ids in _chunks(gone):
        rest = Alignment.objects.filter(objective__in=ids)
        drop_trees(Alignment, list(rest.values_list("id", flat=True)))


def _drop_said(made: Made, touched: set[int]) -> None:
    """Check-ins and comments of the import, those left out that stand in a touched objective which
    it made: its history stays whole."""
    kept = touched & set(made[Sort.OBJECTIVE])
    for ids in _chunks(made[Sort.CHECK_IN]):
        there = CheckIn.objects.filter(id__in=ids)
        found = there.exclude(key_result__objective__in=kept) if kept else there
        corrected = set(
            CheckIn.objects.filter(corrects__in=ids).values_list("corrects_id", flat=True)
        )
        free = [one for one in found.values_list("id", "reading_id") if one[0] not in corrected]
        drop_trees(CheckIn, [id for id, _reading in free])
        drop_trees(Reading, [reading for _id, reading in free if reading])
    for ids in _chunks(made[Sort.COMMENT]):
        answered = Comment.objects.filter(parent__in=ids).exclude(id__in=ids)
        said = Comment.objects.filter(id__in=ids).exclude(id__in=answered.values("parent_id"))
        ours = said.exclude(objective__in=kept) if kept else said
        drop_trees(Comment, list(ours.values_list("id", flat=True)))


def _drop_whole(ids: Sequence[int]) -> None:
    """Objectives that nobody has touched: their rows go, and nothing finds them."""
    key_results = list(KeyResult.objects.filter(objective__in=ids).values_list("id", flat=True))
    index.drop_many("objective", ids)
    index.drop_many("key_result", key_results)
    drop_trees(Objective, ids)


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
                index.drop_many("key_result", free)
            drop_trees(model, free)


def _drop_named(run: Run, made: Made, left: Left) -> None:
    """Cycles, teams and people that the import made and that nothing refers to any more."""
    kinds: tuple[tuple[Sort, Any], ...] = (
        (Sort.CYCLE, Cycle),
        (Sort.TEAM, Team),
        (Sort.PERSON, Member),
    )
    for sort, model in kinds:
        rows = model.objects.in_bulk(list(made[sort]))
        free = _unused(model, set(rows) - _active(run, sort, rows))
        _drop_rows(run, sort, model, free)
        _forget([made[sort][id] for id in made[sort] if id in free or id not in rows])
        left += [[sort.value, rows[id].name, "in_use"] for id in sorted(set(rows) - free)]


def _active(run: Run, sort: Sort, rows: dict[int, Any]) -> set[int]:
    """Members who have signed in or done anything: they are nobody's to take back."""
    if sort != Sort.PERSON:
        return set()
    users = User.objects.in_bulk([one.user_id for one in rows.values()])
    did = EventRow.objects.filter(organization_id=run.organization.id, actor_id__in=rows)
    found = {id for id in did.values_list("actor_id", flat=True).distinct() if id}
    return found | {id for id, one in rows.items() if is_account_in_use(users[one.user_id])}


def _unused(model: Any, ids: set[int]) -> set[int]:
    """Those that no row refers to which would keep them, other than among themselves."""
    relations = [one for one in references_to(model) if one.on_delete is PROTECT]
    while True:
        kept: set[int] = set()
        for relation in relations if ids else ():
            name = relation.field.attname
            rows = relation.related_model._base_manager.filter(**{f"{name}__in": ids})
            if relation.related_model is model:
                rows = rows.exclude(id__in=ids)
            kept |= set(rows.values_list(name, flat=True).distinct())
        if not kept:
            return ids
        ids = ids - kept


def _drop_rows(run: Run, sort: Sort, model: Any, ids: set[int]) -> None:
    rows = model.objects.filter(id__in=ids)
    if sort == Sort.PERSON:
        users = list(rows.values_list("user_id", flat=True))
        index.drop_many("member", sorted(ids))
        drop_trees(Member, ids)
        elsewhere = Member.objects.filter(user__in=users).values_list("user_id", flat=True)
        drop_trees(User, set(users) - set(elsewhere))
        return
    if sort == Sort.TEAM:
        company = Team.objects.get(organization=run.organization, parent__isnull=True)
        rows.update(parent=company)  # so that none keeps another
        index.drop_many("team", sorted(ids))
    else:
        rows.update(parent=None)
    drop_trees(model, ids)


def _forget(things: Iterable[ImportedThing]) -> None:
    for ids in _chunks(one.id for one in things):
        drop_trees(ImportedThing, ids)
