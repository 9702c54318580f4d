"""How much is reviewed at once. Pure."""

from typing import Final

MOST_KEY_RESULTS: Final = 100
LONGEST_TEXT: Final = 2000
"""Of what is sent; the coach itself reads the beginning of a text only."""
