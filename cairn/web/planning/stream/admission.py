"""Whether somebody may follow a room now: asked when they come, and again and again while they stay."""

from importlib import import_module

from django.conf import settings

from cairn.organization.actor import Actor, Face
from cairn.organization.signing import actor_for
from cairn.planning.board import find_room
from cairn.web.planning.stream.passes import Pass
from cairn.web.sessions import member_in


def admit(session_key: str, granted: Pass) -> Actor | None:
    """As every page asks: the session lets that member in, who may look into the room; else None
    or `NotFound`."""
    member = member_in(import_module(settings.SESSION_ENGINE).SessionStore(session_key))
    if member is None or member.id != granted.member_id:
        return None
    viewer = actor_for(member, Face.WEB, locale=granted.locale)
    find_room(viewer, granted.room_id)
    return viewer
