"""A draft of one's own in a round, for something that a team above wants."""

from django.db.transaction import atomic

from cairn.goals.commands.carrying import carried_audience, carried_title, carried_words
from cairn.goals.commands.drafts import submitted, write_draft
from cairn.organization.actor import Actor
from cairn.planning.commands.aligning import find_above, find_part, plan_locked
from cairn.planning.commands.holding import lock_round, require_open
from cairn.planning.models import PlannedAlignment
from cairn.planning.policy import rules


@atomic
def write_own(
    actor: Actor,
    round_id: int,
    *,
    target: int,
    key_result: int | None = None,
    submission: str | None = None,
) -> PlannedAlignment:
    """The actor's own draft in the round's cycle, in the words of what it is to support until they
    rewrite it; announcing aligns it. The same `submission` twice gives the draft of the first time."""
    held = lock_round(actor, round_id)
    rules.require(actor, "round.write", held)
    require_open(held)
    above = find_above(actor, held, {*actor.lines, held.team_id}, target)
    part = find_part(above, key_result)
    made = submitted(actor, submission) or write_draft(
        actor,
        submission,
        title=carried_title(above, part),
        cycle=held.cycle_id,
        owner=actor.member_id,
        description=carried_words(above, part),
        **carried_audience(above, actor.member_id),
    )
    return plan_locked(actor, held, made, above, part)
