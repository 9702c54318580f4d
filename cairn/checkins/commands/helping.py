"""Asking a named person for help: open until answered or withdrawn."""

from typing import Any

from django.db.transaction import atomic
from django.utils.translation import gettext_lazy as _

from cairn.checkins.helping import visible_help
from cairn.checkins.models import HelpRequest, WeeklyUpdate
from cairn.checkins.policy import rules
from cairn.errors import Conflict, NotFound
from cairn.events.kinds import Kind as Event
from cairn.events.ledger import record
from cairn.goals.commands.checks import UNKNOWN, find_member
from cairn.goals.commands.locking import lock_objective
from cairn.goals.commands.objectives import edit_objective
from cairn.goals.commands.participants import having
from cairn.goals.commands.sight import may_see
from cairn.goals.models import Objective, Part
from cairn.intake import Intake, refuse
from cairn.organization.actor import Actor
from cairn.organization.commands.locking import lock_member
from cairn.organization.models import Member
from cairn.storage import clock


@atomic
def ask_for_help(
    actor: Actor,
    *,
    asked: int | None = None,
    body: str = "",
    objective: int | None = None,
    key_result: int | None = None,
    weekly_update: int | None = None,
    add_reader: bool = False,
    submission: str | None = None,
) -> HelpRequest:
    """Ask somebody, about an objective or in general.

    Who may not see the objective cannot be asked about it, unless `add_reader` names them its
    reader, which takes the right to edit it. The same `submission` twice asks once.
    """
    rules.require(actor, "help.ask", None)
    if submission:
        lock_member(actor, actor.member_id)  # the same form, sent twice at once
    if submission and (first := _asked_before(actor, submission)):
        return first
    about = None if objective is None else lock_objective(actor, objective)
    intake = Intake({})
    person = find_member(actor, asked, intake, "asked")
    if person is None:
        intake.refuse("asked", _("Choose whom you ask."))
    elif person.id == actor.member_id:
        intake.refuse("asked", _("Ask somebody else."))
    if not body.strip():
        intake.refuse("body", _("Write what you need."))
    _check_key_result(intake, about, key_result)
    intake.settle()
    assert person is not None
    if about is not None and not may_see(person, about):
        _let_read(actor, about, person, add_reader)
    made = HelpRequest.objects.create(
        organization_id=actor.organization_id,
        asked_by_id=actor.member_id,
        asked=person,
        weekly_update=_own_update(actor, weekly_update),
        objective=about,
        key_result_id=key_result,
        body=body,
        asked_at=clock.now(),
        submission=submission or None,
    )
    record_help(actor, Event.HELP_ASKED, made, new={"asked": person.name, "body": body[:500]})
    return made


def _asked_before(actor: Actor, submission: str) -> HelpRequest | None:
    return HelpRequest.objects.filter(asked_by_id=actor.member_id, submission=submission).first()


def _check_key_result(intake: Intake, about: Objective | None, key_result: int | None) -> None:
    if key_result is None:
        return
    if about is None or not about.key_results.filter(id=key_result, deleted_at=None).exists():
        intake.refuse("key_result", UNKNOWN)


def _let_read(actor: Actor, about: Objective, person: Member, add_reader: bool) -> None:
    if not add_reader:
        words = _(
            "%(name)s may not see this objective. Name them its reader, or ask somebody else."
        )
        refuse("asked", words % {"name": person.name})
    readers = [*having(about, Part.READER), person.id]
    edit_objective(actor, about.id, readers=readers)


def _own_update(actor: Actor, update_id: int | None) -> WeeklyUpdate | None:
    if update_id is None:
        return None
    found = WeeklyUpdate.objects.filter(id=update_id, member_id=actor.member_id).first()
    if found is None:
        raise NotFound
    return found


@atomic
def answer_help(actor: Actor, request_id: int, *, answer: str = "") -> HelpRequest:
    """The one who was asked, or who stands in for them, answers; then it is done."""
    found = _lock(actor, request_id)
    rules.require(actor, "help.answer", found)
    _require_open(found)
    if not answer.strip():
        refuse("answer", _("Write something first."))
    found.answer, found.answered_at = answer, clock.now()
    found.answered_by_id = actor.member_id
    found.in_place = found.asked_id in actor.stands_in_for
    found.save(update_fields=["answer", "answered_at", "answered_by", "in_place"])
    new = {"answer": answer[:500]}
    if found.in_place:
        new["stood_in_for"] = found.asked.name
    record_help(actor, Event.HELP_ANSWERED, found, new=new)
    return found


@atomic
def withdraw_help(actor: Actor, request_id: int) -> HelpRequest:
    """Who asked needs it no more. Twice changes nothing."""
    found = _lock(actor, request_id)
    rules.require(actor, "help.withdraw", found)
    if found.withdrawn_at is None:
        _require_open(found)
        found.withdrawn_at = clock.now()
        found.save(update_fields=["withdrawn_at"])
        record_help(actor, Event.HELP_WITHDRAWN, found)
    return found


def _lock(actor: Actor, request_id: int) -> HelpRequest:
    found = (
        HelpRequest.objects.select_for_update(of=("self",), no_key=True)
        .select_related("asked", "asked_by", "objective")
        .filter(visible_help(actor), id=request_id)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def _require_open(found: HelpRequest) -> None:
    if found.answered_at is not None:
        raise Conflict(_("This was answered already."))
    if found.withdrawn_at is not None:
        raise Conflict(_("This is not asked for any more."))


def record_help(actor: Actor, kind: Event, made: HelpRequest, **values: Any) -> None:
    """Without an objective nobody reads it in a feed: see `events.queries`."""
    objective = made.objective
    record(
        actor,
        kind,
        made.id,
        title=objective.title if objective else "",
        objective_id=made.objective_id,
        team_id=objective.team_id if objective else None,
        **values,
    )
