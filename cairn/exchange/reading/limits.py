"""How much of a stranger's file is read. Sizes in bytes, times in seconds."""

from typing import Final

MEGABYTE: Final = 1024 * 1024

FILE: Final = 50 * MEGABYTE
UNPACKED: Final = 500 * MEGABYTE
RATIO: Final = 300
"""Unpacked to packed, once more than `RATIO_FROM` come out."""
RATIO_FROM: Final = 20 * MEGABYTE
ENTRIES: Final = 10_000
SHEETS: Final = 200
ROWS: Final = 200_000
COLUMNS: Final = 1_000
CELLS: Final = 4_000_000
CELL: Final = 1_000_000
"""Characters of one cell."""
FAULTS: Final = 1_000

MEMORY: Final = 1024 * MEGABYTE
"""Address space, libraries included."""
CPU: Final = 120
WALL: Final = 300
WALL_TO_LOOK: Final = 60
"""For what a page waits for."""
ANSWER: Final = 256 * MEGABYTE
OPEN_FILES: Final = 64

LONGEST_OBJECTIVE: Final = 300
LONGEST_KEY_RESULT: Final = 500
LONGEST_NAME: Final = 80
LONGEST_WORDS: Final = 10_000
LONGEST_DESCRIPTION: Final = 20_000
MOST_TAGS: Final = 20
LONGEST_TAG: Final = 40
