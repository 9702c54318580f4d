"""Cycles that an organization will probably want next, from its fiscal year."""

from datetime import date

from django.db.transaction import atomic

from cairn.cycles.commands import create_cycle, move_cycle
from cairn.cycles.models import Length
from cairn.cycles.proposals import Proposal, months_later, propose, year_start
from cairn.goals.commands.organization_pace import edit_organization
from cairn.organization.actor import Actor
from cairn.storage import clock


def propose_year(actor: Actor, fiscal_month: int, day: date | None = None) -> list[Proposal]:
    """The fiscal year that holds the day (today), and its four quarters."""
    begin = year_start(day or clock.today(actor.time_zone), fiscal_month)
    quarters = [months_later(begin, months) for months in (0, 3, 6, 9)]
    return [
        propose(Length.YEAR, begin, fiscal_month),
        *(propose(Length.QUARTER, first, fiscal_month) for first in quarters),
    ]


@atomic
def create_year(actor: Actor, fiscal_month: int) -> None:
    """Keep the fiscal month, make this year and its quarters, and let the current ones run."""
    edit_organization(actor, fiscal_month=fiscal_month)
    today = clock.today(actor.time_zone)
    for one in propose_year(actor, fiscal_month):
        made = create_cycle(
            actor, name=one.name, length=one.length, starts_on=one.starts_on, ends_on=one.ends_on
        )
        if one.starts_on <= today <= one.ends_on:
            move_cycle(actor, made.id, phase="running")
