"""What was written into an answer of the inbox and was not taken: it stays in its form."""

from dataclasses import dataclass

from cairn.errors import Invalid, Refusal
from cairn.notifications.owed import section_with
from cairn.web.forms import back_to
from cairn.web.pages import take_unsent
from cairn.web.sessions import WebRequest

TEXTS = ("answer", "body", "comment", "reason", "note", "value", "priorities")
"""The fields in which people write an answer; a form has one of them."""


@dataclass(frozen=True, slots=True)
class Unsent:
    """The text for the row `about` (`help-7`, `mention-7`), what is wrong with it, and where its
    form goes back to once it is taken. `form` tells apart the forms of one row by what they do; they
    send it as `which`, since scripts of a form cannot bear a field named `form`."""

    about: str = ""
    text: str = ""
    error: str = ""
    back: str = ""
    form: str = ""

    @property
    def section(self) -> str:
        return section_with(self.about)

    def at(self, about: str, form: str = "") -> "Unsent | None":
        """This, where it is about that row and form."""
        is_it = bool(about) and about == self.about and form in ("", self.form)
        return self if is_it else None


def refused_answer(request: WebRequest, about: str, refusal: Refusal) -> Unsent:
    error = refusal.reason
    if isinstance(refusal, Invalid):
        error = next(iter(refusal.fields.values()), error)
    form = request.path.rpartition("/")[2]
    return Unsent(about, written_text(request), str(error), back_to(request, ""), form)


def written_text(request: WebRequest) -> str:
    return next((request.POST[name] for name in TEXTS if request.POST.get(name)), "")


def kept_answer(request: WebRequest) -> Unsent:
    """Of before the session ended."""
    typed = take_unsent(request)
    text = next((str(typed[name]) for name in TEXTS if typed.get(name)), "")
    about, back = str(typed.get("about", "")), str(typed.get("back", ""))
    return Unsent(about, text, back=back, form=str(typed.get("which", "")))
