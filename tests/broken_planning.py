"""What the database must refuse of planning rounds; see `test_constraints.py`."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from cairn.goals.models import KeyResult, Objective
from cairn.planning.models import (
    Argument,
    Ballot,
    Choice,
    Extension,
    PlannedAlignment,
    Proposal,
    Purse,
    Room,
    Round,
    Seat,
    Step,
    Vote,
)
from cairn.storage import clock
from tests.cast import TODAY


def held(kr: KeyResult, **values: Any) -> Round:
    given = {
        "organization_id": kr.organization_id,
        "cycle_id": kr.objective.cycle_id,
        "team_id": kr.objective.team_id,
        "starts_on": TODAY,
        "ends_on": TODAY,
        "started_by_id": kr.owner_id,
    }
    return Round.objects.create(**(given | values))


def step(kr: KeyResult, times: int = 1, **values: Any) -> Step:
    given = {"round": held(kr), "team_id": kr.objective.team_id, "kind": "collect"}
    days = {"starts_on": TODAY, "ends_on": TODAY}
    made = [Step.objects.create(**(given | days | values)) for _ in range(times)]
    return made[0]


def room(kr: KeyResult, times: int = 1, **values: Any) -> Room:
    given = {
        "organization_id": kr.organization_id,
        "round": held(kr),
        "team_id": kr.objective.team_id,
        "opened_by_id": kr.owner_id,
    }
    made = [Room.objects.create(**(given | values)) for _ in range(times)]
    return made[0]


def proposal(kr: KeyResult, times: int = 1, **values: Any) -> Proposal:
    given = {"room": room(kr), "title": "?", "proposed_on": TODAY, "proposer_id": kr.owner_id}
    made = [Proposal.objects.create(**(given | values)) for _ in range(times)]
    return made[0]


def ballot(kr: KeyResult, times: int = 1, **values: Any) -> Ballot:
    given = {"room": room(kr), "dots": 5, "opened_by_id": kr.owner_id}
    made = [Ballot.objects.create(**(given | values)) for _ in range(times)]
    return made[0]


def purse(kr: KeyResult, times: int = 1, **values: Any) -> None:
    given = {"ballot": ballot(kr), "member_id": kr.owner_id, "dots": 5}
    for _ in range(times):
        Purse.objects.create(**(given | values))


def vote(kr: KeyResult, times: int = 1, dots: int = 1) -> None:
    made = proposal(kr)
    among = Ballot.objects.create(room=made.room, dots=5, opened_by_id=kr.owner_id or 0)
    for _ in range(times):
        Vote.objects.create(ballot=among, proposal=made, member_id=kr.owner_id or 0, dots=dots)


def seats(kr: KeyResult) -> None:
    where = room(kr)
    for _ in range(2):
        Seat.objects.create(room=where, member_id=kr.owner_id or 0)


def arguments(kr: KeyResult) -> None:
    about = proposal(kr)
    for _ in range(2):
        Argument.objects.create(
            proposal=about, side="for", body="?", author_id=kr.owner_id or 0, submission="f00"
        )


def choices(kr: KeyResult) -> None:
    chosen = proposal(kr)
    for _ in range(2):
        Choice.objects.create(
            proposal=chosen, objective=kr.objective, chosen_by_id=kr.owner_id or 0
        )


def into_itself(kr: KeyResult) -> None:
    one = proposal(kr)
    Proposal.objects.filter(id=one.id).update(merged_into=one)


def two_ballots(kr: KeyResult) -> None:
    first = ballot(kr)
    Ballot.objects.create(room_id=first.room_id, number=2, dots=5, opened_by_id=first.opened_by_id)


def planned(kr: KeyResult, times: int = 1, **values: Any) -> None:
    """What an objective is to support: another one of its team, or a key result of that."""
    other = Objective.objects.create(
        organization_id=kr.organization_id,
        cycle_id=kr.objective.cycle_id,
        team_id=kr.objective.team_id,
        title="?",
        due_on=TODAY,
        created_by_id=kr.owner_id or 0,
    )
    given = {"round": held(kr), "objective": other, "target_id": kr.objective_id}
    for _ in range(times):
        PlannedAlignment.objects.create(**(given | {"planned_by_id": kr.owner_id} | values))


YESTERDAY = TODAY - timedelta(days=1)
PLANNING: dict[str, Callable[[KeyResult], object]] = {
    "round_one_open": lambda kr: [held(kr) for _ in range(2)],
    "round_ends_after_start": lambda kr: held(kr, ends_on=YESTERDAY),
    "round_ends_once": lambda kr: held(kr, announced_at=clock.now(), cancelled_at=clock.now()),
    "round_dots": lambda kr: held(kr, dots=51),
    "round_dots none": lambda kr: held(kr, dots=0),
    "step_once_a_turn": lambda kr: step(kr, times=2),
    "step_ends_after_start": lambda kr: step(kr, ends_on=YESTERDAY),
    "step_ends_once": lambda kr: step(kr, done_at=clock.now(), skipped_at=clock.now()),
    "extension_minutes": lambda kr: Extension.objects.create(
        step=step(kr), minutes=481, comment="?", asked_by_id=kr.owner_id or 0
    ),
    "room_one_open": lambda kr: room(kr, times=2),
    "room_one_open_about": lambda kr: room(kr, times=2, about=kr.objective),
    "room_dots": lambda kr: room(kr, dots=0),
    "room_ended": lambda kr: room(kr, stage="ended"),
    "room_ended by time": lambda kr: room(kr, ended_at=clock.now()),
    "seat_once": seats,
    "proposal_submitted_once": lambda kr: proposal(kr, times=2, submission="f00"),
    "proposal_anonymous": lambda kr: proposal(kr, proposer_id=None, submission="f00"),
    "proposal_key_once": lambda kr: proposal(kr, times=2, proposer_id=None, key_hash="a" * 64),
    "proposal_not_into_itself": into_itself,
    "argument_submitted_once": arguments,
    "a proposal is chosen once": choices,
    "ballot_number_once": lambda kr: ballot(kr, times=2, revealed_at=clock.now()),
    "ballot_one_open": two_ballots,
    "ballot_dots": lambda kr: ballot(kr, dots=51),
    "purse_once": lambda kr: purse(kr, times=2),
    "purse_not_overdrawn": lambda kr: purse(kr, spent=6),
    "planned_alignment_once": lambda kr: planned(kr, times=2),
    "planned_alignment_once_to_key_result": lambda kr: planned(kr, times=2, key_result=kr),
    "planned_alignment_not_to_itself": lambda kr: planned(kr, objective=kr.objective),
    "vote_once": lambda kr: vote(kr, times=2),
    "vote_of_a_dot": lambda kr: vote(kr, dots=0),
}
