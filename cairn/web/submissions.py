"""One form, one effect: a create form carries a number, and the same number counts once."""

from uuid import uuid4

from django.http import HttpRequest

from cairn.intake import fault_of_text

SEEN = "submissions"
REMEMBERED = 20
LONGEST = 64


def new_submission() -> str:
    """The number of a form that is shown now."""
    return uuid4().hex


def submission_of(request: HttpRequest) -> str | None:
    """The number of a form that was sent, as commands keep it; what is none counts as not given."""
    number = request.POST.get("submission", "")
    return None if fault_of_text(number) else number[:LONGEST] or None


def is_repeated(request: HttpRequest) -> bool:
    """Whether this form was sent before from the same session; remembers it."""
    number = request.POST.get("submission", "")[:32]
    seen: list[str] = request.session.get(SEEN, [])
    if number and number in seen:
        return True
    if number:
        request.session[SEEN] = [*seen, number][-REMEMBERED:]
    return False
