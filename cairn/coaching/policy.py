"""Who may silence the coach, and who may see what it says of the whole organization."""

from typing import Any

from cairn.organization.actor import Actor
from cairn.organization.policy import ONLY_STEWARDS
from cairn.organization.rules import Row, Rules, is_steward


def anyone(_actor: Actor, _target: Any) -> bool:
    return True


rules = Rules(
    {
        "coach.mute": Row((anyone,), ""),
        "coach.silence": Row((is_steward,), ONLY_STEWARDS),
    }
)
