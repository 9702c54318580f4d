"""A text as far as muting a remark on it is concerned. Pure."""

import unicodedata
from hashlib import blake2s


def fingerprint(text: str) -> str:
    """Of a text, the same however it is spaced, cased or wide; of no text, empty. 32 characters."""
    plain = "".join(unicodedata.normalize("NFKC", text).casefold().split())
    return blake2s(plain.encode(errors="replace"), digest_size=16).hexdigest() if plain else ""
