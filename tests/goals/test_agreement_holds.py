"""Whatever people do in whatever order: the agreement is what was said last, and nothing is lost."""

from collections.abc import Callable
from functools import partial

import pytest
from django.db.transaction import atomic, set_rollback
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cairn.checkins import doctor
from cairn.errors import Conflict, Forbidden, NotFound, Refusal
from cairn.events.kinds import Kind
from cairn.events.models import Event
from cairn.goals.agreed import stamp_of
from cairn.goals.commands.asking import agreed_text
from cairn.goals.commands.confirming import (
    confirm_objective,
    return_objective,
    submit_objective,
    withdraw_submission,
)
from cairn.goals.commands.drafts import publish_objective
from cairn.goals.commands.key_results import edit_key_result
from cairn.goals.commands.objectives import edit_objective
from cairn.goals.models import Confirmation, Objective, Verdict
from cairn.goals.queries import find_objective
from cairn.organization.actor import Actor
from cairn.organization.models import Organization
from tests.cast import WriteKeyResult, WriteObjective, again


def confirm(actor: Actor, objective: Objective) -> Objective:
    stamp = stamp_of(agreed_text(find_objective(actor, objective.id)))
    return confirm_objective(actor, objective.id, stamp=stamp)


@pytest.fixture
def submitted(employee: Actor, write_objective: WriteObjective) -> Objective:
    return submit_objective(employee, write_objective(employee, publish=False).id)


def test_the_doctor_finds_an_agreement_that_its_submissions_do_not_say(
    submitted: Objective, organization: Organization
) -> None:
    assert list(doctor.examine(organization)) == []
    Objective.objects.filter(id=submitted.id).update(agreement="confirmed")
    (found,) = doctor.examine(organization)
    assert (found.column, found.kept, found.right) == ("agreement", "confirmed", "submitted")


ACTS: dict[str, Callable[[Actor, Objective], object]] = {
    "submit": lambda who, o: submit_objective(who, o.id),
    "withdraw": lambda who, o: withdraw_submission(who, o.id),
    "confirm": confirm,
    "return": lambda who, o: return_objective(who, o.id, comment="?"),
    "edit": lambda who, o: edit_objective(who, o.id, title=f"{o.version} 版", reason="?"),
    "publish": lambda who, o: publish_objective(who, o.id),
    "measure": lambda who, o: edit_key_result(
        who, o.key_results.get().id, target=o.version + 200, reason="?"
    ),
}
MAY: dict[str, set[str]] = {
    "周晓宇": {"submit", "withdraw", "edit", "publish", "measure"},
    "林知远": {"confirm", "return"},
    "沈予安": set(ACTS),
    "Emma Clarke": set(),
}


@pytest.mark.parametrize("reconfirms", [False, True])
@given(steps=st.lists(st.tuples(st.sampled_from(sorted(MAY)), st.sampled_from(sorted(ACTS)))))
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_people_do_the_agreement_is_what_was_said_last(
    steps: list[tuple[str, str]],
    reconfirms: bool,
    employee: Actor,
    lead: Actor,
    admin: Actor,
    colleague: Actor,
    organization: Organization,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> None:
    people = {who.name: again(who) for who in (employee, lead, admin, colleague)}
    with atomic():
        Organization.objects.filter(id=organization.id).update(reconfirms_changes=reconfirms)
        made = write_objective(employee, publish=False)
        write_key_result(employee, made)
        for name, act in steps:
            made = Objective.objects.get(id=made.id)
            raised = attempt(partial(ACTS[act], people[name], made))
            assert (act in MAY[name]) == (raised in (None, Conflict)), (name, act)
            check_agreement(made.id)
        assert list(doctor.examine(organization)) == []
        set_rollback(True)


def attempt(act: Callable[[], object]) -> type[Refusal] | None:
    """What refuses it, if anything does."""
    try:
        with atomic():
            act()
    except (Conflict, Forbidden, NotFound) as refused:
        return type(refused)
    return None


def check_agreement(objective_id: int) -> None:
    """At most one submission is open; the objective says what the latest one says."""
    made = Objective.objects.get(id=objective_id)
    said = Confirmation.objects.filter(objective=made).order_by("id")
    assert said.filter(verdict="").count() <= 1
    kept = [one.verdict or "submitted" for one in said if one.verdict != Verdict.WITHDRAWN]
    assert made.agreement == (kept[-1] if kept else "")
    for one in said.exclude(verdict=""):
        assert one.answered_at
        assert bool(one.agreed) == (one.verdict == Verdict.CONFIRMED)
    events = Event.objects.filter(objective_id=made.id)
    for verdict, kind in (
        (Verdict.CONFIRMED, Kind.OBJECTIVE_CONFIRMED),
        (Verdict.RETURNED, Kind.OBJECTIVE_RETURNED),
        (Verdict.WITHDRAWN, Kind.OBJECTIVE_WITHDRAWN),
    ):
        assert events.filter(kind=kind).count() == said.filter(verdict=verdict).count()
    assert events.filter(kind=Kind.OBJECTIVE_SUBMITTED).count() == said.count()
