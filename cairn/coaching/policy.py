"""Who may silence the coach, and who may see what it says of the whole organization."""

from cairn.organization.actor import Scope
from cairn.organization.policy import ONLY_STEWARDS
from cairn.organization.rules import Row, Rules, anyone, is_steward

rules = Rules(
    {
        "coach.mute": Row((anyone,), ""),
        "coach.silence": Row((is_steward,), ONLY_STEWARDS),
        "coach.survey": Row((is_steward,), ONLY_STEWARDS, scope=Scope.READ),
    }
)
