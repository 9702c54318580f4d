"""Why a file is not written, or not while somebody waits."""

from django.utils.translation import gettext as _


def too_many(most: int) -> str:
    """It would not fit."""
    return _(
        "This would be more than %(most)s rows, too many for one file of this kind. Narrow it down, "
        "for example to a cycle or a team, or take another format."
    ) % {"most": f"{most:,}"}


def too_long(at_once: int) -> str:
    """It takes too long."""
    return _("More than %(most)s rows are made into a file in the background.") % {
        "most": f"{at_once:,}"
    }
