"""docs/coach.md names every rule, in the order in which they speak."""

from pathlib import Path

from cairn.coach.rules import RULES

DOCUMENT = Path(__file__).parents[2] / "docs" / "coach.md"


def rules_table() -> str:
    rows = ["| id | what it says | 中文 | for example |", "| --- | --- | --- | --- |"]
    for rule in RULES.values():
        example = rule.bad.en.replace("\n", "<br>")
        rows.append(f"| `{rule.id}` | {rule.title.en} | {rule.title.zh} | {example} |")
    return "\n".join(rows)


def test_the_table_of_rules_is_that_of_the_rules() -> None:
    assert rules_table() in DOCUMENT.read_text("utf-8")
