"""Which cycle a page is about: the one in the address, else the current one."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest

from cairn.cycles.models import Cycle, Length
from cairn.cycles.queries import choose_current, cycles
from cairn.errors import NotFound
from cairn.organization.actor import Actor
from cairn.storage import clock
from cairn.web.paging import address, id_in


@dataclass(frozen=True, slots=True)
class CycleChoice:
    """`chosen` is None where the organization has no cycle yet."""

    known: tuple[Cycle, ...]
    chosen: Cycle | None
    current: Cycle | None

    @property
    def id(self) -> int | None:
        return self.chosen.id if self.chosen else None

    @property
    def year(self) -> Cycle | None:
        """The annual cycle that the chosen one lies in, itself if it is annual."""
        if self.chosen is None or self.chosen.length == Length.YEAR:
            return self.chosen
        day = self.chosen.starts_on
        annual = (one for one in self.known if one.length == Length.YEAR)
        return next((one for one in annual if one.starts_on <= day <= one.ends_on), None)

    def links(self, path: str, **query: str) -> list[tuple[str, str, bool]]:
        """What a switcher offers: (name, address, current), newest first."""
        return [
            (one.name, address(path, {**query, "cycle": one.id}), one.id == self.id)
            for one in self.known
        ]


def choose_cycle(
    request: HttpRequest, actor: Actor, among: Iterable[Cycle] | None = None
) -> CycleChoice:
    """One query. An id that is no cycle of the organization is `NotFound`. `among`: the same cycles,
    with what else is asked of them."""
    known = tuple(cycles(actor) if among is None else among)
    current = choose_current(list(known), clock.today(actor.time_zone))
    asked = id_in(request, "cycle")
    if asked is None:
        return CycleChoice(known, current, current)
    chosen = next((one for one in known if one.id == asked), None)
    if chosen is None:
        raise NotFound
    return CycleChoice(known, chosen, current)
