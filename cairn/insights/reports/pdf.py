"""A report on paper: the order of a meeting, from where we stand to every objective."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cairn.insights.reports import palette
from cairn.insights.reports.contents import KeyResultLine, ObjectiveLine, Report, Risk
from cairn.insights.reports.paper import FULL, LEFT, Cell, Paper
from cairn.insights.reports.words import (
    MARKS,
    day_text,
    mean_text,
    percent,
    score_text,
    short_day,
    shortened,
    status_text,
    type_text,
)

MOST_TEAMS: Final = 40
MOST_RISKS: Final = 20
CHART: Final = 46.0


def write_pdf(report: Report) -> bytes:
    foot = f"{report.organization} · {report.title} · {day_text(report.on)}"
    paper = Paper(f"{report.organization} · {report.title}", report.asked_by, report.locale, foot)
    _head(paper, report)
    _figures(paper, report)
    _teams(paper, report)
    _trend(paper, report)
    _changes(paper, report)
    _risks(paper, report)
    _talk(paper, report)
    _scores(paper, report)
    _lessons(paper, report)
    _objectives(paper, report)
    return paper.finish()


def _head(paper: Paper, report: Report) -> None:
    paper.text(report.organization, 11, palette.INK_3, after=0.5)
    paper.text(report.title, 26, palette.INK, serif=True, after=1)
    whose = report.subject if report.subject != report.organization else ""
    days = f"{day_text(report.starts_on)} – {day_text(report.ends_on)}"
    about = [whose, f"{report.cycle} ({days})", _("as of %(day)s") % {"day": day_text(report.on)}]
    paper.text(" · ".join(one for one in about if one), 10.5, palette.INK_2, after=0.5)
    note = _("Made for %(name)s, who may see what is in it.") % {"name": report.asked_by}
    if report.has_limited:
        note += " " + _("Some objectives in it are limited: look who is in the room.")
    paper.text(note, 9, palette.INK_3, after=4)


def _figures(paper: Paper, report: Report) -> None:
    gap, height = 4.0, 25.0
    width = (FULL - 2 * gap) / 3
    for at, figure in enumerate(report.figures):
        x, y = LEFT + (at % 3) * (width + gap), paper.y + (at // 3) * (height + gap)
        paper.frame(x, y, width, height)
        paper.line_of(figure.label, x + 4, y + 3, width, 9, palette.INK_2)
        colour = palette.tone_ink(figure.tone)
        paper.line_of(figure.value, x + 4, y + 8, width, 21, colour, serif=True, bold=True)
        note = shortened(figure.note, 34)
        paper.line_of(note, x + 4, y + 19, width, 8.5, palette.INK_3)
    paper.y += -(-len(report.figures) // 3) * (height + gap)


def _teams(paper: Paper, report: Report) -> None:
    lines = [*report.teams[:MOST_TEAMS]] or [report.whole]
    shown = [one for one in palette.FILLS if any(line.counts.get(one) for line in lines)]
    if not shown:
        return
    paper.heading(_("Status by team"))
    _legend(paper, report, shown)
    most = max(line.total for line in lines)
    for line in lines:
        paper.room(7)
        name = Cell(line.name, 44, lines=1)
        paper.row([name], pad=0.8)
        counts = [(palette.FILLS[one], line.counts.get(one, 0)) for one in shown]
        y = paper.y - 5.6
        paper.parts(LEFT + 47, y, FULL - 58, 4.4, counts, most)
        paper.line_of(str(line.total), LEFT, y + 0.4, FULL, 9, palette.INK_2, right=True)
    paper.y += 2


def _legend(paper: Paper, report: Report, shown: Sequence[str]) -> None:
    x = LEFT
    for one in shown:
        words = f"{status_text(one)} {report.whole.counts.get(one, 0)}"
        width = paper.width_of(words, 8.5)
        if x + width + 5 > LEFT + FULL:
            x, paper.y = LEFT, paper.y + 5
        paper.area(x, paper.y + 0.9, 2.4, 2.4, palette.FILLS[one])
        paper.line_of(words, x + 3.6, paper.y + 0.4, width, 8.5, palette.INK_2)
        x += width + 9
    paper.y += 7


def _trend(paper: Paper, report: Report) -> None:
    points = [one for one in report.trend if one.progress is not None]
    if len(points) < 2:
        return
    paper.heading(_("Progress against pace"))
    paper.room(CHART + 14)
    x, width, top = LEFT + 11, FULL - 13, paper.y
    ends = [one.progress or Decimal(0) for one in points] + [
        one.expected or Decimal(0) for one in points
    ]
    most = max(Decimal("0.25"), *ends)
    lines = [Decimal(n) / 4 for n in range(5) if Decimal(n) / 4 <= most + Decimal("0.1")]
    scale = max(most, lines[-1])
    for line in lines:
        y = top + CHART * (1 - float(line / scale))
        paper.area(x, y, width, 0.15, palette.LINE)
        paper.line_of(percent(line), LEFT, y - 1.6, 9, 8, palette.INK_3, right=True)
    days = max((points[-1].on - points[0].on).days, 1)

    def place(on: int, done: Decimal | None) -> tuple[float, float]:
        return x + width * on / days, top + CHART * (1 - float((done or Decimal(0)) / scale))

    for colour, dashed, values in (
        (palette.INK_3, True, [one.expected for one in points]),
        (palette.PINE, False, [one.progress for one in points]),
    ):
        at = [(one.on - points[0].on).days for one in points]
        paper.stroke([place(a, v) for a, v in zip(at, values, strict=True)], colour, dashed=dashed)
    for one in (points[0], points[len(points) // 2], points[-1]):
        words = short_day(one.on)
        middle = place((one.on - points[0].on).days, None)[0] - paper.width_of(words, 8) / 2
        paper.line_of(
            words,
            min(middle, LEFT + FULL - paper.width_of(words, 8)),
            top + CHART + 1.5,
            20,
            8,
            palette.INK_3,
        )
    paper.y = top + CHART + 7
    last = points[-1]
    said = _(
        "Mean progress %(progress)s (solid), expected %(expected)s (dashed), mean confidence %(confidence)s of 10."
    )
    paper.text(
        said
        % {
            "progress": percent(last.progress),
            "expected": percent(last.expected),
            "confidence": mean_text(last.confidence),
        },
        *(9, palette.INK_3),
        after=1,
    )


def _changes(paper: Paper, report: Report) -> None:
    if not report.changes:
        return
    paper.heading(_("What changed since %(day)s") % {"day": day_text(report.since)})
    for change in report.changes:
        tone = {"worse": "risk", "silent": "warn", "better": "ok"}.get(change.change, "")
        paper.row(
            [
                Cell(str(change.count), 10, 13, palette.tone_ink(tone), bold=True, right=True),
                Cell(change.label, 28, 10, bold=True),
                Cell("\n".join(change.titles), FULL - 43, 9, palette.INK_2, lines=8),
            ]
        )


def _risks(paper: Paper, report: Report) -> None:
    if not report.risks:
        return
    paper.heading(_("At risk and why"))
    count = ngettext(
        "%(n)s objective is at risk, behind or outdated",
        "%(n)s objectives are at risk, behind or outdated",
        report.risk_count,
    )
    paper.text(count % {"n": report.risk_count}, 9, palette.INK_3, after=1.5)
    for risk in report.risks[:MOST_RISKS]:
        _risk(paper, risk)


def _risk(paper: Paper, risk: Risk) -> None:
    paper.room(18 + 7 * len(risk.because) + 13 * len(risk.remarks))
    top = paper.y
    state = f"{MARKS[risk.status]} {status_text(risk.status)}"
    paper.row(
        [
            Cell(risk.objective, FULL - 66, 11, bold=True, lines=2),
            Cell(state, 24, 9.5, palette.ink_of(risk.status), bold=True, right=True, lines=1),
            Cell(
                f"{percent(risk.progress)} / {percent(risk.expected)}", 30, 9.5, right=True, lines=1
            ),
        ],
        x=LEFT + 4,
        pad=0.8,
    )
    owners = " · ".join(one for one in (risk.team, risk.owner) if one)
    paper.text(owners, 8.5, palette.INK_3, x=LEFT + 4, width=FULL - 6, after=0.6)
    for one in risk.because:
        _measure(paper, one)
    for said in risk.remarks:
        words = f"“{said.note or said.blockers}” — {said.by}, {short_day(said.on)}"
        paper.row([Cell(words, FULL - 8, 9, palette.INK_2, lines=4)], x=LEFT + 4, pad=0.5)
        if said.note and said.blockers:
            needs = _("Risks and help needed: %(words)s") % {"words": said.blockers}
            paper.row(
                [Cell(needs, FULL - 8, 9, palette.TONES["risk"], lines=3)], x=LEFT + 4, pad=0.5
            )
    if paper.y > top:
        paper.area(LEFT, top + 1, 0.9, paper.y - top - 1, palette.FILLS[risk.status])
    paper.y += 3.5


def _measure(paper: Paper, one: KeyResultLine) -> None:
    """A key result with its bar, in one line or two."""
    mark = Cell(MARKS.get(one.status, ""), 3, 8.5, palette.ink_of(one.status))
    confidence = "" if one.confidence is None else str(one.confidence)
    start = paper.y
    cells = [
        mark,
        Cell(one.title, FULL - 102, 9, lines=2),
        Cell(
            f"{one.current or '—'} / {one.target or '—'}",
            32,
            8.5,
            palette.INK_2,
            right=True,
            lines=2,
        ),
        Cell("", 26, 9),
        Cell(percent(one.progress), 11, 9, right=True, lines=1),
        Cell(confidence, 5, 8.5, palette.INK_3, right=True, lines=1),
    ]
    paper.row(cells, x=LEFT + 4, pad=0.7)
    y = (start if paper.y > start else paper.y - 6) + 2.4
    x = LEFT + 4 + 3 + (FULL - 102) + 32 + 3 * 2.5
    paper.bar(x, y, 26, one.progress, one.expected, palette.FILLS.get(one.status, palette.TRACK))


def _talk(paper: Paper, report: Report) -> None:
    if report.helps:
        paper.heading(_("Asks for help"))
        for one in report.helps:
            about = f"\n{one.about}" if one.about else ""
            _said(paper, f"{one.asked_by} → {one.asked}", f"{one.body}{about}", short_day(one.on))
    if report.decisions:
        paper.heading(_("Decisions"))
        for decided in report.decisions:
            _said(paper, decided.team, decided.body, short_day(decided.on))
    if report.actions:
        paper.heading(_("Open actions"))
        for action in report.actions:
            day = short_day(action.due_on) if action.due_on else ""
            _said(paper, action.owner, action.body, day, late=action.is_late)


def _said(paper: Paper, who: str, words: str, day: str, *, late: bool = False) -> None:
    colour = palette.TONES["risk"] if late else palette.INK_3
    paper.row(
        [
            Cell(who, 36, 9, palette.INK_2, lines=2),
            Cell(words, FULL - 61, 9.5, lines=6),
            Cell(day, 20, 9, colour, right=True),
        ],
        pad=1,
    )


def _scores(paper: Paper, report: Report) -> None:
    if not report.scores:
        return
    paper.heading(_("Scores"))
    top = max(max(line.counts) for line in report.scores)
    width = (FULL - 44) / 11
    for line in report.scores:
        paper.room(22)
        y = paper.y
        paper.line_of(line.label, LEFT, y + 8, 40, 9.5, bold=True)
        paper.line_of(
            _("Mean %(mean)s") % {"mean": line.mean}, LEFT, y + 13, 40, 8.5, palette.INK_3
        )
        for at, count in enumerate(line.counts):
            x, height = LEFT + 44 + at * width, 13 * count / max(top, 1)
            sweet = line.kind == "aspirational" and at in (6, 7)
            colour = (
                palette.FILLS["on_track"]
                if sweet or line.kind == "committed"
                else palette.FILLS["closed"]
            )
            paper.area(x + 1, y + 15 - height, width - 2, height, colour)
            if count:
                paper.line_of(str(count), x + width / 2 - 1, y + 11.5 - height, 6, 8, palette.INK_2)
            paper.line_of(f"{at / 10:.1f}", x + width / 2 - 2.2, y + 16, 8, 8, palette.INK_3)
        paper.area(LEFT + 44, y + 15, FULL - 44, 0.2, palette.LINE)
        paper.y += 23
    paper.text(
        _(
            "Aspirational objectives aim for 0.6–0.7; committed ones for 1.0. Scores feed no pay or rating."
        ),
        *(9, palette.INK_3),
    )


def _lessons(paper: Paper, report: Report) -> None:
    if not report.lessons:
        return
    paper.heading(_("What we learned"))
    for lesson in report.lessons:
        paper.text(lesson.body, 10.5, after=0.3)
        paper.text(lesson.about, 8.5, palette.INK_3, after=2.5)


def _objectives(paper: Paper, report: Report) -> None:
    paper.heading(_("Objectives and key results"))
    if report.is_partial:
        note = _("The first %(shown)s of %(all)s; the workbook has every one.") % {
            "shown": len(report.objectives),
            "all": report.objective_count,
        }
        paper.text(note, 9, palette.INK_3, after=2)
    for one in report.objectives:
        _objective(paper, one)


def _objective(paper: Paper, one: ObjectiveLine) -> None:
    paper.room(16 + 7 * min(len(one.key_results), 12))
    state = f"{MARKS.get(one.status, '')} {status_text(one.status)}"
    paper.row(
        [
            Cell(one.title, FULL - 46, 11, bold=True, lines=2),
            Cell(state, 26, 9.5, palette.ink_of(one.status), bold=True, right=True, lines=1),
            Cell(percent(one.progress), 13, 10, right=True, lines=1),
        ],
        pad=0.8,
    )
    about = [one.team, one.owner, type_text(one.type)]
    if one.score is not None:
        about.append(_("score %(score)s") % {"score": score_text(one.score)})
    if one.is_limited:
        about.append(_("Limited"))
    paper.text(" · ".join(part for part in about if part), 8.5, palette.INK_3, after=0.4)
    for row in one.key_results:
        _measure(paper, row)
    paper.y += 3
