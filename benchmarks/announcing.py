"""Announcing a round of many drafts, each to support something above: one request, over REST.

Furnishing runs in a process of its own and prints JSON; each size gets a round for a cycle of its own.
"""

import json
import os
import sys
import time
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from benchmarks.instance import Instance, said_inside

SIZES = (300, 3_000)
PATIENCE_S = 600.0


@dataclass(frozen=True, slots=True)
class AnnouncingFigures:
    """Of so many drafts: the answer in seconds, the processor's time in it, the page before it in
    milliseconds."""

    drafts: int
    seconds: float
    cpu_s: float
    page_ms: float

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def measure_announcing(
    instance: "Instance", environment: dict[str, str], headers: dict[str, str]
) -> list[AnnouncingFigures]:
    return [_measure(instance, environment, headers, size) for size in SIZES]


def _measure(
    instance: "Instance", environment: dict[str, str], headers: dict[str, str], size: int
) -> AnnouncingFigures:
    from benchmarks.client import Answers, Connection, connect, fetch, get, post, receive, send

    made = _furnish(environment, size)
    page = f"/rounds/{made['round']}/announcement"
    fetch(instance.port, get(page, headers))
    before = time.perf_counter()
    _require(fetch(instance.port, get(page, headers)))
    page_ms = (time.perf_counter() - before) * 1000
    token = {"Authorization": f"Bearer {made['token']}"}
    cpu, before = instance.cpu_seconds(), time.perf_counter()
    line, answers = Connection(connect(instance.port)), Answers()
    line.socket.settimeout(PATIENCE_S)
    send(line, post(f"/api/v1/rounds/{made['round']}/announce", token, b""))
    while not receive(line, answers):
        pass
    took = time.perf_counter() - before
    _require(bytes(line.received))
    return AnnouncingFigures(size, took, instance.cpu_seconds() - cpu, page_ms)


def _require(answer: bytes) -> None:
    if answer[9:10] != b"2":
        raise RuntimeError(answer[:300].decode(errors="replace"))


def _furnish(environment: dict[str, str], size: int) -> dict[str, str]:
    said = said_inside(environment, __file__, str(size))
    found: dict[str, str] = json.loads(said)
    return found


def show_announcing(figures: list[AnnouncingFigures], console: Console) -> None:
    table = Table("drafts announced", "s", "CPU s", "the page before it, ms")
    for one in figures:
        table.add_row(
            f"{one.drafts:,}", f"{one.seconds:.2f}", f"{one.cpu_s:.2f}", f"{one.page_ms:.0f}"
        )
    console.print(table)


def main(size: int) -> None:
    import django

    django.setup()
    from cairn.cycles.commands import create_cycle
    from cairn.goals.commands.drafts import draft_objective
    from cairn.goals.models import Objective
    from cairn.organization.actor import Face
    from cairn.organization.commands.tokens import create_token
    from cairn.organization.models import Member, Team
    from cairn.organization.signing import actor_for
    from cairn.planning.commands.rounds import start_round
    from cairn.planning.models import PlannedAlignment

    admin = Member.objects.select_related("organization", "user").get(
        user__email="admin@synthetic.example"
    )
    lead, today = actor_for(admin, Face.WEB), admin.organization.today()
    cycle = create_cycle(
        lead,
        name=f"Announced {today} {os.getpid()}",
        length="quarter",
        starts_on=today + timedelta(days=400),
        ends_on=today + timedelta(days=490),
    )
    held = start_round(lead, cycle.id)
    above = draft_objective(lead, title="让客户愿意留下来", cycle=cycle.id, team=held.team_id)
    people = list(Member.objects.filter(organization=admin.organization, role="member"))
    teams = list(Team.objects.open().under(held.team).exclude(id=held.team_id))
    drafts = Objective.objects.bulk_create(
        Objective(
            organization=admin.organization,
            title=f"第 {at + 1} 件要做成的事",
            cycle=cycle,
            team=teams[at % len(teams)],
            owner=people[at % len(people)],
            created_by=admin,
            due_on=cycle.ends_on,
            position=at,
            agreement="confirmed",
        )
        for at in range(size)
    )
    PlannedAlignment.objects.bulk_create(
        PlannedAlignment(round=held, objective=one, target=above, planned_by=admin)
        for one in drafts
    )
    Objective.objects.filter(id=above.id).update(agreement="confirmed")
    _token, secret = create_token(lead, name="bench", scopes=["read", "write"], days=3)
    print(json.dumps({"round": str(held.id), "token": secret}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
