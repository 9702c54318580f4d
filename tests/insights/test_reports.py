"""Asking for a report, what is in it, for whose eyes, and how long it is kept."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from pptx import Presentation

from cairn.checkins.commands.checkins import check_in
from cairn.checkins.commands.helping import ask_for_help
from cairn.cycles.models import Cycle
from cairn.errors import Conflict, Invalid, NotFound
from cairn.goals.models import KeyResult, Objective
from cairn.insights.models import Format, ReportFile
from cairn.insights.reports import building, commands, objectives
from cairn.insights.reports.building import Steps, Wanted, build_report
from cairn.insights.reports.commands import ask_report, delete_report
from cairn.insights.reports.contents import Report
from cairn.insights.reports.formats import read_contents, writer_of
from cairn.insights.reports.queries import content_of, find_report, report_rows, reports_of
from cairn.insights.reports.slides.drawing import Deck
from cairn.insights.reports.slides.risks import why
from cairn.insights.reports.workbook import objectives as sheets
from cairn.jobs.models import Job
from cairn.organization.actor import Actor
from cairn.organization.models import Member, Team
from cairn.storage import clock
from tests.cast import MORNING, TODAY, WriteKeyResult, WriteObjective
from tests.later import do_later_work

SECRET = "收购鲸鱼计划"
EVERY = [one.value for one in Format]


def built(viewer: Actor, cycle: Cycle, **changes: Any) -> Report:
    wanted = Wanted("weekly", None, cycle.id, None, "en", 300)
    return build_report(viewer, replace(wanted, **changes), Steps(lambda _step, _steps: None))


def made(viewer: Actor, format: str = "page", **how: Any) -> tuple[ReportFile, bytes]:
    asked = ask_report(viewer, occasion="weekly", formats=[format], **how)[0]
    do_later_work()
    return content_of(viewer, asked.id)


def texts_in(content: bytes) -> str:
    """Everything that the parts of an Office file say."""
    with ZipFile(BytesIO(content)) as parts:
        return "".join(parts.read(one).decode("utf-8", "ignore") for one in parts.namelist())


@pytest.fixture
def behind(employee: Actor, key_result: KeyResult) -> KeyResult:
    """At risk today: it stands below its start."""
    check_in(
        employee,
        key_result.id,
        value=Decimal(58),
        confidence=3,
        note="两个大客户 **走了**",
        blockers="缺一个客户经理",
    )
    return key_result


# What it says


def test_a_report_says_what_is_at_risk_and_why(
    colleague: Actor, behind: KeyResult, objective: Objective, cycle: Cycle
) -> None:
    report = built(colleague, cycle)
    assert [one.objective for one in report.risks] == [objective.title]
    (remark,) = report.risks[0].remarks
    assert (remark.note, remark.blockers) == ("两个大客户 走了", "缺一个客户经理")
    assert report.whole.counts == {"at_risk": 1}
    assert [one.title for one in report.objectives] == [objective.title]
    assert report.objectives[0].key_results[0].current == "58%"


def test_steps_point_at_nothing_on_a_slide(
    colleague: Actor, behind: KeyResult, cycle: Cycle
) -> None:
    (risk,) = built(colleague, cycle).risks
    (line,) = risk.because
    assert why(risk)[0].endswith(f"{line.current} → {line.target}")
    steps = replace(line, current="2/4", target="")
    assert why(replace(risk, because=(steps,)))[0].endswith("2/4")


def test_it_speaks_the_language_that_was_asked_for(colleague: Actor, cycle: Cycle) -> None:
    assert built(colleague, cycle).title == "Weekly OKR report"
    assert built(colleague, cycle, locale="zh-hans").title != "Weekly OKR report"


def test_of_a_past_day_it_says_what_was_so_then(
    colleague: Actor,
    employee: Actor,
    cycle: Cycle,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> None:
    with clock.set_to(MORNING - timedelta(days=5)):
        objective = write_objective(employee, title="甲")
        measured = write_key_result(employee, objective)
        check_in(employee, measured.id, value=Decimal(40))
    check_in(employee, measured.id, value=Decimal(75))
    then = built(colleague, cycle, on=TODAY - timedelta(days=3))
    assert then.objectives[0].key_results[0].current == "40"
    assert built(colleague, cycle).objectives[0].key_results[0].current == "75"


@pytest.mark.parametrize("on", [None, TODAY - timedelta(days=3)])
def test_many_objectives_are_read_in_as_few_statements_as_one(
    on: date | None,
    colleague: Actor,
    employee: Actor,
    cycle: Cycle,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> None:
    def write(count: int) -> int:
        with clock.set_to(MORNING - timedelta(days=5)):
            for n in range(count):
                objective = write_objective(employee, title=f"第 {n} 个")
                measured = write_key_result(employee, objective)
                check_in(employee, measured.id, value=Decimal(40))
        with CaptureQueriesContext(connection) as asked:
            report = built(colleague, cycle, on=on)
        assert all(one.key_results[0].current == "40" for one in report.objectives)
        return len(asked)

    assert write(1) == write(4)


def test_a_team_s_report_leaves_others_out(
    colleague: Actor, objective: Objective, product: Team, team: Team, cycle: Cycle
) -> None:
    assert built(colleague, cycle, team=product.id).objectives == ()
    assert len(built(colleague, cycle, team=team.id).objectives) == 1


def test_only_the_first_are_told_one_by_one(
    employee: Actor, write_objective: WriteObjective, cycle: Cycle
) -> None:
    for n in range(3):
        write_objective(employee, title=f"第 {n} 个")
    report = built(employee, cycle, most=2)
    assert (len(report.objectives), report.objective_count, report.is_partial) == (2, 3, True)


def test_what_is_asked_for_is_told(
    colleague: Actor, employee: Actor, objective: Objective, cycle: Cycle
) -> None:
    ask_for_help(colleague, asked=employee.member_id, body="要一份名单", objective=objective.id)
    (help,) = built(employee, cycle).helps
    assert (help.asked_by, help.asked, help.body) == (colleague.name, employee.name, "要一份名单")


def test_another_organization_s_cycle_is_not_found(stranger: Actor, cycle: Cycle) -> None:
    with pytest.raises(NotFound):
        built(stranger, cycle)


# For whose eyes


@pytest.mark.parametrize("format", EVERY)
def test_a_limited_objective_leaves_no_trace(
    format: str,
    colleague: Actor,
    employee: Actor,
    behind: KeyResult,
    cycle: Cycle,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> None:
    before = replace(built(colleague, cycle), made_at=MORNING)
    hidden = write_objective(employee, title=SECRET, visibility="people")
    measured = write_key_result(employee, hidden, title=f"{SECRET}的进展")
    check_in(employee, measured.id, value=Decimal(0), note=SECRET, blockers=SECRET)
    ask_for_help(employee, asked=colleague.member_id, body="看名单")
    after = replace(built(colleague, cycle), made_at=MORNING, helps=before.helps)
    assert after == before
    content = made(colleague, format)[1]
    kept = content.decode("utf-8", "ignore") if format in ("page", "pdf") else texts_in(content)
    assert "鲸鱼" not in kept
    assert SECRET in made(employee, "page")[1].decode()


def test_rights_are_those_of_the_moment_in_which_it_is_made(
    colleague: Actor, objective: Objective
) -> None:
    asked = ask_report(colleague, occasion="weekly", formats=["page"])[0]
    Objective.objects.filter(id=objective.id).update(visibility="people")
    do_later_work()
    assert objective.title not in content_of(colleague, asked.id)[1].decode()


def test_who_has_left_gets_nothing(colleague: Actor, cycle: Cycle) -> None:
    asked = ask_report(colleague, occasion="weekly", formats=["xlsx"])[0]
    Member.objects.filter(id=colleague.member_id).update(left_at=MORNING)
    do_later_work()
    assert not ReportFile.objects.filter(id=asked.id, made_at__isnull=False).exists()


def test_nobody_else_finds_it(
    colleague: Actor, admin: Actor, stranger: Actor, cycle: Cycle
) -> None:
    found, _ = made(colleague)
    for other in (admin, stranger):
        with pytest.raises(NotFound):
            content_of(other, found.id)
        with pytest.raises(NotFound):
            delete_report(other, found.id)


# The files


@pytest.mark.parametrize("locale", ["zh-hans", "en"])
@pytest.mark.parametrize("format", EVERY)
def test_every_format_is_made_in_both_languages(
    format: str, locale: str, colleague: Actor, behind: KeyResult, objective: Objective
) -> None:
    found, content = made(colleague, format, locale=locale)
    assert (found.size, found.name.endswith((f".{format}", ".json"))) == (len(content), True)
    if format == "page":
        assert read_contents(content).objectives[0].title == objective.title
    elif format == "pdf":
        assert content.startswith(b"%PDF-")
    else:
        assert objective.title in texts_in(content)


def test_slides_hold_charts_and_name_a_face_for_chinese(
    colleague: Actor, behind: KeyResult
) -> None:
    deck = Presentation(BytesIO(made(colleague, "pptx", locale="zh-hans")[1]))
    shapes = [shape for slide in deck.slides for shape in slide.shapes]
    assert any(shape.has_chart for shape in shapes)
    assert "Microsoft YaHei" in texts_in(made(colleague, "pptx", locale="zh-hans")[1])


@pytest.mark.parametrize(("most", "step"), [(0, 1), (1, 1), (12, 3)])
def test_columns_of_counts_are_counted_in_wholes(most: int, step: int) -> None:
    deck, file = Deck("Scores", "Cairn"), BytesIO()
    deck.slide().columns(["0.6", "0.7"], [("Committed", "2F6F4F", [0, most])], 1, 1, 8, 4)
    deck.save(file)
    (shape,) = Presentation(file).slides[0].shapes
    assert shape.chart.value_axis.major_unit == step


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "{=", "http://x", "='"])
def test_nothing_that_people_wrote_becomes_a_formula(
    start: str, colleague: Actor, employee: Actor, write_objective: WriteObjective
) -> None:
    write_objective(employee, title=f"{start}cmd|' /C calc'!A0")
    content = made(colleague, "xlsx")[1]
    with ZipFile(BytesIO(content)) as parts:
        sheets = [one for one in parts.namelist() if one.startswith("xl/worksheets/")]
        assert all(b"<f>" not in parts.read(one) for one in sheets)
        assert all(b"hyperlink" not in parts.read(one) for one in sheets)


@pytest.mark.parametrize("title", ["\uffff\ufffe甲", "🚀" * 40, "A" * 300, "鲸" * 300, "<&>\"'"])
@pytest.mark.parametrize("format", EVERY)
def test_no_text_breaks_a_file(
    format: str, title: str, colleague: Actor, employee: Actor, write_objective: WriteObjective
) -> None:
    write_objective(employee, title=title)
    assert made(colleague, format)[1]


@pytest.mark.parametrize("format", EVERY)
def test_a_report_of_nothing_is_made_too(format: str, colleague: Actor, cycle: Cycle) -> None:
    assert made(colleague, format)[1]


# Asking, failing, forgetting


def test_the_same_form_sent_twice_asks_once(colleague: Actor, cycle: Cycle) -> None:
    first = ask_report(colleague, occasion="weekly", formats=["page", "pdf"], submission="x")
    again = ask_report(colleague, occasion="weekly", formats=["page", "pdf"], submission="x")
    assert {one.id for one in first} == {one.id for one in again}
    assert Job.objects.filter(kind=commands.KIND).count() == 2


def test_without_a_cycle_there_is_nothing_to_report(stranger: Actor) -> None:
    with pytest.raises(Conflict):
        ask_report(stranger, occasion="weekly", formats=["page"])


def test_too_many_at_once_are_refused(colleague: Actor, cycle: Cycle) -> None:
    for _ in range(3):
        ask_report(colleague, occasion="weekly", formats=EVERY)
    with pytest.raises(Conflict):
        ask_report(colleague, occasion="weekly", formats=["page"])


def test_a_format_that_is_not_installed_says_how_to_get_it(
    colleague: Actor, cycle: Cycle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "is_installed", lambda format: format != "pdf")
    with pytest.raises(Invalid) as refused:
        ask_report(colleague, occasion="weekly", formats=["pdf"])
    assert "cairn-okr[reports]" in str(refused.value.fields["formats"])


def test_what_cannot_be_made_is_tried_again_and_then_told(
    colleague: Actor, cycle: Cycle, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(_format: str) -> Callable[..., bytes]:
        raise RuntimeError("boom")

    monkeypatch.setattr(commands, "writer_of", break_down)
    asked = ask_report(colleague, occasion="weekly", formats=["pdf"])[0]
    at = MORNING
    for _ in range(commands.MOST_TRIES):
        with clock.set_to(at):
            do_later_work()
        at += timedelta(hours=2)
    row = report_rows([find_report(colleague, asked.id)])[0]
    assert (row.state, "boom" in row.error, bool(row.error)) == ("failed", False, True)


@pytest.mark.parametrize("most", [1, 300])
def test_progress_is_told_while_it_is_made_and_never_goes_back(
    colleague: Actor,
    lead: Actor,
    write_objective: WriteObjective,
    monkeypatch: pytest.MonkeyPatch,
    most: int,
) -> None:
    for module in (building, objectives, sheets):
        monkeypatch.setattr(module, "AT_A_TIME", 1)
    cycle = {write_objective(lead).cycle_id for _ in range(3)}.pop()
    told: list[tuple[int, int]] = []
    steps = Steps(lambda step, steps: told.append((step, steps)))
    report = build_report(colleague, Wanted("weekly", None, cycle, None, "en", most), steps)
    assert told[-1][0] < told[-1][1]
    writer_of("xlsx")(report, steps.one)
    assert told[-1][0] == told[-1][1] == len(told)
    parts = [step / steps for step, steps in told]
    assert parts == sorted(parts)


def test_files_are_kept_for_thirty_days(colleague: Actor, cycle: Cycle) -> None:
    made(colleague)
    with clock.set_to(MORNING + timedelta(days=29)):
        do_later_work()
        assert reports_of(colleague).count() == 1
    with clock.set_to(MORNING + timedelta(days=31)):
        do_later_work()
        assert reports_of(colleague).count() == 0


def test_deleted_before_it_was_made_it_is_not_made(colleague: Actor, cycle: Cycle) -> None:
    asked = ask_report(colleague, occasion="weekly", formats=["page"])[0]
    delete_report(colleague, asked.id)
    do_later_work()
    assert not ReportFile.objects.exists()


@pytest.mark.parametrize(
    "broken", [{"made_at": MORNING}, {"made_at": MORNING, "failed_at": MORNING, "content": b"x"}]
)
def test_a_file_ends_one_way(broken: dict[str, Any], colleague: Actor, cycle: Cycle) -> None:
    asked = ask_report(colleague, occasion="weekly", formats=["page"])[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportFile.objects.filter(id=asked.id).update(**broken)


def test_a_month_ends_where_the_month_before_ended() -> None:
    from cairn.insights.reports.words import since_of

    assert since_of("monthly", date(2026, 3, 31), TODAY) == date(2026, 2, 28)
    assert since_of("weekly", TODAY, TODAY) == TODAY - timedelta(days=7)
    assert since_of("all_hands", TODAY, date(2026, 10, 1)) == date(2026, 9, 30)


def test_the_writers_speak_the_language_that_is_on(
    colleague: Actor, behind: KeyResult, cycle: Cycle
) -> None:
    report = built(colleague, cycle, locale="zh-hans")
    with translation.override("zh-hans"):
        assert "有风险" in texts_in(writer_of("xlsx")(report, lambda: None))
