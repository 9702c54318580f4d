"""Where imports begin: the ways in, our template, and what was brought in before."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.translation import gettext as _

from cairn.exchange.models import UNDO_DAYS
from cairn.exchange.queries import STEPS_A_PAGE, list_imports
from cairn.exchange.reading import write_template
from cairn.exchange.sources import list_sources
from cairn.exchange.template_choices import template_choices
from cairn.exchange.writing.formats import FORMATS
from cairn.web.downloads import file_answer
from cairn.web.exchange.frame import HERE
from cairn.web.pages import member_page
from cairn.web.paging import address, cut, id_in
from cairn.web.sessions import WebRequest
from cairn.web.settings.frame import settings_page


@dataclass(frozen=True, slots=True)
class Origin:
    """Where somebody comes from. `about` says what comes along, `hint` how to get the file; `format`
    is what is chosen in the form, empty for "see by yourself"; `ways` are (words, address, look)."""

    name: str
    icon: str
    title: str
    about: str
    hint: str = ""
    format: str = ""
    ways: tuple[tuple[str, str, str], ...] = ()


def origins() -> tuple[Origin, ...]:
    return (
        Origin(
            "viva",
            "summit",
            "Viva Goals",
            _(
                "The ZIP of the whole organization, or the CSV or Excel file of a view. The ZIP is"
                " better: it also has e-mail addresses, teams and comments."
            ),
            _(
                "Choose the ZIP of the organization's export as it is, or the CSV or Excel file of a"
                " view. People are found by their e-mail address, else by their name."
            ),
            ways=((_("Choose a file"), f"{HERE}/new?from=viva", "primary"),),
        ),
        Origin(
            "feishu",
            "link",
            _("Feishu or Lark"),
            _(
                "Fetched through its open API, person by person: OKRs, indicators, scores, progress,"
                " comments and alignments. Later you fetch only what has changed."
            ),
            ways=((_("Connect"), f"{HERE}/feishu", "primary"),),
        ),
        Origin(
            "table",
            "table",
            _("Excel or CSV"),
            _(
                "Any sheet with objectives, Feishu's included. You say what each column holds, with"
                " your rows beneath."
            ),
            _("One row for each objective or key result. You say next what each column holds."),
            ways=((_("Choose a file"), f"{HERE}/new?from=table", "primary"),),
        ),
        Origin(
            "sheet",
            "page",
            _("Our template"),
            _(
                "A workbook with your teams, cycles and people to choose from, and a page that"
                " explains every column."
            ),
            _("Choose the filled-in template. Rows without a title are passed over."),
            ways=(
                (_("Download"), f"{HERE}/template", ""),
                (_("Choose a file"), f"{HERE}/new?from=sheet", "primary"),
            ),
        ),
    )


@member_page
def show_imports(request: WebRequest) -> HttpResponse:
    found = cut(list_imports(request.actor, before=id_in(request, "before"), most=STEPS_A_PAGE + 1))
    older = address(HERE, {"before": found.rows[-1].id}) if found.has_more else None
    return settings_page(
        request,
        "imports",
        template="exchange/list",
        origins=origins(),
        rows=found.rows,
        sources=list_sources(request.actor),
        next_url=older,
        undo_days=UNDO_DAYS,
    )


@member_page
def download_template(request: WebRequest) -> HttpResponse:
    """In the reader's language, with the names of the organization in its drop-downs."""
    content = write_template(template_choices(request.actor))
    name = _("Cairn template") + ".xlsx"
    return file_answer(FORMATS["xlsx"].media_type, name, content)
