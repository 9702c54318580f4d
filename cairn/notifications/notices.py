"""What somebody was told, as far as they may see it now."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from cairn.checkins.models import CheckIn, Comment, HelpRequest
from cairn.events.kinds import Kind
from cairn.goals.seeing import visible_at
from cairn.notifications.models import Notice, Topic
from cairn.notifications.wording import reason_words, sentence
from cairn.organization.actor import Actor
from cairn.storage.pieces import Piece, weave

NEAR, FAR = "notifications_notice.objective_id", "notifications_notice.other_objective_id"
SEEN: Final = f"({NEAR} IS NULL OR {{near}}) AND ({FAR} IS NULL OR {{far}})"
LONGEST_SAID: Final = 240
COLUMNS: Final = (
    *("id", "topic", "kind", "reason", "subject_id", "objective_id", "facts", "url"),
    *("at", "seen_at"),
)
MOST_URGENT: Final = (
    *(Topic.TALK, Topic.HELP, Topic.CONFIRMATIONS, Topic.ALIGNMENTS, Topic.MEETINGS),
    *(Topic.CHECKINS, Topic.REVIEWS, Topic.KPIS, Topic.FOLLOWED),
)
MOST: Final = 30


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A notice in words; `said` is what somebody wrote, where there is something to quote. A mail
    says `how` to answer it by mail, and takes the answer at `reply_to`; both may be empty. What the
    subject is goes by the kind."""

    id: int
    topic: str
    kind: str
    actor: str
    text: str
    said: str
    why: str
    url: str
    at: datetime
    is_seen: bool
    subject_id: int | None = None
    objective_id: int | None = None
    how: str = ""
    reply_to: str = ""

    @property
    def topic_label(self) -> str:
        return str(Topic(self.topic).label) if self.topic in Topic else self.topic


def notices_of(viewer: Actor) -> QuerySet[Notice]:
    """The viewer's own, without those whose objectives they may not see now."""
    return Notice.objects.filter(Q(_seen(viewer).as_filter()), member_id=viewer.member_id)


def _seen(viewer: Actor) -> Piece:
    return weave(SEEN, near=visible_at(viewer, NEAR), far=visible_at(viewer, FAR))


def notice_rows(notices: QuerySet[Notice]) -> list[NoticeRow]:
    """In words, in the order of the queryset. One query."""
    return [_row(values) for values in _values(notices)]


def each_notice(notices: QuerySet[Notice]) -> Iterator[NoticeRow]:
    """The same one by one, where there may be thousands."""
    return map(_row, _values(notices).iterator())


def _values(notices: QuerySet[Notice]) -> QuerySet[Notice, dict[str, Any]]:
    comment = Comment.objects.filter(id=OuterRef("subject_id"), deleted_at__isnull=True)
    asked = HelpRequest.objects.filter(id=OuterRef("subject_id"), withdrawn_at__isnull=True)
    corrected = CheckIn.objects.filter(id=OuterRef("subject_id"), corrected_by__isnull=False)
    found = notices.annotate(
        commented=Subquery(comment.values("body")[:1]),
        asked=Subquery(asked.values("body")[:1]),
        corrected=Exists(corrected),
    )
    values: QuerySet[Notice, dict[str, Any]] = found.values(*COLUMNS, *found.query.annotations)
    return values


def newest(viewer: Actor, *, before: int | None = None, most: int = MOST) -> list[NoticeRow]:
    """The newest, by keyset: `before` is the last that the reader has."""
    found = notices_of(viewer)
    if before is not None:
        found = found.filter(id__lt=before)
    return notice_rows(found.order_by("-id")[:most])


def unseen_count(viewer: Actor, most: int = 100) -> int:
    """How many the viewer has not looked at, counted up to `most`."""
    return len(notices_of(viewer).filter(seen_at__isnull=True).values_list("id")[:most])


def unseen_at(viewer: Actor, most: int) -> Piece:
    """The same number as a piece of a larger statement."""
    return weave(
        "(SELECT COUNT(*) FROM (SELECT id FROM notifications_notice WHERE member_id = {me} "
        "AND seen_at IS NULL AND {seen} LIMIT {most}) u)",
        me=viewer.member_id,
        seen=_seen(viewer),
        most=most,
    )


def _row(values: dict[str, Any]) -> NoticeRow:
    facts, kind = values["facts"], values["kind"]
    text, said = sentence(kind, values["reason"], facts), _said(values)
    if said is None and values["subject_id"] is not None:
        text = _("%(sentence)s (taken back since)") % {"sentence": text}
    return NoticeRow(
        id=values["id"],
        topic=values["topic"],
        kind=kind,
        actor=str(facts.get("actor", "")),
        text=text,
        said=(said or "")[:LONGEST_SAID],
        why=reason_words(values["reason"]),
        url=values["url"],
        at=values["at"],
        is_seen=values["seen_at"] is not None,
        subject_id=values["subject_id"],
        objective_id=values["objective_id"],
    )


def _said(values: dict[str, Any]) -> str | None:
    """What may be taken back is read anew, and None where it was; the rest stands with the notice."""
    kind: str = values["kind"]
    quoted: str | None
    if kind in (Kind.COMMENT_ADDED, Kind.HELP_ASKED):
        quoted = values["commented" if kind == Kind.COMMENT_ADDED else "asked"]
        return quoted
    if kind.startswith("checkin.") and values["corrected"]:
        return None
    return str(values["facts"].get("said", ""))


def by_topic(rows: Iterable[NoticeRow]) -> list[tuple[str, list[NoticeRow]]]:
    """(topic, rows): what is asked of the reader before what they may want to know."""
    grouped: dict[str, list[NoticeRow]] = {}
    for row in rows:
        grouped.setdefault(row.topic, []).append(row)
    return [(topic, grouped[topic]) for topic in MOST_URGENT if topic in grouped]
