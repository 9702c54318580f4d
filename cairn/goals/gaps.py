"""Where the lines of alignment have holes: three lists for a champion to work through.

Like everything about alignments they know only what the viewer sees: an alignment to an objective
that is hidden from them fills no hole.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import RawSQL

from cairn.goals.models import Alignment, Answer, KeyResult, Objective
from cairn.goals.queries import seen_through, visible_objectives
from cairn.organization.actor import Actor
from cairn.organization.models import Team, TeamMember

UNALIGNED: Final = "unaligned"
UNSUPPORTED: Final = "unsupported"
SKIPPED: Final = "skipped"
LISTS: Final = (UNALIGNED, UNSUPPORTED, SKIPPED)
ORDERS: Final[dict[str, tuple[str, ...]]] = {
    UNALIGNED: ("-id",),
    UNSUPPORTED: ("-place", "id"),
    SKIPPED: ("-place", "id"),
}
"""How each list is read page by page, by objective; the last column is unique."""
PLACE: Final = RawSQL('"goals_objective"."id"', ())
"""The objective's own key, where Django would write the column that points at it: only by that key
do the databases walk the index of a cycle and stop after a page."""


@dataclass(frozen=True, slots=True)
class Within:
    """What the lists are narrowed to; nothing means everything. A team stands for those below it
    and for what their people own alone."""

    cycles: Collection[int] = ()
    team: int | None = None


def find_gaps(viewer: Actor, name: str, within: Within) -> QuerySet[Model]:
    """The objectives, key results or alignments of one of the `LISTS`, not yet ordered."""
    finders = {UNALIGNED: unaligned, UNSUPPORTED: unsupported, SKIPPED: skipped}
    return finders[name](viewer, within)


def unaligned(viewer: Actor, within: Within) -> QuerySet[Objective]:
    """Published, open objectives that support nothing, but the company's and personal growth."""
    supports = Alignment.objects.filter(
        Q(key_result__isnull=True) | Q(key_result__deleted_at__isnull=True),
        seen_through(viewer, "target_id"),
        objective=OuterRef("pk"),
        state=Answer.ACCEPTED,
    )
    return (
        visible_objectives(viewer)
        .filter(_open_in(within), is_growth=False)
        .filter(Q(team__isnull=True) | Q(team__parent__isnull=False))
        .alias(supported=Subquery(supports.values("pk")[:1]))  # not Exists: PostgreSQL would
        .filter(supported__isnull=True)  # join the whole company before it counts to a hundred
    )


def count_unaligned(viewer: Actor, cycle_ids: Collection[int] = (), *, most: int = 99) -> int:
    """How many objectives support nothing; one more than `most` where there are more. One query."""
    return unaligned(viewer, Within(cycle_ids)).order_by()[: most + 1].count()


def unsupported(viewer: Actor, within: Within) -> QuerySet[KeyResult]:
    """Key results of teams' published, open objectives that no objective supports."""
    supporters = Alignment.objects.filter(
        seen_through(viewer), key_result=OuterRef("pk"), state=Answer.ACCEPTED
    )
    return KeyResult.objects.annotate(place=PLACE).filter(
        _open_in(within, "objective__"),
        ~Exists(supporters),
        seen_through(viewer),
        objective__organization=viewer.organization_id,
        deleted_at__isnull=True,
        objective__team__isnull=False,
    )


def skipped(viewer: Actor, within: Within) -> QuerySet[Alignment]:
    """Accepted alignments that pass over a team: what supports lies more than one level below the
    target's team, on its line. What a person owns alone lies one level below their team."""
    ours = Q(objective__organization=viewer.organization_id)  # first: it takes the table's name
    return (
        Alignment.objects.filter(ours & _open_in(within, "objective__"))
        .filter(
            _teams_pass_over() | _person_passes_over(),
            Q(key_result__isnull=True) | Q(key_result__deleted_at__isnull=True),
            seen_through(viewer),
            seen_through(viewer, "target_id"),
            state=Answer.ACCEPTED,
            target__team__isnull=False,
        )
        .annotate(place=PLACE)
        .select_related("key_result")
    )


def _teams_pass_over() -> Q:
    above = F("target__team")
    return (
        Q(objective__team__isnull=False)
        & ~Q(objective__team=above)
        & ~Q(objective__team__parent=above)
        & Q(objective__team__path__startswith=F("target__team__path"))
    )


def _person_passes_over() -> Q:
    """In a team below the target's, or leading one, and in that team itself neither."""
    lines = {"path__startswith": OuterRef("target__team__path"), "valid_to": None}
    below = Team.objects.filter(**lines).exclude(id=OuterRef("target__team"))
    owner = OuterRef("objective__owner")
    at_home = TeamMember.objects.filter(member=owner, team=OuterRef("target__team"))
    return (
        Q(objective__team__isnull=True)
        & ~Q(target__team__lead=F("objective__owner"))
        & ~Exists(at_home)
        & (Exists(below.filter(memberships__member=owner)) | Exists(below.filter(lead=owner)))
    )


def _open_in(within: Within, ahead: str = "") -> Q:
    """Objectives that are published and go on, in those cycles and that team's line."""
    found = Q(**{f"{ahead}published_at__isnull": False, f"{ahead}closed_as": ""})
    if within.cycles:
        found &= Q(**{f"{ahead}cycle__in": within.cycles})
    if within.team is not None:
        teams = Team.objects.filter(path__contains=f".{within.team}.").values("id")
        people = TeamMember.objects.filter(team__in=teams).values("member_id")
        alone = Q(**{f"{ahead}team__isnull": True, f"{ahead}owner__in": people})
        found &= Q(**{f"{ahead}team__in": teams}) | alone
    return found
