"""Imports as the API answers them."""

from dataclasses import asdict
from typing import Any

from cairn.exchange.queries import FaultRow, ImportPage, ImportRow, NameToMap, NewerOf, StepRow
from cairn.exchange.reading import Preview
from cairn.exchange.sources import Fetching, Source


def import_row_shape(row: ImportRow) -> dict[str, Any]:
    names = ("file_name", "format", "state", "created_by", "created_at", "counts")
    return {
        "id": str(row.id),
        **{name: getattr(row, name) for name in names},
        "applied_at": row.applied_at,
        "undo_until": row.undo_until,
        "undone_at": row.undone_at,
    }


def import_shape(one: ImportPage) -> dict[str, Any]:
    names = (
        *("file_name", "format", "source", "state", "created_by", "created_at", "open_names"),
        *("counts", "error", "applied_by", "applied_at", "undo_until", "undone_by", "undone_at"),
    )
    return {
        "id": str(one.id),
        **{name: getattr(one, name) for name in names},
        "step": one.progress.step if one.progress else 0,
        "steps": one.progress.steps if one.progress else 0,
        "newer_of": newer_of_shape(one.newer_of) if one.newer_of else None,
        "fetch": fetch_shape(one.fetching) if one.fetching else None,
        "counts_by_sort": [_without(asdict(row), "label") for row in one.counts_by_sort],
        "faults": [fault_shape(row) for row in one.faults],
        "left": [
            {"sort": row.sort_label, "title": row.title, "reason": row.reason} for row in one.left
        ],
        "can": list(one.can),
    }


def newer_of_shape(one: NewerOf) -> dict[str, Any]:
    return {
        "chosen": one.chosen,
        "suggested": one.is_suggested,
        "choices": [asdict(choice) for choice in one.choices],
    }


def fetch_shape(now: Fetching) -> dict[str, Any]:
    names = ("has_secret", "people", "done", "calls", "minutes_left")
    return {"paused": now.is_paused, **{name: getattr(now, name) for name in names}}


def source_shape(one: Source) -> dict[str, Any]:
    return {
        "id": str(one.id),
        "address": one.address,
        "app_id": one.app_id,
        "people": one.people,
        "has_secret": one.has_secret,
        "last_fetched_at": one.last_fetched_at,
        "under_way": None if one.under_way is None else str(one.under_way),
    }


def fault_shape(row: FaultRow) -> dict[str, Any]:
    return {"detail": row.words, "place": row.place, "warning": row.is_warning}


def name_shape(one: NameToMap) -> dict[str, Any]:
    shape = asdict(one)
    shape["suggested"] = shape.pop("is_suggested")
    return shape


def step_shape(row: StepRow) -> dict[str, Any]:
    return _without(asdict(row), "sort_label", "action_label")


def columns_shape(shown: Preview, faults: list[FaultRow]) -> dict[str, Any]:
    return {
        "sheets": list(shown.sheets),
        "sheet": shown.sheet,
        "heading_row": shown.heading_row,
        "headings": list(shown.headers),
        "rows": [list(row) for row in shown.rows],
        "row_count": shown.row_count,
        "columns": dict(shown.columns),
        "labels": dict(shown.labels),
        "faults": [fault_shape(row) for row in faults],
    }


def _without(shape: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in shape.items() if name not in names}
