"""A private objective, a draft and a deleted one leave no trace for whoever may not see them.

Everything is read before and after they are made, and what comes back is compared byte by byte.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from itertools import zip_longest
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from cairn.checkins.commands.comments import add_comment
from cairn.checkins.models import Mention
from cairn.goals.commands.alignments import request_alignment
from cairn.goals.commands.dependencies import request_dependency
from cairn.goals.commands.drafts import draft_objective
from cairn.goals.commands.measuring import measure_kpi
from cairn.goals.commands.objectives import edit_objective
from cairn.goals.models import KeyResult, Objective
from cairn.goals.queries import find_objective
from cairn.kpis.models import Kpi
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from cairn.storage.ids import new_id
from tests.cast import (
    TODAY,
    ApiClient,
    again,
    member_of,
)
from tests.hidden import HIDDEN, D, hide_in, lived_a_week, looked_back, talked
from tests.reader import HOLE, READABLE, REFUSED, Reader
from tests.ways import Way


@pytest.fixture
def ids(
    objective: Objective,
    checked_in: KeyResult,
    team: Team,
    product: Team,
    employee: Actor,
    lead: Actor,
    kpi: Kpi,
) -> dict[str, str]:
    """What everybody may know of."""
    comment = add_comment(lead, objective.id, body="?")
    below = draft_objective(lead, title="?", cycle=objective.cycle_id, publish=True)
    needed = request_dependency(employee, objective.id, team=product.id, need="?", needed_on=TODAY)
    known = {
        "alignment_id": request_alignment(lead, below.id, target=objective.id).id,
        "dependency_id": needed.id,
        "target_id": below.id,
        "other_team_id": product.id,
        "objective_id": objective.id,
        "key_result_id": checked_in.id,
        "cycle_id": objective.cycle_id,
        "team_id": team.id,
        "member_id": employee.member_id,
        "owner": employee.member_id,
        "comment_id": comment.id,
        "kpi_id": kpi.id,
        "reading_id": measure_kpi(employee, kpi.id, value=D(71)).id,
        **talked(lead, team),
        **looked_back(employee, objective),
        **lived_a_week(employee, lead),
    }
    words = {
        "what": "objectives",
        "chart": "status",
        "phase": "scoring",
        "day": TODAY.isoformat(),
        "week_on": TODAY.isoformat(),
    }
    return words | {name: str(one) for name, one in known.items()}


@pytest.fixture
def read(
    ids: dict[str, str], web: Callable[[Actor], Client], api: Callable[..., ApiClient]
) -> Iterator[Callable[[Actor], Reader]]:
    yield lambda actor: Reader(web(actor), api(actor), ids)
    cache.clear()


@pytest.fixture
def hide(
    employee: Actor, lead: Actor, team: Team, ids: dict[str, str]
) -> Callable[[str], dict[str, str]]:
    """Makes objectives with all that can hang on one, in one of the ways of being hidden."""

    return lambda way: hide_in(way, lead, employee, team, ids)


@pytest.fixture
def readers(
    read: Callable[[Actor], Reader],
    colleague: Actor,
    viewer: Actor,
    stranger: Actor,
    caplog: pytest.LogCaptureFixture,
) -> list[Reader]:
    """Those who may not see it. Their refusals are not logged: a failure shall be found in the log."""
    caplog.set_level(logging.ERROR, "django.request")
    return [read(one) for one in (colleague, viewer, stranger)]


def test_nothing_that_can_be_read_knows_of_it(
    hide: Callable[[str], dict[str, str]], readers: list[Reader]
) -> None:
    """All ways of being hidden at once, since to read everything takes seconds."""
    before = [dict(one.everything()) for one in readers]
    assert len(before[0]) > 70
    for way in HIDDEN:
        hide(way)
    for reader, then in zip(readers, before, strict=True):
        for address, now in reader.everything():
            assert not difference(then[address], now), address


def difference(then: tuple[int, str], now: tuple[int, str]) -> str:
    """The first place where two answers differ, with what stands around it; empty if none."""
    before, after = (f"{status} {text}" for status, text in (then, now))
    if before == after:
        return ""
    at = next(at for at, (a, b) in enumerate(zip_longest(before, after)) if a != b)
    around = slice(max(0, at - 200), at + 200)
    return f"{before[around]!r} has become {after[around]!r}"


def test_its_ids_are_as_unknown_as_any_other(
    hide: Callable[[str], dict[str, str]], readers: list[Reader]
) -> None:
    hidden = {way: hide(way) for way in HIDDEN}
    unknown = {name: str(new_id()) for ids in hidden.values() for name in ids}
    for reader in readers:
        for route, way_in, body in sendings(unknown):
            tried = Way(way_in.method, "", body)
            nobodys = reader.send(route, tried, **unknown)
            assert nobodys[0] in REFUSED, f"{way_in.method} {route} {nobodys[0]}"
            for way, ids in hidden.items():
                if set(HOLE.findall(route)) & set(ids):
                    theirs = reader.send(route, tried, **{**unknown, **ids})
                    assert theirs == nobodys, f"{way} {way_in.method} {route} {body}"


def sendings(unknown: dict[str, str]) -> Iterator[tuple[str, Way, Mapping[str, Any]]]:
    """Every address that takes one of these ids, with each method, empty, as it should be, wrong."""
    for route, ways in READABLE.items():
        if set(HOLE.findall(route)) & set(unknown):
            for way in ways:
                wrong = {"title": "", "value": "x", "confidence": "99"}
                for body in ({},) if way.method == "GET" else ({}, way.body, wrong):
                    yield route, way, body


def test_an_id_of_it_in_a_form_is_as_unknown_as_any_other(
    hide: Callable[[str], dict[str, str]], read: Callable[[Actor], Reader], colleague: Actor
) -> None:
    """As a parent, a key result, an order: whatever names another thing."""
    hidden = hide("people")
    unknown = {name: str(new_id()) for name in hidden}
    reader = read(colleague)
    for route, body in (
        ("objectives/<int:objective_id>/comments", {"body": "?", "parent": "{comment_id}"}),
        ("objectives/<int:objective_id>/comments", {"body": "?", "key_result": "{free}"}),
        ("api/v1/objectives/<objective_id>/comments", {"body": "?", "parent": "{comment_id}"}),
        ("objectives/order", {"id": "{other}"}),
        ("objectives/<int:objective_id>/key-results/order", {"id": "{free}"}),
        ("check-in/<int:key_result_id>", {"value": "1", "corrects": "{checkin_id}"}),
        ("check-in/<int:key_result_id>/undo", {"checkin": "{checkin_id}"}),
    ):
        known = {"objective_id": reader.ids["objective_id"]}
        answers = [
            reader.send(
                route,
                Way("POST", "", body),
                **{**ids, **known, "other": ids["objective_id"]},
            )
            for ids in (hidden, unknown)
        ]
        assert answers[0] == answers[1], route


def test_a_mention_in_what_was_hidden_since_is_gone(
    hide: Callable[[str], dict[str, str]],
    read: Callable[[Actor], Reader],
    objective: Objective,
    colleague: Actor,
    employee: Actor,
    lead: Actor,
) -> None:
    add_comment(lead, objective.id, body="@Emma Clarke ?")
    mention = Mention.objects.get(member=member_of(colleague))
    edit_objective(employee, objective.id, visibility="people")
    reader = read(colleague)
    for body in ({"seen": "1"}, {"body": "?"}, {}):
        route, way = "inbox/mentions/<int:mention_id>", Way("POST", "", body)
        theirs = reader.send(route, way, mention_id=str(mention.id))
        nobodys = reader.send(route, way, mention_id=str(new_id()))
        assert theirs == nobodys, body


def test_whoever_is_named_does_see_it(
    hide: Callable[[str], dict[str, str]], read: Callable[[Actor], Reader], employee: Actor
) -> None:
    """Else the comparison above would compare nothing."""
    reader = read(employee)
    before = dict(reader.everything())
    hide("people")
    told = {address for address, now in reader.everything() if now != before[address]}
    assert {
        *("?", "feed?", "objectives?", "search?q=鲸鱼", "api/v1/search?q=鲸鱼", "inbox?"),
        *("insights?", "insights?view=rhythm", "insights?view=quality", "insights/rows?"),
        *("exports/insights?chart=status", "api/v1/insights/progress?", "reviews?", "lessons?"),
        *("lessons/like?title=收购鲸鱼计划", "kpis/<int:kpi_id>?", "weekly?", "api/v1/actions?"),
        *("exports/objectives?", "exports/objectives?format=viva", "exports/check-ins?format=json"),
        *("exports/initiatives?", "exports/comments?", "exports/feed?", "exports/lessons?"),
        *("exports/alignments?", "exports/retrospectives?", "exports/gaps?", "exports/actions?"),
        *("exports/help-requests?", "exports/insights-rows?format=json", "exports/map?format=json"),
        "api/v1/insights/tables/<chart>?format=csv",
        *("weekly/updates/<int:update_id>?", "api/v1/help-requests?", "api/v1/retrospectives?"),
    } <= told


def names_on(actor: Actor, objective: Objective) -> list[int]:
    return [one.member_id for one in find_objective(actor, objective.id).participants.all()]


def test_whoever_hides_an_objective_goes_on_seeing_it(
    ids: dict[str, str], lead: Actor, team: Team, admin: Actor
) -> None:
    """Nobody loses sight of what they write by limiting it."""
    cycle = int(ids["cycle_id"])
    lead = again(lead)
    made = draft_objective(
        lead, title="?", cycle=cycle, team=team.id, visibility="people", publish=True
    )
    assert names_on(lead, made) == [lead.member_id]
    open_one = draft_objective(lead, title="?", cycle=cycle, team=team.id, publish=True)
    edit_objective(lead, open_one.id, visibility="people")
    assert names_on(lead, open_one) == [lead.member_id]
    by_admin = draft_objective(
        admin, title="?", cycle=cycle, team=team.id, visibility="people", publish=True
    )
    assert not by_admin.participants.exists()
