"""Attempts to break what must always be true of imports; see tests/test_constraints.py."""

from collections.abc import Callable
from typing import Any, Final

from cairn.exchange.models import Import, ImportedChange, ImportedThing, PlannedStep
from cairn.goals.models import KeyResult


def brought(kr: KeyResult, **values: Any) -> Import:
    """By the key result's owner."""
    given = {
        "organization_id": kr.organization_id,
        "created_by_id": kr.owner_id,
        "format": "sheet",
        "file_name": "?",
    }
    return Import.objects.create(**{**given, **values})


def thing(kr: KeyResult) -> ImportedThing:
    return ImportedThing.objects.create(
        organization_id=kr.organization_id,
        source="sheet",
        sort="key_result",
        key="1",
        thing_id=kr.id,
    )


def same_place(kr: KeyResult) -> None:
    of = brought(kr)
    for _ in range(2):
        PlannedStep.objects.create(of=of, position=0, sort="team", key="1", action="skip")


def changed_twice(kr: KeyResult) -> None:
    of, what = brought(kr), thing(kr)
    for _ in range(2):
        ImportedChange.objects.create(of=of, thing=what)


IMPORTS: Final[dict[str, Callable[[KeyResult], object]]] = {
    "import_applied": lambda kr: brought(kr, state="applied"),
    "import_undone": lambda kr: brought(kr, state="undone", applied_at=kr.created_at),
    "import_submitted_once": lambda kr: [brought(kr, submission="f00") for _ in range(2)],
    "planned_step_has_its_place": same_place,
    "imported_thing_once": lambda kr: [thing(kr) for _ in range(2)],
    "imported_change_once": changed_twice,
}
