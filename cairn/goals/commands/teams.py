"""What follows for objectives when a team changes: its line sees others than before, somebody else
confirms what it submitted, and its pace is another."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Q
from django.db.transaction import atomic

from cairn.goals.commands.asking import ask_anew
from cairn.goals.commands.contributions import keep_covered
from cairn.goals.commands.dissolving import name_owners
from cairn.goals.commands.locking import lock_found
from cairn.goals.models import Alignment, Answer, Objective
from cairn.goals.rescheduling import refresh_cadences
from cairn.goals.rollup import stand
from cairn.organization.actor import Actor
from cairn.organization.commands.teams import change_team, close_team, reopen_team
from cairn.organization.models import Team


@atomic
def edit_team(actor: Actor, team_id: int, **changes: Any) -> Team:
    """Change a team's name, lead, parent or cadence_days. Nothing counts on that would show through
    now, and what depends on the pace of check-ins follows it."""
    team = change_team(actor, team_id, **changes)
    if {"parent", "cadence_days"} & changes.keys():
        locked = lock_found(actor.organization_id, lambda: _concerned(team), set)
        refresh_cadences(team.organization, team, locked)
        if "parent" in changes:
            _keep_line_covered(actor, team, locked)
    if {"parent", "lead"} & changes.keys():
        _ask_anew_below(actor, team)
    return team


@atomic
def dissolve_team(actor: Actor, team_id: int) -> Team:
    """End a team today; its lead confirms nothing any more. What was the team's and nobody's own
    gets an owner, so that somebody goes on answering for it."""
    team = close_team(actor, team_id)
    name_owners(actor, team)
    _ask_anew_below(actor, team)
    return team


@atomic
def revive_team(actor: Actor, team_id: int) -> Team:
    """Let a closed team go on, with the lead that it had."""
    team = reopen_team(actor, team_id)
    _ask_anew_below(actor, team)
    return team


def _ask_anew_below(actor: Actor, team: Team) -> None:
    ask_anew(actor, Q(objective__team__in=Team.objects.under(team)))


def _concerned(team: Team) -> Iterable[int]:
    """What belongs to the team and those below it, and what is only for their lines."""
    line = Team.objects.under(team)
    found = Objective.objects.filter(Q(team__in=line) | Q(visible_team__in=line))
    return found.values_list("id", flat=True)


def _keep_line_covered(actor: Actor, team: Team, locked: Collection[int]) -> None:
    """What the team's line sees, another line sees from today on; and what a line above it sees may
    be hidden from it now."""
    line = Team.objects.under(team)
    seen = Objective.objects.filter(
        organization_id=actor.organization_id, visible_team__in=line
    ).order_by("id")
    counting = Alignment.objects.filter(
        state=Answer.ACCEPTED,
        weight__gt=0,
        target__in=seen,
        objective__visible_team__isnull=False,
    ).exclude(objective__visible_team__in=line)
    targets = set(counting.values_list("target_id", flat=True))
    for objective in (one for one in seen.select_related("organization") if one.id in locked):
        if objective.id in targets:
            keep_covered(actor, objective)
        else:
            stand(objective)
