"""What the teams' sets cover of the round's own, and what the announcement publishes at once."""

from datetime import timedelta

import pytest

from cairn.cycles.models import Cycle, Phase
from cairn.errors import Conflict, Forbidden, Invalid
from cairn.events.models import Event
from cairn.goals.commands.objectives import edit_objective
from cairn.goals.models import Alignment, Objective
from cairn.organization.actor import Actor
from cairn.planning.announcing import read_drafts
from cairn.planning.commands.aligning import plan_alignment, unplan_alignment
from cairn.planning.commands.announcing import announce_round
from cairn.planning.commands.rounds import cancel_round
from cairn.planning.coverage import Coverage, read_coverage
from cairn.planning.models import PlannedAlignment, Round
from cairn.storage import clock
from tests.cast import MORNING
from tests.planning.conftest import Sets


def coverage_of(viewer: Actor, held: Round) -> Coverage:
    return read_coverage(viewer, held, clock.today(viewer.time_zone))


def test_nothing_is_covered_before_somebody_says_so(
    sets: Sets, held: Round, champion: Actor
) -> None:
    shown = coverage_of(champion, held)
    (wanted,) = shown.wanted
    assert (wanted.objective.id, len(wanted.parts)) == (sets.above.id, 2)
    assert (shown.uncovered, shown.twice) == (2, 0)
    assert [len(one.objectives) for one in shown.teams] == [1, 1]


def test_a_lead_plans_what_the_draft_serves(
    sets: Sets, held: Round, lead: Actor, champion: Actor, employee: Actor
) -> None:
    first = sets.above.key_results.order_by("position")[0]
    ours, above = sets.ours.id, sets.above.id
    made = plan_alignment(lead, held.id, objective=ours, target=above, key_result=first.id)
    assert plan_alignment(lead, held.id, objective=ours, target=above, key_result=first.id) == made
    assert coverage_of(champion, held).uncovered == 1
    plan_alignment(champion, held.id, objective=sets.theirs.id, target=above)
    shown = coverage_of(champion, held)
    assert (shown.uncovered, shown.twice) == (0, 0)
    plan_alignment(champion, held.id, objective=sets.theirs.id, target=above, key_result=first.id)
    assert coverage_of(champion, held).twice == 1
    for who, objective, target in (
        (lead, sets.theirs.id, above),
        (employee, ours, above),
        (champion, ours, sets.theirs.id),
    ):
        with pytest.raises(Invalid):
            plan_alignment(who, held.id, objective=objective, target=target)
    unplan_alignment(lead, made.id)
    kinds = Event.objects.filter(kind__startswith="alignment.").values_list("kind", flat=True)
    assert sorted(set(kinds)) == ["alignment.planned", "alignment.unplanned"]


def test_what_is_limited_is_handed_on_to_nobody(
    sets: Sets, held: Round, lead: Actor, champion: Actor
) -> None:
    edit_objective(champion, sets.above.id, visibility="people")
    with pytest.raises(Invalid):
        plan_alignment(lead, held.id, objective=sets.ours.id, target=sets.above.id)
    assert not coverage_of(lead, held).wanted


def test_announcing_publishes_what_was_agreed_on_and_aligns_it(
    sets: Sets, held: Round, champion: Actor, lead: Actor
) -> None:
    plan_alignment(lead, held.id, objective=sets.ours.id, target=sets.above.id)
    plan_alignment(champion, held.id, objective=sets.theirs.id, target=sets.above.id)
    agreed = {
        one.row.id: one.is_agreed
        for one in read_drafts(champion, held, clock.today(champion.time_zone))
    }
    assert agreed == {sets.above.id: True, sets.ours.id: False, sets.theirs.id: False}
    with pytest.raises(Forbidden):
        announce_round(lead, held.id)
    done = announce_round(champion, held.id, objectives=[sets.above.id, sets.ours.id])
    assert done.announced_at is not None
    published = Objective.objects.filter(published_at__isnull=False).values_list("id", flat=True)
    assert set(published) == {sets.above.id, sets.ours.id}
    (tie,) = Alignment.objects.all()
    assert (tie.objective_id, tie.target_id, tie.state) == (sets.ours.id, sets.above.id, "accepted")
    assert held.rooms.filter(ended_at__isnull=True).count() == 0
    assert announce_round(champion, held.id).announced_at == done.announced_at
    assert Event.objects.get(kind="round.announced").new == {"objectives": 2, "alignments": 1}


def test_without_a_list_what_was_confirmed_or_chosen_goes_out(
    sets: Sets, held: Round, champion: Actor
) -> None:
    announce_round(champion, held.id)
    sets.above.refresh_from_db()
    sets.ours.refresh_from_db()
    assert (sets.above.is_draft, sets.ours.is_draft) == (False, True)
    with pytest.raises(Conflict):
        plan_alignment(champion, held.id, objective=sets.ours.id, target=sets.above.id)


def test_what_is_no_draft_of_the_round_is_refused(
    sets: Sets, held: Round, champion: Actor, objective: Objective
) -> None:
    with pytest.raises(Invalid) as refused:
        announce_round(champion, held.id, objectives=[sets.above.id, objective.id])
    assert set(refused.value.fields) == {"objectives"}
    sets.above.refresh_from_db()
    assert sets.above.is_draft


def test_the_cycle_runs_from_its_first_day_on(
    sets: Sets, held: Round, champion: Actor, next_cycle: Cycle
) -> None:
    with clock.set_to(MORNING + timedelta(days=50)):
        announce_round(champion, held.id)
    next_cycle.refresh_from_db()
    assert next_cycle.phase == Phase.RUNNING


def test_a_cancelled_round_publishes_nothing(sets: Sets, held: Round, champion: Actor) -> None:
    plan_alignment(champion, held.id, objective=sets.ours.id, target=sets.above.id)
    cancel_round(champion, held.id, reason="换了做法")
    with pytest.raises(Conflict):
        announce_round(champion, held.id)
    assert PlannedAlignment.objects.count() == 1
    assert not Objective.objects.filter(published_at__isnull=False).exists()
