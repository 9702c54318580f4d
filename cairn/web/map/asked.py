"""What the address of the map asks for, and the scope that follows from it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest

from cairn.goals.map.days import Days, days_of
from cairn.goals.map.filters import Filters
from cairn.goals.map.nodes import Node
from cairn.goals.map.scope import Scope, scope_of
from cairn.goals.models import Status, Type
from cairn.organization.actor import Actor
from cairn.storage import clock
from cairn.storage.ids import read_id
from cairn.web.cycle_choice import CycleChoice, choose_cycle
from cairn.web.paging import address, id_in

VIEWS = ("alignment", "teams")
LONGEST = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """The address, read: what is no known value counts as not asked. `owner` is "", "me" or an id;
    `on` is None for today."""

    view: str = "alignment"
    team: int | None = None
    owner: str = ""
    status: str = ""
    type: str = ""
    q: str = ""
    focus: int | None = None
    on: date | None = None

    def query(self) -> dict[str, Any]:
        """The parts of the address, for links that keep them."""
        said = {name: getattr(self, name) for name in self.__slots__}
        return said | {"view": "" if self.view == "alignment" else self.view}

    def filters(self, viewer: Actor) -> Filters:
        owner = viewer.member_id if self.owner == "me" else read_id(self.owner)
        return Filters(self.team, owner, self.status, self.type, self.q)


def read_asked(request: HttpRequest) -> Asked:
    said = {name: request.GET.get(name, "").strip()[:LONGEST] for name in Asked.__slots__}
    owner, status, type = said["owner"], said["status"], said["type"]
    return Asked(
        view=said["view"] if said["view"] in VIEWS else "alignment",
        team=id_in(request, "team"),
        owner=owner if owner == "me" or read_id(owner) else "",
        status=status if status in Status or status == "draft" else "",
        type=type if type in Type or type == "growth" else "",
        q=said["q"],
        focus=id_in(request, "focus"),
        on=_day(said["on"]),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Map:
    """All that an answer needs: what was asked, of which cycle, on which day."""

    asked: Asked
    choice: CycleChoice
    days: Days
    scope: Scope

    def address(self, path: str, **changes: Any) -> str:
        query = {**self.asked.query(), "cycle": self.choice.id, "on": self.days.chosen}
        return address(path, query | changes)

    @property
    def by_team(self) -> bool:
        return self.asked.view == "teams"

    @property
    def plain(self) -> str:
        """The map of the same cycle without anything asked."""
        return address("/map", {"cycle": self.choice.id, "view": self.asked.query()["view"]})

    def opening(self, node: Node) -> str:
        """Where a branch is open for those without scripts."""
        if node.kind == "group":
            return address("/map/gaps", {"list": "unaligned", "cycle": self.choice.id})
        narrowed = {"objective": "focus", "team": "team", "member": "owner"}
        return self.address("/map", **{narrowed.get(node.kind, "of"): node.id.rpartition(":")[2]})


def read_map(request: HttpRequest, actor: Actor) -> Map:
    """One query, for the cycles."""
    asked = read_asked(request)
    choice = choose_cycle(request, actor)
    today = clock.today(actor.time_zone)
    days = days_of(choice.chosen, today, asked.on)
    scope = scope_of(actor, choice.known, choice.chosen, today, days.chosen)
    return Map(asked, choice, days, scope)
