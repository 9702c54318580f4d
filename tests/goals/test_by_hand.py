"""What is read by hand is what the ORM and the policy say: random companies, everybody's eyes."""

import random
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db.models import Q

from cairn.cycles.models import Cycle, Phase
from cairn.events.kinds import Kind
from cairn.events.ledger import record
from cairn.goals.aligning import TieRow, seen_alignments, ties_of
from cairn.goals.dependencies import needed_from, needs_of, seen_dependencies
from cairn.goals.models import (
    PENDING,
    Alignment,
    Answer,
    Dependency,
    DependencyState,
    KeyResult,
    Objective,
    Part,
    Participant,
)
from cairn.goals.opening import open_objectives
from cairn.goals.policy import can_see, rules
from cairn.goals.queries import find_objective, objective_rows, visible_objectives
from cairn.goals.seeing import visible, visible_at
from cairn.goals.waiting import asked_alignments, asked_dependencies, waiting_for
from cairn.organization.actor import Actor, Role
from cairn.organization.models import Organization, Team
from cairn.storage.pieces import Piece, weave
from cairn.web.objectives.counts import counts_of
from cairn.web.objectives.history import history_of
from tests.cast import MORNING, TODAY, again, make_member, make_team

pytestmark = pytest.mark.django_db
OBJECTIVES, KEY_RESULTS, ALIGNMENTS, DEPENDENCIES = 40, 50, 90, 60
DAYS = [TODAY + timedelta(days=n) for n in (-9, -1, 0, 1, 30)]


@pytest.fixture
def everybody(
    organization: Organization,
    admin: Actor,
    champion: Actor,
    lead: Actor,
    employee: Actor,
    colleague: Actor,
    viewer: Actor,
    stranger: Actor,
    team: Team,
    product: Team,
) -> list[Actor]:
    """One who leads a team below, and one who manages another, among them."""
    head = make_member(organization, "吴双", "head@cairn.test")
    make_team(organization, "增长一组", team, head)
    make_team(organization, "增长二组", team)
    return [
        *(again(one) for one in (admin, champion, lead, employee, colleague, viewer, head)),
        stranger,
    ]


@pytest.fixture(params=range(3))
def world(request: pytest.FixtureRequest, everybody: list[Actor], cycle: Cycle) -> list[Objective]:
    """A company at random: every kind of owner, audience, state and end."""
    dice = random.Random(request.param)
    over = Cycle.objects.create(
        organization_id=cycle.organization_id,
        name="去年",
        length=cycle.length,
        starts_on=date(2025, 10, 1),
        ends_on=date(2025, 12, 31),
        phase=Phase.CLOSED,
    )
    people = [one.member_id for one in everybody[:-1]]
    objectives = [_objective(dice, people, cycle, over) for _ in range(OBJECTIVES)]
    Objective.objects.bulk_create(objectives)
    Participant.objects.bulk_create(
        Participant(objective=one, member_id=who, part=dice.choice(Part.values))
        for one in objectives
        for who in dice.sample(people, dice.choice((0, 0, 1, 2)))
    )
    key_results = [_key_result(dice, people, dice.choice(objectives)) for _ in range(KEY_RESULTS)]
    KeyResult.objects.bulk_create(key_results)
    _tie(dice, people, objectives, key_results)
    return objectives


def _objective(dice: random.Random, people: list[int], cycle: Cycle, over: Cycle) -> Objective:
    teams = list(Team.objects.filter(organization_id=cycle.organization_id))
    owner, team = dice.choice((None, *people)), dice.choice((None, *teams))
    return Objective(
        organization_id=cycle.organization_id,
        cycle=dice.choice((cycle, cycle, cycle, over)),
        title=f"目标 {dice.random()}",
        owner_id=owner,
        team=team if owner else dice.choice(teams),
        visibility=dice.choice(("organization", "organization", "team", "people")),
        visible_team=dice.choice(teams),
        published_at=dice.choice((None, MORNING, MORNING, MORNING)),
        deleted_at=dice.choice((None, None, None, None, MORNING)),
        closed_as=dice.choice(("", "", "", "closed")),
        created_by_id=dice.choice(people),
        due_on=cycle.ends_on,
    )


def _key_result(dice: random.Random, people: list[int], objective: Objective) -> KeyResult:
    return KeyResult(
        organization_id=objective.organization_id,
        objective=objective,
        title=f"结果 {dice.random()}",
        owner_id=dice.choice((None, *people)),
        starts_on=date(2026, 10, 1),
        due_on=objective.due_on,
        start=Decimal(0),
        target=Decimal(1),
        weight=0,
        deleted_at=dice.choice((None, None, None, MORNING)),
    )


