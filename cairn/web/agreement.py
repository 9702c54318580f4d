"""How far an objective has come with those who agree on it, in the reader's words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cairn.goals.agreed import Difference, differences, read_text
from cairn.goals.changes_said import label_of
from cairn.goals.confirming import Standing
from cairn.web.objectives.history import text_of


@dataclass(frozen=True, slots=True)
class ShownDifference:
    """What was changed: of the objective, or of the key result that `title` names."""

    title: str
    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """A standing with its differences in words, and what a form may do about it.

    `meanwhile`: what was changed since the reader opened the form that was refused; None where no
    form was. `seen` is what a confirmation sends back.
    """

    standing: Standing
    may_submit: bool
    may_confirm: bool
    changed: tuple[ShownDifference, ...] = ()
    meanwhile: tuple[ShownDifference, ...] | None = None
    seen: str = ""

    @property
    def state(self) -> str:
        return self.standing.state


def shown_differences(found: Iterable[Difference], locale: str) -> tuple[ShownDifference, ...]:
    """In the reader's words; what reads the same is left out."""
    rows = [_shown(one, locale) for one in found]
    return tuple(row for row in rows if row.old != row.new)


def _shown(one: Difference, locale: str) -> ShownDifference:
    if one.name == "added":
        return ShownDifference("", _("New key result"), "", str(one.new))
    if one.name == "removed":
        return ShownDifference("", _("Key result taken away"), str(one.old), "")
    old = text_of(one.name, one.old, one.old_unit, locale)
    new = text_of(one.name, one.new, one.new_unit, locale)
    return ShownDifference(one.title, label_of(one.name, ""), old, new)


def differences_from(seen: str, now: Mapping[str, Any], locale: str) -> tuple[ShownDifference, ...]:
    """What differs from a text that a form sent back; nothing where that cannot be read."""
    return shown_differences(differences(read_text(seen), now), locale)
