"""Good and bad beside each other, as the library of templates teaches them. Everybody sees them."""

from collections.abc import Iterator, Sequence
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cairn.coaching.language import reader_language
from cairn.exchange.tables.asked import Asked
from cairn.measures.table import Cell, Column, Sheet, Word
from cairn.okr_templates.examples import examples
from cairn.okr_templates.words import TEACHES, Department
from cairn.organization.actor import Actor

FILTERS: Final = ("teaches", "department")


def examples_sheet(_viewer: Actor, asked: Asked) -> Sheet:
    """In the reader's language, with what the coach says of the bad one. No query."""
    columns = [
        Column("not_so", _("Not so"), 50),
        Column("but_so", _("But so"), 50),
        Column("coach", pgettext("column", "What the coach says"), 60),
        Column("teaches", _("What it teaches"), 24),
        Column("template", pgettext("column", "Template"), 44, brief=False),
        Column("department", _("Department"), 20, brief=False),
        Column("id", _("Id"), 26, brief=False),
        Column("template_id", _("Id of the template"), 26, brief=False),
    ]
    return Sheet("examples", _("Good and bad"), columns, _rows(asked))


def _rows(asked: Asked) -> Iterator[Sequence[Cell]]:
    language = reader_language()
    for of, one in examples(language, teaches=asked.teaches, department=asked.department):
        said = [f"{each.message} {each.rewrite or ''}".strip() for each in one.findings]
        yield (
            *(one.bad, one.good, "\n".join(said) or None),
            Word(one.pair.teaches, str(TEACHES.get(one.pair.teaches, one.pair.teaches))),
            of.title.written(language),
            Word(of.department, str(Department(of.department).label)),
            *(one.pair.id, of.key),
        )
