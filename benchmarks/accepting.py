"""Times accepting an alignment at the foot of a line of seven, through the command, beside the same
statements by the bare driver; run as a process of its own, prints JSON.

The line is lengthened where it is shorter, so that every size does the same work: policy, loop
check, weights, seven roll-ups and standings, two events.
"""

import json
import re
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from benchmarks.instance import said_inside

LEVELS = 7
TIMES = 40
EVENT_ID = re.compile(r'(INSERT INTO "?events_event.*?VALUES *\()(\d+)', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Accepting:
    """Milliseconds of one accept with everything that follows, committed; the raw limit is the
    same statements in one transaction."""

    levels: int
    p50: float
    p95: float
    statements: int
    raw_p50: float

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def measure_accepting(environment: dict[str, str], email: str) -> Accepting:
    said = said_inside(environment, __file__, email)
    return Accepting(**json.loads(said))


def main(email: str) -> None:
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from cairn.goals.commands.alignments import accept_alignment, end_alignment
    from cairn.organization.actor import Face
    from cairn.organization.models import Member
    from cairn.organization.signing import actor_for

    member = Member.objects.select_related("organization").get(user__email=email)
    actor = actor_for(member, Face.WEB)
    line, spare = _line(member.organization_id)
    line = _lengthen(actor, line, spare)
    seconds: list[float] = []
    asked: list[str] = []
    for objective in spare[:TIMES]:
        alignment = _ask(actor, objective, line[-1])
        if len(seconds) == TIMES - 1:
            with CaptureQueriesContext(connection) as captured:
                accept_alignment(actor, alignment.id, weight=Decimal(10), reason="measured")
            asked = [one["sql"] for one in captured]
        started = time.perf_counter()
        if not asked:
            accept_alignment(actor, alignment.id, weight=Decimal(10), reason="measured")
        seconds.append(time.perf_counter() - started)
        end_alignment(actor, alignment.id, reason="measured")
    raw = _raw(connection, asked)
    end_alignment(actor, alignment.id, reason="measured")
    del seconds[-1]
    print(
        json.dumps(
            asdict(
                Accepting(
                    levels=len(line) + 1,
                    p50=_percentile(seconds, 0.50),
                    p95=_percentile(seconds, 0.95),
                    statements=len(asked),
                    raw_p50=_percentile(raw, 0.50),
                )
            )
        )
    )


def _line(organization_id: int) -> tuple[list[int], list[int]]:
    """The longest line of contributions of the running quarter, top first, and some objectives of
    it that nothing supports."""
    from cairn.goals.models import Alignment, Answer, Objective

    running = Objective.objects.filter(
        organization=organization_id,
        cycle__phase="running",
        visibility="organization",
        closed_as="",
    )
    accepted = Alignment.objects.filter(state=Answer.ACCEPTED, target__in=running)
    below = dict(accepted.filter(weight__gt=0).values_list("target", "objective"))
    lines = []
    for top in sorted(set(below) - set(below.values())):
        line = [top]
        while line[-1] in below:
            line.append(below[line[-1]])
        lines.append(line)
    line = max(lines, key=len)[: LEVELS - 1]
    targets = set(Alignment.objects.values_list("target", flat=True))
    free = running.exclude(id__in=line).order_by("id").values_list("id", flat=True)
    spare = [id for id in free.iterator() if id not in targets]
    return line, spare[: TIMES + LEVELS]


def _lengthen(actor: Any, line: list[int], spare: list[int]) -> list[int]:
    """Hang objectives to the foot until one more makes seven."""
    from cairn.goals.commands.alignments import accept_alignment

    while len(line) < LEVELS - 1:
        one = spare.pop()
        made = _ask(actor, one, line[-1])
        accept_alignment(actor, made.id, weight=Decimal(10), reason="measured")
        line = [*line, one]
    return line


def _ask(actor: Any, objective: int, target: int) -> Any:
    """A request that waits: whoever measures might have answered it by asking."""
    from cairn.goals.models import Alignment, Answer

    return Alignment.objects.create(
        organization_id=actor.organization_id,
        objective_id=objective,
        target_id=target,
        state=Answer.REQUESTED,
        requested_by_id=actor.member_id,
    )


def _raw(connection: Any, statements: list[str]) -> list[float]:
    """The statements of one accept by the driver alone, each time with events of new ids."""
    from cairn.storage.ids import new_id

    own = [
        one for one in statements if not one.startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"))
    ]
    execute: Callable[[str], Any] = connection.connection.execute
    begin = "BEGIN IMMEDIATE" if connection.vendor == "sqlite" else "BEGIN"
    seconds = []
    for _turn in range(TIMES):
        fresh = [EVENT_ID.sub(rf"\g<1>{new_id()}", one) for one in own]
        started = time.perf_counter()
        execute(begin)
        for statement in fresh:
            execute(statement)
        execute("COMMIT")
        seconds.append(time.perf_counter() - started)
    return seconds


def _percentile(seconds: list[float], share: float) -> float:
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000


if __name__ == "__main__":
    main(sys.argv[1])
