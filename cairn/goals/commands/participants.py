"""Who is named on an objective: collaborators, readers, and those who answer for its key results."""

from cairn.goals.commands.checks import find_members
from cairn.goals.commands.contributions import keep_covered
from cairn.goals.models import Objective, Part, Participant, Visibility
from cairn.goals.policy import in_visible_line, is_owner
from cairn.intake import Intake
from cairn.organization.actor import Actor


def find_named(
    actor: Actor, readers: list[int], collaborators: list[int], intake: Intake
) -> dict[int, str]:
    """The part of each person named; who collaborates need not be named a reader."""
    writing = find_members(actor, collaborators, intake, "collaborators")
    reading = find_members(actor, readers, intake, "readers")
    parts = {member.id: str(Part.READER) for member in reading}
    return parts | {member.id: str(Part.COLLABORATOR) for member in writing}


def having(objective: Objective, part: str) -> list[int]:
    """The ids of those who have a part now."""
    return [one.member_id for one in objective.participants.all() if one.part == part]


def name_participants(objective: Objective, named: dict[int, str]) -> None:
    Participant.objects.bulk_create(
        Participant(objective=objective, member_id=member_id, part=part)
        for member_id, part in named.items()
    )


def rename_participants(objective: Objective, named: dict[int, str]) -> None:
    """Let exactly these people be named, beside those who answer for a key result.

    Who calls looks what still counts (`keep_covered`) once everybody is named.
    """
    objective.participants.all().delete()
    name_participants(objective, named)
    answering = objective.key_results.filter(deleted_at__isnull=True, owner__isnull=False)
    for member_id in set(answering.values_list("owner_id", flat=True)):
        name_reader(objective, member_id)


def keep_in_sight(actor: Actor, objective: Objective) -> None:
    """Whoever limits who may see an objective goes on seeing it, by name where need be."""
    line = objective.visibility == Visibility.TEAM and in_visible_line(actor, objective)
    everybody = objective.visibility == Visibility.ORGANIZATION
    if not (everybody or line or actor.is_steward or is_owner(actor, objective)):
        name_reader(objective, actor.member_id)


def let_see(actor: Actor, objective: Objective, member_id: int | None) -> None:
    """Who answers for a key result may see its objective, and what counts into it no longer does
    where that would show something else to them."""
    if member_id is not None and name_reader(objective, member_id):
        keep_covered(actor, objective)


def name_reader(objective: Objective, member_id: int) -> bool:
    """Name somebody who has no part yet; whether that is new."""
    _, is_new = Participant.objects.get_or_create(
        objective=objective, member_id=member_id, defaults={"part": Part.READER}
    )
    return is_new
