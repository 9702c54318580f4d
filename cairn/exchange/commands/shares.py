"""Telling which weights gave way in objectives that were there before."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

from cairn.events.kinds import Kind as Event
from cairn.exchange.commands.run import Run
from cairn.goals.models import KeyResult

type Weights = dict[int, dict[str, Decimal]]


@contextmanager
def shares_told(run: Run) -> Iterator[None]:
    """Record, for each objective that is not new, the weights of key results that the block changes.
    Two queries, however many there are."""
    before = _weights(run)
    yield
    after = _weights(run)
    for id, weights in before.items():
        old = {title: weight for title, weight in weights.items() if after[id].get(title) != weight}
        if old:
            about = run.objectives[id]
            new = {title: f"{after[id][title]:f}%" for title in old if title in after[id]}
            told = {title: f"{weight:f}%" for title, weight in old.items()}
            run.tell(
                Event.KEY_RESULT_WEIGHED,
                *(id, about.title),
                about=about,
                old=told,
                new=new,
                reason=run.reason,
            )


def _weights(run: Run) -> Weights:
    found: Weights = defaultdict(dict)
    there = KeyResult.objects.filter(
        objective__in=set(run.objectives) - run.fresh, deleted_at__isnull=True
    )
    for id, title, weight in there.values_list("objective_id", "title", "weight"):
        found[id][title] = weight
    return found
