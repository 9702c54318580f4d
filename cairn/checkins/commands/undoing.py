"""Taking back a check-in: nothing is erased, a correction says again what was said before."""

from django.db.transaction import atomic
from django.utils.translation import gettext_lazy as _

from cairn.checkins.commands.checkins import check_in
from cairn.checkins.models import CheckIn
from cairn.errors import Conflict
from cairn.goals.models import Kind
from cairn.goals.queries import find_key_result
from cairn.intake import refuse
from cairn.organization.actor import Actor
from cairn.storage.ids import read_id


@atomic
def undo_check_in(actor: Actor, key_result_id: int, *, checkin: int) -> CheckIn:
    """Correct a check-in with the words, confidence and value that stood before it."""
    key_result = find_key_result(actor, key_result_id)
    undone = _find(key_result_id, checkin)
    before = undone.corrects or _latest_before(undone)
    if before is None:
        raise Conflict(_("There is nothing before this check-in; correct it instead."))
    reading = before.reading
    steps = key_result.kind == Kind.MILESTONES
    return check_in(
        actor,
        key_result_id,
        value=reading.value if reading and not steps else None,
        milestones_reached=[read_id(id) or 0 for id in reading.milestones]
        if reading and steps
        else None,
        confidence=before.confidence,
        note=undone.corrects.note if undone.corrects else "",
        blockers=undone.corrects.blockers if undone.corrects else "",
        status=undone.corrects.status if undone.corrects else "",
        effective_on=undone.effective_on,
        corrects=undone.id,
    )


def _find(key_result_id: int, checkin: int) -> CheckIn:
    found = (
        CheckIn.objects.filter(id=checkin, key_result_id=key_result_id)
        .select_related("corrects__reading")
        .first()
    )
    if found is None:
        refuse("checkin", _("This does not exist, or you may not see it."))
    return found


def _latest_before(undone: CheckIn) -> CheckIn | None:
    return (
        CheckIn.objects.filter(
            key_result=undone.key_result_id, corrected_by__isnull=True, id__lt=undone.id
        )
        .select_related("reading")
        .order_by("-effective_on", "-recorded_at", "-id")
        .first()
    )
