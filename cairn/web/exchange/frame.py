"""What the pages of one import share: where they stand, their head and their steps."""

from typing import Any, Final

from django.http import HttpResponse
from django.utils.timezone import localdate
from django.utils.translation import pgettext

from cairn.exchange.models import Format, State
from cairn.exchange.queries import ImportPage
from cairn.web.exports import exports_of
from cairn.web.forms import Form
from cairn.web.pages import page
from cairn.web.sessions import WebRequest

HERE: Final = "/settings/imports"
AT: Final = {
    State.READING: "file",
    State.FAILED: "file",
    State.COLUMNS: "columns",
    State.MAPPING: "names",
    State.PLANNING: "plan",
    State.PLANNED: "plan",
    State.APPLYING: "done",
}
"""The step of each state; what is done has passed them all."""


def address_of(import_id: int) -> str:
    return f"{HERE}/{import_id}"


def import_page(
    request: WebRequest, template: str, found: ImportPage, form: Form | None = None, **context: Any
) -> HttpResponse:
    """`exchange/<template>.html` about one import, with its form as it stands."""
    form = form or Form()
    full = {
        "one": found,
        "here": address_of(found.id),
        "way": way_of(found, context.pop("at", "")),
        "kept_until": localdate(found.kept_until),
        "exports": exports_of(
            {"import_id": found.id, **context.pop("narrowed", {})}, *tables_of(found)
        ),
        "values": form.values,
        "errors": form.errors,
        **context,
    }
    status = 409 if context.get("refused") else form.status
    return page(request, f"exchange/{template}.html", full, status=status)


def tables_of(found: ImportPage) -> list[str]:
    """What its page shows that can be taken out as a file."""
    shows_rows = found.state in (State.PLANNED, State.APPLIED) and not found.names
    tables = {
        "import-rows": shows_rows and bool(found.steps),
        "import-names": bool(found.names),
        "import-faults": bool(found.faults),
        "import-left": bool(found.left),
    }
    return [] if found.is_at_work else [name for name, is_there in tables.items() if is_there]


def way_of(found: ImportPage, at: str = "") -> list[tuple[str, str]]:
    """(words, "past", "now" or "") of the steps from the file to the end."""
    is_fetched = found.format == Format.FEISHU
    words = {"file": pgettext("import", "Fetching") if is_fetched else pgettext("import", "File")}
    if found.format == Format.TABLE:
        words["columns"] = pgettext("import", "Columns")
    words |= {
        "names": pgettext("import", "Names"),
        "plan": pgettext("import", "Plan"),
        "done": pgettext("import", "Written"),
    }
    names = list(words)
    now = at or AT.get(State(found.state), "")
    reached = names.index(now) if now in names else len(names)
    marks = ["past"] * reached + ["now"] + [""] * len(names)
    return [(said, mark) for said, mark in zip(words.values(), marks, strict=False)]
