"""`cairn doctor`: recompute every derived number and name each difference; say what is stuck."""

from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING, Annotated

import typer

from cairn.cli.progress import progress_bar
from cairn.cli.start import Data, prepare_database, start

if TYPE_CHECKING:
    from cairn.checkins.doctor import Difference
    from cairn.organization.models import Organization

DIFFERS = 1
LONGEST_S = 3


def doctor(
    mend: Annotated[bool, typer.Option("--mend", help="Write the right values.")] = False,
    data: Data = None,
) -> None:
    """Recompute everything that is derived; ends with 1 where something differs and stays so."""
    start(data)
    prepare_database()
    from django.utils.translation import gettext as _
    from django.utils.translation import ngettext

    from cairn.organization.models import Organization

    for line in (*queue_lines(), *backup_lines(), stream_line()):
        print(line)
    count = 0
    with progress_bar(_("Recomputing everything")):
        for organization in Organization.objects.order_by("id"):
            for difference in differences(organization, mend=mend):
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


def differences(organization: "Organization", *, mend: bool = False) -> Iterator["Difference"]:
    """Whatever is kept otherwise than it has to be; with `mend`, no longer."""
    from cairn.checkins import doctor as of_progress
    from cairn.reviews import doctor as of_scores

    examined = (
        (of_progress.mend, of_scores.mend_reviews)
        if mend
        else (of_progress.examine, of_scores.examine_reviews)
    )
    return chain.from_iterable(one(organization) for one in examined)


def queue_lines() -> list[str]:
    """What lies in the queue that somebody should look at; it is no difference."""
    from django.utils.translation import gettext as _
    from django.utils.translation import ngettext

    from cairn.jobs.models import Job
    from cairn.notifications.models import Mail

    lines = []
    failed = Mail.objects.filter(failed_at__isnull=False).count()
    if failed:
        words = ngettext("%(count)s mail was given up.", "%(count)s mails were given up.", failed)
        lines.append(words % {"count": failed})
    for job in Job.objects.filter(done_at__isnull=True).exclude(error="").order_by("id"):
        facts = {"kind": job.kind, "count": job.attempts, "error": job.error}
        lines.append(_("%(kind)s does not work, tried %(count)s times: %(error)s") % facts)
    return lines


def backup_lines() -> list[str]:
    """The newest of those that are taken by themselves."""
    from django.conf import settings
    from django.utils.translation import gettext as _

    from cairn.backup.keeping import kept_backups

    if not settings.BACKUP_EVERY_H:
        return []
    kept = kept_backups()
    if not kept:
        return [_("No backup has been taken by itself yet.")]
    return [_("The newest backup taken by itself is %(file)s") % {"file": kept[0]}]


def stream_line() -> str:
    """Whether rooms can be listened to; where they cannot, their pages ask for what is new."""
    from urllib.request import urlopen

    from django.conf import settings
    from django.utils.translation import gettext as _

    from cairn.planning.stream_process import find_running

    running = find_running()
    if running is None:
        return _("No planning room is followed now, so nothing is streamed.")
    address = settings.STREAM_URL or running.address
    try:
        urlopen(f"{address}/health", timeout=LONGEST_S).close()  # noqa: S310 (our own address)
    except OSError as error:
        words = _(
            "Planning rooms cannot be streamed from %(address)s (%(error)s): pages ask instead."
        )
        return words % {"address": address, "error": error}
    return _("Planning rooms are streamed from %(address)s") % {"address": address}


def line_of(difference: "Difference") -> str:
    from django.utils.translation import gettext as _

    return _("%(table)s %(id)s, %(column)s: kept %(kept)s, right %(right)s") % {
        "table": difference.table,
        "id": difference.id,
        "column": difference.column,
        "kept": difference.kept,
        "right": difference.right,
    }
