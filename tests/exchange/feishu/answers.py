"""Answers as `fetch_person` gives them, put together by hand, and the rows that they become."""

from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from cairn.exchange.feishu.answers import read_answers
from cairn.exchange.rows import Rows
from tests.exchange.feishu.server import APP
from tests.exchange.feishu.tenant import (
    LI,
    NOW,
    PERIODS,
    QUARTER,
    cycle,
    person,
    text,
)

D = Decimal
SHANGHAI = ZoneInfo("Asia/Shanghai")
FRAME: dict[str, Any] = {
    "periods": PERIODS,
    "categories": [
        {"id": "1", "name": {"zh": "承诺型", "en": "Committed"}},
        {"id": "2", "name": {"zh": "个人", "en": "Personal"}},
        {"id": "3", "name": {"zh": "挑战型"}},
    ],
    "departments": {
        "od-1": {"name": "山岚", "parent": "", "leader": "ou_li"},
        "od-2": {"name": "增长部", "parent": "od-1", "leader": "ou_nobody"},
    },
}


def read(*people: dict[str, Any], frame: dict[str, Any] | None = None, **how: Any) -> Rows:
    how = {"zone": SHANGHAI, "app_id": APP, **how}
    return read_answers(FRAME if frame is None else frame, people, **how)


def fetched(
    *objectives: dict[str, Any], days: tuple[str, str] = QUARTER, **more: Any
) -> dict[str, Any]:
    """One person's answer in version 2 with one cycle."""
    tenant_id = "700" if days == QUARTER else "600"
    copy = {**cycle("70", tenant_id, days), "objectives": list(objectives), **more}
    return {"person": LI, "version": 2, "fetched_at": int(NOW), "problem": "", "cycles": [copy]}


def objective(id: str = "71", *key_results: dict[str, Any], **more: Any) -> dict[str, Any]:
    told = {"id": id, "owner": person(), "content": text("目标"), "position": 1}
    return {**told, "key_results": list(key_results), "progresses": [], "alignments": [], **more}


def key_result(
    id: str = "711", measured: Any = None, *said: dict[str, Any], **more: Any
) -> dict[str, Any]:
    told = {"id": id, "owner": person(), "content": text("结果"), "position": 1, "weight": 1}
    indicated = (measured or {"indicator": {}})["indicator"]
    return {**told, "indicator": indicated, "progresses": list(said), **more}


def old(*objectives: dict[str, Any], **more: Any) -> dict[str, Any]:
    okr = {
        "id": "7001",
        "permission": 1,
        "period_id": "700",
        "objective_list": list(objectives),
        **more,
    }
    return {"person": LI, "version": 1, "fetched_at": int(NOW), "problem": "", "okrs": [okr]}


def codes(rows: Rows) -> list[str]:
    return [one.code for one in rows.faults]


def only[Row](rows: tuple[Row, ...]) -> Row:
    (row,) = rows
    return row
