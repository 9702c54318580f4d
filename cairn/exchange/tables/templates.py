"""The library of templates, in the reader's language where they are written in it."""

from collections.abc import Iterator, Sequence
from typing import Final

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from cairn.exchange.tables.asked import Asked
from cairn.exchange.tables.words import list_cell, type_cell
from cairn.measures.table import Cell, Column, Sheet, Word
from cairn.okr_templates.policy import rules
from cairn.okr_templates.queries import Filters, find_template, find_templates
from cairn.okr_templates.sentences import with_values
from cairn.okr_templates.templates import Language, Template, language_of
from cairn.okr_templates.words import TAGS, Department, UsedBy
from cairn.organization.actor import Actor

FILTERS: Final = ("q", "department", "role", "type", "kind", "unit", "tag", "only", "deleted")
ONE: Final = "template"
"""A template's id, where only one is wanted."""
AT_A_TIME: Final = 200


def templates_sheet(viewer: Actor, asked: Asked) -> Sheet:
    """The organization's own, then those that ship; the deleted ones only for those who may restore
    them. One alone, deleted or not, for everybody, as its page; `NotFound` where it is none. Four
    queries for each two hundred."""
    if asked.deleted:
        rules.require(viewer, "template.keep", None)
    columns = [
        Column("template", pgettext("column", "Template"), 44),
        Column("key_results", _("Key results"), 60),
        Column("why", _("Why"), 44),
        Column("department", _("Department"), 20),
        Column("for", _("For whom"), 14),
        Column("type", pgettext("column", "Type"), 14),
        Column("tags", _("Tags"), 20, brief=False),
        Column("from", _("Where from"), 18, brief=False),
        Column("id", _("Id"), 26, brief=False),
    ]
    return Sheet("templates", _("Templates"), columns, _rows(viewer, asked))


def _rows(viewer: Actor, asked: Asked) -> Iterator[Sequence[Cell]]:
    language = language_of(get_language() or "en")
    own = Word("own", _("Our own")), Word("shipped", _("Came with Cairn"))
    for one in _found(viewer, asked):
        yield _row(one, one.title.language(language), own[one.own_id is None])


def _found(viewer: Actor, asked: Asked) -> Iterator[Template]:
    """All that fit, or the one that is asked for, where it does."""
    filters = Filters(**{name: getattr(asked, name) for name in FILTERS})
    if not asked.template:
        return _fitting(viewer, filters)
    one = find_template(viewer, asked.template)
    if filters == Filters():
        return iter((one,))
    return (fits for fits in _fitting(viewer, filters) if fits.key == one.key)


def _fitting(viewer: Actor, filters: Filters) -> Iterator[Template]:
    after = ""
    while True:
        found = find_templates(viewer, filters, after, AT_A_TIME)
        yield from found.rows
        if not found.following:
            return
        after = found.following


def _row(one: Template, language: Language, origin: Word) -> Sequence[Cell]:
    return (
        one.title.written(language),
        "\n".join(
            with_values(
                line.text.written(language), line.values, line.unit.written(language), language
            )
            for line in one.key_results
        ),
        one.why.written(language),
        Word(one.department, str(Department(one.department).label)) if one.department else None,
        Word(one.role, str(UsedBy(one.role).label)) if one.role else None,
        type_cell(one.type) if one.type else None,
        list_cell(str(TAGS.get(tag, tag)) for tag in one.tags),
        origin,
        one.key,
    )
