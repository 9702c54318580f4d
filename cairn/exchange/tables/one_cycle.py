"""The cycle of a table that is counted for one cycle."""

from django.utils.translation import gettext as _

from cairn.cycles.models import Cycle
from cairn.cycles.queries import find_cycle
from cairn.errors import Invalid
from cairn.exchange.tables.asked import Asked
from cairn.organization.actor import Actor


def asked_cycle(viewer: Actor, asked: Asked) -> Cycle:
    """`Invalid` where none is named, `NotFound` where it is not one of the viewer's organization."""
    if asked.cycle is None:
        raise Invalid({"cycle": _("Choose a cycle.")})
    return find_cycle(viewer, asked.cycle)
