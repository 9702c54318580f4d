"""A planning room in a measured database, with everybody's session; made in a process of its own,
printed as JSON."""

import json
import os
import sys
from dataclasses import dataclass
from datetime import timedelta

from benchmarks.instance import said_inside

PROPOSALS, GROUPS = 40, 6


@dataclass(frozen=True, slots=True)
class RoomSubjects:
    """Ids as text. `people` are (session key, token) of those who follow and vote, `lead` the same of
    whoever facilitates."""

    room: str
    proposals: list[str]
    groups: list[str]
    lead: tuple[str, str]
    people: list[tuple[str, str]]


def furnish(environment: dict[str, str], people: int) -> RoomSubjects:
    """A room of the whole company with forty proposals in six groups."""
    said = said_inside(environment, __file__, str(people))
    found = json.loads(said)
    lead, *others = ((key, token) for key, token in found.pop("sessions"))
    return RoomSubjects(**found, lead=lead, people=others)


def main(people: int) -> None:
    import django

    django.setup()
    from cairn.cycles.commands import create_cycle
    from cairn.organization.actor import Face
    from cairn.organization.models import Member
    from cairn.organization.signing import actor_for
    from cairn.planning.commands.groups import make_group, move_proposal
    from cairn.planning.commands.proposals import propose
    from cairn.planning.commands.rooms import move_stage
    from cairn.planning.commands.rounds import start_round

    admin = Member.objects.select_related("organization", "user").get(
        user__email="admin@synthetic.example"
    )
    others = Member.objects.filter(
        organization=admin.organization, role="member", left_at__isnull=True
    )
    seated = list(others.select_related("user").order_by("id")[:people])
    lead = actor_for(admin, Face.WEB)
    today = admin.organization.today()
    cycle = create_cycle(
        lead,
        name=f"Measured {today} {os.getpid()}",
        length="quarter",
        starts_on=today + timedelta(days=400),
        ends_on=today + timedelta(days=490),
    )
    room = start_round(lead, cycle.id).rooms.get()
    groups = [make_group(lead, room.id, name=f"第 {at + 1} 组").id for at in range(GROUPS)]
    proposals = []
    for at in range(PROPOSALS):
        made, _key = propose(
            lead,
            room.id,
            title=f"让第 {at + 1} 类客户愿意留下来，并主动把我们推荐给朋友",
            why="每走一个老客户，要三个新客户来补。错过旺季要再等一年。",
            key_results=["把续约率从 60% 提高到 75%", "把净推荐值从 31 提高到 45"],
        )
        move_proposal(lead, made.id, group=groups[at % GROUPS], position=99)
        proposals.append(str(made.id))
    move_stage(lead, room.id, stage="grouping")
    print(
        json.dumps(
            {
                "room": str(room.id),
                "proposals": proposals,
                "groups": [str(one) for one in groups],
                "sessions": [_session(one) for one in (admin, *seated)],
            }
        )
    )


def _session(member: object) -> tuple[str, str]:
    from django.middleware.csrf import _get_new_csrf_string

    from benchmarks.session import open_session

    return open_session(member.user), _get_new_csrf_string()  # type: ignore[attr-defined]


if __name__ == "__main__":
    main(int(sys.argv[1]))
