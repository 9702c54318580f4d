"""The colours of a report: Cairn's day theme, as hexadecimal without the hash."""

from typing import Final

GROUND: Final = "F5F3EC"
SURFACE: Final = "FCFBF8"
LINE: Final = "E3DFD4"
TRACK: Final = "E6E2D7"
INK: Final = "20272A"
INK_2: Final = "475054"
INK_3: Final = "626865"
PINE: Final = "1E5A45"
PINE_SOFT: Final = "E1EBE3"
WHITE: Final = "FFFFFF"

FILLS: Final = {
    "on_track": "3F8A63",
    "behind": "D9A13A",
    "at_risk": "C24E38",
    "outdated": "A3A198",
    "not_started": "D8D3C6",
    "closed": "5E7488",
    "postponed": "93A3B1",
    "abandoned": "B9C2CA",
    "withheld": "E6E2D7",
}
SCORES: Final = {
    "committed": FILLS["on_track"],
    "aspirational": FILLS["closed"],
    "growth": FILLS["behind"],
}
"""By the kind of objective."""
PALE: Final = (FILLS["not_started"], FILLS["abandoned"], FILLS["withheld"])
"""Those on which white letters cannot be read."""
INKS: Final = {
    "on_track": "22674A",
    "behind": "7C5208",
    "at_risk": "A3301F",
    "outdated": "585D5A",
    "closed": "3F5265",
}
TONES: Final = {"ok": "22674A", "warn": "7C5208", "risk": "A3301F"}


def ink_of(status: str) -> str:
    return INKS.get(status, INK_3)


def tone_ink(tone: str) -> str:
    return TONES.get(tone, INK)
