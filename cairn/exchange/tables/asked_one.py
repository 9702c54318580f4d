"""The one cycle or planning round that a table is of, for those that are of no more."""

from django.utils.translation import gettext as _

from cairn.cycles.models import Cycle
from cairn.cycles.queries import find_cycle
from cairn.errors import Invalid
from cairn.exchange.tables.asked import Asked
from cairn.organization.actor import Actor
from cairn.planning.models import Round
from cairn.planning.rounds import find_round


def asked_cycle(viewer: Actor, asked: Asked) -> Cycle:
    """`Invalid` where none is named, `NotFound` where it is not one of the viewer's organization."""
    if asked.cycle is None:
        raise Invalid({"cycle": _("Choose a cycle.")})
    return find_cycle(viewer, asked.cycle)


def asked_round(viewer: Actor, asked: Asked) -> Round:
    """The same of a planning round."""
    if asked.round is None:
        raise Invalid({"round": _("Choose a planning round.")})
    return find_round(viewer, asked.round)
