"""How many objectives show which status, by team."""

from collections.abc import Mapping
from dataclasses import dataclass

from cairn.goals.map.nodes import WITHHELD
from cairn.goals.models import Status
from cairn.goals.tallies import Tally
from cairn.insights.frame import SHOWN, Counts, Frame, count_by_group, status_is


@dataclass(frozen=True, slots=True)
class Spread:
    """`withheld` counts what the viewer could not see on the day; it is in no tally."""

    whole: Tally
    groups: Mapping[int, Tally]
    withheld: int = 0


def spread_of(frame: Frame) -> Spread:
    """The same numbers as the tallies of a team's page. One statement."""
    counts = count_by_group(frame, {status: status_is(frame, status) for status in SHOWN})
    return _spread(counts)


def _spread(counts: Counts) -> Spread:
    groups = {group: _tally(found) for group, found in counts.groups.items()}
    return Spread(_tally(counts.whole), groups, counts.whole[WITHHELD])


def _tally(found: Mapping[str, int]) -> Tally:
    return Tally(tuple((one.value, found[one]) for one in Status if found[one]))
