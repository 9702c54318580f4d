"""Giving everything that comes in another id, all by the same distance. Pure.

So every reference stays right, wherever it stands; what was older stays older; and an id that a file
made up leads to nothing that is here. It can be taken back exactly.
"""

import re
import secrets
from dataclasses import dataclass
from typing import Any, Final

from cairn.storage.ids import LARGEST_ID, RANDOM_BITS

HOUR: Final = 3_600_000 << RANDOM_BITS
NEAREST: Final = 2 * HOUR
"""Readers of the ledger note their place once an hour."""
FARTHEST: Final = 30 * 24 * HOUR
SHORTEST: Final = 10**15
"""An amount has at most 15 digits before the point, an id of ours more."""
_SPELLED = re.compile(r"(?<!\d)[1-9]\d{15,18}(?!\d)", re.ASCII)
_LED_TO = re.compile(r"(?<=/)[1-9]\d{15,18}(?!\d)", re.ASCII)
_ADDRESS = re.compile(r"(?<![\w.:/-])(?:/[a-z-]+)+/[1-9]\d{15,18}(?!\d)", re.ASCII)
"""Of a thing of ours, as texts have it: without a host."""


@dataclass(frozen=True, slots=True)
class Shift:
    """`by` may be negative; 0 leaves everything as it is."""

    by: int = 0

    @property
    def back(self) -> "Shift":
        return Shift(-self.by)

    def id(self, id: int) -> int:
        return (id - 1 + self.by) % LARGEST_ID + 1

    def text(self, text: str) -> str:
        """With every id that is spelled out in it."""
        return _SPELLED.sub(self._spelled, text) if self.by else text

    def links(self, text: str) -> str:
        """A text of somebody's, in which only addresses of ours hold ids."""
        if not self.by or "/" not in text:
            return text
        return _ADDRESS.sub(lambda found: _LED_TO.sub(self._spelled, found[0]), text)

    def nested(self, said: Any) -> Any:
        """JSON with the ids that stand in it as text, as numbers or as names."""
        match said:
            case dict():
                return {self.text(name): self.nested(value) for name, value in said.items()}
            case list():
                return [self.nested(one) for one in said]
            case str():
                return self.text(said) if said.isdigit() else self.links(said)
            case int() if SHORTEST <= said <= LARGEST_ID:
                return self.id(said)
        return said

    def _spelled(self, found: re.Match[str]) -> str:
        id = int(found[0])
        return str(self.id(id)) if id <= LARGEST_ID else found[0]


def beside_others(oldest: int) -> Shift:
    """Two hours to a month back, by chance, so that nothing here has such an id already and nothing
    seems newer than what is here. `oldest` is the smallest id that is ordered by time."""
    room = max(1, min(FARTHEST, oldest) - NEAREST)
    return Shift(-min(NEAREST + secrets.randbelow(room), max(oldest - 1, 1)))
