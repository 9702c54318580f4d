"""What is asked of imports: the list, and one of them as its page shows it.

Only administrators; everybody else finds nothing (`NotFound`), and an empty list is not told from it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import FETCH_RAISE, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from cairn.errors import NotFound
from cairn.exchange.commands.sweeping import kept_until
from cairn.exchange.families import NEWER_OF, Earlier, earlier_files, is_sheet
from cairn.exchange.matching import NEW, NO_CYCLE, OUT, PLACEHOLDER, Chosen, Name
from cairn.exchange.models import AT_WORK, CHANGEABLE, Action, Import, PlannedStep, Sort, State
from cairn.exchange.naming import names_to_map
from cairn.exchange.policy import rules
from cairn.exchange.sources import Fetching, fetching_of
from cairn.exchange.wording import place_words, words_of, words_of_fault
from cairn.jobs.models import Job
from cairn.organization.actor import Actor
from cairn.storage import clock

STEPS_A_PAGE: Final = 50
HEAVY: Final = ("content", "rows")
MAPPED_AS: Final = {"person": "people", "team": "teams", "cycle": "cycles", "label": "labels"}
"""Under which name `map_import` takes the choices of each sort."""


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A line of the list, newest first."""

    id: int
    file_name: str
    format: str
    format_label: str
    state: str
    state_label: str
    created_by: str
    created_at: datetime
    counts: Mapping[str, int]
    """By action, of all sorts together; empty before the plan."""
    applied_at: datetime | None
    undone_at: datetime | None
    undo_until: datetime | None


@dataclass(frozen=True, slots=True)
class Choice:
    """What a name may be taken for: `value` is what `map_import` takes, `label` is for the reader."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class NameToMap:
    """A person, team, cycle or label of the file (`sort`). `chosen` is a choice's value, or "" where
    somebody has to say; `suggested` whether that is what Cairn proposes and nobody has said otherwise.
    `choices` are the likely ones and what else can be done; besides those `map_import` takes the id
    of any team or cycle, and of a person the id or the e-mail address."""

    sort: str
    key: str
    name: str
    hint: str
    uses: int
    chosen: str
    is_suggested: bool
    choices: tuple[Choice, ...]

    @property
    def is_found(self) -> bool:
        """Cairn proposes somebody or something that is here, or what a label means."""
        return self.is_suggested and (self.chosen.isdigit() or self.sort == "label")


@dataclass(frozen=True, slots=True)
class NewerOf:
    """Which earlier file a sheet is a newer version of: `chosen` is the number of the import that brought
    its last version, or "new" for a file of its own; `is_suggested` while nobody has said so."""

    chosen: str
    is_suggested: bool
    choices: tuple[Choice, ...]

    @property
    def label(self) -> str:
        return next((one.label for one in self.choices if one.value == self.chosen), "")


@dataclass(frozen=True, slots=True)
class SortCount:
    """How many of a sort are created, changed, skipped, in conflict; of what was done once it is
    applied."""

    sort: str
    label: str
    create: int = 0
    change: int = 0
    skip: int = 0
    conflict: int = 0


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step of the plan; `place` in words ("Sheet1, row 12"), `reasons` in the reader's language."""

    position: int
    sort: str
    sort_label: str
    action: str
    action_label: str
    title: str
    reasons: tuple[str, ...]
    place: str


@dataclass(frozen=True, slots=True)
class FaultRow:
    """What the reading found; a warning was read anyway, the others keep their row out."""

    words: str
    place: str
    is_warning: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """Of the work under way; `steps` 0: not known yet. `error` is why the last try did not work."""

    step: int
    steps: int
    is_waiting: bool
    """No worker has taken it up yet, or it waits for its next try."""


