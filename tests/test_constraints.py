"""What must always be true, tried against the database itself."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

from cairn.checkins.models import CheckIn, Comment, Mention
from cairn.goals.models import (
    Alignment,
    Closure,
    Confirmation,
    Dependency,
    KeyResult,
    Milestone,
    Objective,
    ObjectiveTag,
    Participant,
    Reading,
    Standing,
)
from cairn.notifications.models import Follow
from cairn.organization.models import Member, Organization, SetupCode, Team, TeamMember
from cairn.search.models import SearchEntry
from cairn.storage import clock
from cairn.storage.ids import new_id
from tests.broken_coaching import COACHING
from tests.broken_imports import IMPORTS
from tests.broken_kpis import KPIS
from tests.broken_mails import MAILS
from tests.broken_meetings import MEETINGS
from tests.broken_open_apis import OPEN_APIS
from tests.broken_planning import PLANNING
from tests.broken_reports import REPORTS
from tests.broken_reviews import REVIEWS
from tests.broken_templates import TEMPLATES
from tests.broken_weeks import WEEK
from tests.cast import TODAY

D = Decimal
type Break = Callable[[KeyResult], object]


def closures(kr: KeyResult) -> None:
    for _ in range(2):
        Closure.objects.create(
            objective=kr.objective, outcome="closed", closed_by_id=kr.owner_id or 0
        )


def twice(model: type[models.Model], **values: Any) -> None:
    for _ in range(2):
        model._default_manager.create(**values)


def reading(kr: KeyResult, **values: Any) -> Reading:
    given = {"key_result": kr, "effective_on": TODAY, "author_id": kr.owner_id} | values
    return Reading.objects.create(**given)


def corrected_twice(kr: KeyResult) -> None:
    first = reading(kr, value=D(1))
    for _ in range(2):
        reading(kr, value=D(2), corrects=first)


def said(kr: KeyResult, **values: Any) -> CheckIn:
    given = {
        "organization_id": kr.organization_id,
        "key_result": kr,
        "confidence": 5,
        "effective_on": TODAY,
        "author_id": kr.owner_id,
    }
    return CheckIn.objects.create(**(given | values))


def submitted_twice(kr: KeyResult) -> None:
    for _ in range(2):
        said(kr, submission="f00")


def mentioned_twice(kr: KeyResult) -> None:
    comment = Comment.objects.create(
        organization_id=kr.organization_id,
        objective=kr.objective,
        author_id=kr.owner_id or 0,
        body="?",
    )
    twice(Mention, comment=comment, member_id=kr.owner_id)


def team(kr: KeyResult, **values: Any) -> Team:
    given = {
        "organization_id": kr.organization_id,
        "name": "?",
        "path": ".1.",
        "valid_from": date(2026, 1, 1),
    }
    return Team.objects.create(**(given | values))


def joined_twice(kr: KeyResult) -> None:
    member = Member.objects.get(id=kr.owner_id or 0)
    Member.objects.create(organization_id=member.organization_id, user_id=member.user_id, name="?")


def above(kr: KeyResult) -> Objective:
    """Another objective like that of the key result."""
    made = Objective.objects.get(id=kr.objective_id)
    made.pk, made.submission = new_id(), None
    made.save(force_insert=True)
    return made


def aligned(kr: KeyResult, **values: Any) -> Alignment:
    given: dict[str, Any] = {
        "organization_id": kr.organization_id,
        "objective_id": kr.objective_id,
        "requested_by_id": kr.owner_id,
    }
    given["target"] = values.pop("target", None) or above(kr)
    return Alignment.objects.create(**(given | values))


def aligned_twice(kr: KeyResult) -> None:
    target = above(kr)
    for _ in range(2):
        aligned(kr, target=target)


def aligned_to_key_result_twice(kr: KeyResult) -> None:
    for _ in range(2):
        supporter = above(kr)
        supporter.title = "?"
        Alignment.objects.create(
            organization_id=kr.organization_id,
            objective=Objective.objects.exclude(id=kr.objective_id).order_by("id")[0],
            target_id=kr.objective_id,
            key_result=kr,
            requested_by_id=kr.owner_id or 0,
        )


def needed(kr: KeyResult, **values: Any) -> Dependency:
    given = {
        "organization_id": kr.organization_id,
        "objective_id": kr.objective_id,
        "team_id": kr.objective.team_id,
        "need": "?",
        "needed_on": TODAY,
        "requested_by_id": kr.owner_id,
    }
    return Dependency.objects.create(**(given | values))


def submitted(kr: KeyResult, **values: Any) -> Confirmation:
    return Confirmation.objects.create(
        organization_id=kr.organization_id,
        objective_id=kr.objective_id,
        submitted_by_id=kr.owner_id or 0,
        **values,
    )


def follows(kr: KeyResult, **what: Any) -> Follow:
    """By the key result's owner."""
    return Follow.objects.create(
        organization_id=kr.organization_id, member_id=kr.owner_id or 0, **what
    )


def lead_of(kr: KeyResult) -> int:
    return Team.objects.values_list("lead_id", flat=True).get(id=kr.objective.team_id) or 0


def stood_twice(kr: KeyResult) -> None:
    kept = Standing.objects.filter(objective=kr.objective_id).latest("stood_on")
    kept.pk = new_id()
    kept.save(force_insert=True)


def key_result_with(**values: Any) -> Break:
    return lambda kr: KeyResult.objects.filter(id=kr.id).update(**values)


def objective_with(**values: Any) -> Break:
    return lambda kr: Objective.objects.filter(id=kr.objective_id).update(**values)


def organization_with(**values: Any) -> Break:
    return lambda kr: Organization.objects.filter(id=kr.organization_id).update(**values)


