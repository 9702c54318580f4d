"""Categories: committed and aspirational, which every objective of ours is one of."""

from typing import Any, Final

from django.utils import translation

from cairn.goals.models import Type
from cairn.open_apis.calls import Call
from cairn.open_apis.paging import one_page

TYPES: Final = {1: Type.COMMITTED, 2: Type.ASPIRATIONAL}
COLOURS = {1: "blue", 2: "orange"}
LANGUAGES = {"zh": "zh-hans", "en": "en"}
SINCE = "1767225600000"
"""There is no moment at which somebody made them; this one never changes."""


def category_of(kind: str) -> str:
    return next(str(id) for id, one in TYPES.items() if one == kind)


def list_categories(call: Call) -> dict[str, Any]:
    page = one_page(call, list(TYPES), str)
    return page.answer([_category(id) for id in page.rows])


def _category(id: int) -> dict[str, Any]:
    return {
        "id": str(id),
        "create_time": SINCE,
        "update_time": SINCE,
        "category_type": "person",
        "enabled": True,
        "color": COLOURS[id],
        "name": {short: _name(id, language) for short, language in LANGUAGES.items()},
    }


def _name(id: int, language: str) -> str:
    with translation.override(language):
        return str(TYPES[id].label)
