"""What a round's announcement publishes: the drafts of its teams and their people, and how far each
was agreed on."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from cairn.goals.models import Agreement, Objective
from cairn.goals.queries import objective_rows, visible_objectives
from cairn.goals.rows import ObjectiveRow
from cairn.organization.actor import Actor
from cairn.organization.models import TeamMember
from cairn.planning.models import Choice, Round

MOST = 400
"""Drafts that are ticked one by one."""


@dataclass(frozen=True, slots=True)
class Announced:
    """A draft, and whether it goes out unless somebody says otherwise: it was confirmed, or chosen by
    the round's own team, whom nobody confirms."""

    row: ObjectiveRow
    is_agreed: bool


@dataclass(frozen=True, slots=True)
class Announceable:
    """The drafts of a round, from the top of the tree down. Of very many only some are `drafts`, and
    those agreed on go out together; `agreed` and `others` count all."""

    drafts: tuple[Announced, ...]
    agreed: int
    others: int

    @property
    def is_whole(self) -> bool:
        return len(self.drafts) == self.agreed + self.others


def drafts_of(viewer: Actor, held: Round) -> QuerySet[Objective]:
    """Drafts of the cycle in the round's teams and of their people, as far as the viewer sees them."""
    inside = Q(team__path__startswith=held.team.path)
    if held.team.is_company:
        inside |= Q(team__isnull=True)
    else:
        people = TeamMember.objects.filter(team__path__startswith=held.team.path)
        inside |= Q(team__isnull=True, owner__in=people.values("member"))
    return visible_objectives(viewer).filter(
        inside, cycle=held.cycle_id, published_at__isnull=True, closed_as=""
    )


def agreed_drafts(viewer: Actor, held: Round) -> QuerySet[Objective]:
    """Those that go out of themselves."""
    chosen = Choice.objects.filter(
        proposal__room__round=held, proposal__room__team=held.team_id, key_result__isnull=True
    )
    agreed = Q(agreement=Agreement.CONFIRMED) | Q(id__in=chosen.values("objective_id"))
    return drafts_of(viewer, held).filter(agreed)


def read_drafts(viewer: Actor, held: Round, on: date) -> Announceable:
    """Three queries."""
    ordered = drafts_of(viewer, held).order_by("team__path", "owner__name", "position", "id")
    agreed = set(agreed_drafts(viewer, held).values_list("id", flat=True))
    ids = list(ordered.values_list("id", flat=True))
    others = [id for id in ids if id not in agreed]
    shown = ids
    if len(ids) > MOST:
        shown = [*[id for id in ids if id in agreed][: MOST // 2], *others[: MOST // 2]]
    rows = objective_rows(viewer, ordered.filter(id__in=shown), on, with_key_results=False)
    drafts = tuple(Announced(row, row.id in agreed) for row in rows)
    return Announceable(drafts, len(ids) - len(others), len(others))
