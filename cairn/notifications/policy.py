"""Who may follow: everybody, and only what they see. Nobody else hears of it."""

from cairn.organization.actor import Actor
from cairn.organization.rules import Row, Rules


def anyone(_actor: Actor, _target: object) -> bool:
    return True


rules = Rules({"follow.change": Row((anyone,), "", viewers=True)})
