"""The refusals. Domains raise them; every face translates them into its own form."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

type Words = Any
"""A translatable text: a `str` or Django's lazy string."""


class Refusal(Exception):
    """Something that was asked for and is not done; `reason` is for the reader's eyes."""

    reason: Words = _("That is not possible.")

    def __init__(self, reason: Words | None = None) -> None:
        super().__init__(reason)
        if reason is not None:
            self.reason = reason

    def __str__(self) -> str:
        return str(self.reason)


class Invalid(Refusal):
    """Bad input. `fields` maps the name of each field to what is wrong and what to do."""

    reason = _("Some fields need a correction.")

    def __init__(self, fields: Mapping[str, Words], reason: Words | None = None) -> None:
        super().__init__(reason)
        self.fields = dict(fields)


class NotFound(Refusal):
    """There is no such thing, or the viewer may not see it; nobody can tell which."""

    reason = _("This does not exist, or you may not see it.")


class Forbidden(Refusal):
    """The actor sees it but may not do this."""


class Conflict(Refusal):
    """The state does not allow it now."""


class Stale(Conflict):
    """Somebody else saved first. `theirs` and `yours` map field names to both texts."""

    reason = _("Somebody else changed this while you were writing.")

    def __init__(self, theirs: Mapping[str, Any], yours: Mapping[str, Any], version: int) -> None:
        super().__init__()
        self.theirs = dict(theirs)
        self.yours = dict(yours)
        self.version = version


class Unavailable(Refusal):
    """A part outside this process does not answer; try again later."""
