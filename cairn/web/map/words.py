"""The texts that the drawing of the map needs, in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def island_words() -> dict[str, str]:
    return _shown() | _said() | _columns() | _keys()


def _shown() -> dict[str, str]:
    return {
        "mission": _("Mission"),
        "confidence_short": _("conf. %(value)s"),
        "open_count": _("Open %(count)s below"),
        "more_count": _("%(count)s more"),
        "blocked": _("KR %(key_result)s is blocked"),
        "focus": _("Focus"),
        "unfocus": _("Leave the focus"),
        "view": _("View"),
        "show_map": _("Map"),
        "show_list": _("List"),
        "export": _("Export"),
        "export_svg": _("As SVG"),
        "export_png": _("As PNG"),
        "today": _("Today"),
        "as_of": _("As of"),
        "to_today": _("Back to today"),
        "first_day": _("Show the first day of the cycle"),
        "last_day": _("Show the last day of the cycle"),
        "lit_line": _("In focus"),
        "cross_line": _("Supports this too"),
        "member_line": _("In this team too"),
        "blocked_line": _("Because of a block"),
        "input": _("What counts"),
        "weight": _("Weight"),
        "progress_head": _("Progress"),
        "contribution": _("Adds"),
        "total": _("Progress of the objective"),
        "nothing": _("Nothing is measured here yet."),
    }


def _said() -> dict[str, str]:
    """What only screen readers and hints say."""
    return {
        "map": _("Map of alignment"),
        "tree": _("Map of alignment: arrow keys walk it, Enter opens, ? lists the keys"),
        "progress": _("progress %(value)s"),
        "expected": _("expected by today %(value)s"),
        "confidence": _("Confidence %(value)s of 10"),
        "limited": _("Not visible to everyone"),
        "withheld": _(
            "Not everyone could see this on that day; its numbers stay with those who could."
        ),
        "key_results": _("Key results: %(count)s"),
        "close": _("Fold this branch"),
        "zoom_in": _("Zoom in"),
        "zoom_out": _("Zoom out"),
        "fit": _("Show all"),
        "overview": _("Overview"),
        "time": _("The day that the map shows"),
        "opened": _("Opened: %(count)s below"),
        "closed": _("Folded"),
        "failed": _("This could not be loaded. Try again."),
    }


def _columns() -> dict[str, str]:
    return {
        "column_mission": _("Mission and vision"),
        "column_company": _("Company"),
        "column_teams": _("Teams"),
        "column_people": pgettext("owners", "People"),
        "column_objectives": _("Objectives"),
    }


def _keys() -> dict[str, str]:
    return {
        "keys_title": _("On the map"),
        "key_right": _("Open, then the first below"),
        "key_left": _("Fold, then one up"),
        "key_updown": _("The next in the column"),
        "key_enter": _("Open the objective"),
        "key_all": _("Open everything below"),
        "key_focus": _("Focus on the line, or leave it"),
        "key_rows": _("Key results"),
        "key_zoom": _("Zoom"),
        "key_fit": _("Show all"),
    }
