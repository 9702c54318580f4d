"""What of a meeting's agenda somebody may see: the rest of it is not there for them."""

from django.db.models import Q, QuerySet

from cairn.checkins.agreed import OPEN, seen_actions
from cairn.checkins.models import Action
from cairn.goals.models import KeyResult
from cairn.goals.queries import visible_objectives
from cairn.meetings.agenda import Item, Why, read_agenda
from cairn.meetings.models import Meeting
from cairn.organization.actor import Actor


def seen_items(viewer: Actor, meeting: Meeting) -> list[Item]:
    """In the agenda's order, without what is hidden from the viewer or was deleted. Three queries."""
    items = read_agenda(meeting.agenda)
    objectives = set(
        visible_objectives(viewer)
        .filter(id__in={one.objective_id for one in items if one.objective_id})
        .values_list("id", flat=True)
    )
    key_results = set(
        KeyResult.objects.filter(
            id__in={one.key_result_id for one in items if one.key_result_id},
            deleted_at__isnull=True,
        ).values_list("id", flat=True)
    )
    return keep_seen(items, objectives, key_results, sees_actions(viewer, meeting, items))


def keep_seen(
    items: list[Item], objectives: set[int], key_results: set[int], actions: bool
) -> list[Item]:
    return [
        one
        for one in items
        if (one.objective_id is None or one.objective_id in objectives)
        and (one.key_result_id is None or one.key_result_id in key_results)
        and (actions or one.why is not Why.ACTIONS)
    ]


def sees_actions(viewer: Actor, meeting: Meeting, items: list[Item]) -> bool:
    """Whether any of what was left open concerns the viewer. One query, or none."""
    has_any = any(one.why is Why.ACTIONS for one in items)
    return has_any and carried_actions(viewer, meeting).exists()


def carried_actions(viewer: Actor, meeting: Meeting) -> QuerySet[Action]:
    """What was open in the team when the meeting began, as far as the viewer may see it."""
    since = meeting.started_at
    left = OPEN | Q(done_at__gte=since) | Q(dropped_at__gte=since)
    return seen_actions(viewer).filter(left, team=meeting.team_id, created_at__lt=since)
