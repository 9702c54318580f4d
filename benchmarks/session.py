"""Prints a session key and a CSRF token for an e-mail address; run by `instance.sign_in`."""

import sys
from typing import Any

import django


def open_session(user: Any) -> str:
    """The key of a new session, as signing in makes it."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def main(email: str) -> None:
    django.setup()
    from django.middleware.csrf import _get_new_csrf_string

    from cairn.organization.models import User

    print(open_session(User.objects.get(email=email)), _get_new_csrf_string())


if __name__ == "__main__":
    main(sys.argv[1])
