"""What a planning round is made of: its steps, its rooms, and what is proposed and voted on there."""

from cairn.planning.models.alignments import PlannedAlignment
from cairn.planning.models.ballots import Ballot, Purse, Vote
from cairn.planning.models.proposals import Argument, Choice, Group, Proposal, Side
from cairn.planning.models.rooms import Room, Seat, Stage
from cairn.planning.models.rounds import Extension, Round, Step, StepKind

__all__ = [
    "Argument",
    "Ballot",
    "Choice",
    "Extension",
    "Group",
    "PlannedAlignment",
    "Proposal",
    "Purse",
    "Room",
    "Round",
    "Seat",
    "Side",
    "Stage",
    "Step",
    "StepKind",
    "Vote",
]
