"""Weekly updates as pages and endpoints read them.

What the key results say beside the author's words is not kept with the update but looked up for each
reader, as of its week: a title that is limited to some people never enters a text that all may read,
and a reader who sees less simply has fewer rows. The author's words are their own.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import FETCH_RAISE, Exists, F, OuterRef, Q, QuerySet

from cairn.checkins.commands.weekly import SQUARES, WRITABLE_WEEKS
from cairn.checkins.models import CheckIn, WeeklyUpdate
from cairn.checkins.queries import DAYS
from cairn.errors import NotFound
from cairn.goals.models import KeyResult, Kind
from cairn.goals.queries import seen_through
from cairn.kpis.past import kpis_on
from cairn.kpis.rows import KpiRow
from cairn.measures.amounts import format_amount
from cairn.organization.actor import Actor, Role
from cairn.organization.models import Absence, Member, TeamMember
from cairn.organization.queries import belonging, members_after
from cairn.storage import clock

MOST_KEY_RESULTS = 20
MOST_KPIS = 12
MOST_WEEKS = 26
MOST_PEOPLE = 50
WEEKS_BACK = 9


@dataclass(frozen=True, slots=True)
class ConfidenceRow:
    """What an author had said about a key result by the end of a week. `before` is what stood a week
    earlier; None and empty texts say that there was nothing yet."""

    key_result_id: int
    title: str
    objective_id: int
    objective_title: str
    confidence: int | None
    before: int | None
    value: str
    value_before: str
    is_said: bool

    @property
    def url(self) -> str:
        return f"/objectives/{self.objective_id}#kr-{self.key_result_id}"

    @property
    def change(self) -> int:
        """Of the confidence; 0 where nothing can be compared."""
        if self.confidence is None or self.before is None:
            return 0
        return self.confidence - self.before


@dataclass(frozen=True, slots=True)
class Week:
    """One of somebody's own weeks in a list."""

    week_on: date
    is_published: bool
    is_written: bool


@dataclass(frozen=True, slots=True)
class TeamWeek:
    """Who has published an update for a week, and who has not; those away are told apart. `last` is
    the last of these people by name, where there are more of them."""

    written: tuple[WeeklyUpdate, ...]
    missing: tuple[tuple[int, str], ...]
    away: tuple[tuple[int, str], ...]
    last: tuple[int, str] | None = None


def updates(viewer: Actor) -> QuerySet[WeeklyUpdate]:
    """All that the viewer may read, the newest week first: what is published, and their own."""
    return (
        WeeklyUpdate.objects.filter(
            Q(published_at__isnull=False) | Q(member=viewer.member_id),
            organization_id=viewer.organization_id,
        )
        .select_related("member")
        .order_by("-week_on", "-id")
        .fetch_mode(FETCH_RAISE)
    )


def find_update(viewer: Actor, update_id: int | None) -> WeeklyUpdate:
    found = updates(viewer).filter(id=update_id or 0).first()
    if found is None:
        raise NotFound
    return found


def my_update(viewer: Actor, week_on: date) -> WeeklyUpdate | None:
    return updates(viewer).filter(member=viewer.member_id, week_on=week_on).first()


def prefilled(viewer: Actor, week_on: date) -> dict[str, str]:
    """What the squares start from: priorities and outlook of the last update of the five weeks
    before. One query."""
    since = week_on - timedelta(days=DAYS * WRITABLE_WEEKS)
    before = updates(viewer).filter(
        member=viewer.member_id, week_on__lt=week_on, week_on__gte=since
    )
    last = before.first()
    kept = {"priorities": last.priorities, "ahead": last.ahead} if last else {}
    return {name: kept.get(name, "") for name in SQUARES}


@dataclass(frozen=True, slots=True)
class WaitingWeek:
    """This week's update is not published. `is_kept_up`: the viewer has written one of late; then
    `priorities` start from it."""

    week_on: date
    priorities: str = ""
    version: int = 0
    is_kept_up: bool = False

    @property
    def id(self) -> str:
        return self.week_on.isoformat()


def recent_update_values(viewer: Actor, week_on: date) -> QuerySet[Any, Any]:
    """The viewer's latest update of the weeks that may be written, for `list_together`; read with
    `waiting_week`."""
    if viewer.role is Role.VIEWER:
        return WeeklyUpdate.objects.none().values_list("id")
    since = week_on - timedelta(days=DAYS * WRITABLE_WEEKS)
    return (
        WeeklyUpdate.objects.filter(
            member=viewer.member_id, week_on__lte=week_on, week_on__gte=since
        )
        .order_by("-week_on")
        .values_list("week_on", "published_at", "priorities", "version")[:1]
    )


def waiting_week(
    viewer: Actor, week_on: date, found: Sequence[Sequence[Any]]
) -> WaitingWeek | None:
    """None where it is published, and for viewers."""
    if viewer.role is Role.VIEWER:
        return None
    if not found:
        return WaitingWeek(week_on)
    day, published_at, priorities, version = found[0]
    if day != week_on.isoformat():
        return WaitingWeek(week_on, priorities, is_kept_up=True)
    return None if published_at else WaitingWeek(week_on, priorities, version, is_kept_up=True)


def my_weeks(viewer: Actor, this_week: date) -> list[Week]:
    """The weeks that may still be written, and those in which something was, newest first."""
    mine = updates(viewer).filter(member=viewer.member_id)
    kept = dict(mine.values_list("week_on", "published_at")[:MOST_WEEKS])
    recent = {this_week - timedelta(days=DAYS * back) for back in range(WRITABLE_WEEKS)}
    return [
        Week(day, kept.get(day) is not None, day in kept)
        for day in sorted(recent | kept.keys(), reverse=True)
    ]


