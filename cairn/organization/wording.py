"""Sentences that several commands share."""

from django.utils.translation import gettext_lazy as _

UNKNOWN = _("This does not exist, or you may not see it.")
LAST_ADMIN = _("This is the last administrator. Name another one first.")
