"""Secrets that are shown once and kept as a hash: tokens, invitations, the setup code.

They are long and random, so a plain SHA-256 holds: there is nothing to guess from a dictionary.
"""

import hashlib
import secrets
from base64 import urlsafe_b64encode

from django.utils.crypto import salted_hmac

TOKEN_PREFIX = "cairn_"  # noqa: S105 (public: it marks a token as ours)
APP_PREFIX = "cli_"
CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def new_secret(prefix: str = "") -> str:
    """43 characters that fit a URL, behind the prefix."""
    return prefix + secrets.token_urlsafe(32)


def new_app_id() -> str:
    """The name by which an app of Feishu's API signs on; no secret."""
    return APP_PREFIX + secrets.token_hex(8)


def invitation_secret(invitation_id: int) -> str:
    """The secret of an invitation, out of its id and the instance's own secret: the mail that
    carries it may be written later without anybody keeping it."""
    made = salted_hmac("cairn.invitation", str(invitation_id), algorithm="sha256").digest()
    return urlsafe_b64encode(made).decode().rstrip("=")


def new_code() -> str:
    """Something to type: three groups of four letters and digits that are not easily confused."""
    letters = [secrets.choice(CODE_LETTERS) for _ in range(12)]
    return "-".join("".join(letters[at : at + 4]) for at in (0, 4, 8))


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def is_same(secret: str, kept_hash: str) -> bool:
    """Whether a secret has this hash, in constant time."""
    return secrets.compare_digest(hash_of(secret), kept_hash)
