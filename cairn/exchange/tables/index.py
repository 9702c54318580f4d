"""All that can be taken out of a page as a file: its name, what people call it, its filters, its table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cairn.exchange.tables import (
    absences,
    actions,
    agreements,
    check_ins,
    coaching,
    comments,
    coverage,
    cycles,
    examples,
    files,
    following,
    gaps,
    hand_outs,
    history,
    imports,
    individuals,
    kpis,
    looking_back,
    mails,
    members,
    minutes,
    missing,
    notices,
    objectives,
    people,
    proposals,
    removed,
    reports,
    reviews,
    rounds,
    search,
    templates,
    to_do,
    tokens,
    weekly,
)
from cairn.exchange.tables.alignments import alignments_sheet
from cairn.exchange.tables.asked import Asked
from cairn.exchange.tables.dependencies import dependencies_sheet
from cairn.exchange.tables.explanation import FILTERS as OF_SUM
from cairn.exchange.tables.explanation import explanation_sheet
from cairn.exchange.tables.insights_rows import FILTERS as OF_NUMBER
from cairn.exchange.tables.insights_rows import insights_rows_sheet
from cairn.exchange.tables.map import FILTERS as OF_MAP
from cairn.exchange.tables.map import map_sheet
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


def words_of(what: str) -> str:
    """What a table is called."""
    return str(EXPORTS[what].words)


EXPORTS: Final[Mapping[str, Export]] = {
    "objectives": Export(
        _("Objectives and key results"),
        *(objectives.objectives_sheet, objectives.FILTERS),
        {"viva": viva_sheet},
    ),
    "initiatives": Export(_("Initiatives"), objectives.initiatives_sheet, objectives.FILTERS),
    "alignments": Export(_("Alignments"), alignments_sheet, objectives.FILTERS),
    "dependencies": Export(_("Needs from other teams"), dependencies_sheet, objectives.FILTERS),
    "explanation": Export(_("Where the number comes from"), explanation_sheet, OF_SUM),
    "gaps": Export(_("Gaps in the alignment"), gaps.gaps_sheet, gaps.FILTERS),
    "check-ins": Export(_("Check-ins"), check_ins.check_ins_sheet, check_ins.FILTERS),
    "feed": Export(_("What happened"), check_ins.feed_sheet, check_ins.FEED_FILTERS),
    "weekly-updates": Export(
        _("Weekly updates"), weekly.weekly_updates_sheet, weekly.UPDATE_FILTERS
    ),
    "help-requests": Export(_("Asks for help"), weekly.help_sheet, weekly.HELP_FILTERS),
    "notices": Export(_("What concerns me"), notices.notices_sheet, notices.FILTERS),
    "to-do": Export(_("What I owe"), to_do.to_do_sheet, to_do.FILTERS),
    "following": Export(_("Following"), following.following_sheet, following.FILTERS),
    "absences": Export(_("Absences"), absences.absences_sheet, absences.FILTERS),
    "comments": Export(_("Comments"), comments.comments_sheet, comments.FILTERS),
    "kpis": Export(_("KPIs"), kpis.kpis_sheet, kpis.FILTERS),
    "kpi-readings": Export(_("Readings of KPIs"), kpis.readings_sheet, kpis.FILTERS),
    "people": Export(_("People"), people.people_sheet, people.FILTERS),
    "teams": Export(_("Teams"), people.teams_sheet, people.TEAM_FILTERS),
    "lessons": Export(_("Lessons"), looking_back.lessons_sheet, looking_back.LESSON_FILTERS),
    "retrospectives": Export(
        _("Retrospectives"), looking_back.retrospectives_sheet, looking_back.FILTERS
    ),
    "minutes": Export(_("Minutes"), minutes.minutes_sheet, minutes.FILTERS),
    "actions": Export(pgettext_lazy("table", "Actions"), actions.actions_sheet, actions.FILTERS),
    "rounds": Export(_("Planning rounds"), rounds.rounds_sheet, rounds.FILTERS),
    "round-steps": Export(_("Steps of planning rounds"), rounds.steps_sheet, rounds.STEP_FILTERS),
    "rooms": Export(_("Rooms of planning rounds"), rounds.rooms_sheet, rounds.ROOM_FILTERS),
    "proposals": Export(_("Proposals"), proposals.proposals_sheet, proposals.FILTERS),
    "votes": Export(_("Dots given"), proposals.votes_sheet, proposals.FILTERS),
    "arguments": Export(
        _("Arguments for and against"), proposals.arguments_sheet, proposals.FILTERS
    ),
    "coverage": Export(_("What is covered"), coverage.coverage_sheet, coverage.FILTERS),
    "individuals": Export(
        _("How far everybody is"), individuals.individuals_sheet, individuals.FILTERS
    ),
    "templates": Export(
        _("Templates"), templates.templates_sheet, (*templates.FILTERS, templates.ONE)
    ),
    "examples": Export(_("Good and bad"), examples.examples_sheet, examples.FILTERS),
    "agreements": Export(
        _("Who has come how far"), agreements.agreements_sheet, agreements.FILTERS
    ),
    "agreement-teams": Export(
        _("How far the teams below are"), agreements.agreement_teams_sheet, agreements.TEAM_FILTERS
    ),
    "agreement-reports": Export(
        _("Whom you agree with"), agreements.reports_sheet, agreements.REPORT_FILTERS
    ),
    "agreement-steps": Export(
        _("Submissions and answers"), agreements.agreement_steps_sheet, agreements.STEP_FILTERS
    ),
    "reviews": Export(_("Reviews"), reviews.reviews_sheet, reviews.FILTERS),
    "scores": Export(_("Scores"), reviews.scores_sheet, reviews.SCORE_FILTERS),
    "missing-scores": Export(_("Who is missing"), missing.missing_scores_sheet, missing.FILTERS),
    "coach-rules": Export(_("What the coach looks at"), coaching.coach_rules_sheet),
    "remarks": Export(_("Common remarks"), coaching.remarks_sheet, coaching.FILTERS),
    "search": Export(_("What was found"), search.search_sheet, search.FILTERS),
    "map": Export(_("Map"), map_sheet, OF_MAP),
    "insights-rows": Export(_("Rows behind a number"), insights_rows_sheet, OF_NUMBER),
    "members": Export(_("Members"), members.members_sheet, members.FILTERS),
    "imports": Export(_("Imports"), imports.imports_sheet),
    "import-rows": Export(_("Rows of the import"), imports.import_rows_sheet, imports.ROW_FILTERS),
    "import-faults": Export(
        _("What is wrong in the file"), imports.import_faults_sheet, imports.ONE
    ),
    "import-names": Export(_("Names in the file"), imports.import_names_sheet, imports.ONE),
    "import-left": Export(_("What stays of the import"), imports.import_left_sheet, imports.ONE),
    "import-sources": Export(_("Connected apps of Feishu"), imports.import_sources_sheet),
    "mails": Export(_("Mails"), mails.mails_sheet, mails.FILTERS),
    "jobs": Export(_("Later work in trouble"), mails.jobs_sheet),
    "tokens": Export(_("Your tokens"), tokens.tokens_sheet),
    "exported-files": Export(
        _("Exported files"), partial(files.exported_files_sheet, words_of=words_of)
    ),
    "organization-files": Export(
        _("Files of the whole organization"), files.organization_files_sheet
    ),
    "deleted-objectives": Export(_("Deleted objectives"), removed.deleted_objectives_sheet),
    "deleted-key-results": Export(
        _("Deleted key results"), removed.deleted_key_results_sheet, removed.KEY_RESULT_FILTERS
    ),
    "cycles": Export(_("Cycles"), cycles.cycles_sheet),
    "history": Export(_("History of objectives"), history.history_sheet, history.FILTERS),
    "cycle-history": Export(
        _("History of the cycles"), cycles.cycle_history_sheet, cycles.HISTORY_FILTERS
    ),
    "reports": Export(pgettext_lazy("meeting", "Reports"), reports.reports_sheet),
    "hand-outs": Export(_("Templates handed out"), hand_outs.hand_outs_sheet, hand_outs.FILTERS),
}
