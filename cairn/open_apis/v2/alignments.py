"""Which objective supports which. Feishu knows no asking: what waits for an answer is found by its
id alone, and no list has it before it is accepted."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from cairn.errors import NotFound
from cairn.goals.aligning import find_alignment, seen_alignments
from cairn.goals.commands.alignments import end_alignment, request_alignment
from cairn.goals.models import Alignment, Answer
from cairn.goals.queries import find_objective
from cairn.intake import MISSING, refuse
from cairn.open_apis.calls import Call
from cairn.open_apis.instants import ms
from cairn.open_apis.numbers import said
from cairn.open_apis.paging import one_page
from cairn.open_apis.records import OBJECTIVE
from cairn.open_apis.v2.owners import owner
from cairn.storage.ids import read_id

UPWARD, DOWNWARD = ("aligning", "align_to", "to"), ("aligned", "aligned_by", "from")
"""Feishu's documents do not name the values of `align_type`; without one of these both ways are
told."""


def list_alignments(call: Call, objective_id: str) -> dict[str, Any]:
    objective = find_objective(call.actor, read_id(objective_id))
    kind = call.asked("align_type").lower()
    ways = Q()
    if kind not in DOWNWARD:
        ways |= Q(objective=objective.id)
    if kind not in UPWARD:
        ways |= Q(target=objective.id)
    found = seen_alignments(call.actor).filter(ways, state=Answer.ACCEPTED)
    rows = list(found.select_related("objective", "target").order_by("id"))
    page = one_page(call, rows, lambda one: one.id)
    return page.answer([_alignment(call, one) for one in page.rows])


def show_alignment(call: Call, alignment_id: str) -> dict[str, Any]:
    return {"alignment": _alignment(call, _living(call, alignment_id))}


def _living(call: Call, alignment_id: str) -> Alignment:
    found = find_alignment(call.actor, read_id(alignment_id) or 0)
    if not found.is_live:
        raise NotFound
    return found


def _alignment(call: Call, row: Alignment) -> dict[str, Any]:
    near, far = row.objective, row.target
    return said(
        id=str(row.id),
        create_time=ms(row.requested_at),
        update_time=ms(row.answered_at or row.requested_at),
        from_owner=owner(call, near.owner_id, near.team_id),
        to_owner=owner(call, far.owner_id, far.team_id),
        from_entity_type=OBJECTIVE,
        from_entity_id=str(near.id),
        to_entity_type=OBJECTIVE,
        to_entity_id=str(far.id),
    )


def create_alignment(call: Call, objective_id: str) -> dict[str, Any]:
    """Accepted at once where the caller may answer for the target, else asked for."""
    kind = call.sent_choice("to_entity_type", (OBJECTIVE,))
    target = call.sent_id("to_entity_id")
    if kind is MISSING or target is None:
        refuse("to_entity_type" if kind is MISSING else "to_entity_id", _("This is needed."))
    made = request_alignment(call.actor, read_id(objective_id) or 0, target=target)
    return {"alignment_id": str(made.id)}


def remove_alignment(call: Call, alignment_id: str) -> dict[str, Any]:
    found = _living(call, alignment_id)
    gone = end_alignment(call.actor, found.id, reason=call.reason)
    return {"alignment_id": str(gone.id)}
