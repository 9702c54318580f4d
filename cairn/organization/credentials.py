"""Secrets that are shown once and kept as a hash: tokens, invitations, the setup code.

They are long and random, so a plain SHA-256 holds: there is nothing to guess from a dictionary.
"""

import hashlib
import secrets

TOKEN_PREFIX = "cairn_"  # noqa: S105 (public: it marks a token as ours)
CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def new_secret(prefix: str = "") -> str:
    """43 characters that fit a URL, behind the prefix."""
    return prefix + secrets.token_urlsafe(32)


def new_code() -> str:
    """Something to type: three groups of four letters and digits that are not easily confused."""
    letters = [secrets.choice(CODE_LETTERS) for _ in range(12)]
    return "-".join("".join(letters[at : at + 4]) for at in (0, 4, 8))


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def is_same(secret: str, kept_hash: str) -> bool:
    """Whether a secret has this hash, in constant time."""
    return secrets.compare_digest(hash_of(secret), kept_hash)
