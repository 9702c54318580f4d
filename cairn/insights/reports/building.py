"""Gathering what a report says: the numbers of insights, and the words behind them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cairn.cycles.models import Cycle
from cairn.cycles.queries import cycles
from cairn.errors import NotFound
from cairn.goals.map.nodes import WITHHELD, Node
from cairn.goals.tallies import Tally
from cairn.insights.changes import Change, changed, changes_of
from cairn.insights.discipline import discipline_of
from cairn.insights.frame import Frame, frame_of
from cairn.insights.models import Occasion
from cairn.insights.reports.contents import (
    ChangeLine,
    Figure,
    Report,
    ScoreLine,
    TeamLine,
    TrendPoint,
)
from cairn.insights.reports.objectives import (
    AT_A_TIME,
    objective_line,
    portion_size,
    read_key_results,
    read_objectives,
    read_scores,
)
from cairn.insights.reports.risks import MOST_RISKS, risks_of, urgent
from cairn.insights.reports.talk import actions_of, decisions_of, helps_of, lessons_of
from cairn.insights.reports.words import (
    day_text,
    mean_text,
    percent,
    printable,
    since_of,
    title_of,
)
from cairn.insights.scores import STEPS, scores_of
from cairn.insights.spread import Spread, spread_of
from cairn.insights.subject import NO_TEAM, find_subject
from cairn.insights.trend import Point, trend_of
from cairn.insights.words import change_name, group_name, kind_name
from cairn.organization.actor import Actor
from cairn.organization.models import Organization
from cairn.storage import clock

LARGE_GAP = Decimal("0.25")
MOST_TITLES = 6
WORST_FIRST = (Change.WORSE, Change.SILENT, Change.BETTER, Change.ENDED, Change.NEW)

type Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """`on`: a past day, or None for now. `most`: so many objectives are told one by one."""

    occasion: str
    team: int | None
    cycle: int
    on: date | None
    locale: str
    most: int


class Steps:
    """Counts what is done, out of a number that is known before most of it is."""

    def __init__(self, tell: Tell) -> None:
        self._tell, self._done, self._all = tell, 0, 2

    def add(self, more: int) -> None:
        self._all += more

    def one(self) -> None:
        self._done += 1
        self._tell(min(self._done, self._all), self._all)


def build_report(viewer: Actor, wanted: Wanted, steps: Steps) -> Report:
    """For the eyes of the viewer, in the language wanted. Writing it down has steps that follow, one
    for each portion of what is told."""
    viewer = replace(viewer, locale=wanted.locale)
    with translation.override(wanted.locale):
        return _build(viewer, _frame(viewer, wanted), wanted, steps)


def _frame(viewer: Actor, wanted: Wanted) -> Frame:
    known = list(cycles(viewer))
    cycle = next((one for one in known if one.id == wanted.cycle), None)
    if cycle is None:
        raise NotFound
    organization = Organization.objects.get(id=viewer.organization_id)
    subject = find_subject(viewer, wanted.team)
    today = clock.today(viewer.time_zone)
    on = wanted.on if wanted.on and wanted.on < today else None
    return frame_of(viewer, organization, subject, known, cycle, today, on)


def _build(viewer: Actor, frame: Frame, wanted: Wanted, steps: Steps) -> Report:
    spread = spread_of(frame)
    in_all, size = spread.whole.total + spread.withheld, portion_size(frame)
    planned = -(-min(in_all, wanted.most + MOST_RISKS) // size)
    writing = max(1, -(-min(in_all, wanted.most) // AT_A_TIME))
    steps.add(-(-in_all // AT_A_TIME) + planned + writing)
    steps.one()
    nodes = read_objectives(frame, steps.one)
    told, risky = nodes[: wanted.most], urgent(nodes)
    known = {node.id for node in told}
    beside = [node for node in risky[:MOST_RISKS] if node.id not in known]
    steps.add(-(-(len(told) + len(beside)) // size) - planned)
    key_results = read_key_results(frame, [*told, *beside], steps.one)
    scored = read_scores(frame)
    points = trend_of(frame)
    since = since_of(wanted.occasion, frame.on, frame.cycle.starts_on)
    began = datetime.combine(since + timedelta(days=1), time.min, viewer.time_zone)
    steps.one()
    return Report(
        locale=wanted.locale,
        occasion=wanted.occasion,
        title=title_of(wanted.occasion),
        organization=printable(frame.organization.name),
        subject=printable(frame.subject.name),
        cycle=printable(frame.cycle.name),
        starts_on=frame.cycle.starts_on,
        ends_on=frame.cycle.ends_on,
        on=frame.on,
        since=since,
        asked_by=printable(viewer.name),
        made_at=clock.now().astimezone(viewer.time_zone),
        figures=_figures(frame, spread, points),
        whole=TeamLine(printable(frame.subject.name), _counts(spread.whole, spread.withheld)),
        teams=_teams(frame, spread),
        trend=tuple(
            TrendPoint(one.on, one.progress, one.expected, one.confidence) for one in points
        ),
        changes=_changes(frame, since, nodes),
        risks=risks_of(frame, risky[:MOST_RISKS], key_results),
        risk_count=len(risky),
        helps=helps_of(frame, nodes),
        decisions=decisions_of(frame, began),
        actions=actions_of(frame),
        scores=_scores(frame),
        lessons=lessons_of(frame) if wanted.occasion == Occasion.ALL_HANDS else (),
        objectives=tuple(
            objective_line(node, key_results.get(node.number, ()), scored) for node in told
        ),
        objective_count=len(nodes),
    )


def _counts(tally: Tally, withheld: int = 0) -> dict[str, int]:
    found = dict(tally.counts)
    return found | {WITHHELD: withheld} if withheld else found


def _teams(frame: Frame, spread: Spread) -> tuple[TeamLine, ...]:
    """The subject's own first, then the teams below it; what is in no team last."""
    groups = (*frame.subject.groups, NO_TEAM)
    tallies = {id: spread.groups[id] for id in groups if id in spread.groups}
    return tuple(
        TeamLine(printable(group_name(frame.subject, id)), _counts(tally))
        for id, tally in tallies.items()
        if tally.total
    )


