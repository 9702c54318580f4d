"""A template with its holes filled: the objective that somebody gets. Pure but for the refusals."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from cairn.goals.intake import LONGEST_KEY_RESULT, LONGEST_TITLE
from cairn.goals.models import Kind
from cairn.goals.progress import direction_fault
from cairn.intake import Intake, too_long
from cairn.okr_templates.sentences import with_values, with_words
from cairn.okr_templates.templates import FILLED_BY_ITSELF, KeyResultTemplate, Language, Template


@dataclass(frozen=True, slots=True)
class Filling:
    """What somebody chose: words by hole, values by line and hole, and which lines (None: all)."""

    language: Language
    answers: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[int, Mapping[str, Decimal]] = field(default_factory=dict)
    lines: tuple[int, ...] | None = None

    def takes(self, number: int) -> bool:
        return self.lines is None or number in self.lines


@dataclass(frozen=True, slots=True)
class FilledLine:
    title: str
    kind: str
    unit: str
    start: Decimal | None
    target: Decimal | None
    lower: Decimal | None
    upper: Decimal | None


@dataclass(frozen=True, slots=True)
class Filled:
    title: str
    description: str
    lines: tuple[FilledLine, ...]


def fill(template: Template, filling: Filling, names: Mapping[str, str]) -> Filled:
    """`names` are what `{team}` and `{person}` are where nobody has answered otherwise."""
    words = _words(filling, names)
    language = template.title.language(filling.language)
    return Filled(
        title=with_words(template.title.written(language), words),
        description=with_words(template.why.written(language), words),
        lines=tuple(
            _fill_line(line, language, filling.values.get(number, {}), words)
            for number, line in enumerate(template.key_results)
            if filling.takes(number)
        ),
    )


def _fill_line(
    line: KeyResultTemplate,
    language: Language,
    given: Mapping[str, Decimal],
    words: Mapping[str, str],
) -> FilledLine:
    """What nobody gave is left open; only a band, which has to say something, stays as it is."""
    values = {**line.values, **given} if line.kind == Kind.MAINTAIN else given
    unit = line.unit.written(language)
    sentence = with_values(line.text.written(language), values, unit, language)
    return FilledLine(
        title=with_words(sentence, words),
        kind=line.kind,
        unit=unit,
        start=values.get("from"),
        target=values.get("to"),
        lower=values.get("low"),
        upper=values.get("high"),
    )


def check_filling(template: Template, filling: Filling, names: Mapping[str, str]) -> None:
    """Refuse what cannot become an objective, naming each field: `answers/product`, `values/0/to`."""
    intake = Intake({})
    for name in missing(template, filling, names):
        intake.refuse(f"answers/{name}", _("This is needed."))
    for number, line in enumerate(template.key_results):
        given = filling.values.get(number, {})
        if filling.takes(number) and direction_fault(line.kind, given.get("from"), given.get("to")):
            intake.refuse(f"values/{number}/to", _("This goes the other way than the key result."))
    filled = fill(template, filling, names)
    if len(filled.title) > LONGEST_TITLE:
        intake.refuse("title", too_long(len(filled.title), LONGEST_TITLE))
    for one in filled.lines:
        if len(one.title) > LONGEST_KEY_RESULT:
            intake.refuse("title", too_long(len(one.title), LONGEST_KEY_RESULT))
    intake.settle()


def missing(template: Template, filling: Filling, names: Mapping[str, str]) -> list[str]:
    """The holes that nothing fills."""
    language = template.title.language(filling.language)
    known = _words(filling, names)
    return [name for name in template.asked(language) if not known.get(name)]


def _words(filling: Filling, names: Mapping[str, str]) -> dict[str, str]:
    """What was answered, and where nothing was the names; an empty answer is none."""
    return {**names, **{name: text for name, text in filling.answers.items() if text}}


def asked_of(template: Template, language: Language, *, of_many: bool) -> list[str]:
    """The words that a form asks for; where many get it, their own names are no question."""
    named = template.asked(template.title.language(language))
    left_out = FILLED_BY_ITSELF if of_many else ("person",)
    return [name for name in named if name not in left_out]
