"""`cairn doctor`: recompute every derived number and name each difference."""

from itertools import chain
from typing import TYPE_CHECKING, Annotated

import typer

from cairn.cli.progress import progress_bar
from cairn.cli.start import Data, prepare_database, start

if TYPE_CHECKING:
    from cairn.checkins.doctor import Difference

DIFFERS = 1


def doctor(
    mend: Annotated[bool, typer.Option("--mend", help="Write the right values.")] = False,
    data: Data = None,
) -> None:
    """Recompute everything that is derived; ends with 1 where something differs and stays so."""
    start(data)
    prepare_database()
    from django.utils.translation import gettext as _
    from django.utils.translation import ngettext

    from cairn.checkins import doctor as of_progress
    from cairn.organization.models import Organization
    from cairn.reviews import doctor as of_scores

    count = 0
    examined = (
        (of_progress.mend, of_scores.mend_reviews)
        if mend
        else (of_progress.examine, of_scores.examine_reviews)
    )
    with progress_bar(_("Recomputing everything")):
        for organization in Organization.objects.order_by("id"):
            for difference in chain.from_iterable(one(organization) for one in examined):
                count += 1
                print(f"{organization.name}: {line_of(difference)}")
    if count and not mend:
        print(
            ngettext("%(count)s value differs.", "%(count)s values differ.", count)
            % {"count": count},
            _("To mend: cairn doctor --mend"),
        )
        raise typer.Exit(DIFFERS)
    mended = ngettext("%(count)s value mended.", "%(count)s values mended.", count)
    print(mended % {"count": count} if count else _("Everything is correct."))


def line_of(difference: "Difference") -> str:
    from django.utils.translation import gettext as _

    return _("%(table)s %(id)s, %(column)s: kept %(kept)s, right %(right)s") % {
        "table": difference.table,
        "id": difference.id,
        "column": difference.column,
        "kept": difference.kept,
        "right": difference.right,
    }
