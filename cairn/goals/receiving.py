"""Who gets a draft that somebody else writes for them: teams and people, as they were chosen."""

from collections.abc import Sequence
from dataclasses import dataclass

from cairn.goals.commands.checks import UNKNOWN
from cairn.intake import Intake
from cairn.organization.actor import Actor, Role
from cairn.organization.models import Member, Team


def key_of(team_id: int | None, owner_id: int | None) -> str:
    """Whose a draft or an objective is: the team's, else the person's."""
    return f"team:{team_id}" if team_id else f"member:{owner_id}"


@dataclass(frozen=True, slots=True)
class Receiver:
    """A team, whose lead answers for the draft, or a person."""

    team: Team | None
    owner: Member | None

    @property
    def key(self) -> str:
        team = self.team.id if self.team else None
        return key_of(team, self.owner.id if self.owner else None)

    @property
    def name(self) -> str:
        if self.team:
            return self.team.name
        return self.owner.name if self.owner else ""


def able_owner(lead: Member | None) -> Member | None:
    """A lead who can own something; without one the draft is the team's alone."""
    gone = lead is None or lead.left_at is not None or lead.role == Role.VIEWER
    return None if gone else lead


def chosen_teams(actor: Actor, ids: Sequence[int], intake: Intake) -> list[Team]:
    """Open ones with their leads, each once, in the order asked for; an unknown one is refused."""
    ours = Team.objects.open().filter(id__in=ids, organization_id=actor.organization_id)
    found = {one.id: one for one in ours.select_related("lead")}
    if len(found) < len(set(ids)):
        intake.refuse("teams", UNKNOWN)
    return [found[id] for id in dict.fromkeys(ids) if id in found]


def chosen_people(actor: Actor, ids: Sequence[int], intake: Intake) -> list[Member]:
    """Those who are still there, each once, in the order asked for; an unknown one is refused."""
    ours = Member.objects.filter(
        id__in=ids, organization_id=actor.organization_id, left_at__isnull=True
    )
    found = {one.id: one for one in ours}
    if len(found) < len(set(ids)):
        intake.refuse("people", UNKNOWN)
    return [found[id] for id in dict.fromkeys(ids) if id in found]
