"""Who is away, and who stands in for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.db.models import FETCH_RAISE, Exists, OuterRef, Q, QuerySet

from cairn.errors import NotFound
from cairn.organization.actor import Actor
from cairn.organization.models import Absence, Member, Organization, TeamMember, line_of


@dataclass(frozen=True, slots=True)
class Away:
    """An absence as it came about: one that was ended early covers no day from that one on."""

    member_id: int
    stand_in_id: int
    starts_on: date
    ends_on: date
    ended_on: date | None

    def covers(self, on: date) -> bool:
        ended = self.ended_on is not None and on >= self.ended_on
        return self.starts_on <= on <= self.ends_on and not ended


def away_between(organization_id: int, first: date, last: date) -> list[Away]:
    """Every absence of an organization that touches these days. One query."""
    found = Absence.objects.filter(
        organization_id=organization_id, starts_on__lte=last, ends_on__gte=first
    ).select_related("organization")
    return [
        Away(one.member_id, one.stand_in_id, one.starts_on, one.ends_on, _ended_on(one))
        for one in found.order_by("id")
    ]


def _ended_on(absence: Absence) -> date | None:
    if absence.ended_at is None:
        return None
    return absence.ended_at.astimezone(ZoneInfo(absence.organization.time_zone)).date()


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose absence it is: what the policy compares. `lines` are their open teams and all above;
    `teams` those alone, by name, as (id, name)."""

    member: Member
    lines: frozenset[int]
    teams: tuple[tuple[int, str], ...] = ()

    @property
    def id(self) -> int:
        return self.member.id

    @property
    def manager_id(self) -> int | None:
        return self.member.manager_id


def whose(member: Member) -> Whose:
    """One query."""
    belongs = TeamMember.objects.filter(member=member, team__valid_to__isnull=True)
    rows = belongs.order_by("team__name", "team_id")
    found = list(rows.values_list("team_id", "team__name", "team__path"))
    lines = frozenset(id for _id, _name, path in found for id in line_of(path))
    return Whose(member, lines, tuple((id, name) for id, name, _path in found))


def absences_of(viewer: Actor, member_id: int, on: date) -> QuerySet[Absence]:
    """Somebody's absences that are not over, soonest first, with who stands in."""
    return _open(viewer, on).filter(member=member_id)


def standing_in(viewer: Actor, on: date) -> QuerySet[Absence]:
    """Where the viewer stands in, now or later."""
    return _open(viewer, on).filter(stand_in=viewer.member_id, member__left_at__isnull=True)


def _open(viewer: Actor, on: date) -> QuerySet[Absence]:
    return (
        Absence.objects.filter(
            organization_id=viewer.organization_id, ended_at__isnull=True, ends_on__gte=on
        )
        .select_related("member", "stand_in", "created_by")
        .order_by("starts_on", "id")
        .fetch_mode(FETCH_RAISE)
    )


def find_absence(viewer: Actor, absence_id: int) -> Absence:
    found = (
        Absence.objects.filter(id=absence_id, organization_id=viewer.organization_id)
        .select_related("member", "stand_in", "created_by")
        .first()
    )
    if found is None:
        raise NotFound
    return found


def stand_ins_of(member_ids: Iterable[int], on: date) -> dict[int, int]:
    """Who stands in on a day, by who is away. One query."""
    found = Absence.objects.filter(
        member__in=list(member_ids),
        ended_at__isnull=True,
        starts_on__lte=on,
        ends_on__gte=on,
        stand_in__left_at__isnull=True,
    )
    return dict(found.order_by("id").values_list("member_id", "stand_in_id"))


def clashes(absence: Absence, on: date) -> str:
    """Why the stand-in cannot stand in for all of it: "left", "away" or nothing. One query at most."""
    if absence.stand_in.left_at is not None:
        return "left"
    is_away = overlapping(absence.stand_in_id, absence.starts_on, absence.ends_on)
    return "away" if is_away.filter(ends_on__gte=on).exists() else ""


def clashes_of(absences: QuerySet[Absence], on: date) -> list[tuple[Absence, str]]:
    """The same of many, in their order, each with its stand-in loaded. One query."""
    is_away = overlapping(OuterRef("stand_in"), OuterRef("starts_on"), OuterRef("ends_on"))
    found = list(absences.annotate(is_uncovered=Exists(is_away.filter(ends_on__gte=on))))
    return [
        (one, "left" if one.stand_in.left_at is not None else "away" if one.is_uncovered else "")
        for one in found
    ]


type Of[Value] = Value | OuterRef


def overlapping(member_id: Of[int], starts_on: Of[date], ends_on: Of[date]) -> QuerySet[Absence]:
    """Their absences on any of these days, beside those that were ended."""
    return Absence.objects.filter(
        member=member_id, ended_at__isnull=True, starts_on__lte=ends_on, ends_on__gte=starts_on
    )


def away_on(organization: Organization, member_ids: Iterable[int], on: date) -> set[int]:
    """Who of these is away on a day. One query."""
    found = Absence.objects.filter(
        Q(ended_at__isnull=True),
        organization=organization,
        member__in=list(member_ids),
        starts_on__lte=on,
        ends_on__gte=on,
    )
    return set(found.values_list("member_id", flat=True))
