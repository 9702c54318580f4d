"""Every number of the insights is the one that other pages show, and has that many rows behind it."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from cairn.checkins.commands.checkins import check_in
from cairn.cycles.models import Cycle
from cairn.goals.commands.key_results import add_key_result
from cairn.goals.commands.objectives import restore_objective
from cairn.goals.gaps import UNALIGNED, Within, find_gaps
from cairn.goals.map.reading import read_nodes
from cairn.goals.models import KeyResult, Objective, Status
from cairn.goals.progress import clamp
from cairn.goals.queries import Filters, filtered, visible_objectives
from cairn.goals.tallies import summed, tallies_by_team
from cairn.insights.behind import key_results_behind, objectives_behind, people_behind
from cairn.insights.changes import Change, changes_of
from cairn.insights.cover import cover_of
from cairn.insights.discipline import discipline_of
from cairn.insights.frame import Frame, frame_of
from cairn.insights.hygiene import Finding, hygiene_of
from cairn.insights.number import KEEPINGS, KEY_RESULTS, PEOPLE, Number, read_number
from cairn.insights.participation import (
    ANSWERING,
    CHECKED_IN,
    WITH,
    Takers,
    participation_of,
)
from cairn.insights.scores import scores_of
from cairn.insights.spread import Spread, spread_of
from cairn.insights.subject import NO_TEAM, PERSON, find_subject
from cairn.insights.trend import trend_of
from cairn.insights.weeks import rounds_in
from cairn.organization.actor import Actor
from cairn.organization.models import Organization, Team
from cairn.storage import clock
from tests.cast import MORNING, TODAY, WriteObjective, again
from tests.story import Story

pytestmark = pytest.mark.django_db

D = Decimal
DAYS = 4
MANY = 500
RANDOM = settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def people(champion: Actor, lead: Actor, team: Team, employee: Actor) -> list[Actor]:
    return [champion, again(lead), employee]


@pytest.fixture
def start(
    people: list[Actor], write_objective: WriteObjective, team: Team, company: Team
) -> list[Objective]:
    """Seven objectives with a key result each: the company's, the team's, and people's own."""
    made = []
    for number in range(7):
        one = write_objective(
            people[0],
            title=f"目标 {number}",
            owner=people[number % 3].member_id,
            team=(company.id, team.id, None)[number % 3],
            type=("committed", "aspirational")[number % 2],
        )
        add_key_result(people[0], one.id, title="数", start=D(0), target=D(100), reason="中途调整")
        made.append(one)
    return made


@pytest.fixture
def cycles(cycle: Cycle, year: Cycle) -> list[Cycle]:
    return [cycle, year]


def frames(
    viewer: Actor, organization: Organization, team: Team, cycles: list[Cycle]
) -> Iterator[Frame]:
    """Of today: the organization's, the team's and a person's."""
    today = clock.today(viewer.time_zone)
    for about in ({}, {"team": team.id}, {"person": viewer.member_id}):
        subject = find_subject(viewer, **about)
        yield frame_of(viewer, organization, subject, cycles, cycles[0], today)


def behind(frame: Frame, text: str, group: int | None = None) -> int:
    """How many rows there are behind a number."""
    number = read_number(text, group, frame.on - timedelta(days=2))
    assert number is not None, text
    if number.kind == PEOPLE:
        return len(people_behind(frame, number, None, MANY))
    if number.kind == KEY_RESULTS:
        return len(key_results_behind(frame, number, None, MANY))
    return len(objectives_behind(frame, number, None, MANY))


@RANDOM
@given(seed=some.integers(0, 10**9))
def test_numbers_agree_with_other_pages_and_with_their_rows(
    seed: int,
    people: list[Actor],
    organization: Organization,
    team: Team,
    start: list[Objective],
    cycles: list[Cycle],
    colleague: Actor,
) -> None:
    story = Story(seed, people, team, start)
    with transaction.atomic():
        story.tie()
        for _ in range(30):
            story.act()
        with clock.set_to(MORNING + timedelta(days=9)):
            for viewer in map(again, (*people, colleague)):
                for frame in frames(viewer, organization, team, cycles):
                    spread = spread_of(frame)
                    same_as_lists(viewer, frame, spread)
                    same_as_gaps(viewer, frame)
                    same_counts(frame, spread)
                    same_measures(frame)
        transaction.set_rollback(True)


