"""Check-ins with what corrected them: people may know a word by the id that it had at first.

A correction is a row of its own; here the row that counts now goes by the id of the first.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import FETCH_RAISE

from cairn.checkins.models import CheckIn
from cairn.errors import NotFound
from cairn.goals.models import KeyResult
from cairn.goals.queries import find_key_result
from cairn.organization.actor import Actor


@dataclass(frozen=True, slots=True)
class Word:
    """What counts of a chain of corrections: `id` of the first row, `now` of the last one.

    `says`: there is a note or a blocker, and not only a value.
    """

    id: int
    now: int
    key_result_id: int
    first_at: datetime
    last_at: datetime
    says: bool


def words_of(key_result_ids: Collection[int]) -> dict[int, list[Word]]:
    """By key result, the latest first; the caller has checked who may see. One query."""
    rows = list(
        CheckIn.objects.filter(key_result__in=key_result_ids)
        .order_by("id")
        .values_list("id", "key_result_id", "corrects_id", "recorded_at", "note", "blockers")
    )
    firsts: dict[int, tuple[int, datetime]] = {}
    replaced = {corrects for _id, _of, corrects, *_ in rows}
    found: dict[int, list[Word]] = defaultdict(list)
    for id, key_result_id, corrects, at, note, blockers in rows:
        firsts[id] = firsts.get(corrects, (id, at))
        if id not in replaced:
            first, first_at = firsts[id]
            word = Word(first, id, key_result_id, first_at, at, bool(note or blockers))
            found[key_result_id].append(word)
    for words in found.values():
        words.sort(key=lambda word: word.id, reverse=True)
    return found


def find_word(viewer: Actor, checkin_id: int) -> tuple[CheckIn, KeyResult]:
    """What counts now of the chain that any of its rows names, and its key result as the policy
    compares it; `NotFound` where the viewer may not see it."""
    key_result_id = (
        CheckIn.objects.filter(id=checkin_id, organization_id=viewer.organization_id)
        .values_list("key_result_id", flat=True)
        .first()
    )
    if key_result_id is None:
        raise NotFound
    key_result = find_key_result(viewer, key_result_id)
    links = CheckIn.objects.filter(key_result=key_result_id, corrects__isnull=False)
    following = dict(links.values_list("corrects_id", "id"))
    while checkin_id in following:
        checkin_id = following[checkin_id]
    return checkins_by_id([checkin_id])[checkin_id], key_result


def checkins_by_id(ids: Iterable[int]) -> dict[int, CheckIn]:
    """With author and reading loaded. One query."""
    found = (
        CheckIn.objects.filter(id__in=list(ids))
        .select_related("author", "reading")
        .fetch_mode(FETCH_RAISE)
    )
    return {one.id: one for one in found}


def first_of(checkin_id: int, key_result_id: int) -> int:
    """The id of the row at the head of a chain."""
    links = CheckIn.objects.filter(key_result=key_result_id, corrects__isnull=False)
    before = dict(links.values_list("id", "corrects_id"))
    while (corrected := before.get(checkin_id)) is not None:
        checkin_id = corrected
    return checkin_id
