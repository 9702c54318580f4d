"""A template becomes somebody's draft, which remembers where it came from."""

from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from django.db import IntegrityError
from django.db.transaction import atomic

from cairn.events.kinds import Kind as Event
from cairn.goals.commands.drafts import submitted, write_draft
from cairn.goals.commands.first_lines import write_first_lines
from cairn.goals.commands.recording import record_objective
from cairn.goals.models import Objective
from cairn.intake import Intake
from cairn.okr_templates.filling import Filling, check_filling, fill
from cairn.okr_templates.models import HandOut, Origin
from cairn.okr_templates.policy import rules
from cairn.okr_templates.queries import usable_template
from cairn.okr_templates.templates import Language, Template
from cairn.okr_templates.words import Department
from cairn.organization.actor import Actor
from cairn.organization.commands.locking import find_open_team


def insert_template(
    actor: Actor,
    key: str,
    *,
    language: Language,
    cycle: int | None = None,
    team: int | None = None,
    owner: int | None = None,
    answers: Mapping[str, str] | None = None,
    values: Mapping[int, Mapping[str, Decimal]] | None = None,
    lines: tuple[int, ...] | None = None,
    submission: str | None = None,
) -> Objective:
    """A draft in a cycle, of the actor's own where neither team nor owner is named; for a team the
    actor answers for it. The same `submission` twice gives the draft of the first time."""
    rules.require(actor, "template.insert", None)
    filling = Filling(language, answers or {}, values or {}, lines)
    whose: dict[str, Any] = {"team": team, "owner": owner or actor.member_id}
    try:
        with atomic():
            if first := submitted(actor, submission):
                return first
            template = usable_template(actor, key)
            names = _names(actor, team)
            check_filling(template, filling, names)
            return write_from(
                actor, template, filling, names, submission, cycle=cycle, is_granted=False, **whose
            )
    except IntegrityError:
        if first := submitted(actor, submission):
            return first
        raise


def _names(actor: Actor, team: int | None) -> dict[str, str]:
    """What `{team}` and `{person}` are where nobody says otherwise."""
    intake = Intake({})
    found = find_open_team(actor, team, intake, "team")
    intake.settle()
    return {"team": found.name if found else "", "person": actor.name}


def write_from(
    actor: Actor,
    template: Template,
    filling: Filling,
    names: Mapping[str, str],
    submission: str | None,
    *,
    hand_out: HandOut | None = None,
    **whose: Any,
) -> Objective:
    """The draft with its key results, in the caller's transaction; `whose` as `write_draft` takes it."""
    filled = fill(template, filling, names)
    made = write_draft(
        actor,
        submission,
        title=filled.title,
        description=filled.description,
        type=template.type,
        is_growth=template.department == Department.PERSONAL_GROWTH,
        tags=list(template.tags) if template.own_id else [],
        **whose,
    )
    write_first_lines(actor, made, [asdict(line) for line in filled.lines])
    title = template.title.written(filling.language)
    Origin.objects.create(objective=made, template=template.key, title=title, hand_out=hand_out)
    facts = {"template": title, "template_key": template.key, "handed_out": bool(hand_out)}
    record_objective(actor, Event.TEMPLATE_INSERTED, made, new=facts)
    return made
