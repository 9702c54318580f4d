"""What was said about an objective or a key result, the latest first; written with version 1."""

from collections.abc import Sequence
from typing import Any

from cairn.goals.queries import find_key_result, find_objective
from cairn.open_apis.blocks import blocks_v2
from cairn.open_apis.calls import Call
from cairn.open_apis.instants import ms
from cairn.open_apis.numbers import HUNDRED, plain_number, said
from cairn.open_apis.paging import one_page
from cairn.open_apis.records import (
    Record,
    comments_on,
    ids_of_key_result,
    people_in,
    record_of_comment,
    records_of_words,
    spoken,
)
from cairn.open_apis.v2.owners import owner
from cairn.storage.ids import read_id


def of_objective(call: Call, objective_id: str) -> dict[str, Any]:
    objective = find_objective(call.actor, read_id(objective_id))
    page = one_page(call, comments_on(objective), lambda one: one.id)
    return page.answer(_shapes(call, [record_of_comment(one) for one in page.rows]))


def of_key_result(call: Call, key_result_id: str) -> dict[str, Any]:
    key_result = find_key_result(call.actor, read_id(key_result_id))
    page = one_page(call, ids_of_key_result(key_result), lambda one: one.id)
    return page.answer(_shapes(call, records_of_words(key_result, page.rows)))


def _shapes(call: Call, records: Sequence[Record]) -> list[dict[str, Any]]:
    people = people_in(call, records)
    return [_progress(call, one, people) for one in records]


def _progress(call: Call, record: Record, people: dict[str, int]) -> dict[str, Any]:
    fraction = record.progress
    percent = None if fraction is None else plain_number(round(fraction * HUNDRED, 4))
    return said(
        id=str(record.id),
        create_time=ms(record.made_at),
        update_time=ms(record.changed_at),
        owner=owner(call, record.author_id, None),
        entity_type=record.entity_type,
        entity_id=str(record.entity_id),
        content=blocks_v2(record.paragraphs(people), call.spelling),
        progress_rate=spoken(progress_percent=percent, progress_status=record.status_number),
    )
