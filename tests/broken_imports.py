"""Attempts to break what must always be true of imports; see tests/test_constraints.py."""

from collections.abc import Callable
from typing import Any, Final

from cairn.exchange.models import (
    FeishuAnswer,
    FeishuFetch,
    FeishuSource,
    Import,
    ImportedChange,
    ImportedThing,
    PlannedStep,
)
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


def source(kr: KeyResult, **values: Any) -> FeishuSource:
    given = {"address": "https://a.example", "app_id": "cli_a", "whom": "everyone"}
    return FeishuSource.objects.create(organization_id=kr.organization_id, **{**given, **values})


def answered(of: FeishuSource, fetch: FeishuFetch | None, times: int = 1, **values: Any) -> None:
    given = {"position": 0, "open_id": "ou_1", "person": b"1", "answer": b"1"}
    for _ in range(times):
        FeishuAnswer.objects.create(source=of, fetch=fetch, **{**given, **values})


def fetch(kr: KeyResult, of: FeishuSource) -> FeishuFetch:
    return FeishuFetch.objects.create(of=brought(kr), source=of, whom="everyone")


IMPORTS: Final[dict[str, Callable[[KeyResult], object]]] = {
    "import_applied": lambda kr: brought(kr, state="applied"),
    "import_undone": lambda kr: brought(kr, state="undone", applied_at=kr.created_at),
    "import_submitted_once": lambda kr: [brought(kr, submission="f00") for _ in range(2)],
    "planned_step_has_its_place": same_place,
    "imported_thing_once": lambda kr: [thing(kr) for _ in range(2)],
    "imported_change_once": changed_twice,
    "feishu_source_once": lambda kr: [source(kr) for _ in range(2)],
    "feishu_source_is_named": lambda kr: source(kr, app_id=""),
    "feishu_answer_once": lambda kr: answered(of := source(kr), fetch(kr, of), 2),
    "feishu_known_once": lambda kr: answered(source(kr), None, 2),
    "feishu_known_is_answered": lambda kr: answered(source(kr), None, answer=None),
}