def _tie(
    dice: random.Random,
    people: list[int],
    objectives: list[Objective],
    key_results: list[KeyResult],
) -> None:
    pairs: dict[tuple[int, int], Alignment] = {}
    for _ in range(ALIGNMENTS):
        below, above = dice.sample(objectives, 2)
        of_above = [one for one in key_results if one.objective_id == above.id]
        state = dice.choice((*Answer.values, *["requested"] * 3))
        pairs[below.id, above.id] = Alignment(
            organization_id=above.organization_id,
            objective=below,
            target=above,
            key_result=dice.choice((None, *of_above)),
            state=state,
            note=f"因为 {dice.random()}",
            requested_by_id=dice.choice(people),
            answered_by_id=dice.choice(people) if state != "requested" else None,
            answered_at=MORNING if state != "requested" else None,
            ended_by_id=dice.choice(people) if state == "ended" else None,
            ended_at=MORNING if state == "ended" else None,
        )
    Alignment.objects.bulk_create(pairs.values())
    teams = list(Team.objects.all())
    for _ in range(DEPENDENCIES):
        objective = dice.choice(objectives)
        own = [one for one in key_results if one.objective_id == objective.id]
        Dependency.objects.create(
            organization_id=objective.organization_id,
            objective=objective,
            key_result=dice.choice((None, *own)),
            team=dice.choice(teams),
            supplier=dice.choice((None, *objectives)),
            need="接口",
            needed_on=dice.choice(DAYS),
            state=dice.choice(DependencyState.values),
            requested_by_id=dice.choice(people),
            answered_at=MORNING,
            ended_at=MORNING,
        )


def ids(found: Iterable[object]) -> list[int]:
    return [one.id for one in found]  # type: ignore[attr-defined]


def fitting(condition: Piece) -> set[int]:
    statement = "SELECT o.id FROM goals_objective o WHERE {condition}"
    return {id for (id,) in weave(statement, condition=condition).rows()}


def test_the_same_objectives_are_visible(world: list[Objective], everybody: list[Actor]) -> None:
    loaded = open_objectives(ids(world))
    for viewer in everybody:
        asked = set(visible_objectives(viewer).values_list("id", flat=True))
        by_policy = {id for id, one in loaded.items() if can_see(viewer, one)}
        assert asked == {id for id in by_policy if not loaded[id].is_deleted}
        assert fitting(visible(viewer, "o")) == fitting(visible_at(viewer, "o.id")) == asked


def test_an_objective_is_opened_as_the_orm_loads_it(world: list[Objective]) -> None:
    opened = open_objectives(ids(world))
    related = ("cycle", "team", "visible_team", "owner", "organization")
    for one in Objective.objects.select_related(*related).prefetch_related("participants__member"):
        same = opened[one.id]
        for name in (*related, None):
            ours, theirs = (getattr(o, name) if name else o for o in (same, one))
            assert _values(ours) == _values(theirs)
        named = [(part.member, part.part) for part in same.participants.all()]
        assert sorted(named, key=str) == sorted(
            ((part.member, part.part) for part in one.participants.all()), key=str
        )


def _values(made: object) -> dict[str, object]:
    kept = vars(made) if made else {}
    return {name: value for name, value in kept.items() if not name.startswith("_")}


def test_the_same_answers_wait(world: list[Objective], everybody: list[Actor]) -> None:
    for viewer in everybody:
        found = waiting_for(viewer, TODAY, 1000)
        if viewer.role is Role.VIEWER:
            assert not len(found)
            continue
        asked = list(asked_alignments(viewer))
        assert [
            (one.id, one.objective.id, one.objective.title, one.target.id, one.target.title)
            for one in found.alignments
        ] == [
            (one.id, one.objective_id, one.objective.title, one.target_id, one.target.title)
            for one in asked
        ]
        for mine, theirs in zip(found.alignments, asked, strict=True):
            assert mine.requested_at == theirs.requested_at
            assert (mine.note, mine.requested_by.name) == (theirs.note, theirs.requested_by.name)
            assert (mine.key_result.id if mine.key_result else None) == theirs.key_result_id
        needed = list(asked_dependencies(viewer, TODAY))
        assert ids(found.dependencies) == ids(needed)
        for one, other in zip(found.dependencies, needed, strict=True):
            assert (one.needed_on, one.team, one.state) == (
                *(other.needed_on, other.team.name),
                other.state,
            )
            assert one.is_late == (other.needed_on < TODAY)
        first = waiting_for(viewer, TODAY, 2)
        assert ids(first.alignments) == ids(asked[:2])
        assert first.more == (max(len(asked), len(needed)) > 2)