def team_week(
    viewer: Actor, team_id: int, week_on: date, after: tuple[int, str] | None = None
) -> TeamWeek:
    """The people of a team and of those below it, fifty by name behind `after`. Two queries."""
    found = _people(viewer, team_id, week_on, after)
    people = found[:MOST_PEOPLE]
    published = updates(viewer).filter(
        week_on=week_on, published_at__isnull=False, member__in=[id for id, *_ in people]
    )
    written = sorted(published, key=lambda one: (one.member.name, one.id))
    silent = {id for id, *_ in people} - {one.member_id for one in written}
    missing = [(id, name, is_away) for id, name, is_away in people if id in silent]
    return TeamWeek(
        tuple(written),
        tuple((id, name) for id, name, is_away in missing if not is_away),
        tuple((id, name) for id, name, is_away in missing if is_away),
        people[-1][:2] if len(found) > MOST_PEOPLE else None,
    )


def _people(
    viewer: Actor, team_id: int, week_on: date, after: tuple[int, str] | None
) -> list[tuple[int, str, bool]]:
    """(id, name, away at the end of the week) of those who could write one, by name."""
    within = belonging(viewer, team_id).filter(member=OuterRef("pk"))
    away = Absence.objects.filter(
        member=OuterRef("pk"), ended_at__isnull=True, starts_on__lte=week_on, ends_on__gte=week_on
    )
    found = Member.objects.filter(
        Exists(within), organization_id=viewer.organization_id, left_at__isnull=True
    ).exclude(role=Role.VIEWER)
    if after is not None:
        found = members_after(found, after[1], after[0])
    rows = found.annotate(is_away=Exists(away)).order_by("name", "id")
    return list(rows.values_list("id", "name", "is_away")[: MOST_PEOPLE + 1])


def kpis_beside(member_id: int) -> Q:
    """The KPIs that stand in somebody's update: their own, and those of the teams that they belong to
    or lead."""
    teams = TeamMember.objects.filter(member=member_id).values("team")
    return Q(owner=member_id) | Q(team__in=teams) | Q(team__lead=member_id)


def kpis_of_week(
    viewer: Actor, which: Q, week_on: date, most: int = MOST_KPIS
) -> tuple[list[KpiRow], bool]:
    """KPIs as they were at the end of a week, or are today in the one that goes on; and whether there
    are more. Three queries."""
    on = min(week_on, clock.today(viewer.time_zone))
    found = kpis_on(viewer, which, on, most + 1)
    return found[:most], len(found) > most


def confidence_rows(viewer: Actor, member_id: int, week_on: date) -> list[ConfidenceRow]:
    """Of one person; see `confidence_of`."""
    return confidence_of(viewer, [member_id], week_on)[member_id]


def confidence_of(
    viewer: Actor, member_ids: Collection[int], week_on: date
) -> dict[int, list[ConfidenceRow]]:
    """The key results that people answer for, as far as the viewer sees them, with what was said of
    them by the end of a week. Two queries."""
    found = list(
        KeyResult.objects.filter(
            seen_through(viewer),
            owner__in=member_ids,
            deleted_at__isnull=True,
            objective__published_at__isnull=False,
            objective__cycle__starts_on__lte=week_on,
            objective__cycle__ends_on__gte=week_on,
        )
        .order_by("objective__position", "objective_id", "position", "id")
        .values("id", "title", "unit", "kind", "owner_id", "objective_id", "objective__title")[
            : MOST_KEY_RESULTS * max(len(member_ids), 1)
        ]
    )
    said = _said([one["id"] for one in found], week_on)
    rows: dict[int, list[ConfidenceRow]] = defaultdict(list)
    for one in found:
        latest, before = _two(said[one["id"]], week_on)
        rows[one["owner_id"]].append(
            ConfidenceRow(
                key_result_id=one["id"],
                title=one["title"],
                objective_id=one["objective_id"],
                objective_title=one["objective__title"],
                confidence=latest["confidence"] if latest else None,
                before=before["confidence"] if before else None,
                value=_text(latest, one, viewer.locale),
                value_before=_text(before, one, viewer.locale),
                is_said=latest is not None and latest is not before,
            )
        )
    return rows


type Said = Mapping[str, Any]


def _said(ids: Iterable[int], week_on: date) -> dict[int, list[Said]]:
    """The check-ins made by the end of a week, latest first."""
    rows = CheckIn.objects.filter(
        key_result__in=list(ids),
        corrected_by__isnull=True,
        effective_on__lte=week_on,
        effective_on__gt=week_on - timedelta(days=DAYS * WEEKS_BACK),
    ).order_by("-effective_on", "-recorded_at", "-id")
    found: dict[int, list[Said]] = defaultdict(list)
    for row in rows.values(
        "key_result_id", "confidence", "effective_on", value=F("reading__value")
    ):
        found[row["key_result_id"]].append(row)
    return found


def _two(said: list[Said], week_on: date) -> tuple[Said | None, Said | None]:
    """The last word of the week, and the last one before it."""
    starts_on = week_on - timedelta(days=DAYS - 1)
    before = next((one for one in said if one["effective_on"] < starts_on), None)
    return (said[0] if said else None), before


def _text(said: Said | None, key_result: Mapping[str, Any], locale: str) -> str:
    if said is None or said["value"] is None:
        return ""
    unit = "percent" if key_result["kind"] == Kind.MILESTONES else str(key_result["unit"])
    value = said["value"] * 100 if key_result["kind"] == Kind.MILESTONES else said["value"]
    return format_amount(value, unit, locale)
