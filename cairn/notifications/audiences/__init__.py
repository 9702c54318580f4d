"""Who hears of an event because it concerns them, by its kind. Followers: `reading.py`."""

from typing import Final

from cairn.events.kinds import Kind
from cairn.notifications.audience import Find
from cairn.notifications.audiences.agreement import (
    agreed,
    asked_anew,
    deleted,
    submitted,
    withdrawn,
)
from cairn.notifications.audiences.duties import absent, handed_over, template_given
from cairn.notifications.audiences.help import (
    help_answered,
    help_asked,
    help_handed_over,
    help_withdrawn,
)
from cairn.notifications.audiences.kpis import kpi_given, measured
from cairn.notifications.audiences.meetings import (
    action_agreed,
    action_done,
    action_handed_over,
    meeting_ended,
)
from cairn.notifications.audiences.planning import (
    room_opened,
    round_announced,
    round_cancelled,
    round_started,
    step_done,
    step_wanted,
)
from cairn.notifications.audiences.reviews import closed, cycle_closed, phase_moved, scored
from cairn.notifications.audiences.talk import checked_in, commented, manager_hears
from cairn.notifications.audiences.ties import (
    alignment_answered,
    alignment_asked,
    alignment_ended,
    dependency_answered,
    dependency_asked,
    dependency_delivered,
)

AUDIENCES: Final[dict[str, Find]] = {
    Kind.OBJECTIVE_SUBMITTED: submitted,
    Kind.OBJECTIVE_ASKED_ANEW: asked_anew,
    Kind.OBJECTIVE_RESTORED: submitted,
    Kind.OBJECTIVE_DELETED: deleted,
    Kind.OBJECTIVE_CONFIRMED: agreed,
    Kind.OBJECTIVE_RETURNED: agreed,
    Kind.OBJECTIVE_WITHDRAWN: withdrawn,
    Kind.ALIGNMENT_REQUESTED: alignment_asked,
    Kind.ALIGNMENT_ACCEPTED: alignment_answered,
    Kind.ALIGNMENT_DECLINED: alignment_answered,
    Kind.ALIGNMENT_ENDED: alignment_ended,
    Kind.DEPENDENCY_REQUESTED: dependency_asked,
    Kind.DEPENDENCY_CHANGED: dependency_asked,
    Kind.DEPENDENCY_WITHDRAWN: dependency_asked,
    Kind.DEPENDENCY_ACCEPTED: dependency_answered,
    Kind.DEPENDENCY_DECLINED: dependency_answered,
    Kind.DEPENDENCY_DELIVERED: dependency_delivered,
    Kind.COMMENT_ADDED: commented,
    Kind.CHECKIN_MADE: checked_in,
    Kind.CHECKIN_CORRECTED: checked_in,
    Kind.OBJECTIVE_HANDED_OVER: handed_over,
    Kind.KEY_RESULT_HANDED_OVER: handed_over,
    Kind.TEMPLATE_INSERTED: template_given,
    Kind.HELP_ASKED: help_asked,
    Kind.HELP_ANSWERED: help_answered,
    Kind.HELP_HANDED_OVER: help_handed_over,
    Kind.HELP_WITHDRAWN: help_withdrawn,
    Kind.ACTION_ADDED: action_agreed,
    Kind.ACTION_CHANGED: action_agreed,
    Kind.ACTION_HANDED_OVER: action_handed_over,
    Kind.ACTION_DONE: action_done,
    Kind.MEETING_ENDED: meeting_ended,
    Kind.ROUND_STARTED: round_started,
    Kind.ROOM_OPENED: room_opened,
    Kind.ROUND_ANNOUNCED: round_announced,
    Kind.ROUND_CANCELLED: round_cancelled,
    Kind.STEP_DONE: step_done,
    Kind.STEP_REPEATED: step_wanted,
    Kind.STEP_EXTENDED: step_wanted,
    Kind.OBJECTIVE_CLOSED: closed,
    Kind.OBJECTIVE_REOPENED: closed,
    Kind.OBJECTIVE_SCORED: closed,
    Kind.KEY_RESULT_SCORED: scored,
    Kind.OPINION_GIVEN: scored,
    Kind.CYCLE_MOVED: phase_moved,
    Kind.CYCLE_COMPLETED: cycle_closed,
    Kind.KPI_MEASURED: measured,
    Kind.KPI_CREATED: kpi_given,
    Kind.KPI_CHANGED: kpi_given,
    Kind.UPDATE_PUBLISHED: manager_hears,
    Kind.ABSENCE_PLANNED: absent,
    Kind.ABSENCE_CHANGED: absent,
    Kind.ABSENCE_ENDED: absent,
}
