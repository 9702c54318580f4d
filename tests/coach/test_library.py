"""The coach over the whole library: no template draws a remark, every bad example does."""

from typing import cast

import pytest

from cairn.coach.draft import Draft, KeyResultDraft, make_draft
from cairn.coach.findings import Finding, Language
from cairn.coach.review import review_draft
from tests.coach.shipped import Pair, Template, read_pairs, read_templates

TEACHES = {
    "task": {"kr-task", "o-task"},
    "vague": {"kr-vague", "o-vague"},
    "not-measurable": {"kr-not-measurable", "kr-fake-precision", "kr-vague"},
    "no-baseline": {"kr-no-baseline"},
    "compound": {"kr-compound"},
    "metric-in-objective": {"o-metric"},
    "late-measure": {"kr-late-measure"},
    "vanity": {"kr-vanity"},
    "placeholder": {"kr-placeholder"},
    "business-as-usual": {"o-usual"},
}
TEMPLATES, PAIRS = read_templates(), read_pairs()


def _named(one: Template | Pair) -> str:
    return f"{one.id}-{one.language}"


def _remarks(pair: Pair, text: str) -> tuple[Finding, ...]:
    draft = make_draft(text) if pair.kind == "objective" else make_draft(None, text)
    found = review_draft(draft, language=cast(Language, pair.language)).all_findings
    return tuple(one for one in found if not one.rule.startswith("set-"))


def test_the_library_is_as_large_as_it_should_be() -> None:
    assert len(TEMPLATES) >= 2 * 120
    assert {one.teaches for one in PAIRS} == set(TEACHES)


@pytest.mark.parametrize("template", TEMPLATES, ids=_named)
def test_no_template_draws_a_remark(template: Template) -> None:
    lines = tuple(KeyResultDraft(one, owned=True, weight=None) for one in template.key_results)
    draft = Draft(template.objective, lines, type=template.type, owned=True, aligned=True)
    review = review_draft(draft, language=cast(Language, template.language))
    assert [(one.rule, one.quote) for one in review.all_findings] == []


@pytest.mark.parametrize("pair", PAIRS, ids=_named)
def test_a_bad_example_draws_what_it_teaches_and_the_good_one_nothing(pair: Pair) -> None:
    assert {one.rule for one in _remarks(pair, pair.bad)} & TEACHES[pair.teaches]
    assert [(one.rule, one.quote) for one in _remarks(pair, pair.good)] == []
