"""Facts about what templates do to values."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from cairn.storage import clock
from cairn.web import filters
from cairn.web.jinja import environment
from tests.cast import MORNING, TODAY


@pytest.mark.parametrize(
    ("fraction", "shown"),
    [
        ("0.56", "56%"),
        ("0.565", "57%"),
        ("1.31", "131%"),
        ("-0.12", "-12%"),
        ("-0.001", "0%"),
        ("0", "0%"),
    ],
)
def test_a_fraction_is_shown_in_percent(fraction: str, shown: str) -> None:
    assert filters.percent(Decimal(fraction)) == shown


def test_undefined_progress_is_a_dash_and_never_nought() -> None:
    assert filters.percent(None) == "—"


def test_the_gap_is_said_in_words() -> None:
    with translation.override("en"):
        assert filters.gap(Decimal("4.2")) == "4 points behind"
        assert filters.gap(Decimal("-1.1")) == "1 point ahead"
        assert filters.gap(Decimal("-0.3")) == "on pace"
        assert filters.gap(None) == ""


def test_a_day_of_this_year_has_no_year() -> None:
    this_year = TODAY.year
    with translation.override("en"):
        assert filters.day(date(this_year, 11, 3)) == "3 Nov"
        assert filters.day(date(2019, 11, 3)) == "3 Nov 2019"
    with translation.override("zh-hans"):
        assert filters.day(date(this_year, 11, 3)) == "11 月 3 日"


def test_the_day_of_an_instant_is_the_readers() -> None:
    at = datetime(TODAY.year, 11, 3, 20, tzinfo=UTC)
    with translation.override("en"):
        for zone, shown in (("Asia/Shanghai", "4 Nov"), ("Europe/London", "3 Nov")):
            with timezone.override(zone):
                assert filters.day(at) == shown


def test_instants_are_told_from_now() -> None:
    now = MORNING
    with translation.override("en"):
        assert filters.instant(now) == "just now"
        assert filters.instant(now - timedelta(minutes=5)) == "5 minutes ago"
        assert filters.instant(None) == "—"


def test_days_are_counted_by_the_clock_that_everybody_reads() -> None:
    with clock.set_to(MORNING.replace(year=2031)), translation.override("en"):
        assert filters.day(date(2031, 11, 3)) == "3 Nov"
        assert filters.day(TODAY) == "18 Nov 2026"
        assert filters.ago(date(2031, 11, 15)) == "3 days ago"


def test_an_instant_is_shown_in_the_readers_zone() -> None:
    instant = MORNING - timedelta(days=400)
    with timezone.override("Asia/Shanghai"), translation.override("en"):
        assert filters.full_instant(instant).endswith("CST")


def test_written_text_cannot_bring_scripts_images_or_styles() -> None:
    hostile = (
        "<script>alert(1)</script> ![x](https://example.com/x.png) "
        "[a](javascript:alert(1)) <b style='color:red'>b</b>"
    )
    shown = filters.markdown(hostile)
    assert "<script" not in shown
    assert "<img" not in shown
    assert 'href="javascript' not in shown
    assert "<b" not in shown.replace("<blockquote", "")


def test_written_text_keeps_its_form() -> None:
    assert "<strong>11</strong>" in filters.markdown("**11**")
    assert 'rel="noopener noreferrer nofollow"' in filters.markdown("[x](https://example.com)")


def test_every_status_has_a_word_and_a_class() -> None:
    for status in filters.STATUS_CLASSES:
        assert filters.status_word(status) != status
        assert filters.status_class(status)


def test_an_initial_is_never_empty() -> None:
    assert filters.initial(" alice") == "A"
    assert filters.initial("沈予安") == "沈"
    assert filters.initial("") == "?"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("**词。**词", "<strong>词。</strong>词"),
        ("词**“引”**词", "词<strong>“引”</strong>词"),
        ("**《书》**和**书**", "<strong>《书》</strong>和<strong>书</strong>"),
        ("~~旧的。~~新的", "<s>旧的。</s>新的"),
        ("**a.**b 2 ** 3", "**a.**b 2 ** 3"),
        ("`**词。**词`", "<code>**词。**词</code>"),
        ("\\*\\*词。\\*\\*词", "**词。**词"),
        ("** 词。 **词", "** 词。 **词"),
    ],
)
def test_emphasis_needs_no_spaces_between_chinese_words(written: str, shown: str) -> None:
    assert filters.markdown(written) == f"<p>{shown}</p>\n"


def test_no_number_of_marks_takes_long() -> None:
    filters.markdown("**词。" * 20_000)
    assert "<script" not in filters.markdown("**<script>alert(1)</script>。**词")


def test_a_word_of_a_constant_is_said_in_the_language_of_each_reader() -> None:
    """Jinja would keep what it once made of a constant."""
    template = environment().from_string("{{ 'at_risk' | status_word }}")
    said = []
    for language in ("zh-hans", "en"):
        with translation.override(language):
            said.append(template.render())
    assert said == ["有风险", "At risk"]
