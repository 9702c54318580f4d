"""What was written into an answer of the inbox and was not taken: it stays in its form."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cairn.errors import Invalid
from cairn.web.forms import back_to
from cairn.web.pages import take_unsent
from cairn.web.sessions import WebRequest

SECTIONS = {"help": "help", "mention": "mentions"}


@dataclass(frozen=True, slots=True)
class Unsent:
    """The text for the row `about` (`help-7`, `mention-7`), what is wrong with it, and where its
    form goes back to once it is taken."""

    about: str = ""
    text: str = ""
    error: str = ""
    back: str = ""

    @property
    def section(self) -> str:
        return SECTIONS.get(self.about.partition("-")[0], "")

    def is_among(self, rows: Iterable[Any]) -> bool:
        return any(self.about.endswith(f"-{row.id}") for row in rows)


def refused_answer(request: WebRequest, about: str, refusal: Invalid) -> Unsent:
    text = request.POST.get("answer") or request.POST.get("body") or ""
    error = str(next(iter(refusal.fields.values())))
    return Unsent(about, text, error, back_to(request, ""))


def kept_answer(request: WebRequest) -> Unsent:
    """Of before the session ended."""
    typed = take_unsent(request)
    text = str(typed.get("answer") or typed.get("body") or "")
    return Unsent(str(typed.get("about", "")), text, back=str(typed.get("back", "")))
