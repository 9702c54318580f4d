"""All templates, narrowed by what the address says, and the page of one."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse

from cairn.okr_templates.policy import rules
from cairn.okr_templates.queries import MEASURES, Filters, find_template, find_templates
from cairn.okr_templates.words import Department, UsedBy
from cairn.web.okr_templates.shown import card, lessons, marked
from cairn.web.okr_templates.words import kinds, languages, offered, spoken, types
from cairn.web.pages import fragment, member_page, page
from cairn.web.paging import address, wants_fragment
from cairn.web.search import marked as found_words
from cairn.web.sessions import WebRequest

LONGEST = 100
LONGEST_KEY = 64


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address narrows the list to; empty means "any"."""

    q: str = ""
    department: str = ""
    role: str = ""
    type: str = ""
    kind: str = ""
    unit: str = ""
    tag: str = ""
    only: str = ""
    deleted: str = ""

    def query(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}

    @property
    def is_narrowed(self) -> bool:
        return any(value for name, value in self.query().items() if name != "deleted")


def read_asked(request: HttpRequest) -> Asked:
    """What is no known value counts as not asked."""

    def one_of(name: str, known: Any) -> str:
        value = request.GET.get(name, "")
        return value if value in known else ""

    return Asked(
        q=request.GET.get("q", "").strip()[:LONGEST],
        department=one_of("department", Department.values),
        role=one_of("role", UsedBy.values),
        type=one_of("type", dict(types())),
        kind=one_of("kind", dict(kinds())),
        unit=one_of("unit", MEASURES),
        tag=request.GET.get("tag", "").strip()[:40],
        only=one_of("only", ("own", "shipped")),
        deleted="1" if request.GET.get("deleted") else "",
    )


@member_page
def show_templates(request: WebRequest) -> HttpResponse:
    actor, asked = request.actor, read_asked(request)
    may_keep = rules.can(actor, "template.keep", None)
    is_deleted = bool(asked.deleted) and may_keep
    filters = Filters(**{**asked.query(), "deleted": is_deleted})
    after = request.GET.get("after", "")[:LONGEST_KEY]
    found = find_templates(actor, filters, after)
    context = {
        "asked": asked,
        "cards": [card(one, spoken(one)) for one in found.rows],
        "more_url": address("/templates", {**asked.query(), "after": found.following})
        if found.following
        else "",
        "marked": found_words,
        "may_keep": may_keep,
    }
    if wants_fragment(request):
        return fragment(request, "okr_templates/list.html", "rows" if after else "found", context)
    return page(request, "okr_templates/list.html", {**context, **offered()})


@member_page
def show_template(request: WebRequest, template_id: str) -> HttpResponse:
    actor = request.actor
    template = find_template(actor, template_id)
    language = spoken(template, request.GET.get("language", ""))
    others = [one for one in languages() if one[0] != language and one[0] in template.languages]
    may_keep = rules.can(actor, "template.keep", None)
    context = {
        "template": template,
        "card": card(template, language),
        "lessons": lessons(template, language),
        "marked": marked,
        "others": others,
        "may_insert": not template.is_deleted and rules.can(actor, "template.insert", None),
        "may_hand_out": not template.is_deleted and rules.can(actor, "template.hand_out", None),
        "may_keep": may_keep,
    }
    return page(request, "okr_templates/template.html", context)
