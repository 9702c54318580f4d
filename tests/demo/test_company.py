"""The demonstration company, built on days that could be awkward."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.db.models import Count, Max, Sum
from django.db.transaction import atomic, set_rollback

from cairn.checkins.models import CheckIn, Comment
from cairn.checkins.queries import due_count, open_mentions
from cairn.checkins.sql import times_of
from cairn.cycles.models import Phase
from cairn.cycles.queries import choose_current, cycles
from cairn.demo.build import build
from cairn.events.models import Event
from cairn.goals.ancestry import ranks
from cairn.goals.models import (
    Alignment,
    Answer,
    Dependency,
    DependencyState,
    KeyResult,
    Kind,
    Objective,
    Status,
    Type,
    Visibility,
)
from cairn.goals.queries import visible_objectives
from cairn.goals.status import having_status, status_of
from cairn.notifications.models import Follow
from cairn.organization.actor import Actor, Face, Role
from cairn.organization.models import Member, Organization, Team
from cairn.organization.signing import actor_for
from cairn.storage import clock

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
MID_QUARTER = datetime(2026, 11, 18, 9, tzinfo=SHANGHAI)
AWKWARD = [
    datetime(2026, 12, 31, 23, 50, tzinfo=SHANGHAI),
    datetime(2027, 1, 1, 0, 10, tzinfo=SHANGHAI),
    datetime(2028, 2, 29, 12, tzinfo=SHANGHAI),
]
# What a day makes of the calendar does not depend on the database; a build costs seconds
DAYS = [MID_QUARTER, *(AWKWARD if connection.vendor == "sqlite" else [])]


@dataclass(frozen=True)
class Demo:
    now: datetime
    organization: Organization

    @property
    def on(self) -> date:
        return self.now.date()

    def persona(self, mail: str) -> Actor:
        found = Member.objects.select_related("organization")
        member = found.get(organization=self.organization, user__email=f"{mail}@cairn.example")
        return actor_for(member, Face.WEB)

    @property
    def objectives(self) -> Any:
        return Objective.objects.filter(organization=self.organization)

    @property
    def alignments(self) -> Any:
        return Alignment.objects.filter(organization=self.organization)

    @property
    def key_results(self) -> Any:
        return KeyResult.objects.filter(organization=self.organization)


def build_at(now: datetime) -> Demo:
    with clock.set_to(now):
        build()
    return Demo(now, Organization.objects.latest("id"))


@pytest.fixture(scope="module", params=DAYS, ids=lambda day: day.date().isoformat())
def demo(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any
) -> Iterator[Demo]:
    """Built once for all facts about one day; nothing of it stays."""
    with django_db_blocker.unblock(), atomic():
        yield build_at(request.param)
        set_rollback(True)


def test_forty_people_work_in_the_company_and_nine_teams(demo: Demo) -> None:
    teams = Team.objects.filter(organization=demo.organization)
    assert Member.objects.filter(organization=demo.organization).count() == 40
    assert teams.count() == 10
    assert max(len(team.line) for team in teams) == 3


def test_nobody_has_a_password(demo: Demo) -> None:
    people = Member.objects.filter(organization=demo.organization).select_related("user")
    assert not any(member.user.has_usable_password() for member in people)


def test_the_personas_have_their_roles(demo: Demo) -> None:
    roles = {mail: demo.persona(mail).role for mail in ("employee", "champion", "admin")}
    assert roles == {
        "employee": Role.MEMBER,
        "champion": Role.CHAMPION,
        "admin": Role.ADMIN,
    }
    assert demo.persona("lead").leads
    assert demo.persona("executive").leads


def test_a_running_quarter_follows_three_closed_ones(demo: Demo) -> None:
    known = list(cycles(demo.persona("admin")))
    running = choose_current(known, demo.on)
    assert running is not None
    assert running.phase == Phase.RUNNING
    assert running.length == "quarter"
    assert running.starts_on <= demo.on <= running.ends_on
    assert [one.phase for one in known if one.length == "quarter"].count(Phase.CLOSED) == 3


def test_the_employee_owes_five_checkins(demo: Demo) -> None:
    employee = demo.persona("employee")
    assert due_count(employee, demo.organization, demo.on) == 5
    assert len(times_of(employee)) == 5


def test_somebody_asks_for_every_persona(demo: Demo) -> None:
    for mail in ("employee", "lead", "executive", "champion", "admin"):
        assert open_mentions(demo.persona(mail)).exists(), mail


def test_every_kind_type_status_and_visibility_occurs(demo: Demo) -> None:
    assert set(demo.key_results.values_list("kind", flat=True)) == set(Kind.values)
    assert set(demo.objectives.values_list("type", flat=True)) == set(Type.values)
    assert set(demo.objectives.values_list("visibility", flat=True)) == set(Visibility.values)
    for status in Status.values:
        assert demo.objectives.filter(having_status(status, demo.on)).exists(), status
    assert {"percent", "CNY", "EUR", "duration", "rating", "件"} <= set(
        demo.key_results.values_list("unit", flat=True)
    )


def test_most_of_what_runs_is_on_track_and_little_is_at_risk(demo: Demo) -> None:
    running = demo.objectives.filter(cycle__phase=Phase.RUNNING, closed_as="")
    shown = [status_of(one, one.shown_progress, demo.on).status for one in running]
    assert shown.count(Status.ON_TRACK) > shown.count(Status.BEHIND) > shown.count(Status.AT_RISK)
    assert 2 <= shown.count(Status.AT_RISK) <= 8


def test_weights_make_a_hundred(demo: Demo) -> None:
    counts = demo.alignments.filter(key_result__isnull=True, weight__gt=0)
    beside = dict(counts.values_list("target").annotate(whole=Sum("weight")))
    sums = demo.objectives.annotate(whole=Sum("key_results__weight")).values_list("id", "whole")
    assert beside
    assert {whole + beside.get(id, 0) for id, whole in sums} == {Decimal(100)}


def test_alignments_of_every_kind_and_state_occur(demo: Demo) -> None:
    assert set(demo.alignments.values_list("state", flat=True)) == set(Answer.values)
    assert demo.alignments.filter(key_result__isnull=False, weight__gt=0).exists()
    assert demo.alignments.filter(is_for_blocked=True, state=Answer.ACCEPTED).exists()
    assert not demo.alignments.filter(state=Answer.DECLINED, answer_reason="").exists()
    accepted = demo.alignments.filter(state=Answer.ACCEPTED)
    assert accepted.values("objective").annotate(n=Count("id")).filter(n__gt=1).exists()
    edges = list(accepted.values_list("objective_id", "target_id"))
    assert max(ranks(edges).values()) >= 4


def test_one_request_waits_for_the_lead(demo: Demo) -> None:
    waiting = demo.alignments.get(state=Answer.REQUESTED)
    assert waiting.target.owner_id == demo.persona("lead").member_id
    assert waiting.requested_by_id != waiting.target.owner_id


def test_a_few_that_run_support_nothing_yet(demo: Demo) -> None:
    accepted = demo.alignments.filter(state=Answer.ACCEPTED).values("objective")
    running = demo.objectives.filter(
        cycle__phase=Phase.RUNNING, closed_as="", published_at__isnull=False, is_growth=False
    )
    alone = running.exclude(id__in=accepted).filter(visibility=Visibility.ORGANIZATION)
    below = alone.exclude(team__parent__isnull=True, team__isnull=False)
    assert 2 <= below.exclude(cycle__length="year").count() <= 5


def test_one_dependency_is_late_and_others_stand_in_every_other_state(demo: Demo) -> None:
    needs = Dependency.objects.filter(organization=demo.organization)
    states = set(needs.values_list("state", flat=True))
    assert states == set(DependencyState.values) - {DependencyState.WITHDRAWN}
    late = [one for one in needs if one.is_late(demo.on)]
    assert [one.state for one in late] == [DependencyState.ACCEPTED]


def test_the_personas_follow_somebody(demo: Demo) -> None:
    for mail in ("employee", "lead", "executive", "champion", "admin"):
        assert Follow.objects.filter(member=demo.persona(mail).member_id).exists(), mail


def test_twelve_weeks_have_checkins(demo: Demo) -> None:
    """Counted over two quarters: in the week between them nobody may have much to say."""
    days = CheckIn.objects.filter(
        organization=demo.organization, effective_on__gt=demo.on - timedelta(weeks=14)
    ).values_list("effective_on", flat=True)
    assert len({day.isocalendar()[:2] for day in days}) >= 12


def test_confidence_falls_by_three_somewhere(demo: Demo) -> None:
    falls = [
        before - after
        for levels in demo.key_results.values_list("confidences", flat=True)
        for before, after in pairwise(levels)
    ]
    assert max(falls) >= 3


def test_nothing_lies_in_the_future_and_the_ledger_is_in_order(demo: Demo) -> None:
    events = Event.objects.filter(organization_id=demo.organization.id)
    assert events.aggregate(last=Max("at"))["last"] <= demo.now
    instants = list(events.order_by("id").values_list("at", flat=True))
    assert instants == sorted(instants)


def test_history_holds_what_the_pages_have_to_show(demo: Demo) -> None:
    checkins = CheckIn.objects.filter(organization=demo.organization)
    assert checkins.filter(corrects__isnull=False).exists()
    assert checkins.exclude(blockers="").exists()
    assert checkins.exclude(status="").exists()
    assert Comment.objects.filter(organization=demo.organization, parent__isnull=False).exists()
    assert demo.key_results.filter(owner__isnull=True).exists()
    assert demo.key_results.filter(start__isnull=True, target__isnull=False).exists()
    assert demo.key_results.filter(is_weight_fixed=True).exists()
    assert demo.key_results.filter(progress__gt=Decimal(1)).exists()
    assert demo.objectives.filter(override__isnull=False).exists()
    assert demo.objectives.filter(published_at__isnull=True).exists()


def test_the_past_is_scored_and_has_a_closing_note(demo: Demo) -> None:
    past = demo.objectives.filter(cycle__phase=Phase.CLOSED)
    assert past.count() >= 20
    assert not past.filter(score__isnull=True).exists()
    assert not past.filter(closures__note="").exists()


def test_the_private_objective_shows_to_those_named_alone(demo: Demo) -> None:
    private = demo.objectives.get(visibility=Visibility.PEOPLE)
    assert private not in visible_objectives(demo.persona("lead"))
    assert private in visible_objectives(demo.persona("executive"))


def test_doctor_finds_nothing(demo: Demo) -> None:
    from cairn.checkins.doctor import examine
    from cairn.reviews.doctor import examine_reviews

    assert [*examine(demo.organization), *examine_reviews(demo.organization)] == []


@pytest.mark.parametrize("demo", [MID_QUARTER], indirect=True, ids=["2026-11-18"])
def test_two_builds_are_the_same_but_for_ids(demo: Demo) -> None:
    assert told(build_at(demo.now)) == told(demo)


def told(demo: Demo) -> list[Any]:
    """What the pages show of a demonstration, without ids."""
    columns = ("title", "progress", "score", "behind_on", "outdated_on", "closed_as")
    rows = ("title", "current", "previous", "weight", "confidences", "owner__name")
    events = Event.objects.filter(organization_id=demo.organization.id).order_by("at", "id")
    return [
        list(demo.objectives.order_by("id").values_list(*columns)),
        list(demo.key_results.order_by("id").values_list(*rows)),
        list(events.values_list("kind", "actor_name", "subject_title", "reason", "at")),
        list(demo.alignments.order_by("id").values_list("state", "weight", "answer_reason")),
        list(
            demo.objectives.values_list("cycle__name").annotate(Count("id")).order_by("cycle__name")
        ),
    ]
