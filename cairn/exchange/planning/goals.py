"""Objectives, key results, initiatives, alignments, and what was said of them. Pure."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from cairn.exchange.matching import NO_CYCLE
from cairn.exchange.planning.named import Named, Period
from cairn.exchange.planning.planner import Planner, plain, title_of
from cairn.exchange.planning.said import plan_said
from cairn.exchange.planning.steps import (
    CHANGE,
    CONFLICT,
    CREATE,
    LONGEST_TITLE,
    SKIP,
    Known,
    Step,
    Thing,
)
from cairn.exchange.rows import Alignment, Initiative, KeyResult, Objective
from cairn.exchange.shaping import Note, Shaped

LONGEST_KEY_RESULT, LONGEST_TAG, MOST_TAGS = 500, 40, 20
LONGEST_TEXT, LONGEST_STEP = 20_000, 200
SCORED: Final = Decimal("0.1")
NIL, ALL = Decimal(0), Decimal(100)


def plan_goals(shaped: Shaped, known: Known, named: Named) -> list[Step]:
    valued = {one.on for one in shaped.check_ins.values() if one.value is not None}
    planner = Planner(shaped, known, named, valued)
    for below, above, measure in known.ties:
        planner.up[str(below)].add(str(above))
        planner.pairs.add((str(below), str(above), str(measure or "")))
    for objective in shaped.objectives.values():
        _plan_objective(planner, objective)
    for key_result in shaped.key_results.values():
        _plan_key_result(planner, key_result)
    for initiative in shaped.initiatives.values():
        _plan_initiative(planner, initiative)
    for alignment in shaped.alignments.values():
        _plan_alignment(planner, alignment)
    _end_moved(planner)
    plan_said(planner)
    for sort, row, note in shaped.dropped:
        planner.add(sort, row, SKIP, [note])
    return planner.steps


def _plan_objective(planner: Planner, row: Objective) -> None:
    notes: list[Note] = []
    period = planner.named.cycles.get(row.cycle, planner.named.cycles.get(NO_CYCLE))
    is_named = row.cycle in planner.named.cycles and row.cycle != NO_CYCLE
    if period is None and not is_named:
        period = planner.named.holding(row.starts_on, row.due_on)
    if period is None:
        planner.add("objective", row, SKIP, [("cycle_left_out" if is_named else "no_cycle", {})])
        return
    if period.is_closed and planner.thing("objective", row.key) is None and row.ending is None:
        planner.add("objective", row, CONFLICT, [("cycle_closed", {})])
        return
    planner.periods[row.key] = period
    owners = planner.people(row.owners)
    teams = [one for one in (planner.named.teams.get(key, "") for key in row.teams) if one]
    if len(set(teams)) > 1:
        notes.append(("one_team", {}))
    if not owners and not teams:
        notes.append(("no_owner", {}))
        teams = [planner.known.company]
    readers = None if row.only_for is None else sorted(planner.people(row.only_for))
    facts: dict[str, Any] = {
        "title": _cut(row.title, LONGEST_TITLE, notes) or row.key,
        "description": _cut(row.description, LONGEST_TEXT, notes),
        "type": row.type or "committed",
        "cycle": period.ref,
        "team": teams[0] if teams else "",
        "owner": owners[0] if owners else "",
        "collaborators": sorted(owners[1:]),
        "readers": readers,
        "tags": sorted({tag[:LONGEST_TAG] for tag in row.tags if tag.strip()})[:MOST_TAGS],
        "due_on": _inside(row.due_on, period, notes),
        "ending": row.ending.outcome if row.ending else "",
        "score": _score(row.ending.score if row.ending else None),
        "weight": None if row.weight is None else plain(round(min(max(row.weight, NIL), ALL), 1)),
    }
    if readers is not None:
        planner.audiences[row.key] = frozenset([*readers, *owners])
    planner.settle("objective", row, facts, notes)


def _plan_key_result(planner: Planner, row: KeyResult) -> None:
    if not planner.is_here("objective", row.objective):
        planner.add("key_result", row, SKIP, [("above_left_out", {})])
        return
    if _is_over(planner, "key_result", row.key, "objective", row.objective):
        above = planner.thing("objective", row.objective)
        planner.add("key_result", row, CONFLICT, [(above.over if above else "ended_here", {})])
        return
    notes: list[Note] = []
    period = planner.periods.get(row.objective)
    owners = planner.people(row.owners)
    due_on = _inside(row.due_on, period, notes) if period else row.due_on and row.due_on.isoformat()
    is_band = row.kind == "maintain"
    facts: dict[str, Any] = {
        "title": _cut(row.title, LONGEST_KEY_RESULT, notes) or row.key,
        "kind": row.kind,
        "unit": row.unit[:20] or "number",
        "start": None if is_band else plain(row.start),
        "target": None if is_band else plain(row.target),
        "lower": plain(row.target) if is_band else None,
        "upper": plain(row.ceiling) if is_band else None,
        "owner": owners[0] if owners else "",
        "score": _score(row.ending.score if row.ending else None),
    }
    if due_on:
        facts["due_on"] = due_on
    if row.weight is not None:
        facts["weight"] = plain(min(max(row.weight, Decimal(0)), Decimal(100)))
    if row.kind == "milestones":
        reached = [one.name for one in row.milestones if one.reached_on]
        facts["reached"] = sorted({name[:LONGEST_STEP] for name in reached})
    elif row.current is not None and row.key not in planner.valued:
        facts["current"] = plain(row.current)
    if row.ending is not None:
        notes.append(("score_only", {}))
    planner.settle("key_result", row, facts, notes)


def _is_over(planner: Planner, sort: str, key: str, above_sort: str, above: str) -> bool:
    """Nothing new comes to what is over here; what is brought in with its end is not."""
    parent = planner.thing(above_sort, above)
    return bool(parent and parent.over) and planner.thing(sort, key) is None


def _plan_initiative(planner: Planner, row: Initiative) -> None:
    if not planner.is_here("key_result", row.under):
        planner.add("initiative", row, SKIP, [("above_left_out", {})])
        return
    if _is_over(planner, "initiative", row.key, "key_result", row.under):
        planner.add("initiative", row, CONFLICT, [("ended_here", {})])
        return
    notes: list[Note] = []
    owners = planner.people(row.owners)
    facts = {
        "title": _cut(row.title, LONGEST_TITLE, notes) or row.key,
        "owner": owners[0] if owners else "",
        "due_on": row.due_on.isoformat() if row.due_on else None,
        "state": "done" if row.is_done else "open",
    }
    planner.settle("initiative", row, facts, notes)


def _plan_alignment(planner: Planner, row: Alignment) -> None:
    title = title_of(planner, row.child)
    sort = "objective" if planner.shaped.has("objective", row.parent) else "key_result"
    if not (planner.is_here("objective", row.child) and planner.is_here(sort, row.parent)):
        planner.add("alignment", row, SKIP, [("above_left_out", {})], title)
        return
    notes: list[Note] = []
    weight = _counting(planner, row, _target(planner, sort, row.parent), notes)
    tied = _ends(planner, sort, row)
    facts: dict[str, Any] = {**tied, "weight": weight}
    row = replace(row, key=_key_of_tie(planner, row.key, facts))
    thing = planner.thing("alignment", row.key)
    ends = (tied["child"], tied["target"], tied["key_result"])
    planner.stated.add(ends)
    if thing is None or thing.now is None:
        if ends in planner.pairs:
            planner.add("alignment", row, SKIP, [("already_so", {})], title)
            return
        fault = "" if thing is not None else _why_not(planner, sort, row, facts)
        if fault:
            planner.add("alignment", row, CONFLICT, [(fault, {})], title)
            return
        planner.up[facts["child"]].add(facts["target"])
        planner.pairs.add(ends)
    planner.settle("alignment", row, facts, notes, title)


ENDS: Final = ("child", "target", "key_result")


def _key_of_tie(planner: Planner, key: str, facts: Mapping[str, Any]) -> str:
    """Its own; one that has other ends now, or was ended by an import since, is another alignment."""
    number, found = 1, key
    while (thing := planner.thing("alignment", found)) is not None:
        is_same = all(thing.wrote.get(name) == facts[name] for name in ENDS)
        if is_same and thing.wrote.get("state") != "ended":
            break
        number += 1
        found = f"{key}+{number}"
    return found


def _end_moved(planner: Planner) -> None:
    """What supports something else in the source now no longer supports what it did; where it only is in
    the file no more, it stays."""
    made = {
        one.facts["child"]: one.row
        for one in planner.steps
        if one.sort == "alignment" and one.action == CREATE
    }
    for (sort, key), thing in planner.known.things.items():
        row = made.get(str(thing.wrote.get("child", ""))) if sort == "alignment" else None
        if row is None or thing.now is None or thing.wrote.get("state") == "ended":
            continue
        if tuple(str(thing.wrote.get(name, "")) for name in ENDS) in planner.stated:
            continue
        old, title = replace(row, key=key), title_of(planner, row.child)
        if thing.over:
            planner.add("alignment", old, CONFLICT, [(thing.over, {})], title)
            continue
        facts = {**thing.wrote, "state": "ended", "weight": "0"}
        fields = ("state", "weight")
        planner.add("alignment", old, CHANGE, [("moved_away", {})], title, facts, fields)


def _ends(planner: Planner, sort: str, row: Alignment) -> dict[str, str]:
    """What supports what; `target` is the objective above, also of a key result."""
    target = _target(planner, sort, row.parent)
    above = planner.ref("objective", target)
    if not target:
        above = str((planner.thing("key_result", row.parent) or Thing(0)).of)
    key_result = planner.ref("key_result", row.parent) if sort == "key_result" else ""
    below = planner.ref("objective", row.child)
    return {"child": below, "target": above, "key_result": key_result}


def _why_not(planner: Planner, sort: str, row: Alignment, facts: Mapping[str, str]) -> str:
    if _leads(planner, facts["target"], facts["child"]):
        return "loop"
    ends = (planner.thing("objective", row.child), planner.thing(sort, row.parent))
    return "ended_here" if any(one is not None and one.over for one in ends) else ""


def _counting(planner: Planner, row: Alignment, target: str, notes: list[Note]) -> str | None:
    """What it counts, in percent; nothing where more people may see what is above."""
    weight = min(max(row.weight or Decimal(0), Decimal(0)), Decimal(100))
    hidden, shown_to = planner.audiences.get(row.child), planner.audiences.get(target)
    if weight and hidden is not None and (shown_to is None or not shown_to <= hidden):
        notes.append(("no_weight_hidden", {}))
        weight = Decimal(0)
    return plain(weight.quantize(Decimal("0.01")))


def _target(planner: Planner, sort: str, key: str) -> str:
    """The key of the objective that is supported; "" of a key result that is not in the file."""
    if sort == "objective":
        return key
    row = planner.shaped.key_results.get(key)
    return row.objective if row else ""


def _leads(planner: Planner, start: str, end: str) -> bool:
    """Whether ties lead from one objective up to another, or they are the same."""
    seen, waiting = {start}, [start]
    while waiting:
        at = waiting.pop()
        if at == end:
            return True
        fresh = planner.up.get(at, set()) - seen
        seen |= fresh
        waiting.extend(fresh)
    return False


def _inside(day: date | None, period: Period, notes: list[Note]) -> str:
    """A due day lies in the cycle; None is its end."""
    if day is not None and not period.starts_on <= day <= period.ends_on:
        notes.append(("due_moved", {}))
        day = None
    return (day or period.ends_on).isoformat()


def _cut(text: str, longest: int, notes: list[Note]) -> str:
    plain = text.replace("\x00", "").strip()
    if len(plain) > longest:
        notes.append(("shortened", {}))
    return plain[:longest]


def _score(score: Decimal | None) -> str | None:
    if score is None or not 0 <= score <= 1:
        return None
    return plain(score.quantize(SCORED))
