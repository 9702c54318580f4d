"""What the drop-downs of the template offer to an organization."""

from typing import Final

from cairn.cycles.queries import cycles
from cairn.exchange.policy import rules
from cairn.exchange.reading import Choices
from cairn.organization.actor import Actor
from cairn.organization.queries import members, team_tree

MOST_PEOPLE: Final = 5_000


def template_choices(viewer: Actor) -> Choices:
    """Cycles, open teams, and people with their e-mail addresses. Three queries."""
    rules.require(viewer, "import.prepare", None)
    people = members(viewer).values_list("name", "user__email")
    return Choices(
        [one.name for one in cycles(viewer)],
        list(dict.fromkeys(node.name for node in team_tree(viewer))),
        list(people[:MOST_PEOPLE]),
    )
