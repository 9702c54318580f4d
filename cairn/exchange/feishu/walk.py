"""Everything of one person, as Feishu answers it: with version 2 of the API, with version 1 where that is
all there is. Plain data, trimmed to what is read.

Fetched again, this is taken over from what is known, and the rest is asked for anew:

- Cycles that had ended 60 days before the last fetch: scores and reviews are through by then.
- Progress records and alignments of an objective or key result of which version 1 lists the same ones,
  changed last at the same time, as at the last fetch. Version 1 tells this of ten cycles in one call.

Key results, their indicators and all comments are always asked for while a cycle is open: no answer tells
that a start, a target, a unit or an owner has changed, or that somebody has commented. Of cycles that are
taken over, comments are asked for where they were never told.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from zoneinfo import ZoneInfo

from cairn.exchange.feishu import old_walk
from cairn.exchange.feishu.client import Client
from cairn.exchange.feishu.comment_walk import CommentWalk
from cairn.exchange.feishu.instants import last_day
from cairn.exchange.feishu.kept import (
    HIDDEN,
    Keep,
    by_id,
    dicts,
    id_in,
    is_settled,
    only,
    said_stamp,
)
from cairn.exchange.feishu.refusals import FeishuRefusal

NOT_THERE: Final = ("unknown_address", "edition", "scope")
"""Version 2 is not served, or not to this app."""
NOT_SHOWN: Final = ("user_unknown", "forbidden", "gone", "invalid_call")
"""What is wrong with one person or thing, and no reason to fetch nothing of the others."""
GONE: Final = ("gone", "forbidden")
CYCLE = only("id", "tenant_cycle_id", "owner", "start_time", "end_time", "cycle_status", "score")
OBJECTIVE = only(
    *("id", "owner", "position", "content", "notes", "score", "weight", "deadline"),
    *("category_id", "create_time", "update_time"),
)
KEY_RESULT = only("id", "owner", "position", "content", "score", "weight", "deadline")
INDICATOR = only("start_value", "target_value", "current_value", "unit", "update_time")
PROGRESS = only("id", "owner", "content", "progress_rate", "create_time", "update_time")
ALIGNMENT = only("id", "from_entity_id", "to_entity_id")
PERIOD = only("id", "zh_name", "en_name", "status", "period_start_time", "period_end_time")
CATEGORY = only("id", "name")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Cycles that end on `since` or later, all where it is None; `frame` as `fetch_frame` gave it. Its
    `unheard`, where it has one, says why nobody's comments are told: as of a person, below."""

    since: date | None
    zone: ZoneInfo
    frame: Mapping[str, Any] = field(default_factory=dict)


def fetch_frame(client: Client) -> dict[str, Any]:
    """What all people share: {periods, categories, fetched_at (seconds since 1970)}. What the app may
    not read of it stays empty: names are lacking then, and nothing else."""
    return {
        "fetched_at": int(client.now),
        "periods": _optional(client, "okr/v1/periods", PERIOD),
        "categories": _optional(client, "okr/v2/categories", CATEGORY, owner_type="user"),
    }


def _optional(client: Client, path: str, keep: Keep, **query: Any) -> list[dict[str, Any]]:
    try:
        return [one for one in client.items(path, keep=keep, **query) if id_in(one)]
    except FeishuRefusal as refusal:
        if refusal.code in (*NOT_THERE, *NOT_SHOWN, "refused"):
            return []
        raise


def fetch_person(
    client: Client, person: Mapping[str, Any], known: Mapping[str, Any], wanted: Wanted
) -> dict[str, Any]:
    """{person, version, fetched_at, cycles or okrs, problem, unheard}: to be kept, and to be handed in
    as `known` at the next fetch; {} for the first one. `problem` is the code of why nothing is told of
    this person, "" where something is; `unheard` why comments are not, {code, scopes}, {} where they
    are. Raises `FeishuRefusal` for what keeps everybody's from being fetched.
    """
    made = {"person": dict(person), "version": 2, "fetched_at": int(client.now), "problem": ""}
    open_id = str(person["open_id"])
    try:
        copies = _copies(client, open_id)
        if copies is None:
            okrs = old_walk.fetch_okrs(client, open_id, known, _periods(wanted))
            return made | {"version": 1, "okrs": okrs}
    except FeishuRefusal as refusal:
        if refusal.code not in NOT_SHOWN:
            raise
        return made | {"cycles": [], "problem": refusal.code}
    late = [one for one in copies if _is_late_enough(wanted, one.get("end_time"))]
    comments = CommentWalk(client, wanted.frame.get("unheard") or {})
    cycles = _Walk(client, known, comments).cycles(open_id, late)
    return made | {"cycles": cycles, "unheard": comments.unheard}


def _copies(client: Client, open_id: str) -> list[dict[str, Any]] | None:
    """Somebody's cycles, newest first; None where version 2 is not there for this app."""
    try:
        found = client.items("okr/v2/cycles", keep=CYCLE, user_id=open_id, user_id_type="open_id")
        return [one for one in found if id_in(one)]
    except FeishuRefusal as refusal:
        if refusal.code not in NOT_THERE:
            raise
        return None


def _periods(wanted: Wanted) -> list[dict[str, Any]]:
    return [
        one
        for one in wanted.frame.get("periods", ())
        if str(one.get("status")) != HIDDEN and _is_late_enough(wanted, one.get("period_end_time"))
    ]


