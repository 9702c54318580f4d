"""What somebody did, as a reader is told it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from cairn.cycles.commands import ORDER
from cairn.cycles.models import Phase
from cairn.events.kinds import Kind


def event_words(kind: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    """In words without a subject. Of a cycle's move, what the ledger keeps as before and after says
    whether it went on or back."""
    if kind == Kind.CYCLE_MOVED and _place(new) < _place(old):
        return _("took a cycle back to an earlier phase")
    return str(Kind(kind).label) if kind in Kind else kind


def _place(values: Mapping[str, Any]) -> int:
    phase = str(values.get("phase") or "")
    return ORDER.index(Phase(phase)) if phase in Phase else 0
