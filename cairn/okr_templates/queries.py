"""Finding templates: an organization's own first, newest on top, then those that ship."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.db.models import FETCH_RAISE, Q, QuerySet
from django.utils.translation import override

from cairn.errors import NotFound
from cairn.measures.units import is_currency
from cairn.okr_templates.models import HandOut, OwnTemplate
from cairn.okr_templates.own import head_of, template_of, whole_templates
from cairn.okr_templates.shipped_files import shipped_by_key, shipped_templates
from cairn.okr_templates.templates import Template
from cairn.okr_templates.words import TAGS, Department
from cairn.organization.actor import Actor
from cairn.search import index
from cairn.search.tokens import query_tokens, tokens
from cairn.storage.ids import read_id

PAGE: Final = 24
MEASURES: Final = ("percent", "count", "money", "duration", "rating")
"""What key results may be found by: everything that is none of the others counts something."""
CURRENCY: Final = r"^[A-Z]{3}$"


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed to; empty means "any". `only` is `own` or `shipped`."""

    q: str = ""
    department: str = ""
    role: str = ""
    type: str = ""
    kind: str = ""
    unit: str = ""
    tag: str = ""
    only: str = ""
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """`following` names the next page; empty where this is the last."""

    rows: tuple[Template, ...]
    following: str


def find_templates(viewer: Actor, filters: Filters, after: str = "", most: int = PAGE) -> Found:
    """One page. `after` is the key of the last one on the page before. At most four queries."""
    own: list[Template] = []
    behind = read_id(after)
    known = _places(filters)
    is_own = behind is not None or not after
    if is_own and filters.only != "shipped":
        rows = own_templates(viewer, filters)
        rows = rows.filter(id__lt=behind) if behind else rows
        own = [template_of(row) for row in whole_templates(rows)[: most + 1]]
    if is_own and len(own) > most:
        return Found(tuple(own[:most]), own[most - 1].key)
    begin = 0 if is_own else next((at + 1 for at, one in enumerate(known) if one.key == after), 0)
    shipped = known[begin : begin + most - len(own)]
    rows_shown = (*own, *shipped)
    has_more = begin + len(shipped) < len(known)
    return Found(rows_shown, rows_shown[-1].key if has_more and rows_shown else "")


def find_titles(viewer: Actor, query: str, most: int) -> list[Template]:
    """The first that say all words of the query, without lines and tags of our own ones. One
    query."""
    filters = Filters(q=query)
    rows = own_templates(viewer, filters).fetch_mode(FETCH_RAISE)[:most]
    return [*map(head_of, rows), *_places(filters)][:most]


def own_templates(viewer: Actor, filters: Filters) -> QuerySet[OwnTemplate]:
    """The organization's own that fit, newest first."""
    found = OwnTemplate.objects.filter(
        organization_id=viewer.organization_id, deleted_at__isnull=not filters.deleted
    )
    for name in ("department", "role", "type"):
        if asked := getattr(filters, name):
            found = found.filter(**{name: asked})
    lines = Q()
    if filters.kind:
        lines &= Q(key_results__kind=filters.kind)
    if filters.unit:
        lines &= _measured_in(filters.unit)
    if filters.tag:
        found = found.filter(tags__name=filters.tag)
    if filters.q.strip():
        found = found.filter(id__in=index.subjects(viewer.organization_id, "template", filters.q))
    return (found.filter(lines).distinct() if lines else found).order_by("-id")


def _measured_in(measure: str) -> Q:
    money = Q(key_results__unit__regex=CURRENCY)
    named = Q(key_results__unit__in=("percent", "duration", "rating"))
    if measure == "money":
        return money
    return ~money & ~named if measure == "count" else Q(key_results__unit=measure)


def measure_of(unit: str) -> str:
    """Which of `MEASURES` a unit is."""
    if unit in ("percent", "duration", "rating"):
        return unit
    return "money" if is_currency(unit) else "count"


def _places(filters: Filters) -> list[Template]:
    """Those that ship and fit; where words are asked for, those that say them in the title first."""
    if filters.only == "own" or filters.deleted:
        return []
    found = [one for one in shipped_templates() if _fits(one, filters)]
    asked = query_tokens(filters.q)
    if not asked:
        return found
    said = [one for one in found if _says(_said_of(one.key), asked)]
    return sorted(said, key=lambda one: not _says(_titles_of(one.key), asked))


def _fits(template: Template, filters: Filters) -> bool:
    same = ("department", "role", "type")
    if any((asked := getattr(filters, name)) and getattr(template, name) != asked for name in same):
        return False
    if filters.tag and filters.tag not in template.tags:
        return False
    return not (filters.kind or filters.unit) or any(
        filters.kind in ("", line.kind) and filters.unit in ("", measure_of(line.unit.en))
        for line in template.key_results
    )


def _says(said: Collection[str], asked: list[tuple[str, bool]]) -> bool:
    """Every word of the query, as the index would find it."""
    return all(
        word in said or (may_go_on and any(one.startswith(word) for one in said))
        for word, may_go_on in asked
    )


@lru_cache(maxsize=512)
def _titles_of(key: str) -> frozenset[str]:
    title = shipped_by_key()[key].title
    return frozenset(tokens(f"{title.zh} {title.en}"))


@lru_cache(maxsize=512)
def _said_of(key: str) -> frozenset[str]:
    """All that a template says, with the names of its department and tags in both languages."""
    template = shipped_by_key()[key]
    texts = [template.title, template.why, *(one.text for one in template.key_results)]
    texts += [one.unit for one in template.key_results]
    said = [f"{text.zh} {text.en}" for text in texts]
    for locale in ("zh-hans", "en"):
        with override(locale):
            said += [str(Department(template.department).label)]
            said += [str(TAGS.get(tag, tag)) for tag in template.tags]
    return frozenset(tokens(" ".join(said)))


def is_key(text: str) -> bool:
    """Whether a text could name a template."""
    return text in shipped_by_key() or read_id(text) is not None


def find_template(viewer: Actor, key: str) -> Template:
    """One that ships or is the organization's own, deleted or not; else `NotFound`."""
    if (known := shipped_by_key().get(key)) is not None:
        return known
    own = OwnTemplate.objects.filter(id=read_id(key) or 0, organization_id=viewer.organization_id)
    row = whole_templates(own).first()
    if row is None:
        raise NotFound
    return template_of(row)


def usable_template(viewer: Actor, key: str) -> Template:
    """The same, but none that was deleted."""
    found = find_template(viewer, key)
    if found.is_deleted:
        raise NotFound
    return found


def hand_outs_of(viewer: Actor) -> QuerySet[HandOut]:
    """One's own, the latest first, with their cycles."""
    mine = HandOut.objects.filter(member=viewer.member_id, organization_id=viewer.organization_id)
    return mine.select_related("cycle").order_by("-id").fetch_mode(FETCH_RAISE)


def find_hand_out(viewer: Actor, hand_out_id: int) -> HandOut:
    """One's own; nobody else's is found."""
    found = hand_outs_of(viewer).filter(id=hand_out_id).first()
    if found is None:
        raise NotFound
    return found
