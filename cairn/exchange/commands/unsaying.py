"""Taking back what an import wrote of what was said before it: corrections, and other names of the same."""

from collections.abc import Iterable, Sequence
from typing import Any

from cairn.checkins.models import CheckIn
from cairn.exchange.models import ImportedChange, ImportedThing, Sort
from cairn.goals.models import Reading
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
