"""A draft to be reviewed, and what the coach says of it."""

from typing import Annotated, Any

from pydantic import WithJsonSchema

from cairn.api.schemas.types import Answer, Body, nullable, one_of, text
from cairn.coach.limits import LONGEST_TEXT, MOST_KEY_RESULTS

_NUMBER = {"type": "number"}
_TEXTS = {"type": "array", "items": text(LONGEST_TEXT), "maxItems": MOST_KEY_RESULTS}
NumberOrGrade = Annotated[
    Any, WithJsonSchema({"anyOf": [_NUMBER, {"type": "string"}, {"type": "null"}]})
]


class DraftIn(Body):
    """An objective, key results, or both. `language`: of the remarks; else that of the answer."""

    objective: Annotated[Any, WithJsonSchema(nullable(text(LONGEST_TEXT)))] = None
    key_results: Annotated[Any, WithJsonSchema(nullable(_TEXTS))] = None
    language: Annotated[Any, WithJsonSchema(nullable(one_of(["zh", "en"])))] = None


class CoachFinding(Answer):
    """`quote`: the words that caused it. `rewrite`: in the text's own language, `__` to be filled;
    one of several lines is several texts."""

    rule: str
    message: str
    quote: str
    rewrite: str | None


class ReviewedObjective(Answer):
    vague: bool
    contains_metric: bool
    findings: list[CoachFinding]


class ReviewedKeyResult(Answer):
    """Values are JSON numbers as they were read (30 万 is 300000); a grade is a text."""

    measurable: bool
    outcome_not_task: bool
    vague: bool
    has_baseline: bool
    has_target: bool
    time_bound_in_text: bool
    unit: str | None
    from_value: NumberOrGrade
    to_value: NumberOrGrade
    findings: list[CoachFinding]


class ReviewOut(Answer):
    """`findings` are those of the whole set."""

    objective: ReviewedObjective | None
    key_results: list[ReviewedKeyResult]
    findings: list[CoachFinding]
