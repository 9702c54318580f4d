"""A champion reminds those who are not through, beside the reminders that come by themselves."""

from collections.abc import Iterable

from django.db.transaction import atomic

from cairn.cycles.models import Cycle
from cairn.cycles.policy import rules
from cairn.goals.agreeing import not_through
from cairn.notifications.models import Topic
from cairn.notifications.telling import tell
from cairn.organization.actor import Actor
from cairn.storage import clock


@atomic
def nudge(actor: Actor, cycle: Cycle, members: Iterable[int] | None = None) -> int:
    """Remind the named members, or all, as far as they still have to write or submit in the cycle; nobody
    twice on one day. How many were reminded now."""
    rules.require(actor, "cycle.change", cycle)
    today = clock.today(actor.time_zone)
    return tell(
        not_through(cycle, members),
        topic=Topic.CONFIRMATIONS,
        key=f"drafting:{cycle.id}:{today.isoformat()}",
        kind="reminder.drafting.asked",
        url=f"/?cycle={cycle.id}",
        reason="member",
        facts={"title": cycle.name, "actor": actor.name},
    )