def same_as_lists(viewer: Actor, frame: Frame, spread: Spread) -> None:
    subject, cycle = frame.subject, frame.cycle.id
    if subject.kind == "organization":
        assert spread.whole == summed(tallies_by_team(viewer, cycle, frame.on).values())
        for status in Status:
            listed = filtered(viewer, Filters(cycle, status=status, drafts=False), frame.on)
            assert dict(spread.whole.counts).get(status, 0) == listed.count()
    if subject.kind == PERSON:
        listed = filtered(viewer, Filters(cycle, owner=subject.id, drafts=False), frame.on)
        assert spread.whole.total == listed.count()
        assert not spread.groups
    shown = [
        clamp(one.shown_progress)
        for one in _published(viewer, frame)
        if one.shown_progress is not None and one.closed_as not in ("postponed", "abandoned")
    ]
    last = trend_of(frame)[-1]
    assert last.measured == len(shown)
    mean = (sum(shown, D(0)) / len(shown)).quantize(D("0.0001"), ROUND_HALF_UP) if shown else None
    assert last.progress == mean


def _published(viewer: Actor, frame: Frame) -> list[Objective]:
    """Those of the subject, by the rows behind the status."""
    ids = [int(node.id) for node in objectives_behind(frame, Number("all", ""), None, MANY)]
    found = visible_objectives(viewer).filter(id__in=ids, published_at__isnull=False)
    assert found.count() == len(ids)
    return list(found)


def same_as_gaps(viewer: Actor, frame: Frame) -> None:
    if frame.subject.kind == PERSON:
        return
    within = Within((frame.cycle.id,), frame.subject.id if frame.subject.kind == "team" else None)
    unaligned = find_gaps(viewer, UNALIGNED, within).count()
    cover = cover_of(frame).whole
    assert cover.of - cover.count == unaligned
    assert hygiene_of(frame).counts[Finding.UNALIGNED] == unaligned


def same_counts(frame: Frame, spread: Spread) -> None:
    groups: list[int | None] = [None, *frame.subject.groups]
    if frame.subject.kind == "organization":
        groups.append(NO_TEAM)
    for status in Status:
        for group in groups:
            tally = spread.whole if group is None else spread.groups.get(group)
            count = dict(tally.counts).get(status, 0) if tally else 0
            assert behind(frame, f"status.{status}", group) == count
    hygiene = hygiene_of(frame)
    for finding in Finding:
        assert behind(frame, f"finding.{finding}") == hygiene.counts[finding], finding
    assert behind(frame, "going.objectives") == hygiene.objectives
    assert behind(frame, "going.key_results") == hygiene.key_results
    if frame.subject.kind != PERSON:
        same_people(frame, groups)


def same_measures(frame: Frame) -> None:
    changes = changes_of(frame, frame.on - timedelta(days=2))
    for change in Change:
        assert behind(frame, f"change.{change}") == changes.counts.get(change, 0)
    for one in scores_of(frame):
        assert behind(frame, f"score.{one.kind}") == one.total
        for step, count in one.counts.items():
            assert behind(frame, f"score.{one.kind}.{step}") == count
    same_rounds(frame)
    same_points(frame)


def same_rounds(frame: Frame) -> None:
    for part in discipline_of(frame):
        counts = (part.kept.of, part.kept.count, part.kept.of - part.kept.count)
        for show, count in zip(KEEPINGS, counts, strict=True):
            assert behind(frame, f"{show}.{part.week.ends_on}") == count, show

    same_points(frame)


def same_points(frame: Frame) -> None:
    for point in trend_of(frame):
        assert behind(frame, f"measured.{point.on}") == point.measured, point.on
        assert behind(frame, f"sure.{point.on}") == point.sure, point.on