def test_what_waits_is_what_the_policy_lets_one_answer(
    world: list[Objective], everybody: list[Actor]
) -> None:
    ends = open_objectives(ids(world))
    seen = 0
    for viewer in everybody:
        expected = {
            one.id
            for one in Alignment.objects.filter(state="requested").select_related("key_result")
            if viewer.role is not Role.VIEWER and _is_asked(viewer, one, ends)
        }
        assert set(ids(waiting_for(viewer, TODAY, 1000).alignments)) == expected
        for one in Alignment.objects.filter(id__in=expected).select_related("key_result"):
            target = ends[one.target_id]
            if one.key_result:
                one.key_result.objective = target
            assert rules.can(viewer, "alignment.answer", one.key_result or target)
        seen += len(expected)
    assert seen


def _is_asked(viewer: Actor, one: Alignment, ends: dict[int, Objective]) -> bool:
    below, target = ends[one.objective_id], ends[one.target_id]
    team = target.team
    if not all(can_see(viewer, end) and not end.is_deleted for end in (below, target)):
        return False
    if target.is_closed or target.cycle.is_closed:
        return False
    if one.key_result and one.key_result.deleted_at:
        return False
    if viewer.member_id in (target.owner_id, one.key_result and one.key_result.owner_id):
        return True
    if target.owner_id is not None or team is None:
        return False
    is_unled = team.lead_id is None and team.valid_to is None
    return team.id in viewer.leads or (viewer.is_steward and is_unled)


def test_both_ways_are_the_ones_of_the_orm(world: list[Objective], everybody: list[Actor]) -> None:
    for viewer in everybody:
        for objective in visible_objectives(viewer):
            loaded = find_objective(viewer, objective.id)
            found = ties_of(viewer, loaded, TODAY)
            parts = (found.supports, found.supported)
            below = (found.supported_by, found.was_supported_by)
            for rows, near in ((parts, "objective"), (below, "target")):
                alike = seen_alignments(viewer).filter(**{near: objective})
                shown: list[TieRow] = [one for part in rows for one in part]
                assert set(ids(shown)) == set(ids(alike))
            _compare_rows(viewer, [one for part in (*parts, *below) for one in part])


def _compare_rows(viewer: Actor, found: list[TieRow]) -> None:
    known = Alignment.objects.select_related("key_result", "requested_by", "answered_by")
    others = objective_rows(viewer, visible_objectives(viewer), TODAY, with_key_results=False)
    by_id = {one.id: one for one in others}
    for tie in found:
        one = known.get(id=tie.id)
        assert (tie.state, tie.note, tie.weight) == (one.state, one.note, one.weight)
        assert tie.requested_by.name == one.requested_by.name
        assert tie.answered_at == one.answered_at
        assert (tie.key_result.id if tie.key_result else None) == one.key_result_id
        assert tie.other == by_id[tie.other.id]


def test_needs_are_the_ones_of_the_orm(world: list[Objective], everybody: list[Actor]) -> None:
    for viewer in everybody:
        visible_ids = set(visible_objectives(viewer).values_list("id", flat=True))
        for id in visible_ids:
            rows = needs_of(viewer, find_objective(viewer, id), TODAY)
            alike = seen_dependencies(viewer).filter(objective=id)
            assert set(ids(row.dependency for row in rows)) == set(ids(alike))
            for row in rows:
                wanted = row.dependency.supplier_id
                assert (row.supplier.id if row.supplier else None) == (
                    wanted if wanted in visible_ids else None
                )
        for team in Team.objects.filter(organization_id=viewer.organization_id):
            asked = seen_dependencies(viewer).filter(
                Q(state__in=PENDING), team=team, objective__closed_as=""
            )
            rows = needed_from(viewer, team.id, TODAY, 1000)
            assert ids(row.dependency for row in rows) == ids(asked.order_by("needed_on", "id"))


def test_the_history_is_counted_as_it_is_listed(
    world: list[Objective], everybody: list[Actor]
) -> None:
    dice = random.Random(7)
    doer = everybody[0]
    kinds = (
        Kind.ALIGNMENT_REQUESTED,
        Kind.CHECKIN_MADE,
        Kind.COMMENT_ADDED,
        Kind.OBJECTIVE_DELETED,
    )
    for _ in range(150):
        near, far = dice.sample(world, 2)
        record(
            doer,
            dice.choice(kinds),
            near.id,
            objective_id=dice.choice((near.id, near.id, None)),
            other_objective_id=dice.choice((far.id, far.id, None)),
        )
    for viewer in everybody:
        for one in visible_objectives(viewer)[:15]:
            listed = history_of(viewer, one.id, (), None)
            assert counts_of(viewer, one)["changes"] == len(listed["entries"])
            assert listed["older"] is None
