"""Version 1: whole OKRs of ten periods a call, and their progress records one by one.

Fetched again, a record is taken over where its objective or key result lists it still and was told to
have changed last no later than at the last fetch.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote

from cairn.exchange.feishu.client import Client
from cairn.exchange.feishu.kept import (
    by_id,
    dicts,
    id_in,
    is_settled,
    kept_okrs,
    only,
    record_ids,
    said_stamp,
)
from cairn.exchange.feishu.refusals import FeishuRefusal

A_CALL: Final = 10
MOST_OKRS: Final = 1_000
RECORD = only("progress_id", "modify_time", "content", "progress_rate")


def fetch_okrs(
    client: Client, open_id: str, known: Mapping[str, Any], periods: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Those of these periods, with `records` beside each list of their ids. Periods that had ended 60
    days before the last fetch are taken over whole."""
    before = {id_in(one, "period_id"): one for one in dicts(known.get("okrs"))}
    settled = [
        before[id_in(one)]
        for one in periods
        if id_in(one) in before and is_settled(one.get("period_end_time"), known.get("fetched_at"))
    ]
    done = {id_in(one, "period_id") for one in settled}
    open_ids = [id_in(one) for one in periods if id_in(one) not in done]
    found = list(list_okrs(client, open_id, open_ids)) if open_ids or not periods else []
    records = _Records(client, known)
    for okr in found:
        for objective in okr["objective_list"]:
            objective["records"] = records.of(objective)
            for key_result in objective["kr_list"]:
                key_result["records"] = records.of(key_result)
    return [*found, *settled]


def list_okrs(client: Client, open_id: str, period_ids: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Of these periods, ten a call; of all where there are none. Copies: the caller adds to them."""
    path = f"okr/v1/users/{quote(open_id, safe='')}/okrs"
    for start in range(0, max(len(period_ids), 1), A_CALL):
        offset = 0
        while offset < MOST_OKRS:
            data = client.get(
                path,
                keep=kept_okrs,
                user_id_type="open_id",
                lang="zh_cn",
                offset=offset,
                limit=A_CALL,
                period_ids=list(period_ids[start : start + A_CALL]) or None,
            )
            yield from (_copied(one) for one in data["okr_list"])
            offset += len(data["okr_list"])
            if not data["okr_list"] or offset >= data["total"]:
                break


def _copied(okr: dict[str, Any]) -> dict[str, Any]:
    objectives = [
        {**one, "kr_list": [dict(below) for below in one["kr_list"]]}
        for one in okr["objective_list"]
    ]
    return {**okr, "objective_list": objectives}


class _Records:
    """Progress records, those that cannot have changed out of what is known."""

    def __init__(self, client: Client, known: Mapping[str, Any]) -> None:
        self.client = client
        self.known: dict[str, dict[str, Any]] = {}
        for okr in dicts(known.get("okrs")):
            for objective in dicts(okr.get("objective_list")):
                goals = [objective, *dicts(objective.get("kr_list"))]
                self.known |= {id_in(one): one for one in goals}

    def of(self, goal: Mapping[str, Any]) -> list[dict[str, Any]]:
        before = self.known.get(id_in(goal), {})
        is_same = said_stamp(before)[1] == said_stamp(goal)[1]
        kept = by_id(dicts(before.get("records")), "progress_id") if is_same else {}
        found = (kept.get(id) or self._record(id) for id in record_ids(goal))
        return [one for one in found if one]

    def _record(self, id: str) -> dict[str, Any]:
        path = f"okr/v1/progress_records/{id}"
        try:
            return self.client.get(path, keep=RECORD, user_id_type="open_id")
        except FeishuRefusal as refusal:
            if refusal.code in ("gone", "forbidden"):
                return {}
            raise
