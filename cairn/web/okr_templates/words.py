"""Templates in the reader's words, and what their filters offer."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cairn.coaching.language import reader_language
from cairn.goals.models import Kind, Type
from cairn.okr_templates.templates import Language, Template
from cairn.okr_templates.words import TAGS, TEACHES, Department, UsedBy

type Options = list[tuple[str, str]]


def department_word(department: str) -> str:
    return str(Department(department).label) if department in Department else department


def used_by_word(role: str) -> str:
    return str(UsedBy(role).label) if role in UsedBy else role


def tag_word(tag: str) -> str:
    """Ours in the reader's language; an organization's own as it is."""
    return str(TAGS.get(tag, tag))


def teaches_word(teaches: str) -> str:
    return str(TEACHES.get(teaches, teaches))


def kind_word(kind: str) -> str:
    return str(Kind(kind).label) if kind in Kind else kind


def type_word(type: str) -> str:
    return str(Type(type).label) if type in Type else type


def languages() -> Options:
    """Each by its own name."""
    return [("zh", "中文"), ("en", "English")]


def departments() -> Options:
    return [(one.value, str(one.label)) for one in Department]


def roles() -> Options:
    return [(one.value, str(one.label)) for one in UsedBy]


def types() -> Options:
    return [(one.value, str(one.label)) for one in Type]


def kinds() -> Options:
    return [(one.value, str(one.label)) for one in Kind]


def measures() -> Options:
    return [
        ("percent", _("Percentages")),
        ("count", _("Counts")),
        ("money", _("Money")),
        ("duration", _("Time")),
        ("rating", _("Ratings")),
    ]


def tags() -> Options:
    return [(tag, str(words)) for tag, words in TAGS.items()]


def answer_label(hole: str) -> str:
    """What a form asks where a template has a hole."""
    return {"team": _("Name of the team"), "person": _("Name of the person")}.get(hole, hole)


def value_label(hole: str) -> str:
    """Which value of a key result a hole is."""
    return {
        "from": pgettext("value", "From"),
        "to": pgettext("value", "To"),
        "low": _("At least"),
        "high": _("At most"),
    }[hole]


def offered() -> dict[str, Any]:
    """What the list's filters and the editor offer."""
    return {
        "departments": departments(),
        "roles": roles(),
        "types": types(),
        "kinds": kinds(),
        "measures": measures(),
        "tags": tags(),
    }


def spoken(template: Template, asked: str = "") -> Language:
    """The language in which a template is shown: the one asked for, else the reader's, if it has it."""
    wanted: Language = "zh" if asked == "zh" else "en" if asked == "en" else reader_language()
    return template.title.language(wanted)
