"""What is kept of an answer, and of a fetch for the next one. Pure."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from cairn.exchange.feishu.instants import said_at

ID: Final = re.compile(r"[0-9]{1,20}")
HIDDEN: Final = "3"
"""The status of a period or cycle that an administrator hid; both versions have the same number."""
SETTLED_AFTER: Final = timedelta(days=60)
MOST_RECORDS: Final = 2_000

type Keep = Callable[[dict[str, Any]], dict[str, Any]]


def only(*names: str) -> Keep:
    """These fields of an object, as far as it has them."""
    return lambda told: {name: told[name] for name in names if name in told}


def id_in(told: Mapping[str, Any], name: str = "id") -> str:
    """A number, also where it came as one; "" for anything else."""
    value = told.get(name)
    text = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    return text if ID.fullmatch(text) else ""


def dicts(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def by_id(told: Iterable[dict[str, Any]], name: str = "id") -> dict[str, dict[str, Any]]:
    return {id: one for one in told if (id := id_in(one, name))}


def is_settled(end_time: Any, fetched_at: Any) -> bool:
    """Whether a cycle had ended long enough before it was fetched."""
    ended = said_at(end_time)
    if ended is None or not isinstance(fetched_at, int) or fetched_at <= 0:
        return False
    return ended + SETTLED_AFTER < datetime.fromtimestamp(fetched_at, UTC)


RATE = only("percent", "status")
GOAL: Final = (
    *("id", "score", "deadline", "progress_rate", "progress_record_list"),
    *("progress_record_last_updated_time", "progress_rate_percent_last_updated_time"),
    "score_last_updated_time",
)
OLD_KEY_RESULT = only(*GOAL, "content", "weight", "kr_weight")
OLD_OBJECTIVE = only(
    *(*GOAL, "content", "permission", "progress_report", "weight"),
    *("aligned_objective_list", "aligning_objective_list"),
)


def kept_okrs(data: dict[str, Any]) -> dict[str, Any]:
    """Version 1's whole OKRs, without what nobody reads."""
    total = data.get("total")
    return {
        "total": total if isinstance(total, int) else 0,
        "okr_list": [
            only("id", "permission", "period_id", "name")(okr)
            | {"objective_list": [_kept_objective(one) for one in dicts(okr.get("objective_list"))]}
            for okr in dicts(data.get("okr_list"))
        ],
    }


def _kept_objective(told: dict[str, Any]) -> dict[str, Any]:
    below = [OLD_KEY_RESULT(one) for one in dicts(told.get("kr_list"))]
    return OLD_OBJECTIVE(told) | {"kr_list": below}


def record_ids(told: Mapping[str, Any]) -> list[str]:
    ids = (id_in(one) for one in dicts(told.get("progress_record_list")))
    return list(dict.fromkeys(id for id in ids if id))[:MOST_RECORDS]


def said_stamp(told: Mapping[str, Any]) -> tuple[list[str], str]:
    """What shows that records were added, taken away or edited."""
    return record_ids(told), str(told.get("progress_record_last_updated_time", ""))