@dataclass(frozen=True, slots=True)
class Left:
    """What an undo left as it is, and why."""

    sort_label: str
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class ImportPage:
    """One import. `names` are empty until the file is read; `open_names` counts those that somebody
    has to say something about before it can be planned. `steps` are a page of the plan, `next_after`
    what to ask for as `after` for more. `newer_of` is there of a sheet that is not written yet, where
    other sheets were before it; `fetching` while it is fetched from Feishu, and paused, nothing is at
    work. `kept_until` holds while nothing of it is written. `can` are the acts that its state and the
    viewer's role allow: map, plan, apply, undo, discard, pause, resume."""

    id: int
    file_name: str
    format: str
    format_label: str
    source: str
    options: Mapping[str, object]
    state: str
    state_label: str
    is_at_work: bool
    created_by: str
    created_at: datetime
    kept_until: datetime
    names: tuple[NameToMap, ...]
    open_names: int
    newer_of: NewerOf | None
    counts: Mapping[str, int]
    counts_by_sort: tuple[SortCount, ...]
    steps: tuple[StepRow, ...]
    next_after: int | None
    faults: tuple[FaultRow, ...]
    progress: Progress | None
    fetching: Fetching | None
    error: str
    applied_by: str
    applied_at: datetime | None
    undo_until: datetime | None
    undone_by: str
    undone_at: datetime | None
    left: tuple[Left, ...]
    can: tuple[str, ...]


def list_imports(viewer: Actor, *, before: int | None = None, most: int = 50) -> list[ImportRow]:
    """Newest first, those older than the one with the id `before`. One query."""
    found = imports_of(viewer)
    if before is not None:
        found = found.filter(id__lt=before)
    return [import_row(one) for one in found[:most]]


def imports_of(viewer: Actor) -> QuerySet[Any]:
    """All of them, newest first, each for `import_row`."""
    rules.require(viewer, "import.prepare", None)
    found = Import.objects.filter(organization_id=viewer.organization_id).order_by("-id")
    return (
        found.select_related("created_by")
        .defer(*HEAVY, "mapping", "faults", "left")
        .annotate(is_paused=Q(fetch__paused_at__isnull=False))
        .fetch_mode(FETCH_RAISE)
    )


def find_import(
    viewer: Actor,
    import_id: int,
    *,
    sort: str = "",
    action: str = "",
    after: int = -1,
    with_names: bool = False,
) -> ImportPage:
    """One import, with a page of its plan: of one `sort` and `action` where they are given, those
    behind the position `after`. Once it is planned its names are told only `with_names`, since that
    reads all rows anew. At most eleven queries."""
    found = get_import(viewer, import_id)
    fetching = fetching_of(found)
    is_paused = fetching is not None and fetching.is_paused
    names = _names(viewer, found, asked=with_names)
    steps = list(steps_of(found, sort, action).filter(position__gt=after)[: STEPS_A_PAGE + 1])
    counts = dict.fromkeys(Action.values, 0)
    for by_action in found.counts.values():
        for name, number in by_action.items():
            counts[name] += number
    shown = steps[:STEPS_A_PAGE]
    open_names = sum(not one.chosen for one in names)
    return ImportPage(
        id=found.id,
        file_name=found.file_name,
        format=found.format,
        format_label=found.get_format_display(),
        source=found.source,
        options=found.options,
        state=found.state,
        state_label=_state_words(found, is_paused=is_paused),
        is_at_work=found.state in AT_WORK and not is_paused,
        created_by=found.created_by.name,
        created_at=found.created_at,
        kept_until=kept_until(found),
        names=names,
        open_names=open_names,
        newer_of=_newer_of(viewer, found),
        counts=counts if found.counts else {},
        counts_by_sort=tuple(
            SortCount(sort, str(Sort(sort).label), **found.counts[sort])
            for sort in Sort.values
            if sort in found.counts
        ),
        steps=tuple(_step(one) for one in shown),
        next_after=shown[-1].position if len(steps) > STEPS_A_PAGE else None,
        faults=tuple(_fault(one) for one in found.faults),
        progress=_progress(found),
        fetching=fetching,
        error=found.error,
        applied_by=found.applied_by.name if found.applied_by else "",
        applied_at=found.applied_at,
        undo_until=found.undo_until,
        undone_by=found.undone_by.name if found.undone_by else "",
        undone_at=found.undone_at,
        left=_left(found),
        can=_can(viewer, found, open_names, fetching),
    )


