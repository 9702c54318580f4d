"""Who may arrange cycles."""

from cairn.organization.policy import ONLY_STEWARDS
from cairn.organization.rules import Row, Rules, is_steward

rules = Rules(
    {
        "cycle.create": Row((is_steward,), ONLY_STEWARDS),
        "cycle.change": Row((is_steward,), ONLY_STEWARDS),
    }
)