@pytest.mark.parametrize("cadence", [7, 92])
@pytest.mark.parametrize("ago", [0, 6, 96, 97])
def test_a_check_in_before_the_cycle_counts_as_long_as_its_cadence_spans(
    cadence: int,
    ago: int,
    people: list[Actor],
    organization: Organization,
    team: Team,
    start: list[Objective],
    cycles: list[Cycle],
) -> None:
    KeyResult.objects.exclude(objective=start[0]).delete()
    (key_result,) = KeyResult.objects.all()
    began, first = cycles[0].starts_on, MORNING.replace(month=1)
    KeyResult.objects.update(cadence_days=cadence, created_at=first, starts_on=first.date())
    Objective.objects.update(published_at=first)
    said_on = began - timedelta(days=ago)
    check_in(people[0], key_result.id, value=D(5), confidence=6, effective_on=said_on)
    for frame in frames(people[0], organization, team, cycles):
        rounds = discipline_of(frame)
        if rounds[0].kept.of:
            span = timedelta(days=7 * rounds_in(cadence))
            assert rounds[0].kept.count == (said_on > rounds[0].week.ends_on - span)
        same_rounds(frame)


def same_people(frame: Frame, groups: list[int | None]) -> None:
    found = participation_of(frame)
    for group in groups:
        nobody = Takers(0, 0, 0, 0)
        takers = found.whole if group is None else found.groups.get(group, nobody)
        counts = {
            "people": takers.people,
            WITH: takers.with_objectives,
            ANSWERING: takers.answering,
            CHECKED_IN: takers.checked_in,
        }
        for flag, count in counts.items():
            assert behind(frame, f"people.{flag}", group) == count, (flag, group)


@RANDOM
@given(seed=some.integers(0, 10**9))
def test_a_past_day_shows_what_was_shown_on_it(
    seed: int,
    people: list[Actor],
    organization: Organization,
    team: Team,
    start: list[Objective],
    cycles: list[Cycle],
) -> None:
    story = Story(seed, people, team, start, hours=0)
    steward = again(people[0])
    with transaction.atomic():
        story.tie()
        then = []
        for day in range(DAYS):
            with clock.set_to(MORNING + timedelta(days=day)):
                for _ in range(8):
                    story.act(MORNING + timedelta(days=day))
                then.append([told(one) for one in frames(steward, organization, team, cycles)])
        with clock.set_to(MORNING + timedelta(days=DAYS)):
            for one in Objective.objects.filter(deleted_at__isnull=False):
                restore_objective(steward, one.id)
            for day, shown in enumerate(then):
                on = TODAY + timedelta(days=day)
                found = [told(one.as_of(on)) for one in frames(steward, organization, team, cycles)]
                assert found == shown, day
        transaction.set_rollback(True)


def told(frame: Frame) -> tuple[object, ...]:
    """What a day shows of the objectives."""
    points = trend_of(frame)
    return spread_of(frame), points[-1], cover_of(frame)


@RANDOM
@given(seed=some.integers(0, 10**9))
def test_a_past_number_counts_for_those_alone_who_could_see_it(
    seed: int,
    people: list[Actor],
    organization: Organization,
    team: Team,
    start: list[Objective],
    cycles: list[Cycle],
    colleague: Actor,
) -> None:
    """Whatever was limited, opened and limited again since."""
    story = Story(seed, people, team, start, hours=0)
    with transaction.atomic():
        for day in range(DAYS):
            morning = MORNING + timedelta(days=day)
            with clock.set_to(morning):
                for _ in range(10):
                    story.act(morning)
        with clock.set_to(MORNING + timedelta(days=DAYS)):
            viewer, on = again(colleague), TODAY + timedelta(days=1)
            for frame in frames(viewer, organization, team, cycles):
                past = frame.as_of(on)
                spread, point = spread_of(past), trend_of(past)[-1]
                rows = objectives_behind(past, Number("all", ""), None, MANY)
                nodes = read_nodes(past.scope, [int(one.id) for one in rows]).values()
                known = [one for one in nodes if not one.withheld]
                gone = ("postponed", "abandoned")
                numbers = [
                    one.progress
                    for one in known
                    if one.progress is not None and one.status not in gone
                ]
                assert point.measured == len(numbers)
                assert spread.whole.total + spread.withheld == len(nodes)
                ended = [one.withheld and one.status == "withheld" for one in nodes]
                assert spread.withheld == sum(ended)
                assert behind(past, "known") == spread.whole.total
                same_points(past)
        transaction.set_rollback(True)
