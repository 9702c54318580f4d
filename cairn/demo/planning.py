"""The planning round of 山岚茶业 for the quarter to come: everybody has proposed, the leadership has
voted and chooses today."""

from datetime import date, timedelta
from functools import partial
from typing import Final

from cairn.demo.agreeing import NEXT, days_ago
from cairn.demo.company.people import COMPANY
from cairn.demo.company.wishes import WISHES, Wish
from cairn.demo.stage import Stage
from cairn.planning.commands.arguments import argue
from cairn.planning.commands.ballots import open_ballot, reveal_ballot, set_vote
from cairn.planning.commands.choosing import choose_proposal
from cairn.planning.commands.groups import make_group, merge_proposals, move_proposal
from cairn.planning.commands.proposals import propose
from cairn.planning.commands.rooms import move_stage
from cairn.planning.commands.rounds import start_round
from cairn.planning.commands.steps import begin_step, finish_step
from cairn.planning.models import Room, Round
from cairn.planning.models import Stage as RoomStage
from cairn.planning.plan import Window

LEADER: Final = "lin"
BEGAN: Final = 7
PLAN: Final = (
    ("collect", -7, -3),
    ("choose", -2, 0),
    ("hand_on", 1, 4),
    ("confirm", 5, 5),
    ("cascade", 6, 8),
    ("individuals", 7, 10),
    ("announce", 12, 12),
)
"""Days from today on, both included."""


def plan_next(stage: Stage) -> None:
    """Plan the round, after its cycle was made."""
    stage.plan(days_ago(stage, BEGAN, 10), partial(_start, stage))
    for place, wish in enumerate(WISHES):
        at = days_ago(stage, BEGAN - 1 - place % 4, 11 + place % 6, wish.title)
        stage.plan(at, partial(_propose, stage, wish))
    stage.plan(days_ago(stage, 2, 14), partial(_group, stage))
    stage.plan(days_ago(stage, 2, 15), partial(_vote, stage))
    stage.plan(days_ago(stage, 2, 16), partial(_argue, stage))
    stage.plan(days_ago(stage, 1, 10), partial(_choose, stage))


def _start(stage: Stage) -> None:
    start_round(stage.actors[LEADER], stage.cycles[NEXT], windows=_windows(stage.today))


def _windows(today: date) -> tuple[Window, ...]:
    return tuple(
        Window(kind, today + timedelta(days=first), today + timedelta(days=last))
        for kind, first, last in PLAN
    )


def _round(stage: Stage) -> Round:
    return Round.objects.get(team=stage.teams[COMPANY])


def _room(stage: Stage) -> Room:
    return Room.objects.get(round=_round(stage), team=stage.teams[COMPANY])


def _made(stage: Stage) -> dict[str, int]:
    return dict(_room(stage).proposals.values_list("title", "id"))


def _propose(stage: Stage, wish: Wish) -> None:
    propose(
        stage.actors[wish.who],
        _room(stage).id,
        title=wish.title,
        why=wish.why,
        key_results=wish.key_results,
    )


def _group(stage: Stage) -> None:
    """The collecting is over: what belongs together is put together, and what says the same is one."""
    leader, held, room, made = stage.actors[LEADER], _round(stage), _room(stage), _made(stage)
    finish_step(leader, held.steps.get(kind="collect").id)
    begin_step(leader, held.steps.get(kind="choose").id)
    move_stage(leader, room.id, stage=RoomStage.GROUPING)
    names = dict.fromkeys(wish.group for wish in WISHES)
    groups = {name: make_group(leader, room.id, name=name).id for name in names}
    places = dict.fromkeys(names, 0)
    for wish in WISHES:
        move_proposal(
            leader, made[wish.title], group=groups[wish.group], position=places[wish.group]
        )
        places[wish.group] += 1
    for wish in WISHES:
        if wish.into:
            merge_proposals(leader, made[wish.into], others=[made[wish.title]])


def _vote(stage: Stage) -> None:
    leader, made = stage.actors[LEADER], _made(stage)
    ballot = open_ballot(leader, _room(stage).id)
    for wish in WISHES:
        for who, dots in wish.dots:
            set_vote(stage.actors[who], made[wish.title], dots=dots)
    reveal_ballot(leader, ballot.id)


def _argue(stage: Stage) -> None:
    made = _made(stage)
    move_stage(stage.actors[LEADER], _room(stage).id, stage=RoomStage.ARGUING)
    for wish in WISHES:
        for side, said in (("for", wish.said_for), ("against", wish.said_against)):
            for who, body in said:
                argue(stage.actors[who], made[wish.title], side=side, body=body)


def _choose(stage: Stage) -> None:
    leader, made = stage.actors[LEADER], _made(stage)
    move_stage(leader, _room(stage).id, stage=RoomStage.CHOOSING)
    for wish in WISHES:
        if wish.is_chosen:
            choose_proposal(leader, made[wish.title])
