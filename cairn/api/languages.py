"""Which language an answer speaks."""

from django.http import HttpRequest
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header

NAMES = {"en": "en", "zh-hans": "zh-Hans"}
"""Django's name → the one that goes into `Content-Language`."""


def asked_language(request: HttpRequest) -> str | None:
    """The best of those that `Accept-Language` asks for, or None where it asks for none of ours."""
    for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        try:
            found = get_supported_language_variant(code) if code != "*" else ""
        except LookupError:
            continue
        if found in NAMES:
            return found
    return None
