"""What somebody follows, and what has happened there since: as far as they see it now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from cairn.events.models import Event
from cairn.events.queries import feed
from cairn.goals.histories import seen_events
from cairn.goals.queries import seen_through
from cairn.notifications.models import KINDS, Follow
from cairn.organization.actor import Actor
from cairn.storage.rows import fetch

MOST_FOLLOWED: Final = 200
"""By one person. An objective is read from two columns, and SQLite joins five hundred lists."""
COLUMNS: Final = {
    "person": ("actor_id",),
    "team": ("team_id",),
    "objective": ("objective_id", "other_objective_id"),
}
"""Where the ledger names what is followed."""
HOLE: Final = -1
PLACES: Final = {"person": "people", "team": "teams", "objective": "objectives"}


@dataclass(frozen=True, slots=True)
class FollowRow:
    """Something followed; `detail` is a person's title, the team above, an objective's team or
    owner."""

    kind: str
    id: int
    name: str
    detail: str
    followed_at: datetime

    @property
    def url(self) -> str:
        return f"/{PLACES[self.kind]}/{self.id}"


def seen_follows(viewer: Actor) -> QuerySet[Follow]:
    """The viewer's own, without what is hidden from them or deleted."""
    return Follow.objects.filter(
        Q(objective__isnull=True) | Q(seen_through(viewer)), member=viewer.member_id
    )


def followed_by(viewer: Actor) -> list[FollowRow]:
    """What the viewer follows, the latest first. One query."""
    names = Coalesce("person__name", "team__name", "objective__title")
    above = Coalesce(
        *("person__title", "team__parent__name", "objective__team__name", "objective__owner__name")
    )
    found = seen_follows(viewer).annotate(name=names, detail=above)
    return [
        FollowRow(kind, row[f"{kind}_id"], row["name"], row["detail"] or "", row["followed_at"])
        for row in found.order_by("-id").values(
            *(f"{kind}_id" for kind in KINDS), "name", "detail", "followed_at"
        )
        for kind in KINDS
        if row[f"{kind}_id"] is not None
    ]


def is_following(viewer: Actor, kind: str, subject: Any) -> QuerySet[Follow]:
    """The viewer's follow of a thing, an id or an `OuterRef`; for `Exists` or `.exists()`."""
    return Follow.objects.filter(member=viewer.member_id, **{kind: subject})


def followed_events(viewer: Actor, before: int | None, most: int) -> list[int]:
    """The ids of the newest events of what the viewer follows, newest first. Two queries.

    Of each thing followed the newest are read through its index and then the newest of all of
    them: as quick where one of them has a long history or nothing has happened for long. What the
    viewer did is no news to them.
    """
    followed = [
        (column, id)
        for row in seen_follows(viewer).values_list(*(f"{kind}_id" for kind in KINDS))
        for kind, id in zip(KINDS, row, strict=True)
        if id is not None
        for column in COLUMNS[kind]
    ]
    if not followed:
        return []
    lists = {column: _newest(viewer, column, before, most) for column, _id in followed}
    parts = [lists[column] for column, _id in followed]
    each = (f"SELECT id FROM ({words}) one" for words, _values in parts)  # noqa: S608
    values = [
        id if value == HOLE else value
        for (_words, held), (_column, id) in zip(parts, followed, strict=True)
        for value in held
    ]
    rows = fetch(f"{' UNION '.join(each)} ORDER BY id DESC LIMIT {most}", values)
    return [id for (id,) in rows]


def of_followed(viewer: Actor) -> Q:
    """The same as a filter of events, however many. One query."""
    rows = list(seen_follows(viewer).values_list(*(f"{kind}_id" for kind in KINDS)))
    told = Q(pk__in=())
    for kind, ids in zip(KINDS, zip(*rows, strict=True), strict=False):
        for column in COLUMNS[kind]:
            told |= Q(**{f"{column}__in": [id for id in ids if id is not None]})
    return told & ~Q(actor_id=viewer.member_id)


def _newest(
    viewer: Actor, column: str, before: int | None, most: int
) -> tuple[str, tuple[Any, ...]]:
    """The statement of one list, with `HOLE` where the id of what is followed goes."""
    found = feed(viewer.organization_id, seen_events(viewer), before=before)
    theirs = found.filter(**{column: HOLE}).exclude(actor_id=viewer.member_id)
    words, values = theirs.values_list("id")[:most].query.sql_with_params()
    return words, values


def events_in(ids: Iterable[int]) -> QuerySet[Event]:
    """Those events, newest first."""
    return Event.objects.filter(id__in=list(ids)).order_by("-id")
