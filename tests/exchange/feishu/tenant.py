"""A tenant of Feishu as plain data, served by the tests' own Feishu in both versions."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from tests.exchange.feishu.server import Feishu, Query, envelope, paged

QUARTER = ("1790784000000", "1798732799999")
"""2026-10-01 to 2026-12-31 in Shanghai."""
SPRING = ("1767196800000", "1774972799999")
"""2026-01-01 to 2026-03-31 there: long settled."""
MARCH_31, OCTOBER_9 = "1774886400000", "1791511200000"
NOW = datetime(2026, 11, 18, 1, tzinfo=UTC).timestamp()
LI = {"open_id": "ou_li", "name": "李娜", "email": "li@cairn.test", "leader": "", "departments": []}


def text(words: str) -> dict[str, Any]:
    run = {"paragraph_element_type": "textRun", "text_run": {"text": words}}
    return {"blocks": [{"block_element_type": "paragraph", "paragraph": {"elements": [run]}}]}


def old_text(words: str) -> dict[str, Any]:
    run = {"type": "textRun", "textRun": {"text": words}}
    return {"blocks": [{"type": "paragraph", "paragraph": {"elements": [run]}}]}


def person(open_id: str = "ou_li") -> dict[str, Any]:
    return {"owner_type": "user", "user_id": open_id}


def cycle(id: str, tenant_id: str, days: tuple[str, str], status: int = 1) -> dict[str, Any]:
    return {
        "id": id,
        "tenant_cycle_id": tenant_id,
        "owner": person(),
        "start_time": days[0],
        "end_time": days[1],
        "cycle_status": status,
    }


def progress(
    id: str, words: str, percent: float | str | None, status: int | None = None, at: str = OCTOBER_9
) -> dict[str, Any]:
    rate = {"progress_percent": percent, "progress_status": status}
    return {
        "id": id,
        "create_time": at,
        "owner": person(),
        "content": text(words),
        "progress_rate": {name: one for name, one in rate.items() if one is not None},
    }


def comment(
    id: str, words: str, by: str = "ou_li", answers: str = "", at: str = OCTOBER_9, **more: Any
) -> dict[str, Any]:
    told = {"id": id, "commentator_id": by, "create_time": at, "content": text(words)}
    return {**told, "ref_comment_id": answers, "status": "open", **more}


def indicator(
    start: Any, target: Any, current: Any, unit: str = "PERCENT", kind: int = 0
) -> dict[str, Any]:
    return {
        "indicator": {
            "id": "9",
            "start_value": start,
            "target_value": target,
            "current_value": current,
            "unit": {"unit_type": kind, "unit_value": unit},
        }
    }


PERIODS = [
    {"id": "700", "zh_name": "2026 年第四季度", "en_name": "Q4 2026", "status": 0,
     "period_start_time": QUARTER[0], "period_end_time": QUARTER[1]},
    {"id": "600", "zh_name": "2026 年第一季度", "en_name": "Q1 2026", "status": 0,
     "period_start_time": SPRING[0], "period_end_time": SPRING[1]},
    {"id": "500", "zh_name": "藏起来的", "en_name": "Hidden", "status": 3,
     "period_start_time": SPRING[0], "period_end_time": SPRING[1]},
]  # fmt: skip
GOALS: dict[str, dict[str, Any]] = {
    "71": {
        "objective": {"id": "71", "owner": person(), "position": 1, "content": text("赢得中型客户"),
                      "notes": text("为什么"), "score": 0, "weight": 1, "deadline": QUARTER[1],
                      "category_id": "1", "create_time": QUARTER[0]},
        "key_results": {"711": {"id": "711", "owner": person(), "objective_id": "71", "position": 1,
                                "content": text("激活率"), "score": 0, "weight": 0.625},
                        "712": {"id": "712", "owner": person(), "objective_id": "71", "position": 2,
                                "content": text("等待时间"), "score": 0, "weight": 0.375}},
    },
    "61": {
        "objective": {"id": "61", "owner": person(), "position": 1, "content": text("春天的目标"),
                      "score": 0.7, "weight": 1, "category_id": "2"},
        "key_results": {"611": {"id": "611", "owner": person(), "objective_id": "61", "position": 1,
                                "content": text("春天的结果"), "score": 0.7, "weight": 1}},
    },
}  # fmt: skip
STANDING = {"70": ["71"], "60": ["61"], "50": []}
INDICATORS = {
    "711": indicator(25, 40, 34),
    "712": indicator(120, 30, 75, "分钟", 1),
    "611": indicator(0, 100, 70),
}


class Tenant:
    """What `feishu` serves; a test changes it as people would."""

    def __init__(self, feishu: Feishu) -> None:
        self.feishu = feishu
        self.cycles = [
            cycle("70", "700", QUARTER),
            cycle("60", "600", SPRING),
            cycle("50", "500", SPRING, 3),
        ]
        self.said: dict[str, list[dict[str, Any]]] = {
            "711": [progress("7111", "试点延长", 20, 0)],
            "71": [progress("7112", "两个大单", None)],
        }
        self.stamps: dict[str, str] = {"711": OCTOBER_9, "71": OCTOBER_9}
        self.alignments = {"71": [{"id": "771", "from_entity_id": "71", "to_entity_id": "99"}]}
        self.comments: dict[str, list[dict[str, Any]]] = {
            "71": [
                comment("7191", "怎么量？", "ou_wang"),
                comment("7192", "看后台", answers="7191"),
            ],
            "611": [comment("6191", "春天说的")],
        }
        feishu.serve("okr/v2/comments", self.talk)
        feishu.serve("okr/v1/periods", paged(PERIODS))
        names = [("1", "承诺型", "Committed"), ("2", "个人", "Personal")]
        feishu.serve(
            "okr/v2/categories",
            paged([{"id": id, "name": {"zh": zh, "en": en}} for id, zh, en in names]),
        )
        feishu.serve("okr/v1/users/ou_li/okrs", self.okrs)
        feishu.serve("okr/v2/cycles", paged(lambda: self.cycles))
        for copy, ids in STANDING.items():
            rows = [GOALS[id]["objective"] for id in ids]
            feishu.serve(f"okr/v2/cycles/{copy}/objectives", paged(rows))
        for id, goal in GOALS.items():
            self.serve_goal(f"okr/v2/objectives/{id}", id)
            feishu.serve(f"okr/v2/objectives/{id}/alignments", self.listed(self.alignments, id))
            below = goal["key_results"]
            feishu.serve(f"okr/v2/objectives/{id}/key_results", paged(list(below.values())))
            for key_result in below:
                self.serve_goal(f"okr/v2/key_results/{key_result}", key_result)
                feishu.serve(f"okr/v2/key_results/{key_result}/indicators", INDICATORS[key_result])

    def serve_goal(self, path: str, id: str) -> None:
        self.feishu.serve(f"{path}/progresses", self.listed(self.said, id))

    def listed(self, rows: dict[str, list[dict[str, Any]]], id: str) -> Any:
        return paged(lambda: rows.get(id, []))

    def without_version_2(self, answer: Any = None) -> None:
        """As an older edition answers."""
        for path in [one for one in self.feishu.routes if "/v2/" in one]:
            if answer is None:
                del self.feishu.routes[path]
            else:
                self.feishu.serve(path, answer)
        for record in (one for said in self.said.values() for one in said):
            self.serve_record(record)

    def serve_record(self, record: dict[str, Any]) -> None:
        rate = record["progress_rate"]
        told = {"percent": rate.get("progress_percent"), "status": rate.get("progress_status")}
        data = {
            "progress_id": record["id"],
            "modify_time": record["create_time"],
            "content": old_text("".join(spoken(record["content"]))),
            "progress_rate": {name: one for name, one in told.items() if one is not None},
        }
        self.feishu.serve(f"okr/v1/progress_records/{record['id']}", data)

    def talk(self, query: Query, body: Any) -> Any:
        """The comments on what is asked about."""
        (sort,), (id,) = query["target_type"], query["target_id"]
        if sort != ("objective" if id in GOALS else "key_result"):
            return envelope(1001001)
        return paged(self.comments.get(id, []))(query, body)

    def okrs(self, query: Query, _body: Any) -> Any:
        """Version 1's whole OKRs of the periods that are asked for."""
        if int(query["limit"][0]) > 10 or len(query.get("period_ids", [])) > 10:
            return envelope(1001001)
        asked = query.get("period_ids", ["700", "600"])
        standing = {"700": ["71"], "600": ["61"]}
        found = [self.okr(id, standing[id]) for id in asked if id in standing]
        offset = int(query["offset"][0])
        return {"total": len(found), "okr_list": found[offset : offset + 10]}

    def okr(self, period: str, ids: Iterable[str]) -> dict[str, Any]:
        return {
            "id": f"{period}1",
            "permission": 1,
            "period_id": period,
            "objective_list": [self.old_objective(id) for id in ids],
        }

    def old_objective(self, id: str) -> dict[str, Any]:
        goal = GOALS[id]
        ties = self.alignments.get(id, [])
        return {
            **self.old_goal(goal["objective"]),
            "permission": 1,
            "progress_report": "为什么" if id == "71" else "",
            "aligning_objective_list": [{"id": one["to_entity_id"]} for one in ties],
            "kr_list": [
                {**self.old_goal(one), "kr_weight": one["weight"] * 100}
                for one in goal["key_results"].values()
            ],
        }

    def old_goal(self, told: dict[str, Any]) -> dict[str, Any]:
        id = told["id"]
        rate = {"711": 60, "712": 50, "611": 70}.get(id)
        return {
            "id": id,
            "content": "".join(spoken(told["content"])),
            "score": int(told["score"] * 100),
            "progress_rate": {"percent": rate} if rate is not None else {},
            "progress_record_list": [{"id": one["id"]} for one in self.said.get(id, [])],
            "progress_record_last_updated_time": self.stamps.get(id, "0"),
            "score_last_updated_time": MARCH_31 if told["score"] else "0",
        }


def spoken(content: dict[str, Any]) -> Iterable[str]:
    for block in content["blocks"]:
        for element in block["paragraph"]["elements"]:
            yield element["text_run"]["text"]
