"""What was brought in, and what becomes of each row of a file; for administrators."""

from collections.abc import Iterator, Sequence
from itertools import batched
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cairn.exchange.models import Action, Import, ImportedThing, PlannedStep, Sort
from cairn.exchange.policy import rules
from cairn.exchange.queries import (
    ImportRow,
    NameToMap,
    find_import,
    get_import,
    import_row,
    imports_of,
    names_in_order,
    steps_of,
)
from cairn.exchange.sources import list_sources
from cairn.exchange.tables.asked import Asked
from cairn.exchange.tables.counting import counted
from cairn.exchange.tables.words import id_cell
from cairn.exchange.wording import place_parts, words_of, words_of_fault
from cairn.intake import refuse
from cairn.measures.table import Cell, Column, Sheet, Word
from cairn.organization.actor import Actor

ROW_FILTERS: Final = ("import_id", "row_sort", "action")
ONE: Final = ("import_id",)
AT_A_TIME: Final = 500
STEP: Final = ("sort", "title", "action", "reasons", "place", "key", "id")


def imports_sheet(viewer: Actor, _asked: Asked) -> Sheet:
    """The newest first. One query."""
    columns = [
        Column("file", pgettext("import", "File"), 34),
        Column("format", pgettext("file", "Format"), 24),
        Column("state", _("State"), 16),
        Column("created", pgettext("import", "New"), 9, "right"),
        Column("changed", pgettext("import", "Changed"), 9, "right"),
        Column("skipped", pgettext("import", "Left as it is"), 9, "right"),
        Column("conflicts", pgettext("import", "In conflict"), 9, "right"),
        Column("by", pgettext("column", "Who"), 18),
        Column("started_at", _("Started"), 17),
        Column("applied_at", _("Written at"), 17, brief=False),
        Column("undo_until", _("Can be taken back until"), 17, brief=False),
        Column("undone_at", _("Taken back at"), 17, brief=False),
        Column("id", _("Id"), 22, brief=False),
    ]
    found = imports_of(viewer)
    rows = (_import(import_row(one)) for one in found.iterator(AT_A_TIME))
    return Sheet("imports", _("Imports"), columns, rows, counted(found))


def _import(one: ImportRow) -> Sequence[Cell]:
    counts = [one.counts.get(name, 0) if one.counts else None for name in Action.values]
    return (
        one.file_name,
        Word(one.format, one.format_label),
        Word(one.state, one.state_label),
        *counts,
        *(one.created_by, one.created_at, one.applied_at, one.undo_until, one.undone_at),
        str(one.id),
    )


def import_rows_sheet(viewer: Actor, asked: Asked) -> Sheet:
    """In the order of the plan; once it is written, what was done. Two queries, and one for each five
    hundred rows."""
    columns = [
        Column("sort", pgettext("import", "What"), 14),
        Column("title", _("Title"), 48),
        Column("action", _("What becomes of it"), 14),
        Column("why", pgettext("file", "Why"), 60),
        *_place_columns(),
        Column("key", _("Id where it comes from"), 24, brief=False),
        Column("id", _("Id"), 22, brief=False),
        Column("thing_id", _("Id in Cairn"), 22, brief=False),
    ]
    found = _asked_for(viewer, asked)
    steps = steps_of(found, asked.row_sort, asked.action)
    return Sheet(
        "import-rows", _("Rows of the import"), columns, _steps(found, steps), counted(steps)
    )


def _asked_for(viewer: Actor, asked: Asked) -> Import:
    """A refusal that names the filter where nobody says which import."""
    rules.require(viewer, "import.prepare", None)
    if asked.import_id is None:
        refuse("import_id", _("This is needed."))
    return get_import(viewer, asked.import_id)


def _place_columns() -> list[Column]:
    return [
        Column("sheet", pgettext("file", "Sheet"), 18),
        Column("row", pgettext("file", "Row"), 8, "right"),
        Column("column", pgettext("file", "Column"), 18),
    ]


def _place(place: object) -> tuple[Cell, Cell, Cell]:
    sheet, row, column = place_parts(place)
    return sheet or None, row if isinstance(row, int) and row else None, column or None


def _steps(found: Import, steps: QuerySet[PlannedStep]) -> Iterator[Sequence[Cell]]:
    sorts = {one.value: Word(one.value, str(one.label)) for one in Sort}
    actions = {one.value: Word(one.value, str(one.label)) for one in Action}
    for some in batched(steps.values_list(*STEP).iterator(AT_A_TIME), AT_A_TIME):
        things = _things(found, {key for *_said, key, _id in some})
        for sort, title, action, reasons, place, key, id in some:
            why = " ".join(words_of(code, values) for code, values in reasons)
            thing = things.get((sort, key))
            yield (
                *(sorts[sort], title, actions[action], why, *_place(place), key or None),
                *(str(id), id_cell(thing)),
            )


