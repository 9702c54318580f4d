"""Which learning pages there are, and in which order they are read."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

GROUPS: Final[tuple[tuple[str | Promise, tuple[str, ...]], ...]] = (
    (_("The idea"), ("what-an-okr-is", "okr-and-kpi", "committed-and-aspirational")),
    (_("Writing it"), ("writing-key-results", "aligning")),
    (_("Living with it"), ("weekly-rhythm", "scoring", "retrospectives")),
    (_("Starting well"), ("first-quarter", "common-mistakes")),
)
"""(words, slugs), as the overview shows them."""
SLUGS: Final = tuple(slug for _words, slugs in GROUPS for slug in slugs)


def beside(slug: str) -> tuple[str | None, str | None]:
    """The pages before and after this one."""
    at = SLUGS.index(slug)
    before = SLUGS[at - 1] if at else None
    return before, SLUGS[at + 1] if at + 1 < len(SLUGS) else None
