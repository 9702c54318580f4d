"""What the coach may say to somebody, given what they and their organization do not want to hear."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from cairn.coach.draft import Draft
from cairn.coach.findings import Finding
from cairn.coach.review import Review, review_draft
from cairn.coaching.models import Mute, Silence
from cairn.coaching.texts import fingerprint
from cairn.organization.actor import Actor

type Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Muted:
    """`everywhere`: rules that are not said at all. `here`: (rule, fingerprint of a text)."""

    everywhere: frozenset[str] = frozenset()
    here: frozenset[tuple[str, str]] = frozenset()


def muted_for(actor: Actor) -> Muted:
    """By the reader and by their organization. Two statements."""
    mine = list(Mute.objects.filter(member=actor.member_id).values_list("rule", "text"))
    silent = Silence.objects.filter(organization=actor.organization_id)
    return Muted(
        frozenset({*silent.values_list("rule", flat=True), *(rule for rule, at in mine if not at)}),
        frozenset((rule, at) for rule, at in mine if at),
    )


def review_for(muted: Muted, draft: Draft, language: Language) -> Review:
    """`review_draft`, without what is muted. A remark on the set is muted by its objective."""
    review = review_draft(draft, language=language, without=muted.everywhere)
    if not muted.here:
        return review
    aim = fingerprint(draft.objective or "")
    objective = review.objective
    return replace(
        review,
        objective=objective and replace(objective, findings=_said(objective.findings, aim, muted)),
        key_results=tuple(
            replace(one, findings=_said(one.findings, fingerprint(said.text), muted))
            for one, said in zip(review.key_results, draft.key_results, strict=True)
        ),
        findings=_said(review.findings, aim, muted),
    )


def _said(findings: Iterable[Finding], text: str, muted: Muted) -> tuple[Finding, ...]:
    return tuple(one for one in findings if (one.rule, text) not in muted.here)
