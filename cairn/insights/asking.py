"""What is asked of the insights, made the frame and the number that it means."""

from datetime import date

from django.utils.translation import gettext as _

from cairn.errors import Invalid, NotFound
from cairn.goals.map.asking import asked_when
from cairn.insights.frame import Frame, frame_of
from cairn.insights.number import ALL, PEOPLE, Number, read_number
from cairn.insights.subject import NO_TEAM, PERSON, find_subject
from cairn.organization.actor import Actor
from cairn.organization.queries import find_organization
from cairn.storage.ids import read_id


def asked_frame(
    viewer: Actor,
    *,
    cycle: int | None = None,
    team: int | None = None,
    person: int | None = None,
    on: date | None = None,
) -> Frame:
    """Of the current cycle, the whole organization and today where nothing else is said. `Invalid`
    names what cannot be asked; `NotFound` where there is no cycle, or not this team or person. Three
    queries."""
    if team and person:
        raise Invalid({"person": _("Ask for a team or a person.")})
    when = asked_when(viewer, cycle, on)
    if when.chosen is None:
        raise NotFound
    subject, organization = find_subject(viewer, team, person), find_organization(viewer)
    days = when.days
    return frame_of(viewer, organization, subject, when.known, when.chosen, days.today, days.chosen)


def asked_number(frame: Frame, show: str, group: str = "", since: date | None = None) -> Number:
    """By its text (see `read_number`), all objectives where there is none; `group` is the id of a team
    or `0`. `NotFound` where there is no such number here."""
    id = NO_TEAM if group == str(NO_TEAM) else read_id(group)
    number = None if group and id is None else read_number(show or ALL, id, since)
    if number is None or number.group not in (None, NO_TEAM, *frame.subject.groups):
        raise NotFound
    if number.kind == PEOPLE and frame.subject.kind == PERSON:
        raise NotFound
    return number
