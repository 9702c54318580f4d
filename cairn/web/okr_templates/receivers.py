"""Whom a hand-out offers: teams and people near the one who hands out."""

from dataclasses import dataclass

from django.db.models import Case, Q, Value, When

from cairn.organization.actor import Actor, Role
from cairn.organization.models import Member, Team
from cairn.organization.queries import team_tree

MOST_OFFERED = 40
MOST_TEAMS = 300


@dataclass(frozen=True, slots=True)
class Offered:
    """Each as (id, name, what stands below it); `trees` are those of which all may be chosen."""

    teams: tuple[tuple[int, str, str], ...]
    people: tuple[tuple[int, str, str], ...]
    trees: tuple[tuple[int, str], ...]


def offered_receivers(actor: Actor) -> Offered:
    """Of a lead the teams that they lead and all below, and their people and reports; stewards are
    offered the upper teams and the people near them. Two queries."""
    nodes = team_tree(actor)
    if not actor.is_steward:
        nodes = [node for node in nodes if actor.leads.intersection(node.line)]
    trees = tuple((one.id, f"{'– ' * one.depth}{one.name}") for one in nodes[:MOST_TEAMS])
    upper = sorted(nodes, key=lambda node: node.depth)[:MOST_OFFERED]
    return Offered(
        teams=tuple((one.id, one.name, one.lead_name or "") for one in upper),
        people=_people(actor),
        trees=trees,
    )


def _people(actor: Actor) -> tuple[tuple[int, str, str], ...]:
    led = Team.objects.open().filter(id__in=actor.leads)
    near = Q(manager_id=actor.member_id) | Q(teams__in=led.values("id"))
    found = (
        Member.objects.filter(near, organization_id=actor.organization_id, left_at=None)
        .exclude(role=Role.VIEWER)
        .annotate(order=Case(When(manager_id=actor.member_id, then=Value(0)), default=Value(1)))
        .order_by("order", "name", "id")
        .values_list("id", "name", "title", "order")
        .distinct()[:MOST_OFFERED]
    )
    return tuple((id, name, title) for id, name, title, _order in found)
