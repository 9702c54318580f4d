"""Good and bad beside each other, with what the coach says of the bad ones."""

from django.http import HttpResponse

from cairn.coaching.language import reader_language
from cairn.okr_templates.examples import examples
from cairn.okr_templates.words import TEACHES, Department
from cairn.web.okr_templates.shown import marked
from cairn.web.okr_templates.words import departments, teaches_word
from cairn.web.pages import member_page, page
from cairn.web.paging import address
from cairn.web.sessions import WebRequest

AT_A_TIME = 20


@member_page
def show_examples(request: WebRequest) -> HttpResponse:
    """`?teaches=` and `?department=` narrow them, `?after=` is the last one of the page before."""
    teaches = request.GET.get("teaches", "")
    department = request.GET.get("department", "")
    asked = {
        "teaches": teaches if teaches in TEACHES else "",
        "department": department if department in Department else "",
    }
    language = reader_language()
    found = examples(language, **asked)
    after = request.GET.get("after", "")
    begin = next((at + 1 for at, (_of, one) in enumerate(found) if one.pair.id == after), 0)
    shown = found[begin : begin + AT_A_TIME]
    has_more = begin + AT_A_TIME < len(found)
    following = {**asked, "after": shown[-1][1].pair.id} if has_more else {}
    context = {
        "asked": asked,
        "shown": shown,
        "marked": marked,
        "language": language,
        "more_url": address("/templates/examples", following) if has_more else "",
        "departments": departments(),
        "lessons": [(one, teaches_word(one)) for one in TEACHES],
    }
    return page(request, "okr_templates/examples.html", context)
