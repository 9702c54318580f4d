"""What ships is whole: every template can be read, shown and filled in both languages."""

from decimal import Decimal

import pytest

from cairn.goals.models import Kind, Type
from cairn.goals.progress import direction_fault
from cairn.okr_templates.filling import Filling, fill
from cairn.okr_templates.sentences import LEFT_OPEN, read_typed, seconds_after, value_text
from cairn.okr_templates.shipped_files import shipped_by_key, shipped_templates
from cairn.okr_templates.templates import (
    LANGUAGES,
    VALUE_HOLES,
    KeyResultTemplate,
    Template,
    holes_of,
)
from cairn.okr_templates.words import TAGS, TEACHES, Department, UsedBy
from cairn.storage.ids import read_id

BANDS = {"increase": {"from", "to"}, "decrease": {"from", "to"}, "milestones": set()}
LONGEST_UNIT = 20


def lines() -> list[tuple[Template, KeyResultTemplate]]:
    return [(one, line) for one in shipped_templates() for line in one.key_results]


def test_there_are_enough_and_no_two_share_a_key() -> None:
    assert len(shipped_templates()) >= 120
    assert len(shipped_by_key()) == len(shipped_templates())
    assert not [key for key in shipped_by_key() if read_id(key)]  # those are an organization's own


def test_every_department_has_some() -> None:
    held = {one.department for one in shipped_templates()}
    assert held == set(Department.values) - {Department.OTHER}


@pytest.mark.parametrize("template", shipped_templates(), ids=lambda one: one.key)
def test_a_template_is_whole(template: Template) -> None:
    assert template.role in UsedBy.values
    assert template.type in Type.values
    assert set(template.tags) <= set(TAGS)
    assert template.languages == LANGUAGES
    assert template.why.zh
    assert template.why.en
    assert 3 <= len(template.key_results) <= 4
    assert any(line.is_leading for line in template.key_results)
    assert not template.asked("zh")
    assert not template.asked("en")


def test_holes_and_typical_values_belong_to_each_other() -> None:
    for template, line in lines():
        for language in LANGUAGES:
            held = set(holes_of(line.text[language]))
            assert held == set(line.values) <= set(VALUE_HOLES), (template.key, language)
        assert set(line.values) <= BANDS.get(line.kind, {"low", "high"}), template.key
        fault = direction_fault(line.kind, line.values.get("from"), line.values.get("to"))
        assert fault is None, (template.key, line.text.en)
        if line.kind == Kind.MAINTAIN:
            assert line.values, template.key


def test_units_fit_the_column_and_times_say_their_word() -> None:
    for template, line in lines():
        for language in LANGUAGES:
            assert 0 < len(line.unit[language]) <= LONGEST_UNIT, template.key
            for hole in line.values if line.unit.en == "duration" else ():
                assert seconds_after(line.text[language], hole), (template.key, language, hole)


def test_a_value_is_read_as_it_is_written() -> None:
    for template, line in lines():
        for language in LANGUAGES:
            text, unit = line.text[language], line.unit[language]
            for hole, value in line.values.items():
                shown = value_text(value, text, hole, unit, language)
                assert read_typed(shown, text, hole, unit) == value, (template.key, shown)


def test_both_languages_mean_the_same_span_of_time() -> None:
    for template, line in lines():
        for hole in line.values if line.unit.en == "duration" else ():
            scales = {seconds_after(line.text[language], hole) for language in LANGUAGES}
            assert len(scales) == 1, template.key


def test_nothing_of_a_template_is_left_in_a_draft_but_what_is_to_fill() -> None:
    for template in shipped_templates():
        for language in LANGUAGES:
            made = fill(template, Filling(language), {"team": "", "person": ""})
            assert "{" not in made.title + made.description
            for line, source in zip(made.lines, template.key_results, strict=True):
                assert "{" not in line.title
                is_band = source.kind == Kind.MAINTAIN
                assert (LEFT_OPEN in line.title) != is_band
                assert (line.start, line.target) == (None, None)
                assert (line.lower is not None or line.upper is not None) == is_band


def test_every_template_finds_pairs_that_teach() -> None:
    pairs = [pair for one in shipped_templates() for pair in one.pairs]
    assert len(pairs) >= 100
    assert len({pair.id for pair in pairs}) == len(pairs)
    for pair in pairs:
        assert pair.teaches in TEACHES, pair.id
        assert pair.kind in ("key_result", "objective"), pair.id
        for text in (pair.bad, pair.good):
            assert text.zh, pair.id
            assert text.en, pair.id


def test_a_duration_is_kept_in_seconds() -> None:
    text = "从 {from} 天缩短到 {to} 天"
    assert read_typed("9", text, "from", "duration") == Decimal(9 * 86400)
    assert read_typed("36h", text, "from", "duration") == Decimal(36 * 3600)
    assert value_text(Decimal(36 * 3600), text, "to", "duration", "zh") == "1.5"
