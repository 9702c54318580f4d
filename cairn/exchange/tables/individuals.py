"""How far the people of a planning round are with their own, for those who lead them."""

from dataclasses import replace
from typing import Final

from django.utils.translation import gettext as _

from cairn.exchange.tables.agreements import sets_sheet
from cairn.exchange.tables.asked import Asked
from cairn.exchange.tables.asked_one import asked_round
from cairn.measures.table import Sheet
from cairn.organization.actor import Actor
from cairn.planning.individuals import find_team_within
from cairn.planning.models import Step
from cairn.planning.policy import rules

FILTERS: Final = ("round", "team", "stage")


def individuals_sheet(viewer: Actor, asked: Asked) -> Sheet:
    """The people of the round's team and below, or of one team of it, by name. `Forbidden` for whoever
    does not lead that. Two queries, and one for each five thousand people."""
    held = asked_round(viewer, asked)
    team = held.team if asked.team is None else find_team_within(held, asked.team)
    rules.require(viewer, "step.see_people", Step(round=held, team=team))
    sheet = sets_sheet(viewer, held.cycle, "people", team, asked.stage)
    return replace(sheet, key="individuals", name=_("How far everybody is"))
