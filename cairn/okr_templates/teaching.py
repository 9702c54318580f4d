"""What a pair teaches: the bad text, what the coach says of it now, and the good one beside it. Pure."""

from dataclasses import dataclass
from functools import lru_cache

from cairn.coach.draft import Draft, KeyResultDraft
from cairn.coach.findings import Finding
from cairn.coach.review import review_draft
from cairn.okr_templates.templates import Language, Pair


@dataclass(frozen=True, slots=True)
class Taught:
    """`findings` are the coach's own, so that they stay true; their places are in `bad`."""

    pair: Pair
    bad: str
    good: str
    findings: tuple[Finding, ...]


@lru_cache(maxsize=512)
def taught(pair: Pair, language: Language) -> Taught:
    bad = pair.bad.written(language)
    return Taught(pair, bad, pair.good.written(language), _findings(pair.kind, bad, language))


def _findings(kind: str, text: str, language: Language) -> tuple[Finding, ...]:
    if kind == "objective":
        review = review_draft(Draft(text), language=language)
        return review.objective.findings if review.objective else ()
    review = review_draft(Draft(None, (KeyResultDraft(text),)), language=language)
    return review.key_results[0].findings
