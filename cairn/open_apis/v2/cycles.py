"""Somebody's copies of our cycles."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from cairn.cycles.queries import cycles
from cairn.goals.commands.objective_weights import weights_among
from cairn.goals.queries import visible_objectives
from cairn.intake import refuse
from cairn.open_apis.calls import Call
from cairn.open_apis.identities import Held, find_person
from cairn.open_apis.instants import ms, ms_of_end, ms_of_start
from cairn.open_apis.numbers import plain_number, said
from cairn.open_apis.paging import one_page
from cairn.open_apis.v1.periods import is_cut_short
from cairn.open_apis.v2.owners import owner
from cairn.open_apis.weighing import shared

NORMAL, INVALID = 1, 2


def list_cycles(call: Call) -> dict[str, Any]:
    """One of each cycle there is, newest first, whether or not anything stands in it yet."""
    if not call.asked("user_id"):
        refuse("user_id", _("This is needed."))
    person = find_person(call, call.asked("user_id"))
    held = [Held(one, member_id=person.id) for one in cycles(call.actor)]
    page = one_page(call, held, lambda one: one.id)
    scores = _scores(call, person.id, page.rows)
    return page.answer([_cycle(call, one, scores.get(one.cycle.id)) for one in page.rows])


def _cycle(call: Call, held: Held, score: Decimal | None) -> dict[str, Any]:
    cycle, zone = held.cycle, call.actor.time_zone
    return said(
        id=held.id,
        create_time=ms_of_start(cycle.starts_on, zone),
        update_time=ms(cycle.phase_since),
        tenant_cycle_id=str(cycle.id),
        owner=owner(call, held.member_id, held.team_id),
        start_time=ms_of_start(cycle.starts_on, zone),
        end_time=ms_of_end(cycle.ends_on, zone),
        cycle_status=INVALID if is_cut_short(cycle, call.today) else NORMAL,
        score=plain_number(score),
    )


def _scores(call: Call, member_id: int, held: list[Held]) -> dict[int, Decimal]:
    """By cycle, where every objective has its score: their mean by weight, with one place."""
    below: dict[int, list[tuple[int, Decimal | None]]] = {}
    found = visible_objectives(call.actor).filter(
        owner=member_id, cycle__in=[one.cycle.id for one in held]
    )
    for id, cycle_id, score in found.order_by("position", "id").values_list(
        "id", "cycle_id", "score"
    ):
        below.setdefault(cycle_id, []).append((id, score))
    given = weights_among([id for rows in below.values() for id, _score in rows])
    scores: dict[int, Decimal] = {}
    for cycle_id, rows in below.items():
        weights = shared([given.get(id) for id, _score in rows])
        if all(score is not None for _id, score in rows):
            parts = (score * one for (_id, score), one in zip(rows, weights, strict=True) if score)
            scores[cycle_id] = round(sum(parts, Decimal(0)), 1)
    return scores
