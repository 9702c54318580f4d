"""What is kept, as the coach reads it. Pure."""

from decimal import Decimal

from cairn.coach.draft import KeyResultDraft


def kept_line(
    title: str, *, weight: Decimal, owned: bool, kind: str, unit: str, start: Decimal | None
) -> KeyResultDraft:
    """A key result whose measure stands in fields of its own. A band to keep needs no start, and
    milestones say how far it is only where the sentence does."""
    return KeyResultDraft(
        title,
        weight,
        owned,
        started=start is not None or kind == "maintain" or None,
        counted=unit != "number" or None,
        aimed=kind != "milestones" or None,
    )
