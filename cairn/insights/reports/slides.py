"""A report as slides to talk over: few words, native charts that can be edited where they stand."""

from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cairn.insights.reports import palette
from cairn.insights.reports.contents import Figure, KeyResultLine, ObjectiveLine, Report, Risk
from cairn.insights.reports.drawing import Deck, Slide
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

MOST_OBJECTIVES: Final = 24
OBJECTIVES_A_SLIDE: Final = 2
MOST_RISKS: Final = 9
RISKS_A_SLIDE: Final = 3
MOST_TEAMS: Final = 12
WIDTH, MARGIN = 13.333, 0.6
FULL: Final = WIDTH - 2 * MARGIN
TALK_TOP, TALK_BOTTOM = 1.45, 6.8


def write_slides(report: Report) -> bytes:
    deck = Deck(f"{report.organization} · {report.title}", report.asked_by)
    _cover(deck, report)
    _headline(deck, report)
    _teams(deck, report)
    _trend(deck, report)
    _changes(deck, report)
    for portion in _portions(report.risks[:MOST_RISKS], RISKS_A_SLIDE):
        _risks(deck, report, portion)
    _talk(deck, report)
    _scores(deck, report)
    _lessons(deck, report)
    for lines in _portions(_told(report), OBJECTIVES_A_SLIDE):
        _objectives(deck, report, lines)
    made = BytesIO()
    deck.save(made)
    return made.getvalue()


def _told(report: Report) -> Sequence[ObjectiveLine]:
    return report.objectives[:MOST_OBJECTIVES]


def _portions[One](items: Sequence[One], size: int) -> list[Sequence[One]]:
    return [items[first : first + size] for first in range(0, len(items), size)]


def _foot(report: Report) -> str:
    return f"{report.organization} · {report.cycle} · {day_text(report.on)}"


def _page(deck: Deck, report: Report, title: str, note: str = "") -> Slide:
    slide = deck.slide()
    slide.text(title, MARGIN, 0.42, FULL, 0.7, size=28, bold=True, colour=palette.PINE)
    if note:
        slide.text(note, MARGIN, 1.05, FULL, 0.4, size=13, colour=palette.INK_3)
    slide.text(_foot(report), MARGIN, 7.02, 9, 0.3, size=10, colour=palette.INK_3)
    slide.number(WIDTH - MARGIN - 1, 7.02)
    return slide


def _cover(deck: Deck, report: Report) -> None:
    slide = deck.slide(ground=palette.PINE)
    slide.cairn(MARGIN, 1.15, palette.WHITE)
    slide.text(report.organization, MARGIN, 2.35, FULL, 0.5, size=20, colour="C9DCCF")
    slide.text(report.title, MARGIN, 2.85, FULL, 1.0, size=48, bold=True, colour=palette.WHITE)
    whose = report.subject if report.subject != report.organization else ""
    parts = [one for one in (whose, report.cycle, day_text(report.on)) if one]
    slide.text(" · ".join(parts), MARGIN, 3.95, FULL, 0.5, size=20, colour=palette.WHITE)
    note = _("Made for %(name)s, who may see what is in it.") % {"name": report.asked_by}
    if report.has_limited:
        note += " " + _("Some objectives in it are limited: look who is in the room.")
    slide.text(note, MARGIN, 6.6, FULL, 0.4, size=12, colour="C9DCCF")


