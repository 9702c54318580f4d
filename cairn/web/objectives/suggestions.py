"""What the drafting assistant proposes for the sheet that is being written, or why it does not."""

from dataclasses import dataclass

from cairn.coaching.language import reader_language
from cairn.connectors.assistant.suggesting import Suggestion, suggest_key_results
from cairn.errors import Conflict, Invalid, Unavailable
from cairn.organization.actor import Actor
from cairn.web.objectives.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Suggestions:
    """`fault` says why there are none."""

    items: tuple[Suggestion, ...] = ()
    fault: str = ""


def suggest_for(actor: Actor, sheet: Sheet) -> Suggestions:
    """Asks once; nothing of it is kept, and nothing that was typed is lost."""
    lines = [line.fields["title"] for line in sheet.lines]
    try:
        found = suggest_key_results(
            actor, objective=sheet.fields["title"], key_results=lines, language=reader_language()
        )
    except Invalid as refused:
        return Suggestions(fault=str(next(iter(refused.fields.values()))))
    except (Conflict, Unavailable) as refused:
        return Suggestions(fault=str(refused))
    return Suggestions(tuple(found))
