"""How a cycle stands at its end: who is missing, what was given, and which cycle follows."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cairn.cycles.models import Cycle, Length, Phase
from cairn.cycles.proposals import propose
from cairn.goals.models import Closure, Objective, Type
from cairn.goals.progress import score_band
from cairn.organization.actor import Actor

FEW: Final = 10


@dataclass(frozen=True, slots=True)
class Missing:
    """Somebody whose objectives have no score: the owner, else the team's lead, else the team."""

    id: int | None
    name: str
    objectives: tuple[tuple[int, str], ...]


def names_of(missing: Sequence[Missing]) -> str:
    """The first of them by name, and how many more there are."""
    names = _(", ").join(one.name for one in missing[:FEW])
    more = len(missing) - FEW
    if more <= 0:
        return names
    words = ngettext("%(names)s and %(num)s other", "%(names)s and %(num)s others", more)
    return words % {"names": names, "num": more}


def missing_of(viewer: Actor, cycle: Cycle) -> tuple[Missing, ...]:
    """Of published objectives that are neither closed nor scored, by name. For stewards, who see
    everything. One query."""
    rows = (
        unscored_of(cycle)
        .filter(organization_id=viewer.organization_id)
        .order_by("id")
        .values_list(
            *("id", "title", "owner_id", "owner__name"),
            *("team__lead_id", "team__lead__name", "team__name"),
        )
    )
    found: dict[tuple[int | None, str], list[tuple[int, str]]] = defaultdict(list)
    for id, title, owner, owner_name, lead, lead_name, team_name in rows:
        who = (owner, owner_name) if owner else (lead, lead_name) if lead else (None, team_name)
        found[who].append((id, title))
    people = [Missing(id, name, tuple(rows)) for (id, name), rows in found.items()]
    return tuple(sorted(people, key=lambda one: (one.name, one.id or 0)))


def unscored_of(cycle: Cycle) -> QuerySet[Objective]:
    return Objective.objects.filter(
        cycle=cycle,
        closed_as="",
        score__isnull=True,
        published_at__isnull=False,
        deleted_at__isnull=True,
    )


def complete_cycles() -> QuerySet[Cycle]:
    """Those that are being scored and in which every published objective has ended, the last one
    since scoring began or the cycle was opened again; where the organization lets them close."""
    going = Objective.objects.filter(
        cycle=OuterRef("pk"), closed_as="", published_at__isnull=False, deleted_at__isnull=True
    )
    fresh = Closure.objects.filter(
        objective__cycle=OuterRef("pk"),
        objective__deleted_at__isnull=True,
        reopened_at__isnull=True,
        closed_at__gt=OuterRef("phase_since"),
    )
    return Cycle.objects.filter(
        ~Exists(going),
        Exists(fresh),
        phase=Phase.SCORING,
        organization__closes_cycles=True,
    )


def endings_of(cycle: Cycle) -> QuerySet[Closure]:
    """What ended its objectives, as far as it stands."""
    return Closure.objects.filter(
        objective__cycle=cycle, objective__deleted_at__isnull=True, reopened_at__isnull=True
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """A cycle in numbers: published objectives, those closed, those scored, those neither, drafts
    left behind, and scores by (type, band)."""

    objectives: int
    closed: int
    scored: int
    unscored: int
    drafts: int
    bands: dict[tuple[str, str], int]


def standing_of(viewer: Actor, cycle: Cycle) -> Standing:
    """For stewards, who see everything. One query."""
    rows = (
        Objective.objects.filter(
            cycle=cycle, organization_id=viewer.organization_id, deleted_at__isnull=True
        )
        .order_by()
        .values_list("type", "score")
        .annotate(
            there=Count("id", filter=Q(published_at__isnull=False)),
            closed=Count("id", filter=Q(published_at__isnull=False) & ~Q(closed_as="")),
            drafts=Count("id", filter=Q(published_at__isnull=True)),
        )
    )
    bands: dict[tuple[str, str], int] = defaultdict(int)
    objectives = ended = scored = unscored = left = 0
    for type, score, there, closed, drafts in rows:
        objectives, ended, left = objectives + there, ended + closed, left + drafts
        if score is None:
            unscored += there - closed
        else:
            scored += there
        if score is not None and there:
            bands[Type(type).value, score_band(Decimal(score))] += there
    return Standing(objectives, ended, scored, unscored, left, dict(bands))


@dataclass(frozen=True, slots=True)
class Following:
    """The cycle of the same length that follows: its days, a name, and the row if it is there."""

    name: str
    starts_on: date
    ends_on: date
    cycle: Cycle | None


def next_of(viewer: Actor, cycle: Cycle, fiscal_month: int) -> Following:
    """The next of its length in the fiscal year; a custom one follows at once and lasts as long.

    One query.
    """
    day = cycle.ends_on + timedelta(days=1)
    one = propose(cycle.length, day, fiscal_month)
    if cycle.length == Length.CUSTOM:
        ends_on = day + timedelta(days=cycle.days - 1)
        one = replace(one, name=f"{day:%Y-%m}", starts_on=day, ends_on=ends_on)
    elif one.starts_on <= cycle.starts_on:  # it was shortened
        one = propose(cycle.length, one.ends_on + timedelta(days=1), fiscal_month)
    known = list(Cycle.objects.filter(organization_id=viewer.organization_id))
    there = next(
        (
            other
            for other in known
            if other.length == cycle.length and one.starts_on <= other.starts_on <= one.ends_on
        ),
        None,
    )
    taken = one.name in {other.name for other in known}
    name = f"{one.name} ({one.starts_on.isoformat()})" if taken else one.name
    return Following(name, one.starts_on, one.ends_on, there)