def _changes(frame: Frame, since: date, nodes: list[Node]) -> tuple[ChangeLine, ...]:
    counts = changes_of(frame, since).counts
    titles = {node.number: printable(node.title) for node in nodes}
    return tuple(
        ChangeLine(
            change.value,
            change_name(change),
            counts[change],
            tuple(
                titles[id]
                for id in changed(frame, since, change, None, MOST_TITLES)
                if id in titles
            ),
        )
        for change in WORST_FIRST
        if counts.get(change)
    )


def _scores(frame: Frame) -> tuple[ScoreLine, ...]:
    return tuple(
        ScoreLine(
            one.kind,
            kind_name(one.kind),
            tuple(one.counts.get(step, 0) for step in STEPS),
            one.mean,
        )
        for one in scores_of(frame)
        if one.total
    )


def _figures(frame: Frame, spread: Spread, points: list[Point]) -> tuple[Figure, ...]:
    counts = dict(spread.whole.counts)
    risky, behind = counts.get("at_risk", 0), counts.get("behind", 0)
    silent = counts.get("outdated", 0)
    return (
        Figure(
            _("Objectives"),
            str(spread.whole.total + spread.withheld),
            _cycle_note(frame.cycle, frame.on),
        ),
        _pace(points[-1] if points else None),
        Figure(
            _("At risk"),
            str(risky),
            ngettext("and %(n)s behind", "and %(n)s behind", behind) % {"n": behind},
            "risk" if risky else "ok",
        ),
        Figure(
            _("Outdated"),
            str(silent),
            _("nobody has checked in for too long"),
            "warn" if silent else "ok",
        ),
        Figure(
            _("Mean confidence"),
            mean_text(points[-1].confidence if points else None),
            _("of 10"),
        ),
        _discipline(frame),
    )


def _cycle_note(cycle: Cycle, on: date) -> str:
    left = cycle.days_left(on)
    if on < cycle.starts_on:
        return _("begins on %(day)s") % {"day": day_text(cycle.starts_on)}
    if not left:
        return _("ended on %(day)s") % {"day": day_text(cycle.ends_on)}
    return ngettext("%(n)s day left", "%(n)s days left", left) % {"n": left}


def _pace(point: Point | None) -> Figure:
    if point is None or point.progress is None or point.expected is None:
        return Figure(_("Mean progress"), percent(None), _("nothing is measured yet"))
    gap = point.expected - point.progress
    tone = "ok" if gap <= 0 else "warn" if gap <= LARGE_GAP else "risk"
    note = _("%(expected)s expected by now") % {"expected": percent(point.expected)}
    return Figure(_("Mean progress"), percent(point.progress), note, tone)


def _discipline(frame: Frame) -> Figure:
    """Of the last round that is over."""
    rounds = [one for one in discipline_of(frame) if one.is_over]
    label = _("Checked in on time")
    if not rounds or rounds[-1].kept.share is None:
        return Figure(label, percent(None), _("no round is over yet"))
    last = rounds[-1]
    note = _("week up to %(day)s") % {"day": day_text(last.week.ends_on)}
    return Figure(label, percent(last.kept.share), note)
