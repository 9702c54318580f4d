"""What the teams' sets cover of the round's own, and what the announcement publishes at once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cairn.cycles.models import Cycle, Phase
from cairn.errors import Conflict, Forbidden, Invalid
from cairn.events.models import Event
from cairn.goals.commands.drafts import draft_objective
from cairn.goals.commands.objectives import edit_objective
from cairn.goals.models import Alignment, Objective
from cairn.notifications.notices import newest
from cairn.notifications.reading import read_some
from cairn.organization.actor import Actor
from cairn.organization.models import Team
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
    shown = coverage_of(lead, held)
    assert not shown.wanted
    assert not shown.told


def test_a_lead_says_what_the_set_covers_of_what_was_handed_on(
    sets: Sets, held: Round, lead: Actor
) -> None:
    (told,) = coverage_of(lead, held).told
    assert (told.chosen.objective_id, len(told.chosen.key_results)) == (sets.above.id, 2)
    plan_alignment(lead, held.id, objective=sets.ours.id, target=sets.above.id)
    shown = coverage_of(lead, held)
    assert not shown.wanted
    assert [one.objective.id for one in shown.told[0].by] == [sets.ours.id]
    (mine,) = [one for one in shown.teams if one.objectives]
    assert mine.serves == {sets.ours.id}


def test_announcing_publishes_what_was_agreed_on_and_aligns_it(
    sets: Sets, held: Round, champion: Actor, lead: Actor
) -> None:
    plan_alignment(lead, held.id, objective=sets.ours.id, target=sets.above.id)
    plan_alignment(champion, held.id, objective=sets.theirs.id, target=sets.above.id)
    agreed = {
        one.row.id: one.is_agreed
        for one in read_drafts(champion, held, clock.today(champion.time_zone)).drafts
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


def test_what_many_serve_is_asked_and_written_as_often_as_for_one(
    sets: Sets, held: Round, champion: Actor
) -> None:
    """Announced with one draft more, it takes the same statements but those that travel together."""
    drafts = [
        draft_objective(champion, title=f"第 {at} 件", cycle=held.cycle_id, team=sets.ours.team_id)
        for at in range(5)
    ]
    for one in (sets.ours, sets.theirs, *drafts):
        plan_alignment(champion, held.id, objective=one.id, target=sets.above.id)
    wanted = [one.id for one in (sets.above, sets.ours, sets.theirs, *drafts)]
    with CaptureQueriesContext(connection) as captured:
        announce_round(champion, held.id, objectives=wanted)
    said = [one["sql"].split("(")[0].strip() for one in captured.captured_queries]
    alone = [one for one in said if not one.startswith("INSERT INTO")]
    assert len(alone) < 40
    assert Alignment.objects.filter(state="accepted").count() == 7


def test_a_loop_among_what_is_planned_is_left_out(
    sets: Sets, held: Round, champion: Actor, squad: Team
) -> None:
    """Planned one by one they were sound; together they would close a loop."""
    below = draft_objective(champion, title="更下一级", cycle=held.cycle_id, team=squad.id)
    ends = [(sets.ours, sets.above), (below, sets.ours), (sets.above, below)]
    PlannedAlignment.objects.bulk_create(
        PlannedAlignment(round=held, objective=one, target=other, planned_by_id=champion.member_id)
        for one, other in ends
    )
    announce_round(champion, held.id, objectives=[sets.above.id, sets.ours.id, below.id])
    made = Alignment.objects.values_list("objective_id", "target_id")
    assert set(made) == {(one.id, other.id) for one, other in ends[:2]}
    assert Event.objects.get(kind="round.announced").new["alignments"] == 2


def test_of_very_many_those_agreed_on_go_out_together(
    sets: Sets, held: Round, champion: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cairn.planning.announcing.MOST", 2)
    found = read_drafts(champion, held, clock.today(champion.time_zone))
    assert (found.agreed, found.others, len(found.drafts), found.is_whole) == (1, 2, 2, False)
    announce_round(champion, held.id, objectives=[sets.theirs.id], with_agreed=True)
    published = Objective.objects.filter(published_at__isnull=False).values_list("id", flat=True)
    assert set(published) == {sets.above.id, sets.theirs.id}


def test_everybody_hears_of_the_announcement_once(
    sets: Sets, held: Round, champion: Actor, employee: Actor, viewer: Actor
) -> None:
    """Whoever only looks hears of it too; the announcer does not hear of their own act."""
    read_some()
    announce_round(champion, held.id)
    announce_round(champion, held.id)
    for _again in range(2):
        read_some()
        for one in (employee, viewer):
            heard = [row.kind for row in newest(one)]
            assert heard.count("round.announced") == 1