BREAKS: dict[str, Break] = {
    **COACHING,
    **MAILS,
    **REPORTS,
    **MEETINGS,
    **PLANNING,
    **WEEK,
    **OPEN_APIS,
    **IMPORTS,
    **KPIS,
    **TEMPLATES,
    **REVIEWS,
    "key_result_weight_range": key_result_with(weight=D("100.01")),
    "key_result_weight_range below": key_result_with(weight=D("-0.01")),
    "key_result_confidence_range": key_result_with(confidence=11),
    "key_result_goes_somewhere": key_result_with(start=D(75)),
    "key_result_score_range": key_result_with(score=D("1.1")),
    "key_result_submitted_once": lambda kr: [
        KeyResult.objects.create(
            organization_id=kr.organization_id,
            objective=kr.objective,
            title="?",
            starts_on=TODAY,
            due_on=TODAY,
            submission="f00",
        )
        for _ in range(2)
    ],
    "milestone_weight_positive": lambda kr: Milestone.objects.create(
        key_result=kr, title="?", weight=D(-1)
    ),
    "reading_says_something": lambda kr: reading(kr, value=None),
    "goals_reading corrects": corrected_twice,
    "objective_owned": objective_with(team=None, owner=None),
    "objective_visible_team": objective_with(visibility="team", visible_team=None),
    "objective_score_range": objective_with(score=D("1.1")),
    "objective_tag_once": lambda kr: twice(ObjectiveTag, objective=kr.objective, name="增长"),
    "participant_once": lambda kr: twice(
        Participant, objective=kr.objective, member_id=kr.owner_id, part="reader"
    ),
    "closure_one_open": closures,
    "confirmation_answered": lambda kr: submitted(kr, verdict="returned"),
    "confirmation_in_place": lambda kr: submitted(kr, in_place=True),
    "confirmation_one_open": lambda kr: [submitted(kr) for _ in range(2)],
    "alignment_not_to_itself": lambda kr: aligned(kr, target=kr.objective),
    "alignment_weight_range": lambda kr: aligned(
        kr, weight=D("100.01"), state="accepted", answered_at=clock.now()
    ),
    "alignment_counts_if_accepted": lambda kr: aligned(kr, weight=D(1)),
    "alignment_names_what_is_blocked": lambda kr: aligned(kr, is_for_blocked=True),
    "alignment_answered": lambda kr: aligned(kr, state="declined"),
    "alignment_ended": lambda kr: aligned(kr, state="ended"),
    "alignment_once": aligned_twice,
    "alignment_once_to_key_result": aligned_to_key_result_twice,
    "dependency_answered": lambda kr: needed(kr, state="accepted"),
    "dependency_ended": lambda kr: needed(kr, state="delivered"),
    "standing_once_a_day": stood_twice,
    "checkin_confidence_range": lambda kr: said(kr, confidence=11),
    "checkin_in_place": lambda kr: said(kr, stood_in_for_id=kr.owner_id),
    "checkin_submitted_once": submitted_twice,
    "mention_once": mentioned_twice,
    "follow_of_one_thing": follows,
    "follow_of_one_thing of two": lambda kr: follows(
        kr, team_id=kr.objective.team_id, objective=kr.objective
    ),
    "follow_not_oneself": lambda kr: follows(kr, person_id=kr.owner_id),
    "follow_person_once": lambda kr: [follows(kr, person_id=lead_of(kr)) for _ in range(2)],
    "follow_team_once": lambda kr: [follows(kr, team_id=kr.objective.team_id) for _ in range(2)],
    "follow_objective_once": lambda kr: [follows(kr, objective=kr.objective) for _ in range(2)],
    "team_one_root": team,
    "team_valid_dates": lambda kr: team(
        kr, parent_id=kr.objective.team_id, valid_to=date(2025, 1, 1)
    ),
    "team_member_once": lambda kr: twice(
        TeamMember, team_id=kr.objective.team_id, member_id=kr.owner_id, joined_on=TODAY
    ),
    "member_once": joined_twice,
    "member_not_own_manager": lambda kr: Member.objects.filter(id=kr.owner_id or 0).update(
        manager=kr.owner_id
    ),
    "organization_month": organization_with(fiscal_month=13),
    "organization_weekday": organization_with(checkin_weekday=7),
    "organization_cadence": organization_with(cadence_days=0),
    "organization_drafting": organization_with(drafting_days=0),
    "setup_code_single": lambda _kr: SetupCode.objects.create(id=2, secret_hash="?"),
    "search_entry_once": lambda kr: twice(
        SearchEntry, organization_id=kr.organization_id, kind="objective", subject_id=7
    ),
}


def attempt(name: str, key_result: KeyResult) -> None:
    with transaction.atomic():
        BREAKS[name](key_result)
        connection.check_constraints()


@pytest.mark.parametrize("name", BREAKS)
def test_the_database_refuses(name: str, key_result: KeyResult) -> None:
    with pytest.raises(DatabaseError) as refused:
        attempt(name, key_result)
    said = str(refused.value)
    assert name.split(maxsplit=1)[0] in said or "unique" in said.lower(), said


def test_every_declared_constraint_is_tried() -> None:
    """Those of cycles are tried in tests/cycles, where the cast's cycles are at hand."""
    declared = {
        constraint.name
        for model in apps.get_models()
        if model.__module__.startswith("cairn.") and model._meta.app_label != "cycles"
        for constraint in model._meta.constraints
    }
    tried = {name.split()[0] for name in BREAKS}
    elsewhere = {"objective_submitted_once", "comment_submitted_once"}  # tried by double clicks
    assert declared - tried - elsewhere == set()
