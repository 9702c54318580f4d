"""All that can be taken out of a page as a file: its name, what people call it, its filters, its table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cairn.exchange.tables import (
    actions,
    agreements,
    check_ins,
    comments,
    gaps,
    kpis,
    looking_back,
    minutes,
    objectives,
    people,
    proposals,
    search,
    templates,
    weekly,
)
from cairn.exchange.tables.alignments import alignments_sheet
from cairn.exchange.tables.asked import Asked
from cairn.exchange.tables.dependencies import dependencies_sheet
from cairn.exchange.tables.viva import viva_sheet
from cairn.exchange.writing.formats import EVERYWHERE
from cairn.measures.table import Sheet
from cairn.organization.actor import Actor

type Table = Callable[[Actor, Asked], Sheet]


@dataclass(frozen=True, slots=True)
class Export:
    """`words` name it in a menu. `others` are formats beside those that every table has."""

    words: str | Promise
    table: Table
    filters: tuple[str, ...] = ()
    others: Mapping[str, Table] | None = None

    def table_for(self, format: str) -> Table:
        return (self.others or {}).get(format, self.table)

    @property
    def formats(self) -> tuple[str, ...]:
        return (*EVERYWHERE, *(self.others or {}))


EXPORTS: Final[Mapping[str, Export]] = {
    "objectives": Export(
        _("Objectives and key results"),
        *(objectives.objectives_sheet, objectives.FILTERS),
        {"viva": viva_sheet},
    ),
    "initiatives": Export(_("Initiatives"), objectives.initiatives_sheet, objectives.FILTERS),
    "alignments": Export(_("Alignments"), alignments_sheet, objectives.FILTERS),
    "dependencies": Export(_("Needs from other teams"), dependencies_sheet, objectives.FILTERS),
    "gaps": Export(_("Gaps in the alignment"), gaps.gaps_sheet, gaps.FILTERS),
    "check-ins": Export(_("Check-ins"), check_ins.check_ins_sheet, check_ins.FILTERS),
    "feed": Export(_("What happened"), check_ins.feed_sheet, check_ins.FEED_FILTERS),
    "weekly-updates": Export(
        _("Weekly updates"), weekly.weekly_updates_sheet, weekly.UPDATE_FILTERS
    ),
    "help-requests": Export(_("Asks for help"), weekly.help_sheet, weekly.HELP_FILTERS),
    "comments": Export(_("Comments"), comments.comments_sheet, comments.FILTERS),
    "kpis": Export(_("KPIs"), kpis.kpis_sheet, kpis.FILTERS),
    "kpi-readings": Export(_("Readings of KPIs"), kpis.readings_sheet, kpis.FILTERS),
    "people": Export(_("People"), people.people_sheet, people.FILTERS),
    "teams": Export(_("Teams"), people.teams_sheet),
    "lessons": Export(_("Lessons"), looking_back.lessons_sheet, looking_back.LESSON_FILTERS),
    "retrospectives": Export(
        _("Retrospectives"), looking_back.retrospectives_sheet, looking_back.FILTERS
    ),
    "minutes": Export(_("Minutes"), minutes.minutes_sheet, minutes.FILTERS),
    "actions": Export(pgettext_lazy("table", "Actions"), actions.actions_sheet, actions.FILTERS),
    "proposals": Export(_("Proposals"), proposals.proposals_sheet, proposals.FILTERS),
    "templates": Export(_("Templates"), templates.templates_sheet, templates.FILTERS),
    "agreements": Export(
        _("Who has come how far"), agreements.agreements_sheet, agreements.FILTERS
    ),
    "agreement-teams": Export(
        _("How far the teams below are"), agreements.agreement_teams_sheet, agreements.TEAM_FILTERS
    ),
    "agreement-steps": Export(
        _("Submissions and answers"), agreements.agreement_steps_sheet, agreements.STEP_FILTERS
    ),
    "search": Export(_("What was found"), search.search_sheet, search.FILTERS),
}
