"""Where a rewritten sentence gives other values than the fields beside it, which stay as they were."""

from django.utils.translation import gettext as _

from cairn.goals.models import Kind
from cairn.web.objectives.sentences import AMOUNTS, PARSED, Fact, amount_of, said, unit_of
from cairn.web.objectives.sheet import Line


def differing(line: Line, locale: str) -> dict[str, str]:
    """What a rewritten sentence of a kept key result gives otherwise than its fields, which were
    typed and stay; nothing where its values are the same."""
    if not line.id or line.fields["title"] == line.was.get("title", ""):
        return {}
    if line.fields["kind"] == Kind.MILESTONES:
        return {}
    now = said(line.fields["title"], locale)
    other = {name: now[name] for name in PARSED if now[name] and now[name] != line.fields[name]}
    if any(name in other and not _is_same(line, now, name) for name in AMOUNTS):
        return other
    return {}


def _is_same(line: Line, now: dict[str, str], name: str) -> bool:
    """Whether a field and the sentence spell one value differently."""
    typed = amount_of(line.fields[name], unit_of(line.fields["unit"]))
    return typed is not None and typed == amount_of(now[name], unit_of(now["unit"]))


def follow_sentence(line: Line, locale: str) -> None:
    """Take from the sentence what it gives otherwise."""
    line.fields |= differing(line, locale)


def differing_facts(line: Line, locale: str) -> list[Fact]:
    """The values that stay although the sentence gives others, as the sentence gives them."""
    labels = {
        "start": _("Start"),
        "target": _("Target"),
        "lower": _("At least"),
        "upper": _("At most"),
    }
    found = differing(line, locale)
    return [Fact(words, found[name]) for name, words in labels.items() if name in found]
