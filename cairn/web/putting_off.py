"""Putting a reminder off, wherever what it reminds of is shown."""

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _

from cairn.errors import Conflict, Invalid
from cairn.intake import Intake
from cairn.web.filters import day
from cairn.web.pages import flash
from cairn.web.sessions import WebRequest


def put_reminder_off(request: WebRequest, snooze: Callable[[date | None], object]) -> None:
    """To the `until_on` that was sent; without a day it comes as usual. What became of it is flashed."""
    intake = Intake({"until_on": "", **request.POST.dict(), **request.GET.dict()})
    until_on = intake.day("until_on")
    try:
        intake.settle()
        snooze(until_on)
    except (Invalid, Conflict) as refusal:
        fields = refusal.fields if isinstance(refusal, Invalid) else {}
        flash(request, str(next(iter(fields.values()), refusal.reason)), level="error")
        return
    said = _("It stays on your list; the reminder comes on %(day)s.") % {"day": day(until_on)}
    flash(request, said if until_on else _("The reminder comes as usual."))
