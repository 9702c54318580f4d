"""Who may run a team's meeting and write in it. Whoever is in the organization may look.

Taking part is writing things down and presenting; what of the agenda is hidden from somebody stays so.

The target is a meeting, saved or about to be, with `team` loaded, or an entry of one.
"""

from django.utils.translation import gettext_lazy as _

from cairn.meetings.models import Entry, Meeting
from cairn.organization.actor import Actor
from cairn.organization.rules import Row, Rules, is_steward

ONLY_THE_TEAM = _(
    "Only the team's members, its lead and the leads above, champions and administrators may do this."
)
ONLY_WHO_TAKE_PART = _(
    "Only the people of the team and of the teams below, the leads above, champions and administrators "
    "take part in this meeting."
)
ONLY_THE_PRESENTER = _("Only the presenter moves the meeting on. Take the screen over first.")
ONLY_WHO_ENDS = _(
    "Only the presenter, the team's lead and the leads above, champions and administrators may end "
    "the meeting."
)
ONLY_ITS_AUTHOR = _(
    "Only who wrote it down, the presenter, the team's lead, champions and administrators may "
    "strike it."
)

type Target = Meeting | Entry


def meeting_of(target: Target) -> Meeting:
    return target if isinstance(target, Meeting) else target.meeting


def belongs_to_team(actor: Actor, target: Target) -> bool:
    return meeting_of(target).team_id in actor.teams


def belongs_to_line(actor: Actor, target: Target) -> bool:
    """Of the team, or of one below: a department meets with its teams."""
    return meeting_of(target).team_id in actor.lines


def leads_line(actor: Actor, target: Target) -> bool:
    return bool(actor.leads.intersection(meeting_of(target).team.line))


def is_presenter(actor: Actor, target: Target) -> bool:
    return meeting_of(target).presenter_id == actor.member_id


def wrote_entry(actor: Actor, target: Target) -> bool:
    return isinstance(target, Entry) and target.author_id == actor.member_id


TAKES_PART = (belongs_to_line, leads_line, is_steward, is_presenter)
rules = Rules(
    {
        "meeting.start": Row((belongs_to_team, leads_line, is_steward), ONLY_THE_TEAM),
        "meeting.write": Row(TAKES_PART, ONLY_WHO_TAKE_PART),
        "meeting.present": Row((is_presenter,), ONLY_THE_PRESENTER),
        "meeting.hand_over": Row(TAKES_PART, ONLY_WHO_TAKE_PART),
        "meeting.end": Row((is_presenter, leads_line, is_steward), ONLY_WHO_ENDS),
        "entry.strike": Row((wrote_entry, is_presenter, leads_line, is_steward), ONLY_ITS_AUTHOR),
    }
)
