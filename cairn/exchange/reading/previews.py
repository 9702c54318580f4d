"""What the page that maps columns shows of a file. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from cairn.exchange.rows import Fault


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows of one sheet as text. `headers` are unique: a second "Owner" is "Owner (D)", a
    nameless column "(E)". `columns` maps our fields (`wording.FIELDS` names them) to headers: what was
    asked for, else a guess. `faults` are those of the shown rows when read by `columns`; `labels` are
    the distinct values of the type column, with what each is taken as."""

    sheets: tuple[str, ...]
    sheet: str
    heading_row: int
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    first_row: int
    row_count: int
    columns: Mapping[str, str]
    labels: Mapping[str, str]
    faults: tuple[Fault, ...] = ()
