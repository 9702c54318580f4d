"""The texts that the drawing of the map needs, in the reader's language."""

from django.utils.translation import gettext as _


def island_words() -> dict[str, str]:
    return {
        "map": _("Map of alignment"),
        "zoom_in": _("Zoom in"),
        "zoom_out": _("Zoom out"),
        "fit": _("Show all"),
        "expand": _("Open %(n)s more"),
        "collapse": _("Fold"),
        "focus": _("Focus on this line"),
        "unfocus": _("Leave the focus"),
        "key_results": _("Key results"),
        "blocked": _("Key result blocked: %(title)s"),
        "supports": _("Supports"),
        "loading": _("Loading…"),
        "failed": _("This could not be loaded. Try again."),
        "svg": _("Export as SVG"),
        "png": _("Export as PNG"),
        "limited": _("Not visible to everyone"),
        "confidence": _("Confidence"),
        "weight": _("Weight"),
        "progress": _("Progress"),
        "contribution": _("Contribution"),
        "expected": _("Expected by now"),
        "not_measured": _("Not measured yet"),
        "no_key_results": _("No key result"),
        "today": _("Today"),
        "overview": _("Overview"),
    }