def _headline(deck: Deck, report: Report) -> None:
    slide = _page(deck, report, _("Where we stand"), _pace_words(report))
    across = (FULL - 2 * 0.3) / 3
    for at, figure in enumerate(report.figures):
        left = MARGIN + (at % 3) * (across + 0.3)
        _figure(slide, figure, left, 1.75 + (at // 3) * 2.6, across)


def _pace_words(report: Report) -> str:
    days = f"{day_text(report.starts_on)} – {day_text(report.ends_on)}"
    return f"{report.subject} · {report.cycle} ({days})"


def _figure(slide: Slide, figure: Figure, left: float, top: float, width: float) -> None:
    slide.box(left, top, width, 2.3, fill=palette.SURFACE, line=palette.LINE)
    slide.text(
        figure.label, left + 0.25, top + 0.2, width - 0.5, 0.4, size=14, colour=palette.INK_2
    )
    slide.text(
        *(figure.value, left + 0.25, top + 0.6, width - 0.5, 1.0),
        size=48,
        bold=True,
        colour=palette.tone_ink(figure.tone),
    )
    slide.text(figure.note, left + 0.25, top + 1.7, width - 0.5, 0.4, size=13, colour=palette.INK_3)


def _teams(deck: Deck, report: Report) -> None:
    lines = [*report.teams[:MOST_TEAMS]] or [report.whole]
    shown = [one for one in palette.FILLS if any(line.counts.get(one) for line in lines)]
    if not shown:
        return
    slide = _page(deck, report, _("Status by team"), _count_words(report))
    series = [
        (
            status_text(one),
            palette.FILLS[one],
            [line.counts.get(one, 0) for line in lines],
        )
        for one in shown
    ]
    names = [shortened(line.name, 18) for line in lines]
    slide.stacked_bars(names, series, MARGIN, 1.55, FULL, 5.3)


def _count_words(report: Report) -> str:
    counts = report.whole.counts
    said = [
        f"{MARKS[one]} {status_text(one)} {counts[one]}" for one in palette.FILLS if counts.get(one)
    ]
    return "    ".join(said)


def _trend(deck: Deck, report: Report) -> None:
    points = [one for one in report.trend if one.progress is not None]
    if len(points) < 2:
        return
    slide = _page(
        deck, report, _("Progress against pace"), _("Means of all objectives, week by week")
    )
    days = [short_day(one.on) for one in points]
    slide.lines(
        days,
        [
            (_("Mean progress"), palette.PINE, False, [one.progress for one in points]),
            (_("Expected"), palette.INK_3, True, [one.expected for one in points]),
        ],
        *(MARGIN, 1.55, FULL * 0.62, 5.3),
        percent=True,
    )
    slide.lines(
        days,
        [
            (
                _("Mean confidence"),
                palette.FILLS["behind"],
                False,
                [one.confidence for one in points],
            )
        ],
        *(MARGIN + FULL * 0.64, 1.55, FULL * 0.36, 5.3),
        percent=False,
    )


def _changes(deck: Deck, report: Report) -> None:
    if not report.changes:
        return
    note = _("Since %(day)s") % {"day": day_text(report.since)}
    slide = _page(deck, report, _("What changed"), note)
    height = 5.2 / len(report.changes)
    for at, change in enumerate(report.changes):
        top = 1.65 + at * height
        tone = {"worse": "risk", "silent": "warn", "better": "ok"}.get(change.change, "")
        slide.text(
            *(str(change.count), MARGIN, top, 1.1, 0.7),
            size=36,
            bold=True,
            colour=palette.tone_ink(tone),
        )
        slide.text(change.label, MARGIN + 1.15, top + 0.12, 2.0, 0.5, size=18, bold=True)
        most = max(1, int(height / 0.34))
        titles = [shortened(title, 76) for title in change.titles[:most]]
        if change.count > len(titles) and titles:
            titles[-1] += "  …"
        slide.lines_of_text(titles, MARGIN + 3.3, top + 0.12, FULL - 3.3, height - 0.15, size=15)
        slide.rule(MARGIN, top + height - 0.06, FULL)


def _risks(deck: Deck, report: Report, risks: Sequence[Risk]) -> None:
    note = ngettext(
        "%(n)s objective is at risk, behind or outdated",
        "%(n)s objectives are at risk, behind or outdated",
        report.risk_count,
    ) % {"n": report.risk_count}
    slide = _page(deck, report, _("At risk and why"), note)
    for at, risk in enumerate(risks):
        _risk(slide, risk, 1.6 + at * 1.8)


def _risk(slide: Slide, risk: Risk, top: float) -> None:
    left = MARGIN + 0.2
    slide.box(MARGIN, top, FULL, 1.66, fill=palette.SURFACE, line=palette.LINE)
    slide.box(MARGIN, top, 0.08, 1.66, fill=palette.FILLS[risk.status])
    slide.text(
        *(shortened(risk.objective, 60), left, top + 0.1, 8.3, 0.42),
        size=17,
        bold=True,
    )
    state = f"{MARKS[risk.status]} {status_text(risk.status)}   {percent(risk.progress)} / {percent(risk.expected)}"
    slide.text(
        *(state, MARGIN + 8.4, top + 0.12, FULL - 8.6, 0.4),
        size=14,
        bold=True,
        colour=palette.ink_of(risk.status),
        right=True,
    )
    owners = " · ".join(one for one in (risk.team, risk.owner) if one)
    slide.text(owners, left, top + 0.5, FULL - 0.4, 0.3, size=12, colour=palette.INK_3)
    slide.lines_of_text(_why(risk), left, top + 0.8, FULL - 0.4, 0.85, size=14)


def _why(risk: Risk) -> list[str]:
    """Two or three lines: which key result, and what was said last."""
    said = [
        f"“{shortened(one.blockers or one.note, 92)}” — {one.by}, {short_day(one.on)}"
        for one in risk.remarks
    ]
    measures = [
        f"{MARKS[one.status]} {shortened(one.title, 56)}  {one.current} → {one.target}"
        for one in risk.because
    ]
    return [*measures[: 3 - min(len(said), 2)], *said[:2]][:3]


def _talk(deck: Deck, report: Report) -> None:
    helps = [f"{one.asked_by} → {one.asked}: {shortened(one.body, 84)}" for one in report.helps[:5]]
    decisions = [f"{one.team}: {shortened(one.body, 84)}" for one in report.decisions[:5]]
    actions = [
        " · ".join(
            part
            for part in (
                shortened(one.body, 76),
                one.owner,
                (_("overdue since %(day)s") if one.is_late else _("by %(day)s"))
                % {"day": short_day(one.due_on)}
                if one.due_on
                else "",
            )
            if part
        )
        for one in report.actions[:6]
    ]
    blocks = [
        (words, lines)
        for words, lines in (
            (_("Asks for help"), helps),
            (_("Decisions"), decisions),
            (_("Open actions"), actions),
        )
        if lines
    ]
    if not blocks:
        return
    slide, top = _page(deck, report, _("To talk about")), TALK_TOP
    for words, lines in blocks:
        height = 0.42 + 0.36 * len(lines)
        if top > TALK_TOP and top + height > TALK_BOTTOM:
            slide, top = _page(deck, report, _("To talk about")), TALK_TOP
        slide.text(words, MARGIN, top, FULL, 0.4, size=18, bold=True, colour=palette.INK)
        slide.lines_of_text(lines, MARGIN, top + 0.42, FULL, height - 0.32, size=16)
        top += height + 0.3


def _scores(deck: Deck, report: Report) -> None:
    if not report.scores:
        return
    note = "    ".join(
        _("%(type)s: %(mean)s on average") % {"type": one.label, "mean": one.mean}
        for one in report.scores
    )
    slide = _page(deck, report, _("Scores"), note)
    colours = {"committed": "3F8A63", "aspirational": "5E7488", "growth": "D9A13A"}
    slide.columns(
        [f"{Decimal(n) / 10:.1f}" for n in range(11)],
        [
            (one.label, colours.get(one.kind, palette.INK_3), list(one.counts))
            for one in report.scores
        ],
        *(MARGIN, 1.55, FULL, 4.7),
    )
    slide.text(
        _(
            "Aspirational objectives aim for 0.6–0.7; committed ones for 1.0. Scores feed no pay or rating."
        ),
        *(MARGIN, 6.4, FULL, 0.4),
        size=13,
        colour=palette.INK_3,
    )


def _lessons(deck: Deck, report: Report) -> None:
    if not report.lessons:
        return
    slide = _page(deck, report, _("What we learned"))
    for at, lesson in enumerate(report.lessons[:5]):
        top = 1.5 + at * 1.08
        slide.box(MARGIN, top + 0.05, 0.06, 0.85, fill=palette.PINE)
        slide.text(shortened(lesson.body, 150), MARGIN + 0.25, top, FULL - 0.3, 0.62, size=17)
        slide.text(
            lesson.about, MARGIN + 0.25, top + 0.66, FULL - 0.3, 0.3, size=12, colour=palette.INK_3
        )


def _objectives(deck: Deck, report: Report, lines: Sequence[ObjectiveLine]) -> None:
    note = ""
    if report.objective_count > MOST_OBJECTIVES:
        note = _("The first %(shown)s of %(all)s; the workbook has every one.") % {
            "shown": MOST_OBJECTIVES,
            "all": report.objective_count,
        }
    slide = _page(deck, report, _("Objectives and key results"), note)
    top = 1.5
    for line in lines:
        height = 1.0 + 0.43 * min(max(len(line.key_results), 1), 4)
        _objective(slide, line, top, height)
        top += height + 0.2


def _objective(slide: Slide, line: ObjectiveLine, top: float, height: float) -> None:
    slide.box(MARGIN, top, FULL, height, fill=palette.SURFACE, line=palette.LINE)
    slide.text(shortened(line.title, 60), MARGIN + 0.2, top + 0.1, 8.4, 0.42, size=17, bold=True)
    state = f"{MARKS.get(line.status, '')} {status_text(line.status)}   {percent(line.progress)}"
    if line.score is not None:
        state += "   " + _("score %(score)s") % {"score": score_text(line.score)}
    slide.text(
        *(state, MARGIN + 8.4, top + 0.1, FULL - 8.6, 0.4),
        size=14,
        bold=True,
        colour=palette.ink_of(line.status),
        right=True,
    )
    about = [line.team, line.owner, type_text(line.type), _("Limited") if line.is_limited else ""]
    slide.text(
        " · ".join(one for one in about if one),
        *(MARGIN + 0.2, top + 0.5, FULL - 0.4, 0.3),
        size=11,
        colour=palette.INK_3,
    )
    for at, one in enumerate(line.key_results[:4]):
        _key_result(slide, one, top + 0.9 + at * 0.43)
    if len(line.key_results) > 4:
        left = len(line.key_results) - 4
        more = ngettext("and %(n)s more key result", "and %(n)s more key results", left)
        slide.text(
            more % {"n": left},
            *(MARGIN + 8.0, top + 0.46, FULL - 8.2, 0.3),
            size=11,
            colour=palette.INK_3,
            right=True,
        )


def _key_result(slide: Slide, one: KeyResultLine, top: float) -> None:
    left = MARGIN + 0.2
    slide.text(
        MARKS.get(one.status, ""), left, top, 0.3, 0.36, size=14, colour=palette.ink_of(one.status)
    )
    slide.text(shortened(one.title, 40), left + 0.3, top, 4.6, 0.36, size=15)
    slide.text(
        f"{one.current or '—'} / {one.target or '—'}",
        *(left + 4.95, top + 0.02, 3.05, 0.36),
        size=12,
        colour=palette.INK_2,
        right=True,
    )
    slide.bar(
        left + 8.15,
        top + 0.13,
        2.3,
        0.11,
        one.progress,
        one.expected,
        palette.FILLS.get(one.status, palette.TRACK),
    )
    slide.text(percent(one.progress), left + 10.5, top, 0.75, 0.36, size=12, right=True)
    slide.text(
        "" if one.confidence is None else mean_text(Decimal(one.confidence)).removesuffix(".0"),
        *(left + 11.25, top, 0.5, 0.36),
        size=12,
        colour=palette.INK_3,
        right=True,
    )
