"""What is reviewed: an objective and its key results as they are being written. Pure.

None is "not known": rules that would need it are silent.
"""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class KeyResultDraft:
    """`started` says that a starting value stands in a field of its own, `counted` the same of the
    unit, `aimed` of the target (a band and milestones too): what is said there need not be said in
    the sentence.
    """

    text: str
    weight: Decimal | None = None
    owned: bool | None = None
    started: bool | None = None
    counted: bool | None = None
    aimed: bool | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """`objective` None is a lone key result; `type` "" is one that nobody chose yet."""

    objective: str | None
    key_results: tuple[KeyResultDraft, ...] = ()
    type: str | None = None
    owned: bool | None = None
    aligned: bool | None = None


def make_draft(objective: str | None, *key_results: str) -> Draft:
    """A draft of texts alone."""
    return Draft(objective, tuple(KeyResultDraft(one) for one in key_results))
