"""The five people that one may be in the demonstration, and the links that sign in as them."""

from django.core import signing
from django.utils.translation import gettext_lazy as _

from cairn.errors import Words

SALT = "cairn.demo"
PERSONAS: list[tuple[str, Words]] = [
    ("employee@cairn.example", _("Employee")),
    ("lead@cairn.example", _("Team lead")),
    ("executive@cairn.example", _("Executive")),
    ("champion@cairn.example", _("OKR champion")),
    ("admin@cairn.example", _("Administrator")),
]


def demo_link(email: str) -> str:
    """The path that signs in as this person in a demonstration."""
    return f"/demo/sign-in/{signing.dumps(email, salt=SALT)}"


def demo_links() -> list[tuple[str, Words]]:
    """(path, persona) of everybody one may be in the demonstration."""
    return [(demo_link(email), words) for email, words in PERSONAS]


def email_of(token: str) -> str | None:
    """Whose link it is, or None if nobody here signed it."""
    try:
        return str(signing.loads(token, salt=SALT))
    except signing.BadSignature:
        return None
