"""Keyset pages: as quick at the end of a list as at its beginning, and steady while it grows."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import orjson
from django.core.exceptions import ValidationError
from django.db.models import Field, IntegerField, Model, Q, QuerySet
from django.utils.translation import gettext as _

from cairn.api.problems import InvalidParameter
from cairn.api.requests import MOST_ROWS, USUAL_ROWS, QueryIntake, or_none
from cairn.intake import fault_of_text
from cairn.storage.ids import read_id

PAGE_PARAMETERS = ("cursor", "limit")
LONGEST_CURSOR = 4_000
ID_COLUMN = IntegerField()


@dataclass(frozen=True, slots=True)
class Asked:
    """Which page is asked for; an empty cursor is the first."""

    cursor: str = ""
    limit: int = USUAL_ROWS


def read_page(intake: QueryIntake) -> Asked:
    """Call before `settle`, which names what is wrong."""
    cursor = or_none(intake.line("cursor", LONGEST_CURSOR, required=False)) or ""
    return Asked(cursor, or_none(intake.whole("limit", 1, MOST_ROWS)) or USUAL_ROWS)


def take_page[Row: Model](
    rows: QuerySet[Row], order: tuple[str, ...], asked: Asked
) -> tuple[list[Row], str | None]:
    """One page of `rows` in `order` (names of columns, or of annotations that hold ids, `-` before
    those that fall; the last one unique), and the cursor of the next, or None where this is the last."""
    rows = rows.order_by(*order)
    if asked.cursor:
        rows = rows.filter(_behind(order, _decode(rows.model, order, asked.cursor)))
    found = list(rows[: asked.limit + 1])
    more = len(found) > asked.limit
    return found[: asked.limit], _encode(order, found[asked.limit - 1]) if more else None


def _behind(order: tuple[str, ...], values: list[Any]) -> Q:
    """Rows that come after these values: equal up to a column, beyond it in that one."""
    names = [name.removeprefix("-") for name in order]
    behind = Q()
    for at, name in enumerate(names):
        verb = "lt" if order[at].startswith("-") else "gt"
        same = dict(zip(names[:at], values[:at], strict=True))
        behind |= Q(**same, **{f"{name}__{verb}": values[at]})
    return behind


def _encode(order: tuple[str, ...], row: Model) -> str:
    return write_cursor(_spell(getattr(row, name.removeprefix("-"))) for name in order)


def write_cursor(values: Iterable[str]) -> str:
    """What a list gives to be asked for what comes after these values."""
    return urlsafe_b64encode(orjson.dumps(list(values))).decode().rstrip("=")


def _spell(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _decode(model: type[Model], order: tuple[str, ...], cursor: str) -> list[Any]:
    known = {field.name: field for field in model._meta.get_fields()}
    return read_cursor([known.get(name.removeprefix("-"), ID_COLUMN) for name in order], cursor)


def read_cursor(fields: Sequence[Any], cursor: str) -> list[Any]:
    """The values that a cursor spells, one for each of these columns."""
    try:
        spelled = orjson.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return [_read(field, text) for field, text in zip(fields, spelled, strict=True)]
    except (ValueError, TypeError, ValidationError):
        raise InvalidParameter(
            {"cursor": _("This is not a cursor of this list. Use the one in “next”.")}
        ) from None


def _read(field: Any, text: Any) -> Any:
    """The value that a cursor spells for a column; anything else is a ValueError."""
    if not isinstance(text, str) or fault_of_text(text):
        raise ValueError
    if isinstance(field, IntegerField):
        value: Any = read_id(text)
    else:
        assert isinstance(field, Field)
        value = field.to_python(text)
    if value is None or (isinstance(value, datetime) and value.tzinfo is None):
        raise ValueError
    return value
