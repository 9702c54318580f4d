"""Agreeing: objectives are submitted, and confirmed or returned with comments; one or several at
once, which one person asks for or answers together."""

from collections.abc import Iterable, Mapping

from django.db.transaction import atomic
from django.utils.translation import gettext_lazy as _

from cairn.errors import Conflict, Stale
from cairn.events.kinds import Kind as Event
from cairn.goals.agreed import differences, stamp_of
from cairn.goals.commands.asking import agree, agreed_text, ask, latest_confirmed
from cairn.goals.commands.checks import require_open, wants_reason
from cairn.goals.commands.drafts import publish_locked
from cairn.goals.commands.locking import lock_objective
from cairn.goals.commands.recording import record_objective
from cairn.goals.models import Agreement, Confirmation, Objective, Verdict
from cairn.goals.policy import rules
from cairn.goals.ties import lock_lines
from cairn.intake import refuse
from cairn.organization.actor import Actor
from cairn.storage import clock


def submit_objective(actor: Actor, objective_id: int, *, note: str = "") -> Objective:
    """Ask for one objective to be confirmed."""
    return submit_objectives(actor, [objective_id], note=note)[0]


@atomic
def submit_objectives(
    actor: Actor, objective_ids: Iterable[int], *, note: str = ""
) -> list[Objective]:
    """Ask for objectives, drafts or published, to be confirmed; all of them or none."""
    objectives = _lock(actor, objective_ids, "objective.submit")
    for objective in objectives:
        _require_something_to_confirm(objective)
        ask(actor, objective, note=note, is_change=latest_confirmed(objective) is not None)
    return objectives


def _require_something_to_confirm(objective: Objective) -> None:
    if objective.agreement == Agreement.SUBMITTED:
        raise Conflict(_("“%(title)s” is submitted already.") % {"title": objective.title})
    if objective.agreement == Agreement.CONFIRMED:
        last = latest_confirmed(objective)
        if last is None or not differences(last.agreed, agreed_text(objective)):
            raise Conflict(
                _("“%(title)s” is confirmed, and nothing has changed since.")
                % {"title": objective.title}
            )


@atomic
def withdraw_submission(actor: Actor, objective_id: int) -> Objective:
    """Take a submission back: the objective stands as it stood before.

    A change of what was confirmed is refused where the organization wants such changes confirmed,
    unless the text is again what was agreed.
    """
    (objective,) = _lock(actor, [objective_id], "objective.submit")
    waiting = _waiting(objective)
    earlier = objective.confirmations.exclude(verdict="").exclude(verdict=Verdict.WITHDRAWN)
    before = earlier.order_by("-id").first()
    if before is not None and before.verdict == Verdict.CONFIRMED:
        _require_unchanged(objective, before)
    _answer(actor, waiting, Verdict.WITHDRAWN)
    agree(objective, before.verdict if before else "")
    record_objective(actor, Event.OBJECTIVE_WITHDRAWN, objective)
    return objective


def _require_unchanged(objective: Objective, confirmed: Confirmation) -> None:
    must_ask = objective.organization.reconfirms_changes and wants_reason(objective)
    if must_ask and differences(confirmed.agreed, agreed_text(objective)):
        raise Conflict(
            _("This change has to be confirmed. Change it back to what was agreed, or wait.")
        )


def confirm_objective(
    actor: Actor, objective_id: int, *, stamp: str, comment: str = "", publish: bool = True
) -> Objective:
    """Agree to one objective."""
    return confirm_objectives(actor, {objective_id: stamp}, comment=comment, publish=publish)[0]


@atomic
def confirm_objectives(
    actor: Actor, stamps: Mapping[int, str], *, comment: str = "", publish: bool = True
) -> list[Objective]:
    """Agree to objectives that wait for it; all of them or none. Drafts are published, unless not.

    `stamps` are the prints (`agreed.stamp_of`) of the texts that were read, by objective; a text
    that has changed since is refused (`Stale`).
    """
    objectives = _lock(actor, stamps, "objective.confirm")
    for objective in objectives:
        waiting, text = _waiting(objective), agreed_text(objective)
        if stamps[objective.id] != stamp_of(text):
            raise Stale(
                theirs={"title": objective.title, "stamp": stamp_of(text)},
                yours={"stamp": stamps[objective.id]},
                version=objective.version,
            )
        waiting.agreed = text
        _answer(actor, waiting, Verdict.CONFIRMED, comment)
        agree(objective, Agreement.CONFIRMED)
        record_objective(
            actor, Event.OBJECTIVE_CONFIRMED, objective, new=_place(waiting), reason=comment
        )
        if publish and objective.is_draft:
            publish_locked(actor, objective)
    return objectives


def return_objective(actor: Actor, objective_id: int, *, comment: str) -> Objective:
    """Give one objective back with a comment."""
    return return_objectives(actor, [objective_id], comment=comment)[0]


@atomic
def return_objectives(
    actor: Actor, objective_ids: Iterable[int], *, comment: str
) -> list[Objective]:
    """Give objectives back to their owners, who read why; all of them or none."""
    objectives = _lock(actor, objective_ids, "objective.confirm")
    if not comment:
        refuse("comment", _("Say what should change."))
    for objective in objectives:
        waiting = _waiting(objective)
        _answer(actor, waiting, Verdict.RETURNED, comment)
        agree(objective, Agreement.RETURNED)
        record_objective(
            actor, Event.OBJECTIVE_RETURNED, objective, new=_place(waiting), reason=comment
        )
    return objectives


def _lock(actor: Actor, objective_ids: Iterable[int], act: str) -> list[Objective]:
    """In the order of their ids; open, and for whom the actor may do this."""
    ids = sorted(set(objective_ids))
    lock_lines(actor.organization_id, ids)
    objectives = [lock_objective(actor, id) for id in ids]
    for objective in objectives:
        rules.require(actor, act, objective)
        require_open(objective)
    return objectives


def _waiting(objective: Objective) -> Confirmation:
    found = objective.confirmations.select_for_update(no_key=True).filter(verdict="").first()
    if found is None:
        raise Conflict(
            _("“%(title)s” waits for no confirmation: it was answered or taken back.")
            % {"title": objective.title}
        )
    return found


def _answer(actor: Actor, waiting: Confirmation, verdict: str, comment: str = "") -> None:
    waiting.verdict, waiting.comment = verdict, comment
    waiting.answered_by_id, waiting.answered_at = actor.member_id, clock.now()
    is_answer = verdict != Verdict.WITHDRAWN
    waiting.in_place = is_answer and waiting.asked_id in actor.confirms_as
    waiting.save(
        update_fields=["verdict", "comment", "answered_by", "answered_at", "in_place", "agreed"]
    )


def _place(waiting: Confirmation) -> dict[str, str]:
    """In whose place it was answered."""
    asked = waiting.asked if waiting.in_place else None
    return {"stood_in_for": asked.name} if asked else {}
