"""Sessions: signed as Django signs them, and each request's is its own."""

import pytest
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.contrib.sessions.models import Session

from cairn.web.session_store import SessionStore

pytestmark = pytest.mark.django_db


def stored(**values: object) -> str:
    session = SessionStore()
    session.update(values)
    session.create()
    assert session.session_key is not None
    return session.session_key


def test_it_reads_what_djangos_reads() -> None:
    key = stored(member="7", flashes=[{"text": "目标"}])
    ours, theirs = SessionStore(key), DatabaseSessions(key)
    assert (
        dict(ours.items()) == dict(theirs.items()) == {"member": "7", "flashes": [{"text": "目标"}]}
    )


def test_what_one_request_changes_and_does_not_save_no_other_sees() -> None:
    key = stored(flashes=["one"])
    SessionStore(key)["flashes"].append("two")
    assert SessionStore(key)["flashes"] == ["one"]


def test_a_forged_session_is_empty() -> None:
    key = stored(member="7")
    kept = Session.objects.get(session_key=key)
    assert SessionStore(key)["member"] == "7"
    body, _colon, signature = kept.session_data.rpartition(":")
    Session.objects.filter(session_key=key).update(session_data=f"{body}:{signature[::-1]}")
    assert dict(SessionStore(key).items()) == {}


def test_one_that_has_ended_or_was_deleted_is_empty() -> None:
    key = stored(member="7")
    assert SessionStore(key)["member"] == "7"
    Session.objects.filter(session_key=key).delete()
    assert dict(SessionStore(key).items()) == {}
