"""Telling members something: one notice for each of them and each key."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from cairn.events.ledger import plain_values
from cairn.notifications.digests import Wish, mail_time
from cairn.notifications.models import MailChoice, Notice, Topic
from cairn.organization.models import Member
from cairn.storage import clock

AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class News:
    """What is told, whoever hears it. See `Notice`."""

    topic: Topic
    key: str
    kind: str
    url: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    subject_id: int | None = None
    objective_id: int | None = None
    other_objective_id: int | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Address:
    """A member as the telling needs them."""

    member_id: int
    organization_id: int
    zone: ZoneInfo
    wish: Wish


def tell(
    members: Iterable[int],
    *,
    topic: Topic,
    key: str,
    kind: str,
    url: str,
    reason: str = "",
    facts: Mapping[str, Any] | None = None,
    objective_id: int | None = None,
    subject_id: int | None = None,
) -> int:
    """Tell each member once for each key; how many heard. Worded by `kind` in `wording.py`.

    What names an objective is read by those who may see it, now and later; nobody else.
    """
    news = News(topic, key, kind, url, facts or {}, subject_id, objective_id)
    return tell_all([(member, reason, news) for member in members])


def tell_all(told: Sequence[tuple[int, str, News]]) -> int:
    """(member, reason, news) each; who has left hears nothing. How many notices are new."""
    known = addresses({member for member, _reason, _news in told})
    wanted = {(member, news.key): (why, news) for member, why, news in told if member in known}
    rows = [_notice(known[member], *said) for (member, _key), said in wanted.items()]
    parts = [rows[at : at + AT_A_TIME] for at in range(0, len(rows), AT_A_TIME)]
    return sum(_add(part) for part in parts)


def _add(rows: Sequence[Notice]) -> int:
    """Those that are not there yet; one that somebody else adds meanwhile is left as it is."""
    there = Notice.objects.filter(
        member__in={row.member_id for row in rows}, key__in={row.key for row in rows}
    )
    heard = set(there.values_list("member_id", "key"))
    fresh = [row for row in rows if (row.member_id, row.key) not in heard]
    Notice.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def addresses(members: Iterable[int]) -> dict[int, Address]:
    """Those who are still there, with how they want to be mailed. One query a thousand."""
    wanted, found = sorted(members), dict[int, Address]()
    for start in range(0, len(wanted), 2 * AT_A_TIME):
        rows = Member.objects.filter(
            id__in=wanted[start : start + 2 * AT_A_TIME], left_at__isnull=True
        ).select_related("organization", "mail_choice")
        found |= {row.id: address_of(row) for row in rows}
    return found


def address_of(member: Member) -> Address:
    """`organization` and `mail_choice` must be loaded."""
    choice: MailChoice | None = getattr(member, "mail_choice", None)
    return Address(
        member.id, member.organization_id, zone_of(member), wish_of(choice) if choice else Wish()
    )


def zone_of(member: Member) -> ZoneInfo:
    return ZoneInfo(member.time_zone or member.organization.time_zone)


def wish_of(choice: MailChoice) -> Wish:
    return Wish(
        choice.pace,
        choice.hour,
        choice.weekday,
        choice.quiet_from,
        choice.quiet_to,
        frozenset(choice.muted),
    )


def _notice(to: Address, reason: str, news: News) -> Notice:
    at = news.at or clock.now()
    return Notice(
        organization_id=to.organization_id,
        member_id=to.member_id,
        topic=news.topic,
        kind=news.kind,
        reason=reason,
        key=news.key,
        subject_id=news.subject_id,
        objective_id=news.objective_id,
        other_objective_id=news.other_objective_id,
        facts=plain_values(news.facts),
        url=news.url[:300],
        at=at,
        mail_at=mail_time(to.wish, to.zone, news.topic, at),
    )
