"""What the coach may say to somebody, given what they and their organization do not want to hear."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from cairn.coach.draft import Draft
from cairn.coach.findings import Finding, Language
from cairn.coach.review import Review, review_draft
from cairn.coaching.models import Mute, Silence
from cairn.coaching.texts import fingerprint
from cairn.organization.actor import Actor


@dataclass(frozen=True, slots=True)
class Muted:
    """Rules that are not said: at all, by the reader's wish or the organization's, and `here`: (rule,
    fingerprint of a text)."""

    by_reader: frozenset[str] = frozenset()
    by_organization: frozenset[str] = frozenset()
    here: frozenset[tuple[str, str]] = frozenset()

    @property
    def everywhere(self) -> frozenset[str]:
        return self.by_reader | self.by_organization


def muted_for(actor: Actor) -> Muted:
    """By the reader and by their organization. Two statements."""
    mine = list(Mute.objects.filter(member=actor.member_id).values_list("rule", "text"))
    return Muted(
        frozenset(rule for rule, at in mine if not at),
        silenced_in(actor.organization_id),
        frozenset((rule, at) for rule, at in mine if at),
    )


def silenced_in(organization_id: int) -> frozenset[str]:
    """The rules that an organization switched off."""
    found = Silence.objects.filter(organization=organization_id)
    return frozenset(found.values_list("rule", flat=True))


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
