"""What somebody asked for as a file: which table, narrowed to what, in which format; and the file made."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from tempfile import SpooledTemporaryFile
from typing import IO, Final

from cairn.errors import Conflict, NotFound, Refusal
from cairn.exchange.tables.asked import Asked, read_asked
from cairn.exchange.tables.index import EXPORTS
from cairn.exchange.writing.formats import EVERYWHERE, FORMATS, Format
from cairn.exchange.writing.limits import too_long, too_many
from cairn.intake import MISSING, Intake
from cairn.measures.table import Cell, Sheet
from cairn.organization.actor import Actor
from cairn.storage import clock

IN_MEMORY: Final = 2_000_000
"""Bytes; a larger file lies on the disk while it is made and sent."""
USUAL: Final = "xlsx"


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
    """The file, where it is made at once; `TooLong` where a worker has to, `Conflict` where it is known
    that none can."""
    wanted = read_wanted(viewer, what, intake)
    sheet, way = wanted.sheet(viewer), wanted.way
    if sheet.count and sheet.count(way.at_once + 1) > way.at_once:
        must_fit(sheet, way)
        raise TooLong(way.at_once)
    rows = at_most(sheet.rows, way.at_once, TooLong(way.at_once))
    return make_file(viewer, replace(sheet, rows=rows), wanted.format)


def must_fit(sheet: Sheet, way: Format) -> int | None:
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
