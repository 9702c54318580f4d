"""What a room is open to at which stage."""

from cairn.planning.models import Stage

BEFORE_THE_VOTE = (Stage.COLLECTING, Stage.GROUPING, Stage.READING)
ARGUABLE = (Stage.READING, Stage.VOTING, Stage.ARGUING, Stage.CHOOSING)


def takes_proposals(stage: str, *, is_facilitator: bool) -> bool:
    """While it collects; a facilitator may add what is missing while it groups."""
    return stage == Stage.COLLECTING or (stage == Stage.GROUPING and is_facilitator)


def is_ranked(stage: str, *, has_voted: bool, is_open: bool) -> bool:
    """Whether the board lies in the order of the votes, with their dots and what was said. It does
    not while it is put into order, nor from the opening of a vote to its reveal."""
    waits = stage == Stage.VOTING and not has_voted
    return stage not in BEFORE_THE_VOTE and not is_open and not waits
