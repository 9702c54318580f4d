"""Alignments, dependencies and what people follow, planned as acts like everything else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from cairn.demo.courses import draw
from cairn.demo.stage import Stage
from cairn.demo.story import Following, Need, Tie
from cairn.demo.telling import Telling
from cairn.goals.commands.alignments import (
    accept_alignment,
    decline_alignment,
    end_alignment,
    request_alignment,
    weigh_alignment,
)
from cairn.goals.commands.dependencies import (
    accept_dependency,
    decline_dependency,
    deliver_dependency,
    request_dependency,
)
from cairn.goals.models import Answer
from cairn.notifications.commands import follow

type Tellings = Mapping[str, Telling]


@dataclass(slots=True)
class Bond:
    """A tie or a need while it is told: the id of its row, and where that stands."""

    own: Telling
    other: Telling | None = None
    id: int = 0
    state: str = ""


def align(tellings: Tellings, tie: Tie) -> None:
    """Plan what happens to one alignment."""
    bond = Bond(tellings[tie.objective], tellings[tie.target])
    stage = bond.own.stage
    asked_at = _asked_at(bond.own, tie)
    stage.plan(asked_at, partial(_request, bond, tie))
    if not tie.waits:
        stage.plan(asked_at + timedelta(hours=22), partial(_answer, bond, tie))
    if tie.over:
        stage.plan(bond.own.days_ago(tie.over_days_ago, tie.target), partial(_end, bond, tie))


def _asked_at(telling: Telling, tie: Tie) -> datetime:
    if tie.days_ago is not None:
        return telling.days_ago(tie.days_ago, tie.target)
    first = telling.stage.spans[telling.aim.quarter].starts_on
    return telling.at(first + timedelta(days=draw(tie.objective, tie.target) % 3), tie.target)


def _place(telling: Telling, title: str) -> int:
    """The key result of that title."""
    titles = [measure.title for measure in telling.aim.measures]
    return telling.key_results[titles.index(title)]


def _request(bond: Bond, tie: Tie) -> None:
    assert bond.other is not None
    to: dict[str, Any] = {"target": bond.other.objective}
    if tie.measure:
        to = {"key_result": _place(bond.other, tie.measure)}
    made = request_alignment(
        bond.own.owner,
        bond.own.objective,
        is_for_blocked=tie.is_for_blocked,
        note=tie.note,
        **to,
    )
    bond.id, bond.state = made.id, made.state


def _answer(bond: Bond, tie: Tie) -> None:
    """By the target's owner; who asked may have been allowed to say yes as well."""
    assert bond.other is not None
    owner = bond.other.owner
    if tie.no:
        decline_alignment(owner, bond.id, reason=tie.no)
        return
    if bond.state == Answer.REQUESTED:
        accept_alignment(owner, bond.id)
    if tie.weight:
        weigh_alignment(owner, bond.id, weight=Decimal(tie.weight), reason=tie.because)


def _end(bond: Bond, tie: Tie) -> None:
    end_alignment(bond.own.owner, bond.id, reason=tie.over)


def depend(tellings: Tellings, leads: Mapping[str, str], need: Need) -> None:
    """Plan what happens to one dependency; `leads` names who leads each team."""
    bond = Bond(tellings[need.objective], tellings.get(need.supplier))
    stage, lead = bond.own.stage, leads[need.team]
    asked_at = bond.own.days_ago(need.asked_days_ago, need.need)
    stage.plan(asked_at, partial(_ask, bond, need))
    if not need.waits:
        stage.plan(asked_at + timedelta(hours=26), partial(_promise, bond, need, lead))
    if need.delivered_days_ago is not None:
        at = bond.own.days_ago(need.delivered_days_ago, need.need, "delivered")
        stage.plan(at, partial(_deliver, bond, lead))


def _ask(bond: Bond, need: Need) -> None:
    stage = bond.own.stage
    made = request_dependency(
        bond.own.owner,
        bond.own.objective,
        team=stage.teams[need.team],
        need=need.need,
        needed_on=stage.today + timedelta(days=need.days_from_now),
        key_result=_place(bond.own, need.measure) if need.measure else None,
    )
    bond.id = made.id


def _promise(bond: Bond, need: Need, lead: str) -> None:
    actor = bond.own.stage.actors[lead]
    if need.no:
        decline_dependency(actor, bond.id, reason=need.no)
    else:
        accept_dependency(actor, bond.id, supplier=bond.other.objective if bond.other else None)


def _deliver(bond: Bond, lead: str) -> None:
    deliver_dependency(bond.own.stage.actors[lead], bond.id)


def begin_following(stage: Stage, tellings: Tellings, following: Following) -> None:
    """Three weeks ago."""
    at = stage.now - timedelta(days=20, hours=draw(following.who) % 9)
    stage.plan(at, partial(_follow, stage, tellings, following))


def _follow(stage: Stage, tellings: Tellings, following: Following) -> None:
    who = stage.actors[following.who]
    for person in following.people:
        follow(who, "person", stage.actors[person].member_id)
    for team in following.teams:
        follow(who, "team", stage.teams[team])
    for objective in following.objectives:
        follow(who, "objective", tellings[objective].objective)
