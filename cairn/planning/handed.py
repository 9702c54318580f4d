"""What the teams above chose in a round, as their rooms tell everybody: a draft itself is for those
who write it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import FETCH_RAISE, QuerySet

from cairn.goals.models import Objective, Visibility
from cairn.organization.models import Team
from cairn.planning.models import Choice, Round


@dataclass(frozen=True, slots=True)
class Chosen:
    """As it was proposed; `key_results` were proposed with it, or chosen for it in a room of their
    own."""

    objective_id: int
    team: str
    title: str
    why: str
    key_results: tuple[str, ...]


def chosen_above(held: Round, team: Team) -> list[Chosen]:
    """In the rooms of the teams above within the round. One query."""
    return chosen_by(held, team.line[:-1])


def chosen_by(held: Round, teams: Collection[int]) -> list[Chosen]:
    """In the rooms of these teams, from the top, in the order of choosing. One query."""
    found = list(
        Choice.objects.filter(
            proposal__room__round=held,
            proposal__room__team__in=teams,
            objective__deleted_at__isnull=True,
            objective__visibility=Visibility.ORGANIZATION,
        )
        .select_related("proposal__room__team", "key_result")
        .order_by("proposal__room__team__path", "id")
        .fetch_mode(FETCH_RAISE)
    )
    return [_chosen(one, found) for one in found if one.key_result is None]


def _chosen(choice: Choice, among: Iterable[Choice]) -> Chosen:
    proposal = choice.proposal
    further = (
        one.proposal.title
        for one in among
        if one.key_result is not None and one.objective_id == choice.objective_id
    )
    return Chosen(
        objective_id=choice.objective_id,
        team=proposal.room.team.name,
        title=proposal.title,
        why=proposal.why,
        key_results=(*proposal.key_results, *further),
    )


def handed_on(held: Round, teams: Collection[int]) -> QuerySet[Objective]:
    """What these teams chose in the round and everybody may see once it is published; a draft yet."""
    return Objective.objects.filter(
        chosen_from__proposal__room__round=held,
        team__in=teams,
        visibility=Visibility.ORGANIZATION,
        deleted_at__isnull=True,
    )
