"""Who may arrange cycles, and who sees how far everybody is with agreeing on one."""

from cairn.organization.actor import Scope
from cairn.organization.policy import ONLY_STEWARDS
from cairn.organization.rules import Row, Rules, is_steward

rules = Rules(
    {
        "cycle.create": Row((is_steward,), ONLY_STEWARDS),
        "cycle.change": Row((is_steward,), ONLY_STEWARDS),
        "cycle.see_agreeing": Row((is_steward,), ONLY_STEWARDS, scope=Scope.READ),
    }
)