def _left(found: Import) -> tuple[Left, ...]:
    return tuple(
        Left(str(Sort(sort).label), title, words_of(reason, {}))
        for sort, title, reason in found.left
    )


def steps_after(
    viewer: Actor, import_id: int, *, sort: str, action: str, after: int, most: int
) -> list[StepRow]:
    """A page of the plan: of one `sort` and `action` unless they are empty. Two queries."""
    found = get_import(viewer, import_id)
    return [_step(one) for one in steps_of(found, sort, action).filter(position__gt=after)[:most]]


def steps_of(found: Import, sort: str = "", action: str = "") -> QuerySet[PlannedStep]:
    """The plan, or what was done: of one `sort` and `action` unless they are empty."""
    narrowed = {name: said for name, said in (("sort", sort), ("action", action)) if said}
    return PlannedStep.objects.filter(of=found, **narrowed).order_by("position")


def file_of(viewer: Actor, import_id: int) -> tuple[str, bytes] | None:
    """The file's name and what it holds, for a preview of its columns; None once it is forgotten."""
    found = get_import(viewer, import_id, with_content=True)
    return None if found.content is None else (found.file_name, bytes(found.content))


def get_import(
    viewer: Actor, import_id: int, *, with_rows: bool = False, with_content: bool = False
) -> Import:
    """The row itself, or `NotFound`, also for those who may not bring anything in."""
    if not rules.can(viewer, "import.prepare", None):
        raise NotFound
    heavy = [*([] if with_rows else ["rows"]), *([] if with_content else ["content"])]
    found = (
        Import.objects.filter(id=import_id, organization_id=viewer.organization_id)
        .select_related("created_by", "applied_by", "undone_by")
        .defer(*heavy)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def mapping_of(found: Import, names: Sequence[Name]) -> Chosen:
    """What was chosen, and what is suggested where nothing was."""
    said = found.mapping
    taken: dict[str, dict[str, str]] = {"person": {}, "team": {}, "cycle": {}, "label": {}}
    for one in names:
        choice = said.get(MAPPED_AS[one.sort], {}).get(one.key, "") or one.suggestion
        if choice:
            taken[one.sort][one.key] = choice
    return Chosen(taken["person"], taken["team"], taken["cycle"], taken["label"])


def import_row(one: Any) -> ImportRow:
    """A row of `imports_of`, in words."""
    counts: dict[str, int] = {}
    for by_action in one.counts.values():
        for name, number in by_action.items():
            counts[name] = counts.get(name, 0) + number
    return ImportRow(
        one.id,
        one.file_name,
        one.format,
        one.get_format_display(),
        one.state,
        _state_words(one, is_paused=one.is_paused),
        one.created_by.name,
        one.created_at,
        counts,
        one.applied_at,
        one.undone_at,
        one.undo_until,
    )


def _state_words(one: Import, *, is_paused: bool) -> str:
    """Being read and paused at that is no state of its own."""
    if one.is_fetched and is_paused:
        return pgettext("import", "Paused")
    return str(one.get_state_display())


def _names(viewer: Actor, found: Import, *, asked: bool) -> tuple[NameToMap, ...]:
    states = (State.MAPPING, State.PLANNED) if asked else (State.MAPPING,)
    if found.state not in states or found.rows is None:
        return ()
    names, here = names_to_map(viewer.organization_id, found)
    labels = here.labels()
    return tuple(_name(one, found.mapping, labels) for one in names)


def names_in_order(names: Iterable[NameToMap]) -> list[NameToMap]:
    """The few sorts first, which decide about the many; of each those first of which Cairn knows
    nothing, then those it has not found, the others last."""
    sorts = ("label", "cycle", "team", "person")
    return sorted(names, key=lambda one: (sorts.index(one.sort), one.is_found, bool(one.chosen)))


def _newer_of(viewer: Actor, found: Import) -> NewerOf | None:
    if found.state not in (State.MAPPING, State.PLANNED) or not is_sheet(found.source):
        return None
    earlier = earlier_files(found)
    if not earlier:
        return None
    taken = next((str(one.import_id) for one in earlier if one.source == found.source), NEW)
    likest = sorted(earlier, key=lambda one: -one.same)
    return NewerOf(
        taken,
        not found.mapping.get(NEWER_OF),
        (
            Choice(NEW, _("No, a file of its own")),
            *(Choice(str(one.import_id), _words_of_file(one, viewer.time_zone)) for one in likest),
        ),
    )


def _words_of_file(one: Earlier, zone: ZoneInfo) -> str:
    """“plan.xlsx”, brought in on 2026-11-03: 24 rows are the same"""
    day = one.applied_at.astimezone(zone).date().isoformat()
    words = _("“%(file)s”, brought in on %(day)s") % {"file": one.file_name, "day": day}
    if not one.same:
        return words
    same = ngettext("%(num)s row is the same", "%(num)s rows are the same", one.same)
    return f"{words}: {same % {'num': one.same}}"


def _name(one: Name, said: Mapping[str, Mapping[str, str]], labels: Mapping[str, str]) -> NameToMap:
    chosen = said.get(MAPPED_AS[one.sort], {}).get(one.key, "")
    values = [str(id) for id in one.candidates]
    if chosen.isdigit() and chosen not in values:
        values.append(chosen)
    choices = [Choice(value, labels.get(f"{one.sort}:{value}", value)) for value in values]
    return NameToMap(
        *(one.sort, one.key, one.name or _("(no period)"), one.hint, one.uses),
        chosen or one.suggestion,
        not chosen,
        (*choices, *_always(one)),
    )


def _always(one: Name) -> tuple[Choice, ...]:
    match one.sort:
        case "person":
            first = Choice(PLACEHOLDER, _("A new member who cannot sign in"))
        case "label":
            return (
                *(Choice(sort, str(Sort(sort).label)) for sort in Sort.values[3:6]),
                Choice(OUT, _("Leave out")),
            )
        case "cycle" if one.key == NO_CYCLE:
            return (Choice(OUT, _("By their days, or left out")),)
        case _:
            first = Choice(NEW, _("Create it"))
    return (
        *((first,) if one.sort != "cycle" or one.suggestion else ()),
        Choice(OUT, _("Leave out")),
    )


def _step(one: PlannedStep) -> StepRow:
    return StepRow(
        one.position,
        one.sort,
        str(Sort(one.sort).label),
        one.action,
        str(Action(one.action).label),
        one.title,
        tuple(words_of(code, values) for code, values in one.reasons),
        place_words(one.place),
    )


def _fault(one: Mapping[str, Any]) -> FaultRow:
    return FaultRow(words_of_fault(one), place_words(one.get("place")), bool(one.get("warning")))


def _progress(found: Import) -> Progress | None:
    if found.state not in AT_WORK or found.job_id is None:
        return None
    job = Job.objects.filter(id=found.job_id).first()
    if job is None:
        return Progress(0, 0, is_waiting=True)
    is_held = job.locked_until is not None and job.locked_until > clock.now()
    return Progress(job.step, job.steps, is_waiting=not is_held)


def _can(
    viewer: Actor, found: Import, open_names: int, fetching: Fetching | None
) -> tuple[str, ...]:
    is_ready = found.state in (State.MAPPING, State.PLANNED) and not open_names
    acts = {
        "map": found.state in (State.COLUMNS, State.MAPPING, State.PLANNED),
        "plan": is_ready,
        "apply": found.state == State.PLANNED and _does_something(found),
        "undo": found.state == State.APPLIED
        and found.undo_until is not None
        and clock.now() <= found.undo_until,
        "discard": found.state in CHANGEABLE or fetching is not None,
        "pause": fetching is not None and not fetching.is_paused,
        "resume": fetching is not None and fetching.is_paused,
    }
    rows = {"apply": "import.apply", "undo": "import.undo"}
    return tuple(
        act
        for act, is_open in acts.items()
        if is_open and rules.can(viewer, rows.get(act, "import.prepare"), found)
    )


def _does_something(found: Import) -> bool:
    return any(
        by_action.get(name)
        for by_action in found.counts.values()
        for name in (Action.CREATE, Action.CHANGE)
    )
