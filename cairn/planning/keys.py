"""The key to an anonymous proposal: told once, kept as its hash only."""

import hashlib
import secrets

from django.utils.crypto import constant_time_compare

SAFE = 22
"""A key of fewer characters could be guessed."""


def make_key(wish: str) -> str:
    """The one that was sent along, where it is long enough to be one; else a fresh one."""
    return wish if len(wish) >= SAFE else secrets.token_urlsafe(24)


def hash_of(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def fits(key_hash: str, key: str) -> bool:
    return bool(key) and constant_time_compare(key_hash, hash_of(key))
