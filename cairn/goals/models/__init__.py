"""Objectives, key results, what hangs on them, and what ties them together.

The derived columns (progress, the turning days and so on) are written by `rollup.py` in the
transaction of every write, and by nothing else.
"""

from cairn.goals.models.alignments import (
    LIVE,
    PENDING,
    Alignment,
    Answer,
    Dependency,
    DependencyState,
)
from cairn.goals.models.confirmations import Confirmation, Verdict
from cairn.goals.models.key_results import (
    Initiative,
    InitiativeState,
    KeyResult,
    Kind,
    Milestone,
    Reading,
    Source,
)
from cairn.goals.models.objectives import (
    RESTORABLE_DAYS,
    Agreement,
    Closure,
    Ending,
    Objective,
    ObjectiveTag,
    ObjectiveWeight,
    Outcome,
    Part,
    Participant,
    Status,
    Type,
    Visibility,
)
from cairn.goals.models.standings import Standing

__all__ = [
    "LIVE",
    "PENDING",
    "RESTORABLE_DAYS",
    "Agreement",
    "Alignment",
    "Answer",
    "Closure",
    "Confirmation",
    "Dependency",
    "DependencyState",
    "Ending",
    "Initiative",
    "InitiativeState",
    "KeyResult",
    "Kind",
    "Milestone",
    "Objective",
    "ObjectiveTag",
    "ObjectiveWeight",
    "Outcome",
    "Part",
    "Participant",
    "Reading",
    "Source",
    "Standing",
    "Status",
    "Type",
    "Verdict",
    "Visibility",
]
