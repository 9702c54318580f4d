"""Every rule: its id, its words in both languages, and an example pair that stays true."""

import re
from typing import Any, cast

import pytest

from cairn.coach.draft import make_draft
from cairn.coach.findings import Language, Text
from cairn.coach.plain_text import read_plain
from cairn.coach.review import review_draft
from cairn.coach.rules import RULES
from cairn.coach.rules.rule import Rule

IDS = """
kr-placeholder kr-fake-precision kr-task kr-vague kr-not-measurable kr-compound kr-late-measure
kr-vanity kr-no-unit kr-no-baseline
o-usual o-task o-metric o-vague
set-no-outcome set-too-few set-too-many set-duplicate set-no-counter-metric set-only-lagging
set-weights set-no-owner set-not-aligned set-type-unsaid
"""
NOT_IN_WORDS = {"set-weights", "set-no-owner", "set-not-aligned", "set-type-unsaid"}
PAIRS = [(rule, one) for rule in RULES.values() for one in ("zh", "en")]


def _id(value: object) -> str:
    return value.id if isinstance(value, Rule) else str(value)


def _rules(rule: Rule[Any], text: Text, language: str) -> set[str]:
    """What is remarked of an example; those of sets are written as plain text."""
    said = text.zh if language == "zh" else text.en
    draft = {
        "key_result": lambda: make_draft(None, said),
        "objective": lambda: make_draft(said),
        "set": lambda: read_plain(said),
    }[rule.scope]()
    found = review_draft(draft, language=cast(Language, language)).all_findings
    return {one.rule for one in found if one.rule.split("-")[0] == rule.id.split("-")[0]}


def test_ids_never_change() -> None:
    assert list(RULES) == IDS.split()


@pytest.mark.parametrize(("rule", "language"), PAIRS, ids=_id)
def test_a_rule_is_heard_of_its_bad_example_and_nothing_of_the_good_one(
    rule: Rule[Any], language: str
) -> None:
    if rule.id not in NOT_IN_WORDS:
        assert rule.id in _rules(rule, rule.bad, language)
        assert _rules(rule, rule.good, language) == set()


@pytest.mark.parametrize("rule", RULES.values(), ids=_id)
def test_words_are_short_and_in_their_language(rule: Rule[Any]) -> None:
    for text in (rule.title, rule.message, rule.reason, rule.bad, rule.good):
        assert re.search(r"[一-鿿]", text.zh)
        assert not re.search(r"[一-鿿]", text.en)
        assert (text.zh.strip(), text.en.strip()) == (text.zh, text.en)
    assert max(len(rule.title.zh), len(rule.message.zh) - 48) <= 16
    assert max(len(rule.title.en), len(rule.message.en) - 140) <= 40
    for message in (rule.message.zh, rule.message.en):
        assert "{quote}" in message


@pytest.mark.parametrize("rule", RULES.values(), ids=_id)
def test_the_coach_never_scolds(rule: Rule[Any]) -> None:
    said = f"{rule.message.en} {rule.title.en}".lower()
    assert not re.search(r"\b(?:wrong|bad|must|error|fail|should have|invalid|never)\b", said)
    assert not re.search(r"错误|不合格|必须写|禁止|不允许|违反", rule.message.zh + rule.title.zh)
