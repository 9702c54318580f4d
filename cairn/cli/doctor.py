"""`cairn doctor`: recompute every derived number and name each difference."""

from typing import Annotated

import typer

from cairn.cli.progress import progress_bar
from cairn.cli.start import Data, prepare_database, start

DIFFERENCES = 1


def doctor(
    mend: Annotated[bool, typer.Option("--mend", help="Write the recomputed values.")] = False,
    data: Data = None,
) -> None:
    """Recompute everything that is derived; ends with 1 where something differed."""
    start(data)
    prepare_database()
    from django.utils.translation import gettext as _

    from cairn.checkins.doctor import examine
    from cairn.organization.models import Organization

    found = []
    with progress_bar(_("Recomputing")) as report:
        organizations = list(Organization.objects.order_by("id"))
        for done, organization in enumerate(organizations):
            report(done, len(organizations))
            found += [(organization.name, one) for one in examine(organization, mend=mend)]
    for name, difference in found:
        print(f"{name}: {difference}")
    if found and not mend:
        raise typer.Exit(DIFFERENCES)
    print(_("Mended.") if found else _("Everything is as it should be."))
