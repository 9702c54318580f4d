"""Taking back a check-in: nothing is erased, a correction says again what was said before."""

from typing import Any

from django.db.transaction import atomic
from django.utils.translation import gettext_lazy as _

from cairn.checkins.chains import first_of
from cairn.checkins.commands.checkins import check_in
from cairn.checkins.models import CheckIn
from cairn.goals.models import KeyResult, Kind, Reading
from cairn.goals.queries import find_key_result
from cairn.intake import refuse
from cairn.organization.actor import Actor
from cairn.storage.ids import read_id

FIRST_CONFIDENCE: int = KeyResult._meta.get_field("confidence").default


@atomic
def undo_check_in(actor: Actor, key_result_id: int, *, checkin: int) -> CheckIn:
    """Correct a check-in with the value, confidence and words that stood before it.

    What was itself a correction gives way to what it corrected, words included. Before the very
    first check-in there is no value, and the confidence with which every key result starts.
    """
    key_result = find_key_result(actor, key_result_id)
    undone = _find(key_result_id, checkin)
    before = undone.corrects or _latest_before(undone)
    return _say_again(actor, key_result, undone, before, words=undone.corrects)


@atomic
def take_back_check_in(actor: Actor, key_result_id: int, *, checkin: int) -> CheckIn:
    """Correct a check-in, however often it was corrected before, as if it had never been made: no
    words, and the value and confidence that stood before the first of them."""
    key_result = find_key_result(actor, key_result_id)
    undone = _find(key_result_id, checkin)
    first = _find(key_result_id, first_of(undone.id, key_result_id))
    return _say_again(actor, key_result, undone, _latest_before(first), words=None)


def _say_again(
    actor: Actor,
    key_result: KeyResult,
    undone: CheckIn,
    before: CheckIn | None,
    *,
    words: CheckIn | None,
) -> CheckIn:
    return check_in(
        actor,
        key_result.id,
        **_measured(key_result, before.reading if before else None),
        confidence=before.confidence if before else FIRST_CONFIDENCE,
        note=words.note if words else "",
        blockers=words.blockers if words else "",
        status=words.status if words else "",
        effective_on=undone.effective_on,
        corrects=undone.id,
    )


def _measured(key_result: KeyResult, reading: Reading | None) -> dict[str, Any]:
    """A reading as the arguments that give it again; without one the corrected is taken back. What a
    KPI measures is none of a check-in's."""
    if reading is None or key_result.kpi_id:
        return {}
    if key_result.kind == Kind.MILESTONES:
        return {"milestones_reached": [read_id(id) or 0 for id in reading.milestones]}
    return {"value": reading.value}


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
