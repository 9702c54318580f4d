"""Pages of a list that is read whole: `items, has_more, page_token`."""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from cairn.intake import refuse
from cairn.open_apis.calls import MOST_ROWS, USUAL_ROWS, Call


class Page[Row]:
    def __init__(self, rows: list[Row], token: str, has_more: bool) -> None:
        self.rows, self.token, self.has_more = rows, token, has_more

    def answer(self, items: Sequence[Any]) -> dict[str, Any]:
        return {"items": list(items), "has_more": self.has_more, "page_token": self.token}


def one_page[Row](call: Call, rows: Sequence[Row], id_of: Callable[[Row], object]) -> Page[Row]:
    """The part of a list that is asked for; the token is the id of the last row before it."""
    size = call.asked_whole("page_size", USUAL_ROWS, 1, MOST_ROWS)
    token = call.asked("page_token")
    start = 0
    if token:
        places = [place for place, row in enumerate(rows) if str(id_of(row)) == token]
        if not places:
            refuse("page_token", _("This is not a token of this list. Use the one of its answer."))
        start = places[0] + 1
    found = list(rows[start : start + size])
    more = start + size < len(rows)
    return Page(found, str(id_of(found[-1])) if more else "", more)
