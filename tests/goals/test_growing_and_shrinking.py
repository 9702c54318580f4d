"""A key result that joins or leaves what was agreed, while the cycle runs and before."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from cairn.cycles.commands import create_cycle
from cairn.cycles.models import Cycle
from cairn.errors import Invalid
from cairn.events.models import Event
from cairn.goals.agreed import stamp_of
from cairn.goals.commands.asking import agreed_text
from cairn.goals.commands.confirming import confirm_objective, submit_objective
from cairn.goals.commands.key_results import (
    add_key_result,
    delete_key_result,
    restore_key_result,
)
from cairn.goals.models import Confirmation, KeyResult, Objective
from cairn.organization.actor import Actor
from cairn.organization.models import Organization
from tests.cast import WriteKeyResult, WriteObjective

pytestmark = pytest.mark.django_db
WHY = "客户要得更急"


@dataclass(frozen=True)
class Act:
    """What is done to a key result, by name; with or without a reason."""

    name: str
    do: Callable[[Actor, KeyResult, dict[str, Any]], KeyResult]


def _add(who: Actor, beside: KeyResult, why: dict[str, Any]) -> KeyResult:
    return add_key_result(who, beside.objective_id, title="再来一条", **why)


def _delete(who: Actor, one: KeyResult, why: dict[str, Any]) -> KeyResult:
    return delete_key_result(who, one.id, **why)


def _restore(who: Actor, one: KeyResult, why: dict[str, Any]) -> KeyResult:
    if KeyResult.objects.get(id=one.id).deleted_at is None:
        delete_key_result(who, one.id, reason="先删掉")
    return restore_key_result(who, one.id, **why)


ACTS = (Act("added", _add), Act("deleted", _delete), Act("restored", _restore))


@pytest.fixture(params=ACTS, ids=lambda act: act.name)
def act(request: pytest.FixtureRequest) -> Act:
    found: Act = request.param
    return found


@pytest.mark.usefixtures("settled")
def test_while_the_cycle_runs_it_needs_a_reason_that_stays(
    employee: Actor, key_result: KeyResult, act: Act
) -> None:
    with pytest.raises(Invalid) as refused:
        act.do(employee, key_result, {})
    assert "reason" in refused.value.fields
    done = act.do(employee, key_result, {"reason": WHY})
    event = Event.objects.filter(kind=f"key_result.{act.name}", subject_id=done.id).latest("id")
    assert event.reason == WHY


def test_what_nobody_confirmed_needs_none(
    employee: Actor, objective: Objective, key_result: KeyResult, act: Act
) -> None:
    assert not objective.is_draft
    done = act.do(employee, key_result, {})
    event = Event.objects.filter(kind=f"key_result.{act.name}", subject_id=done.id).latest("id")
    assert event.reason == ""


def test_a_draft_needs_none(
    employee: Actor, write_objective: WriteObjective, write_key_result: WriteKeyResult, act: Act
) -> None:
    draft = write_objective(employee, publish=False)
    act.do(employee, write_key_result(employee, draft, reason=""), {})


def test_nor_does_a_cycle_that_is_being_drafted(
    employee: Actor,
    champion: Actor,
    cycle: Cycle,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
    act: Act,
) -> None:
    coming = create_cycle(
        champion,
        name="2027 Q1",
        length="quarter",
        starts_on=cycle.ends_on.replace(year=2027, month=1, day=1),
        ends_on=cycle.ends_on.replace(year=2027, month=3, day=31),
    )
    shown = write_objective(employee, cycle=coming.id)
    act.do(employee, write_key_result(employee, shown, reason=""), {})


@pytest.mark.parametrize("act", [ACTS[0], ACTS[1]], ids=["added", "deleted"])
def test_where_the_organization_says_so_it_goes_back_to_the_confirmer(
    employee: Actor, champion: Actor, key_result: KeyResult, act: Act
) -> None:
    agreed = key_result.objective
    submit_objective(employee, agreed.id)
    confirm_objective(champion, agreed.id, stamp=stamp_of(agreed_text(agreed)))
    Organization.objects.update(reconfirms_changes=True)
    act.do(employee, key_result, {"reason": WHY})
    asked = Confirmation.objects.filter(objective=agreed).latest("id")
    assert (asked.is_change, asked.verdict, asked.note) == (True, "", WHY)


def test_the_weights_that_give_way_say_the_same_reason(
    employee: Actor, key_result: KeyResult
) -> None:
    add_key_result(employee, key_result.objective_id, title="再来一条", reason=WHY)
    told = Event.objects.get(kind="key_result.weighed", objective_id=key_result.objective_id)
    assert told.reason == WHY
