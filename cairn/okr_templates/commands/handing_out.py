"""One template for many teams and people: all of their drafts, or none."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from django.db.transaction import atomic
from django.utils.translation import gettext as _
from django.utils.translation import override

from cairn.errors import Conflict, Invalid, Refusal
from cairn.events.kinds import Kind as Event
from cairn.events.ledger import record
from cairn.goals.ties import hold_cycle
from cairn.intake import refuse
from cairn.jobs.commands import put_job
from cairn.jobs.models import Job
from cairn.jobs.worker import Tell
from cairn.okr_templates.commands.inserting import write_from
from cairn.okr_templates.filling import Filling
from cairn.okr_templates.handing_out import Asked, Plan, names_for, plan_hand_out
from cairn.okr_templates.models import HandOut
from cairn.okr_templates.queries import usable_template
from cairn.okr_templates.templates import Language, Template
from cairn.organization.actor import Actor, Face
from cairn.organization.commands.locking import lock_member
from cairn.organization.signing import actor_for
from cairn.storage import clock

KIND: Final = "template.hand_out"
AT_ONCE: Final = 20
"""More drafts than that are written later."""


@atomic
def hand_out(
    actor: Actor,
    key: str,
    filling: Filling,
    asked: Asked,
    *,
    cycle: int | None,
    seen: str | None = None,
    submission: str | None = None,
) -> HandOut:
    """A draft for each of them who may get one, all or none; more than twenty later, as a job.

    `seen` is the fingerprint of the plan that was shown: where it is another one by now, nothing
    is written. The same `submission` again gives the first hand-out.
    """
    lock_member(actor, actor.member_id)  # the same form, sent twice at once
    mine = HandOut.objects.filter(member=actor.member_id)
    if submission and (first := mine.filter(submission=submission).first()):
        return first
    hold_cycle(actor.organization_id, cycle)
    template = usable_template(actor, key)
    plan = plan_hand_out(actor, template, filling, asked, cycle)
    if seen is not None and seen != plan.fingerprint:
        raise Conflict(_("Meanwhile something has changed. Look at who would get it once more."))
    if not plan.given:
        refuse("teams", _("Nobody of them would get it."))
    row = _put(actor, template, filling, plan, submission)
    if row.size <= AT_ONCE:
        _write(actor, row, template, filling, plan)
    else:
        payload = {"hand_out": str(row.id)}
        whose: dict[str, Any] = {"organization_id": row.organization_id, "by": row.member_id}
        put_job(KIND, payload, key=row.job_key, **whose)
    return row


def _put(
    actor: Actor, template: Template, filling: Filling, plan: Plan, submission: str | None
) -> HandOut:
    given = [one.receiver for one in plan.given]
    return HandOut.objects.create(
        organization_id=actor.organization_id,
        member_id=actor.member_id,
        template=template.key,
        title=template.title.written(filling.language),
        language=filling.language,
        cycle=plan.cycle,
        teams=[str(one.team.id) for one in given if one.team],
        people=[str(one.owner.id) for one in given if one.owner and not one.team],
        answers=dict(filling.answers),
        values={
            str(number): {hole: format(value, "f") for hole, value in said.items()}
            for number, said in filling.values.items()
        },
        lines=None if filling.lines is None else list(filling.lines),
        skipped=len(plan.skipped),
        submission=submission or None,
    )


def _write(
    actor: Actor,
    row: HandOut,
    template: Template,
    filling: Filling,
    plan: Plan,
    tell: Tell | None = None,
) -> None:
    for step, one in enumerate(plan.given):
        receiver = one.receiver
        write_from(
            actor,
            template,
            filling,
            names_for(receiver),
            None,
            hand_out=row,
            is_granted=True,
            cycle=plan.cycle.id,
            team=receiver.team.id if receiver.team else None,
            owner=receiver.owner.id if receiver.owner else None,
        )
        if tell is not None:
            tell(step + 1, len(plan.given))
    row.done_at = clock.now()
    row.save(update_fields=["done_at"])
    facts = {"template_key": row.template, "drafts": row.size, "skipped": row.skipped}
    record(actor, Event.HAND_OUT_MADE, row.id, title=row.title, new=facts)


def finish_hand_out(job: Job, tell: Tell) -> None:
    """A job's work: write them all with the rights that whoever asked has now, or note why not."""
    waiting = HandOut.objects.filter(
        id=int(job.payload["hand_out"]), done_at__isnull=True, failed_at__isnull=True
    )
    row = waiting.select_related("member__organization", "cycle").first()
    if row is None:
        return
    actor = actor_for(row.member, Face.TASK)
    with override(actor.locale):
        try:
            _finish(actor, row, tell)
        except Refusal as refusal:
            waiting.update(failed_at=clock.now(), error=_reason(refusal))


@atomic
def _finish(actor: Actor, row: HandOut, tell: Tell) -> None:
    hold_cycle(row.organization_id, row.cycle_id)
    template = usable_template(actor, row.template)
    filling = _filling(row)
    asked = Asked([int(id) for id in row.teams], [int(id) for id in row.people])
    if row.member.left_at is not None:
        raise Conflict(_("Whoever asked for this has left the organization."))
    plan = plan_hand_out(actor, template, filling, asked, row.cycle_id)
    if plan.skipped:
        first = plan.skipped[0]
        said = {"name": first.receiver.name, "why": first.why}
        raise Conflict(_("%(name)s can no longer get it: %(why)s") % said)
    _write(actor, row, template, filling, plan, tell)


def _filling(row: HandOut) -> Filling:
    language: Language = "zh" if row.language == "zh" else "en"
    values: Mapping[int, Mapping[str, Decimal]] = {
        int(number): {hole: Decimal(text) for hole, text in said.items()}
        for number, said in row.values.items()
    }
    lines = None if row.lines is None else tuple(row.lines)
    return Filling(language, row.answers, values, lines)


def _reason(refusal: Refusal) -> str:
    if isinstance(refusal, Invalid):
        return " ".join(str(why) for why in refusal.fields.values())
    return str(refusal.reason)
