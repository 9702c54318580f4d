"""Taking back what an import wrote of what was said before it: corrections, and other names of the same."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from cairn.checkins.models import CheckIn, Comment
from cairn.exchange.commands.run import Run
from cairn.exchange.commands.saying import tell_rewording
from cairn.exchange.models import ImportedChange, ImportedThing, Sort
from cairn.exchange.spoken import spelled_at
from cairn.goals.models import Reading
from cairn.storage.bulk import update_models
from cairn.storage.trees import drop_trees


def take_back_corrections(
    corrections: Sequence[ImportedChange], left: list[list[str]]
) -> list[ImportedThing]:
    """What the source had corrected stands again as it was, unless somebody has corrected it here since:
    then it is named in `left`. The things that say again what they said before."""
    rows = CheckIn.objects.select_related("key_result").in_bulk(
        [int(one.after["check_in"]) for one in corrections]
    )
    found = CheckIn.objects.filter(corrects__in=rows).values_list("corrects_id", flat=True)
    later = {id for id in found if id}
    left += [
        [Sort.CHECK_IN.value, rows[id].key_result.title, "touched_since"] for id in sorted(later)
    ]
    free = [one for id, one in rows.items() if id not in later]
    drop_trees(CheckIn, [one.id for one in free])
    drop_trees(Reading, [one.reading_id for one in free if one.reading_id])
    restored = [one for one in corrections if int(one.after["check_in"]) not in later]
    for change in restored:
        change.thing.wrote = change.wrote
    return [one.thing for one in restored]


def take_back_rewordings(
    run: Run, rewordings: Sequence[ImportedChange], left: list[list[str]]
) -> list[ImportedThing]:
    """Comments that still say what the import wrote say again what they said before; others are named in
    `left`. The things that do."""
    there = Comment.objects.in_bulk([one.thing.thing_id for one in rewordings])
    rows, restored = {}, []
    for change in rewordings:
        row = there.get(change.thing.thing_id)
        edited_at = spelled_at(row.edited_at) if row and row.edited_at else ""
        is_same = row is not None and row.body == change.after["body"]
        if row is None or row.deleted_at or not is_same or edited_at != change.after["edited_at"]:
            is_gone = row is None or row.deleted_at is not None
            title = str(change.after["body"])[:80]
            left.append([Sort.COMMENT.value, title, "deleted_here" if is_gone else "touched_since"])
            continue
        rows[row.id] = row
        change.thing.wrote = change.wrote
        restored.append(change)
    for change in restored:
        row, body = rows[change.thing.thing_id], change.before["body"]
        if row.body != body:
            tell_rewording(run, row, body)
        was = change.before["edited_at"]
        row.body, row.edited_at = body, datetime.fromisoformat(was) if was else None
    update_models(list(rows.values()), ("body", "edited_at"))
    return [one.thing for one in restored]


def aliases_of(things: Iterable[ImportedThing]) -> Iterable[Any]:
    """What another file called the same check-ins or comments, which are gone."""
    by_id = {one.thing_id: one for one in things}
    if not by_id:
        return ()
    some = next(iter(by_id.values()))
    return ImportedThing.objects.filter(
        organization=some.organization_id,
        sort=some.sort,
        thing_id__in=list(by_id),
        made_by=None,
    )
