"""The coach's language of the reader."""

from django.utils.translation import get_language

from cairn.coach.findings import Language


def reader_language() -> Language:
    return "zh" if (get_language() or "").startswith("zh") else "en"
