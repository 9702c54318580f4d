"""What the coach may say to somebody, given what they and their organization do not want to hear."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from cairn.coach.draft import Draft
from cairn.coach.findings import Finding, Language
from cairn.coach.review import Review, review_draft
from cairn.coaching.models import Silence
from cairn.coaching.texts import fingerprint
from cairn.organization.actor import Actor
from cairn.storage.pieces import Piece, weave
from cairn.storage.rows import on_postgresql

# A line each: a rule and the text it is muted of, a rule and - for all texts, or a rule and * for
# everybody. One value, so that a page can ask for it beside something else.
SILENT = (
    "(SELECT {join}(q.said, '\n') FROM ("
    "SELECT m.rule || ' ' || CASE m.text WHEN '' THEN '-' ELSE m.text END AS said "
    "FROM coaching_mute m WHERE m.member_id = {me} UNION ALL "
    "SELECT s.rule || ' *' FROM coaching_silence s WHERE s.organization_id = {organization}) q)"
)


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
    """By the reader and by their organization. One statement."""
    ((text,),) = weave("SELECT {silent}", silent=silent_to(actor)).rows()
    return read_muted(text)


def silent_to(actor: Actor) -> Piece:
    """What `read_muted` reads, as a value of somebody else's statement."""
    return weave(
        SILENT,
        join=Piece("string_agg" if on_postgresql() else "group_concat"),
        me=actor.member_id,
        organization=actor.organization_id,
    )


def read_muted(text: str | None) -> Muted:
    lines = [line.split(" ", 1) for line in (text or "").splitlines()]
    return Muted(
        frozenset(rule for rule, of in lines if of == "-"),
        frozenset(rule for rule, of in lines if of == "*"),
        frozenset((rule, of) for rule, of in lines if of not in ("-", "*")),
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