def _things(found: Import, keys: set[str]) -> dict[tuple[str, str], int]:
    """What rows of the import's source are in Cairn, by their sort and key."""
    known = ImportedThing.objects.filter(
        organization=found.organization_id, source=found.source, key__in=keys
    )
    return {(sort, key): id for sort, key, id in known.values_list("sort", "key", "thing_id")}


def import_faults_sheet(viewer: Actor, asked: Asked) -> Sheet:
    """What could not be read first, then what was read with a remark. One query."""
    columns = [
        Column("fault", pgettext("import", "What is wrong"), 70),
        Column("kind", pgettext("import", "What became of it"), 20),
        *_place_columns(),
        Column("id", _("Id"), 22, brief=False),
    ]
    faults = sorted(_asked_for(viewer, asked).faults, key=lambda one: bool(one.get("warning")))
    kinds = {
        False: Word("fault", pgettext("import", "Could not be read")),
        True: Word("remark", pgettext("import", "Was read")),
    }
    rows = (
        (words_of_fault(one), kinds[bool(one.get("warning"))], *_place(one.get("place")), None)
        for one in faults
    )
    return Sheet("import-faults", _("What is wrong in the file"), columns, rows)


def import_names_sheet(viewer: Actor, asked: Asked) -> Sheet:
    """As the page asks about them; none before the file is read and once it is written. At most twelve
    queries."""
    columns = [
        Column("sort", pgettext("import", "What"), 14),
        Column("name", _("Name"), 30),
        Column("hint", pgettext("import", "More about it"), 34),
        Column("uses", pgettext("import", "Rows that use it"), 12, "right"),
        Column("taken_for", pgettext("import", "Taken for"), 40),
        Column("state", _("State"), 20),
        Column("key", _("Id where it comes from"), 24, brief=False),
        Column("id", _("Id"), 22, brief=False),
    ]
    found = _asked_for(viewer, asked)
    return Sheet("import-names", _("Names in the file"), columns, _names(viewer, found.id))


def _names(viewer: Actor, import_id: int) -> Iterator[Sequence[Cell]]:
    sorts = {one.value: Word(one.value, str(one.label)) for one in Sort}
    sorts["label"] = Word("label", pgettext("import", "Word for a sort of row"))
    states = {
        "open": Word("open", pgettext("import", "Needs an answer")),
        "found": Word("found", pgettext("import", "Found by Cairn")),
        "proposed": Word("proposed", pgettext("import", "Proposed by Cairn")),
        "said": Word("said", pgettext("import", "Said by somebody")),
    }
    for one in names_in_order(find_import(viewer, import_id, with_names=True).names):
        labels = {choice.value: choice.label for choice in one.choices}
        taken = Word(one.chosen, labels.get(one.chosen, one.chosen)) if one.chosen else None
        yield (
            *(sorts[one.sort], one.name, one.hint or None, one.uses, taken),
            *(states[_state(one)], one.key or None, None),
        )


def _state(name: NameToMap) -> str:
    if not name.chosen:
        return "open"
    if not name.is_suggested:
        return "said"
    return "found" if name.is_found else "proposed"


def import_left_sheet(viewer: Actor, asked: Asked) -> Sheet:
    """What stayed when it was taken back. One query."""
    columns = [
        Column("sort", pgettext("import", "What"), 14),
        Column("title", _("Title"), 48),
        Column("why", _("Why it stays"), 60),
        Column("id", _("Id"), 22, brief=False),
    ]
    rows = (
        (Word(sort, str(Sort(sort).label)), title, words_of(reason, {}), None)
        for sort, title, reason in _asked_for(viewer, asked).left
    )
    return Sheet("import-left", _("What stays of the import"), columns, rows)


def import_sources_sheet(viewer: Actor, _asked: Asked) -> Sheet:
    """Last fetched from first; never a secret. Two queries."""
    columns = [
        Column("app_id", pgettext("feishu", "App"), 24),
        Column("address", pgettext("feishu", "Address"), 34),
        Column("whom", _("Whose OKRs"), 34),
        Column("last_fetched_at", _("Last fetched"), 17),
        Column("id", _("Id"), 22, brief=False),
        Column("import_id", _("Id of the import under way"), 22, brief=False),
    ]
    rows = (
        (
            *(one.app_id, one.address, Word(one.people, one.whom), one.last_fetched_at),
            *(str(one.id), id_cell(one.under_way)),
        )
        for one in list_sources(viewer)
    )
    return Sheet("import-sources", _("Connected apps of Feishu"), columns, rows)