def _is_late_enough(wanted: Wanted, end_time: Any) -> bool:
    if wanted.since is None:
        return True
    ends_on = last_day(end_time, wanted.zone)
    return ends_on is None or ends_on >= wanted.since


class _Walk:
    """One person's cycles with all that stands in them. `seen` is what version 1 lists of objectives
    and key results now, by id."""

    def __init__(self, client: Client, known: Mapping[str, Any], comments: CommentWalk) -> None:
        self.client, self.known, self.comments = client, known, comments
        self.before = by_id(dicts(known.get("cycles")))
        self.seen: dict[str, dict[str, Any]] = {}

    def cycles(self, open_id: str, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """What is hidden is named and not looked into."""
        hidden = [one for one in found if str(one.get("cycle_status")) == HIDDEN]
        open_ones = [one for one in found if one not in hidden and not self._is_settled(one)]
        self._glance(open_id, [id_in(one, "tenant_cycle_id") for one in open_ones])
        made = []
        for one in found:
            if one in hidden:
                made.append({**one, "objectives": []})
            elif one in open_ones:
                made.append({**one, "objectives": self._objectives(one)})
            else:
                made.append({**self._heard(self.before[id_in(one)]), **one})
        return made

    def _heard(self, cycle: Mapping[str, Any]) -> dict[str, Any]:
        """What is taken over, with the comments that were not told before."""
        objectives = [
            self._with_comments("objective", objective)
            | {
                "key_results": [
                    self._with_comments("key_result", one)
                    for one in dicts(objective.get("key_results"))
                ]
            }
            for objective in dicts(cycle.get("objectives"))
        ]
        return {**cycle, "objectives": objectives}

    def _with_comments(self, sort: str, told: dict[str, Any]) -> dict[str, Any]:
        return told if "comments" in told else told | self.comments.about(sort, id_in(told))

    def _is_settled(self, cycle: Mapping[str, Any]) -> bool:
        is_over = is_settled(cycle.get("end_time"), self.known.get("fetched_at"))
        return is_over and id_in(cycle) in self.before

    def _glance(self, open_id: str, period_ids: list[str]) -> None:
        """Before anything else: what changes while it is being fetched shows at the next fetch."""
        wanted = [one for one in period_ids if one]
        if not wanted:
            return
        try:
            for okr in old_walk.list_okrs(self.client, open_id, wanted):
                for objective in okr["objective_list"]:
                    below = objective.pop("kr_list")
                    self.seen |= by_id([objective, *below])
        except FeishuRefusal as refusal:
            if refusal.code not in (*NOT_THERE, *NOT_SHOWN, "refused"):
                raise
            self.seen = {}

    def _objectives(self, cycle: Mapping[str, Any]) -> list[dict[str, Any]]:
        before = by_id(dicts(self.before.get(id_in(cycle), {}).get("objectives")))
        found = self._listed(f"cycles/{id_in(cycle)}/objectives", OBJECTIVE)
        return [self._objective(one, before.get(id_in(one), {})) for one in found]

    def _objective(self, told: dict[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
        id = id_in(told)
        path, now, then = f"objectives/{id}", self.seen.get(id), before.get("seen")
        below = by_id(dicts(before.get("key_results")))
        made = {**told, "seen": now}
        if now and then and said_stamp(now) == said_stamp(then):
            made["progresses"] = before["progresses"]
        else:
            made["progresses"] = self._listed(f"{path}/progresses", PROGRESS)
        if now and then and _ties(now) == _ties(then):
            made["alignments"] = before["alignments"]
        else:
            made["alignments"] = self._listed(f"{path}/alignments", ALIGNMENT)
        found = self._listed(f"{path}/key_results", KEY_RESULT)
        made |= self.comments.about("objective", id)
        made["key_results"] = [self._key_result(one, below.get(id_in(one), {})) for one in found]
        return made

    def _key_result(self, told: dict[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
        id = id_in(told)
        path, now, then = f"key_results/{id}", self.seen.get(id), before.get("seen")
        made = {**told, "seen": now, "indicator": self._indicator(path)}
        if now and then and said_stamp(now) == said_stamp(then):
            made["progresses"] = before["progresses"]
        else:
            made["progresses"] = self._listed(f"{path}/progresses", PROGRESS)
        return made | self.comments.about("key_result", id)

    def _indicator(self, path: str) -> dict[str, Any]:
        try:
            return self.client.get(f"okr/v2/{path}/indicators", keep=_kept_indicator)
        except FeishuRefusal as refusal:
            if refusal.code in GONE:
                return {}
            raise

    def _listed(self, path: str, keep: Keep) -> list[dict[str, Any]]:
        """Nothing of what was deleted while others were asked for."""
        try:
            found = self.client.items(f"okr/v2/{path}", keep=keep, user_id_type="open_id")
            return [one for one in found if id_in(one)]
        except FeishuRefusal as refusal:
            if refusal.code in GONE:
                return []
            raise


def _kept_indicator(data: dict[str, Any]) -> dict[str, Any]:
    found = data.get("indicator")
    return INDICATOR(found) if isinstance(found, dict) else {}


def _ties(seen: Mapping[str, Any]) -> list[list[str]]:
    """What an objective supports and is supported by."""
    return [
        sorted(id_in(one) for one in dicts(seen.get(name)))
        for name in ("aligned_objective_list", "aligning_objective_list")
    ]
