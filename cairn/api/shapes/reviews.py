"""Scores, retrospectives and lessons."""

from typing import Any

from cairn.api.shapes.values import amount, can, ref, spelled
from cairn.organization.actor import Actor
from cairn.reviews.intake import TEXTS
from cairn.reviews.lessons import LessonRow
from cairn.reviews.models import Lesson, Retrospective, Score
from cairn.reviews.policy import rules

ACTS = {"write": "retrospective.write", "finish": "retrospective.finish"}


def score_shape(score: Score) -> dict[str, Any]:
    return {
        "id": str(score.id),
        "key_result": spelled(score.key_result_id),
        "score": amount(score.value),
        "suggested": amount(score.suggested),
        "note": score.note,
        "opinion": score.is_opinion,
        "author": ref(score.author),
        "scored_at": score.scored_at,
    }


def retrospective_shape(actor: Actor, retrospective: Retrospective) -> dict[str, Any]:
    """From one that `looking_back` has loaded for the policy."""
    return {
        "id": str(retrospective.id),
        "cycle": ref(retrospective.cycle),
        "team": ref(retrospective.team),
        "objective": spelled(retrospective.objective_id),
        **{name: getattr(retrospective, name) for name in TEXTS},
        "version": retrospective.version,
        "edited_at": retrospective.edited_at,
        "finished_at": retrospective.finished_at,
        "url": f"/retrospectives/{retrospective.id}",
        "can": can(rules, actor, retrospective, ACTS),
    }


def lesson_shape(lesson: Lesson) -> dict[str, Any]:
    return {
        "id": str(lesson.id),
        "body": lesson.body,
        "cycle": ref(lesson.cycle),
        "team": ref(lesson.team),
        "objective": spelled(lesson.objective_id),
        "retrospective": spelled(lesson.retrospective_id),
        "author": ref(lesson.created_by),
        "created_at": lesson.created_at,
    }


def lesson_found(found: LessonRow) -> dict[str, Any]:
    """As a search tells it."""
    return {
        "kind": "lesson",
        "id": str(found.id),
        "title": found.body,
        "detail": found.about or found.cycle,
        "objective": None if found.objective_id is None else str(found.objective_id),
        "progress": None,
        "status": None,
        "url": found.url,
    }
