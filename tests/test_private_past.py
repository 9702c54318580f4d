"""What was limited yesterday and is open today tells no more of yesterday than could be seen then."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction

from cairn.checkins.commands.checkins import check_in
from cairn.goals.commands.alignments import request_alignment
from cairn.goals.commands.objectives import edit_objective
from cairn.goals.models import Objective, Status
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from cairn.storage import clock
from tests.cast import (
    MORNING,
    WriteKeyResult,
    WriteObjective,
    again,
)
from tests.hidden import SECRET, D
from tests.reader import Reader
from tests.test_private import ids, read  # noqa: F401 (fixtures)

THEN = "on=2026-11-18"
EVENT = re.compile(r'(?<=\{"id":")\d+(?=","kind":"objective.changed")')
PAST = {
    "map": (THEN, f"{THEN}&view=teams", *(f"{THEN}&status={one}" for one in Status.values)),
    "map/branch": tuple(
        f"{THEN}&of={of}" for of in ("{objective_id}", "organization", "group:loose")
    ),
    "map/inputs": (f"{THEN}&of={{objective_id}}",),
    "api/v1/map": (THEN, f"{THEN}&view=teams", *(f"{THEN}&status={one}" for one in Status.values)),
    "api/v1/map/branch": (f"{THEN}&of=group:loose", f"{THEN}&of={{objective_id}}"),
    "objectives/<int:objective_id>": ("", "tab=history"),
    "api/v1/objectives/<objective_id>/history": ("",),
    "feed": ("objective={objective_id}",),
}


def past_of(reader: Reader, objective: Objective) -> dict[str, tuple[int, str]]:
    """Whatever tells how an objective stood yesterday, and what happened since; an event's own id
    is another one whenever it happens."""
    reader.ids = {**reader.ids, "objective_id": str(objective.id)}
    found = {}
    for route, queries in PAST.items():
        for query in queries:
            status, text = reader.get(route, query)
            found[f"{route}?{query}"] = status, EVENT.sub("…", text)
    return found


@pytest.mark.parametrize("feeds", ["objective", "key result"])
@pytest.mark.parametrize("limited", ["people", "team"])
def test_what_was_opened_since_does_not_tell_what_counted_into_it(
    limited: str,
    feeds: str,
    read: Callable[[Actor], Reader],  # noqa: F811
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
    lead: Actor,
    team: Team,
    colleague: Actor,
    viewer: Actor,
) -> None:
    """A limited objective is fed by a hidden one, and shown to everybody the day after."""
    lead = again(lead)
    readers = [read(one) for one in (colleague, viewer, lead)]
    above = write_objective(lead, team=team.id, visibility=limited)
    measured = write_key_result(lead, above)
    check_in(lead, measured.id, value=D(10))

    def told(*, fed: bool) -> list[dict[str, tuple[int, str]]]:
        with transaction.atomic():
            if fed:
                hidden = write_objective(lead, title=SECRET, team=team.id, visibility=limited)
                check_in(lead, write_key_result(lead, hidden).id, value=D(90), confidence=9)
                target, fed_one = (above.id, None) if feeds == "objective" else (None, measured.id)
                request_alignment(
                    lead, hidden.id, target=target, key_result=fed_one, weight=D(60), reason="?"
                )
            with clock.set_to(MORNING + timedelta(days=1)):
                edit_objective(lead, above.id, visibility="organization")
                found = [past_of(one, above) for one in readers]
            transaction.set_rollback(True)
        return found

    with_it, without = told(fed=True), told(fed=False)
    for then, now in zip(without[:2], with_it[:2], strict=True):
        assert then.keys() == {address for address in now if now[address] == then[address]}
        assert '"withheld":true' in now[f"api/v1/map/branch?{THEN}&of=group:loose"][1]
    assert any(with_it[2][address] != without[2][address] for address in without[2])
