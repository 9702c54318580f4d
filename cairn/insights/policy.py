"""Who may ask for a report: everybody, since it holds what they may see anyway."""

from typing import Any

from cairn.organization.actor import Actor
from cairn.organization.rules import Row, Rules


def anyone(_actor: Actor, _target: Any) -> bool:
    return True


# Whoever did not ask for a file does not find it; so the one who finds it may delete it.
rules = Rules(
    {
        "report.ask": Row((anyone,), "", viewers=True),
        "report.delete": Row((anyone,), "", viewers=True),
    }
)
