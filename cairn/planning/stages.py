"""What a room is open to at which stage."""

from cairn.planning.models import Stage

BEFORE_THE_VOTE = (Stage.COLLECTING, Stage.GROUPING, Stage.READING)
ARGUABLE = (Stage.READING, Stage.VOTING, Stage.ARGUING, Stage.CHOOSING)


def takes_proposals(stage: str, *, is_facilitator: bool) -> bool:
    """While it collects; a facilitator may add what is missing while it groups."""
    return stage == Stage.COLLECTING or (stage == Stage.GROUPING and is_facilitator)
