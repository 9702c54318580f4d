"""What somebody owes, each with the addresses that answer it."""

from collections.abc import Callable
from typing import Any

from cairn.checkins.agreed import WaitingAction
from cairn.checkins.helping import HelpRow
from cairn.checkins.owed import OwedRow
from cairn.checkins.queries import WaitingMention
from cairn.checkins.weekly import WaitingWeek
from cairn.goals.models import Confirmation, DependencyState
from cairn.goals.returned import ReturnedObjective
from cairn.goals.waiting import WaitingAlignment, WaitingDependency
from cairn.kpis.rows import KpiRow
from cairn.notifications.owed import Section
from cairn.reviews.queries import WaitingScore

API = "/api/v1"


def section_shape(section: Section) -> dict[str, Any]:
    rows = section.rows
    if section.name == "asks":
        items = [*map(_alignment, rows.alignments), *map(_dependency, rows.dependencies)]
    else:
        items = [SHAPES[section.name](row) for row in rows]
    return {"name": section.name, "items": items, "more": section.more}


def _owed(
    kind: str, id: Any, text: str, url: str, *acts: dict[str, str], **said: Any
) -> dict[str, Any]:
    return {
        "kind": kind,
        "id": str(id),
        "text": text,
        "url": url,
        "answers": list(acts),
        "by": "",
        "said": "",
        "due_on": None,
        **said,
    }


def _act(act: str, path: str, method: str = "POST") -> dict[str, str]:
    return {"act": act, "method": method, "path": f"{API}/{path}"}


def _checkin(row: OwedRow) -> dict[str, Any]:
    key_result = row.key_result
    act = _act("check-in", f"key-results/{row.id}/check-ins")
    by = row.stands_in_for
    return _owed(
        "check-in", row.id, key_result.title, key_result.url, act, due_on=row.due_on, by=by
    )


def _returned(row: ReturnedObjective) -> dict[str, Any]:
    path = f"objectives/{row.id}"
    acts = (_act("edit", path, "PATCH"), _act("submit", f"{path}/submit"))
    said = {"by": row.returned_by, "said": row.comment}
    return _owed("returned", row.id, row.title, row.url, *acts, **said)


def _alignment(row: WaitingAlignment) -> dict[str, Any]:
    path = f"alignments/{row.id}"
    acts = (_act("accept", f"{path}/accept"), _act("decline", f"{path}/decline"))
    said = {"by": row.requested_by.name, "said": row.note}
    return _owed("alignment", row.id, row.objective.title, f"/{path}", *acts, **said)


def _dependency(row: WaitingDependency) -> dict[str, Any]:
    path = f"dependencies/{row.id}"
    names = ("accept", "decline") if row.state == DependencyState.REQUESTED else ("deliver",)
    acts = [_act(name, f"{path}/{name}") for name in names]
    said = {"by": row.requested_by.name, "due_on": row.needed_on}
    return _owed("dependency", row.id, row.need, f"/{path}", *acts, **said)


def _confirmation(row: Confirmation) -> dict[str, Any]:
    path = f"objectives/{row.objective_id}"
    acts = (_act("confirm", f"{path}/confirm"), _act("return", f"{path}/return"))
    said = {"by": row.submitted_by.name, "said": row.note}
    return _owed("confirmation", row.objective_id, row.objective.title, f"/{path}", *acts, **said)


def _mention(row: WaitingMention) -> dict[str, Any]:
    act = _act("answer", f"inbox/mentions/{row.id}")
    said = {"by": row.author.name, "said": row.body}
    return _owed("mention", row.id, row.objective, row.url, act, **said)


def _help(row: HelpRow) -> dict[str, Any]:
    act = _act("answer", f"help-requests/{row.id}/answer")
    about = row.key_result_title or row.objective_title
    return _owed("help", row.id, about, row.url, act, by=row.asked_by.name, said=row.body)


def _kpi(row: KpiRow) -> dict[str, Any]:
    act = _act("record", f"kpis/{row.id}/readings")
    return _owed("kpi", row.id, row.name, row.url, act, by=row.stands_in_for)


def _action(row: WaitingAction) -> dict[str, Any]:
    act = _act("done", f"actions/{row.id}/done")
    url = f"/objectives/{row.objective_id}" if row.objective_id else ""
    return _owed("action", row.id, row.body, url, act, by=row.created_by.name, due_on=row.due_on)


def _score(row: WaitingScore) -> dict[str, Any]:
    path = f"objectives/{row.id}"
    acts = (_act("score", f"{path}/scores"), _act("close", f"{path}/close"))
    return _owed("score", row.id, row.title, f"/{path}", *acts, due_on=row.ends_on)


def _week(row: WaitingWeek) -> dict[str, Any]:
    act = _act("write", f"me/weekly-updates/{row.id}", "PUT")
    return _owed("weekly-update", row.id, "", "/weekly", act, due_on=row.week_on)


SHAPES: dict[str, Callable[[Any], dict[str, Any]]] = {
    "check-ins": _checkin,
    "returned": _returned,
    "confirmations": _confirmation,
    "mentions": _mention,
    "help": _help,
    "kpis": _kpi,
    "actions": _action,
    "scores": _score,
    "week": _week,
}
