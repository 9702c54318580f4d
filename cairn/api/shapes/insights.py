"""Insights as JSON."""

from collections.abc import Sequence
from typing import Any

from cairn.api.shapes.values import amount, spelled
from cairn.goals.tallies import Tally
from cairn.insights.changes import Change, Changes
from cairn.insights.cover import Cover, Part
from cairn.insights.discipline import Round
from cairn.insights.frame import Frame
from cairn.insights.hygiene import Finding, Hygiene
from cairn.insights.participation import Participation, Takers
from cairn.insights.scores import Scores
from cairn.insights.spread import Spread
from cairn.insights.subject import NO_TEAM, Subject
from cairn.insights.trend import Point


def subject_shape(frame: Frame) -> dict[str, Any]:
    subject = frame.subject
    about = {"kind": subject.kind, "id": str(subject.id), "name": subject.name}
    return {"subject": about, "on": frame.on}


def _group(subject: Subject, id: int) -> dict[str, Any]:
    if id == NO_TEAM:
        return {"group": {"id": None, "name": None}}
    return {"group": {"id": spelled(id), "name": subject.groups.get(id)}}


def _tally(tally: Tally) -> dict[str, Any]:
    return {"counts": dict(tally.counts), "total": tally.total}


def progress_shape(
    frame: Frame, spread: Spread, points: Sequence[Point], changes: Changes
) -> dict[str, Any]:
    return {
        **subject_shape(frame),
        "status": _tally(spread.whole),
        "withheld": spread.withheld,
        "by_team": [
            {**_group(frame.subject, id), **_tally(one)} for id, one in spread.groups.items()
        ],
        "trend": [_point(one) for one in points],
        "since": changes.since,
        "changes": [{"change": one.value, "count": changes.counts.get(one, 0)} for one in Change],
    }


def _point(one: Point) -> dict[str, Any]:
    return {
        "on": one.on,
        "progress": amount(one.progress),
        "expected": amount(one.expected),
        "measured": one.measured,
        "confidence": amount(one.confidence),
        "checked_in": one.sure,
    }


def _share(part: Part) -> dict[str, Any]:
    return {"count": part.count, "of": part.of, "share": amount(part.share)}


def _takers(one: Takers) -> dict[str, Any]:
    return {
        "people": one.people,
        "with_objectives": one.with_objectives,
        "answering": one.answering,
        "checked_in": one.checked_in,
    }


def rhythm_shape(
    frame: Frame, rounds: Sequence[Round], taking: Participation | None
) -> dict[str, Any]:
    groups = taking.groups if taking else {}
    return {
        **subject_shape(frame),
        "rounds": [
            {"ends_on": one.week.ends_on, "is_over": one.is_over, "kept": _share(one.kept)}
            for one in rounds
        ],
        "participation": _takers(taking.whole) if taking else None,
        "by_team": [{**_group(frame.subject, id), **_takers(one)} for id, one in groups.items()],
    }


def quality_shape(
    frame: Frame, hygiene: Hygiene | None, cover: Cover, scores: Sequence[Scores]
) -> dict[str, Any]:
    return {
        **subject_shape(frame),
        "hygiene": [_finding(hygiene, one) for one in Finding] if hygiene else None,
        "aligned": _share(cover.whole),
        "by_team": [
            {**_group(frame.subject, id), **_share(part)} for id, part in cover.groups.items()
        ],
        "scores": [_scores(one) for one in scores],
    }


def _finding(hygiene: Hygiene, one: Finding) -> dict[str, Any]:
    return {"finding": one.value, "count": hygiene.counts[one], "of": hygiene.out_of(one)}


def _scores(one: Scores) -> dict[str, Any]:
    counts = {f"{step:.1f}": count for step, count in sorted(one.counts.items())}
    return {"type": one.kind, "counts": counts, "mean": amount(one.mean)}
