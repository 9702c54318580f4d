"""All that can be taken out of a page as a file: one name, its filters, its formats, its table."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from tempfile import SpooledTemporaryFile
from typing import IO, Final

from cairn.errors import Conflict, NotFound, Refusal
from cairn.exchange.writing import (
    actions,
    check_ins,
    comments,
    gaps,
    kpis,
    looking_back,
    minutes,
    people,
    proposals,
    templates,
    weekly,
)
from cairn.exchange.writing import objectives as okrs
from cairn.exchange.writing.alignments import alignments_sheet
from cairn.exchange.writing.asked import Asked, read_asked
from cairn.exchange.writing.dependencies import dependencies_sheet
from cairn.exchange.writing.formats import EVERYWHERE, FORMATS, Format
from cairn.exchange.writing.viva import viva_sheet
from cairn.exchange.writing.words import too_long, too_many
from cairn.intake import MISSING, Intake
from cairn.measures.table import Cell, Sheet
from cairn.organization.actor import Actor
from cairn.storage import clock

IN_MEMORY: Final = 2_000_000
"""Bytes; a larger file lies on the disk while it is made and sent."""
USUAL: Final = "xlsx"

type Table = Callable[[Actor, Asked], Sheet]


@dataclass(frozen=True, slots=True)
class Export:
    """`others` are formats beside those that every table has."""

    table: Table
    filters: tuple[str, ...] = ()
    others: Mapping[str, Table] | None = None

    def table_for(self, format: str) -> Table:
        return (self.others or {}).get(format, self.table)

    @property
    def formats(self) -> tuple[str, ...]:
        return (*EVERYWHERE, *(self.others or {}))


EXPORTS: Final[Mapping[str, Export]] = {
    "objectives": Export(okrs.objectives_sheet, okrs.FILTERS, {"viva": viva_sheet}),
    "initiatives": Export(okrs.initiatives_sheet, okrs.FILTERS),
    "alignments": Export(alignments_sheet, okrs.FILTERS),
    "dependencies": Export(dependencies_sheet, okrs.FILTERS),
    "gaps": Export(gaps.gaps_sheet, gaps.FILTERS),
    "check-ins": Export(check_ins.check_ins_sheet, check_ins.FILTERS),
    "feed": Export(check_ins.feed_sheet, check_ins.FEED_FILTERS),
    "weekly-updates": Export(weekly.weekly_updates_sheet, weekly.UPDATE_FILTERS),
    "help-requests": Export(weekly.help_sheet, weekly.HELP_FILTERS),
    "comments": Export(comments.comments_sheet, comments.FILTERS),
    "kpis": Export(kpis.kpis_sheet, kpis.FILTERS),
    "kpi-readings": Export(kpis.readings_sheet, kpis.FILTERS),
    "people": Export(people.people_sheet, people.FILTERS),
    "teams": Export(people.teams_sheet),
    "lessons": Export(looking_back.lessons_sheet, looking_back.LESSON_FILTERS),
    "retrospectives": Export(looking_back.retrospectives_sheet, looking_back.FILTERS),
    "minutes": Export(minutes.minutes_sheet, minutes.FILTERS),
    "actions": Export(actions.actions_sheet, actions.FILTERS),
    "proposals": Export(proposals.proposals_sheet, proposals.FILTERS),
    "templates": Export(templates.templates_sheet, templates.FILTERS),
}


@dataclass(frozen=True, slots=True)
class Made:
    """A file to be sent, at its beginning; whoever sends it closes it."""

    name: str
    media_type: str
    file: IO[bytes]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A table, its format and its filters, as somebody asked for them."""

    what: str
    format: str
    asked: Asked

    @property
    def way(self) -> Format:
        return FORMATS[self.format]

    def sheet(self, viewer: Actor) -> Sheet:
        """What the viewer may see of it."""
        return EXPORTS[self.what].table_for(self.format)(viewer, self.asked)


class TooLong(Conflict):
    """The table has more rows than are written while somebody waits, which are `at_once`."""

    def __init__(self, at_once: int) -> None:
        super().__init__(too_long(at_once))
        self.at_once = at_once


def read_wanted(viewer: Actor, what: str, intake: Intake) -> Wanted:
    """`NotFound` where there is no such export, a refusal that names the fields where a filter or
    format is none."""
    export = EXPORTS.get(what)
    if export is None:
        raise NotFound
    format = read_format(intake, export.formats)
    asked = read_asked(viewer, intake, export.filters)
    intake.settle()
    return Wanted(what, format, asked)


def make_export(viewer: Actor, what: str, intake: Intake) -> Made:
    """The file, where it is made at once; `TooLong` where a worker has to."""
    wanted = read_wanted(viewer, what, intake)
    sheet, way = wanted.sheet(viewer), wanted.way
    if sheet.count and sheet.count(way.at_once + 1) > way.at_once:
        raise TooLong(way.at_once)
    rows = at_most(sheet.rows, way.at_once, TooLong(way.at_once))
    return make_file(viewer, replace(sheet, rows=rows), wanted.format)


def rows_of(sheet: Sheet, way: Format) -> int | None:
    """How many the table has, if that can be told. `Conflict` where they are too many for a file."""
    found = sheet.count(way.most + 1) if sheet.count else None
    if found is not None and found > way.most:
        raise Conflict(too_many(way.most))
    return found


def read_format(intake: Intake, known: tuple[str, ...] = EVERYWHERE) -> str:
    """Taken out of the intake; what is no format is noted there."""
    found = intake.choice("format", known)
    intake.fields = {name: said for name, said in intake.fields.items() if name != "format"}
    return USUAL if found is MISSING else str(found)


def make_file(viewer: Actor, sheet: Sheet, format: str) -> Made:
    """Written whole before any of it is sent, so that no half of a file arrives."""
    way = FORMATS[format]
    file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  whoever sends it closes it
    try:
        way.write(bounded(sheet, way), file, viewer.time_zone)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return Made(name_of(viewer, sheet, way), way.media_type, file)


def name_of(viewer: Actor, sheet: Sheet, way: Format) -> str:
    """What the file is called."""
    return f"{sheet.name} {clock.today(viewer.time_zone)}.{way.ending}"


def bounded(sheet: Sheet, way: Format) -> Sheet:
    """Never more rows than a file holds."""
    return replace(sheet, rows=at_most(sheet.rows, way.most, Conflict(too_many(way.most))))


def at_most(
    rows: Iterable[Sequence[Cell]], most: int, otherwise: Refusal
) -> Iterator[Sequence[Cell]]:
    """A refusal instead of more, so that nobody waits for what takes minutes."""
    for count, row in enumerate(rows):
        if count == most:
            raise otherwise
        yield row
