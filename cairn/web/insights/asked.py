"""What the address of the insights asks for, and the frame that follows from it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest

from cairn.errors import NotFound
from cairn.goals.map.days import Days, days_of
from cairn.insights.frame import Frame, frame_of
from cairn.insights.number import Number
from cairn.insights.subject import find_subject
from cairn.insights.tables import AsOf, Cell, Lead, OfTeam
from cairn.storage import clock
from cairn.web.cycle_choice import CycleChoice, choose_cycle
from cairn.web.filters import day
from cairn.web.paging import address, id_in
from cairn.web.sessions import WebRequest

VIEWS = ("progress", "rhythm", "quality")
HERE = "/insights"


@dataclass(frozen=True, slots=True)
class Asked:
    """The address, read: what is no known value counts as not asked."""

    view: str = "progress"
    team: int | None = None
    person: int | None = None
    on: date | None = None
    since: date | None = None


def read_asked(request: HttpRequest) -> Asked:
    view = request.GET.get("view", "")
    return Asked(
        view if view in VIEWS else VIEWS[0],
        id_in(request, "team"),
        id_in(request, "person"),
        day_in(request, "on"),
        day_in(request, "since"),
    )


def day_in(request: HttpRequest, name: str) -> date | None:
    """A day from the address, or None."""
    try:
        return date.fromisoformat(request.GET.get(name, "").strip())
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Insights:
    """All that an answer needs: what was asked, of which cycle, on which day, about whom."""

    asked: Asked
    choice: CycleChoice
    days: Days
    frame: Frame

    def address(self, path: str = HERE, **changes: Any) -> str:
        asked = self.asked
        query = {
            "view": "" if asked.view == VIEWS[0] else asked.view,
            "team": asked.team,
            "person": asked.person,
            "cycle": self.choice.id if self.choice.chosen != self.choice.current else "",
            "on": self.days.chosen,
            "since": self.asked.since,
        }
        return address(path, query | changes)

    def behind(self, show: str, group: int | None = None, **changes: Any) -> str:
        """Where the rows behind a number are."""
        group_text = "" if group is None else str(group)
        return self.address(f"{HERE}/rows", show=show, group=group_text, **changes)

    def filters(self, number: Number) -> dict[str, Any]:
        """What narrows the file of a number's rows to those of its page."""
        return {
            "show": number.text,
            "group": number.group,
            "since": number.since,
            "cycle": self.choice.id,
            "team": self.asked.team,
            "person": self.asked.person,
            "on": self.days.chosen,
        }

    @staticmethod
    def words_of(cell: Cell) -> str:
        if not isinstance(cell.value, date):
            return cell.text
        return (cell.text or "%(day)s") % {"day": day(cell.value)}

    def leads_to(self, lead: Lead | None) -> str:
        """Where a cell of a table leads; empty for nowhere."""
        match lead:
            case Number():
                since = {"since": lead.since} if lead.since else {}
                return self.behind(lead.text, lead.group, **since)
            case OfTeam():
                return self.address(team=lead.id)
            case AsOf() if lead.on < self.days.today:
                return self.address(on=lead.on, since=None)
        return ""


def read_insights(request: WebRequest) -> Insights | None:
    """None where the organization has no cycle yet. Two queries."""
    actor, asked = request.actor, read_asked(request)
    if asked.team and asked.person:
        raise NotFound
    choice = choose_cycle(request, actor)
    subject = find_subject(actor, asked.team, asked.person)
    if choice.chosen is None:
        return None
    today = clock.today(actor.time_zone)
    days = days_of(choice.chosen, today, asked.on)
    frame = frame_of(
        actor,
        request.member.organization,
        subject,
        choice.known,
        choice.chosen,
        today,
        days.chosen,
    )
    return Insights(asked, choice, days, frame)
