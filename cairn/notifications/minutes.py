"""A meeting's minutes in the mail that says that they are there: for each reader what they may see."""

from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext as _

from cairn.errors import NotFound
from cairn.events.kinds import Kind
from cairn.meetings.minutes import Minutes, read_minutes
from cairn.notifications.notices import NoticeRow
from cairn.notifications.wording import day_text
from cairn.organization.actor import Actor
from cairn.storage.ids import read_id

MOST = 30


def with_minutes(reader: Actor, rows: Iterable[NoticeRow]) -> list[NoticeRow]:
    """The rows of ended meetings with what was decided and agreed on, as this reader sees it."""
    return [_told(reader, row) if row.kind == Kind.MEETING_ENDED else row for row in rows]


def _told(reader: Actor, row: NoticeRow) -> NoticeRow:
    meeting_id = read_id(row.url.removeprefix("/meetings/").partition("/")[0])
    try:
        minutes = read_minutes(reader, meeting_id or 0)
    except NotFound:
        return row
    return replace(row, said="\n".join(lines_of(minutes)))


def lines_of(minutes: Minutes) -> list[str]:
    """The summary and who took part, then decisions and actions, a line each."""
    lines = [minutes.meeting.summary] if minutes.meeting.summary else []
    if minutes.attended:
        names = _(", ").join(one.name for one in minutes.attended[:MOST])
        lines.append(_("Took part: %(names)s") % {"names": names})
    lines += [_("Decided: %(what)s") % {"what": one.body} for one in minutes.decisions[:MOST]]
    for one in minutes.actions[:MOST]:
        action = one.action
        assert action is not None
        who = action.owner.name if action.owner else _("Nobody yet")
        day = f", {day_text(action.due_on.isoformat())}" if action.due_on else ""
        lines.append(_("To do: %(what)s (%(who)s)") % {"what": one.body, "who": f"{who}{day}"})
    return lines
