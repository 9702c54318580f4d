"""A private objective, a draft and a deleted one leave no trace for whoever may not see them.

Everything is read before and after they are made, and what comes back is compared byte by byte.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from cairn.checkins.commands.actions import add_action
from cairn.checkins.commands.checkins import check_in
from cairn.checkins.commands.comments import add_comment
from cairn.checkins.commands.helping import ask_for_help
from cairn.checkins.commands.weekly import save_update
from cairn.checkins.models import Mention
from cairn.goals.commands.alignments import request_alignment, weigh_alignment
from cairn.goals.commands.dependencies import request_dependency
from cairn.goals.commands.initiatives import add_initiative
from cairn.goals.commands.key_results import add_key_result, edit_key_result
from cairn.goals.commands.measuring import measure_kpi
from cairn.goals.commands.objectives import (
    close_objective,
    delete_objective,
    draft_objective,
    edit_objective,
    override_progress,
    reopen_objective,
)
from cairn.goals.models import KeyResult, Objective, Status
from cairn.goals.queries import find_objective
from cairn.insights.reports.commands import ask_report
from cairn.kpis.models import Kpi
from cairn.meetings.commands.entries import take_down
from cairn.meetings.commands.meetings import start_meeting
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from cairn.reviews.commands.lessons import add_lesson
from cairn.reviews.commands.retrospectives import start_retrospective
from cairn.reviews.commands.scoring import score_objective
from cairn.storage import clock
from cairn.storage.ids import new_id
from tests.cast import (
    MORNING,
    TODAY,
    ApiClient,
    WriteKeyResult,
    WriteObjective,
    again,
    member_of,
)
from tests.routes import API, KPIS, MEETINGS, OBJECTIVES, READING, REVIEWS, SETTINGS, Way

SECRET = "收购鲸鱼计划"
D = Decimal
HOLE = re.compile(r"<(?:\w+:)?(\w+)>")
PASSING = re.compile(
    r'((?:csrfmiddlewaretoken|submission|csrf-token)" (?:value|content)="|nonce="|X-CSRFToken[^A-Za-z0-9]+)'
    r"[\w-]+"
)
ASKED = {
    "": ("cycle=all",),
    "objectives": (
        *("cycle=all", "q=鲸鱼", "status=on_track", "status=closed", "status=draft", "tag=鲸鱼"),
        *("owner={owner}&cycle=all", "team={team_id}&cycle=all", "type=aspirational"),
    ),
    "people": ("q=鲸鱼", "team={team_id}"),
    "map": (
        *("view=teams", "q=鲸鱼", "q=老客户", "focus={objective_id}", "on=2026-11-17"),
        *("team={team_id}", "owner={owner}", "status=on_track", "type=committed"),
        "view=teams&owner={owner}",
    ),
    "map/branch": (
        *("of={objective_id}", "of=organization", "of=group:loose", "of=team:{team_id}"),
        *("of=team:{team_id}&view=teams", "of=member:{owner}&view=teams"),
    ),
    "map/inputs": ("of={objective_id}", "of={objective_id}&on=2026-11-17"),
    "map/gaps": ("list=unaligned", "list=unsupported", "list=skipped", "team={team_id}"),
    "people/<int:member_id>": ("feed=check-ins",),
    "teams/<int:team_id>": ("feed=check-ins",),
    "feed": ("person={owner}", "team={team_id}", "objective={objective_id}", "kind=check-ins"),
    "search": ("q=鲸鱼", "q=收购鲸鱼计划", "q=让"),
    "palette": ("q=鲸鱼", "q=让"),
    "write/people": ("q=周",),
    "insights": (
        *("team={team_id}", "person={owner}", "on=2026-11-17", "since=2026-11-10"),
        *("view=rhythm", "view=quality", "view=quality&team={team_id}"),
    ),
    "insights/rows": ("show=all&team={team_id}", "show=status.on_track", "show=people"),
    "insights/export": ("chart=status", "chart=pace&team={team_id}", "chart=hygiene"),
    "reviews": ("team={team_id}", "cycle={cycle_id}"),
    "lessons": ("q=鲸鱼", "team={team_id}"),
    "lessons/like": ("title=收购鲸鱼计划", "title=让老客户愿意留下来"),
    "meetings/<int:meeting_id>": ("at=end", "at=actions"),
    "weekly/<str:day>": ("",),
    "api/v1/insights/progress": ("team={team_id}", "person={owner}", "on=2026-11-17"),
    "api/v1/insights/rhythm": ("team={team_id}", "person={owner}"),
    "api/v1/insights/quality": ("team={team_id}", "on=2026-11-17"),
    "api/v1/lessons": ("q=鲸鱼",),
    "api/v1/map": ("view=teams", "q=鲸鱼", "team={team_id}", "focus={objective_id}"),
    "api/v1/map/branch": ("of=group:loose", "of={objective_id}", "of=team:{team_id}"),
    "api/v1/alignments": ("waiting=true", "state=accepted", "limit=1"),
    "api/v1/dependencies": ("team={team_id}", "waiting=true", "late=true"),
    "api/v1/objectives/<objective_id>/alignments": ("state=accepted", "limit=1"),
    "api/v1/objectives/<objective_id>/targets": ("q=鲸鱼", "q=让"),
    "api/v1/search": ("q=鲸鱼", "q=老客户"),
    "api/v1/objectives": (
        *("q=鲸鱼", "status=on_track", "status=closed", "owner={owner}", "team={team_id}"),
        *("limit=1", "cycle=current"),
    ),
}
REFUSED = (303, 403, 404, 422)
"""303 leads back to a page with what is wrong about the words that were sent."""
READABLE = {**READING, **OBJECTIVES, **KPIS, **REVIEWS, **MEETINGS, **SETTINGS, **API}


@dataclass
class Reader:
    """Somebody's browser and script, and what they can ask with the ids they know."""

    browser: Client
    script: Client
    ids: Mapping[str, str]

    def get(self, route: str, query: str = "", **ids: str) -> tuple[int, str]:
        status, text, _ = self.send(route, Way("GET", ""), query, **ids)
        return status, text

    def send(self, route: str, way: Way, query: str = "", **ids: str) -> tuple[int, str, str]:
        """Status, body and place of an answer; whatever was written is taken back."""
        known = {**self.ids, **ids}
        path = "/" + HOLE.sub(lambda found: known.get(found[1], "x"), route)
        body = {name: str(text).format(**known) for name, text in way.body.items()}
        client = self.script if route in API else self.browser
        with transaction.atomic():
            data: Any = json.dumps(body) if route in API else body
            kind = {"content_type": "application/json"} if route in API else {}
            act = getattr(client, way.method.lower())
            query = query.format(**known)
            path += f"?{query}" if query else ""
            answer = act(path) if way.method == "GET" else act(path, data, **kind)
            transaction.set_rollback(True)
        text = PASSING.sub(r"\1…", answer.content.decode())
        for number in ids.values():
            text = text.replace(number, "…")
        return answer.status_code, text, answer.headers.get("Location", "")

    def everything(self) -> Iterator[tuple[str, tuple[int, str]]]:
        """Every page and every address of the API that can be read, as it comes back."""
        for route, ways in READABLE.items():
            if any(way.method == "GET" for way in ways):
                for query in ("", *ASKED.get(route, ())):
                    yield f"{route}?{query}", self.get(route, query)


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
        **_talked(lead, team),
        **_looked_back(employee, objective),
        **_lived_a_week(employee, lead),
    }
    words = {"phase": "scoring", "day": TODAY.isoformat(), "week_on": TODAY.isoformat()}
    return words | {name: str(one) for name, one in known.items()}


def _talked(lead: Actor, team: Team) -> dict[str, int]:
    """A meeting that goes on, with a note in it."""
    meeting = start_meeting(lead, team.id)
    return {"meeting_id": meeting.id, "entry_id": take_down(lead, meeting.id, body="?").id}


def _looked_back(owner: Actor, objective: Objective) -> dict[str, int]:
    made = start_retrospective(owner, objective=objective.id)
    action = add_action(
        owner, origin="retrospective", origin_id=made.id, objective=objective.id, body="?"
    )
    return {
        "retrospective_id": made.id,
        "lesson_id": add_lesson(owner, made.id, body="?").id,
        "action_id": action.id,
    }


def _lived_a_week(owner: Actor, lead: Actor) -> dict[str, int]:
    return {
        "update_id": save_update(owner, TODAY, priorities="?", publish=True).id,
        "request_id": ask_for_help(owner, asked=lead.member_id, body="?").id,
        "report_id": ask_report(owner, occasion="weekly", formats=["page"])[0].id,
    }


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

    def make(way: str) -> dict[str, str]:
        given = HIDDEN[way](team)
        for owner in (None, employee.member_id):
            made = draft_objective(
                lead,
                title=SECRET,
                cycle=int(ids["cycle_id"]),
                team=team.id,
                owner=owner,
                tags=["鲸鱼"],
                description=SECRET,
                collaborators=[lead.member_id],
                **given,
            )
            known = _fill(again(lead), again(employee), made)
            known |= _tie(again(lead), made, ids)
            known |= _live(again(lead), again(employee), made, ids)
        if way == "deleted":
            for one in Objective.objects.filter(title=SECRET, closed_as=""):
                delete_objective(again(lead), one.id)
        return known

    return make


HIDDEN: dict[str, Callable[[Team], dict[str, Any]]] = {
    "people": lambda _: {"visibility": "people", "publish": True},
    "team": lambda team: {"visibility": "team", "visible_team": team.id, "publish": True},
    "draft": lambda _: {"publish": False},
    "private draft": lambda _: {"visibility": "people", "publish": False},
    "deleted": lambda _: {"visibility": "people", "publish": True},
}


def _fill(lead: Actor, owner: Actor, objective: Objective) -> dict[str, str]:
    """Key results, work, words, numbers; the second objective is closed."""
    key_result = add_key_result(
        lead,
        objective.id,
        title=SECRET,
        start=D(0),
        target=D(10),
        unit="鲸",
        owner=owner.member_id,
    )
    free = add_key_result(lead, objective.id, title=SECRET, start=D(0), target=D(10))
    initiative = add_initiative(lead, key_result.id, title=SECRET)
    comment = add_comment(lead, objective.id, body=f"@周晓宇 {SECRET}")
    checkin_id = new_id()
    if not objective.is_draft:
        checkin_id = check_in(lead, key_result.id, value=D(4), note=SECRET, blockers=SECRET).id
        override_progress(lead, objective.id, progress=D("0.4"), reason=SECRET)
        edit_objective(lead, objective.id, title=SECRET + "!", description="?", reason=SECRET)
    edit_objective(lead, objective.id, title=SECRET, reason=SECRET)
    if objective.owner_id is None and not objective.is_draft:
        _close(lead, objective)
    known = {
        "objective_id": objective.id,
        "key_result_id": key_result.id,
        "free": free.id,
        "initiative_id": initiative.id,
        "comment_id": comment.id,
        "checkin_id": checkin_id,
    }
    return {name: str(one) for name, one in known.items()}


def _close(lead: Actor, objective: Objective) -> None:
    score_objective(lead, objective.id, value=D("0.4"), reason=SECRET)
    close_objective(lead, objective.id, outcome="missed", note=SECRET)


def _tie(lead: Actor, objective: Objective, ids: dict[str, str]) -> dict[str, str]:
    """The first supports what everybody sees and its key result, one of these because it is
    blocked; the second is supported by it. Both need something from another team, once they are
    published."""
    seen, key_result = int(ids["objective_id"]), int(ids["key_result_id"])
    objective.refresh_from_db()
    if objective.is_closed:
        reopen_objective(lead, objective.id, reason="?")
    if objective.owner_id is None:
        made = request_alignment(lead, objective.id, target=seen, note=SECRET)
        request_alignment(lead, objective.id, key_result=key_result, is_for_blocked=True)
    else:
        made = request_alignment(lead, seen, target=objective.id, note=SECRET)
        if not objective.is_draft:
            weigh_alignment(lead, made.id, weight=D(40), reason=SECRET)
    needed = new_id()
    if not objective.is_draft:
        above = Team.objects.get(organization_id=lead.organization_id, parent=None)
        asked = request_dependency(lead, objective.id, team=above.id, need=SECRET, needed_on=TODAY)
        needed = asked.id
    if objective.owner_id is None and not objective.is_draft:
        _close(lead, objective)
    return {"alignment_id": str(made.id), "dependency_id": str(needed)}


def _live(lead: Actor, owner: Actor, objective: Objective, ids: dict[str, str]) -> dict[str, str]:
    """What a cycle brings: a KPI that feeds it, help, work agreed on, an opinion, what was learned."""
    objective.refresh_from_db()
    if objective.is_draft or objective.is_closed:
        return {}
    kpi = int(ids["kpi_id"])
    fed = add_key_result(
        lead, objective.id, title=SECRET, start=D(60), target=D(90), unit="percent"
    )
    edit_key_result(lead, fed.id, kpi=kpi, reason=SECRET)
    asked = ask_for_help(lead, asked=owner.member_id, body=SECRET, objective=objective.id)
    made = start_retrospective(lead, objective=objective.id)
    action = add_action(
        lead,
        origin="retrospective",
        origin_id=made.id,
        objective=objective.id,
        body=SECRET,
        owner=owner.member_id,
        due_on=TODAY,
    )
    return {
        "request_id": str(asked.id),
        "retrospective_id": str(made.id),
        "lesson_id": str(add_lesson(lead, made.id, body=SECRET).id),
        "action_id": str(action.id),
    }


@pytest.mark.parametrize("way", HIDDEN)
def test_nothing_that_can_be_read_knows_of_it(
    way: str,
    hide: Callable[[str], dict[str, str]],
    read: Callable[[Actor], Reader],
    colleague: Actor,
    viewer: Actor,
    stranger: Actor,
) -> None:
    readers = [read(one) for one in (colleague, viewer, stranger)]
    before = [dict(one.everything()) for one in readers]
    assert len(before[0]) > 70
    hide(way)
    for reader, then in zip(readers, before, strict=True):
        for address, now in reader.everything():
            assert now == then[address], address


@pytest.mark.parametrize("way", HIDDEN)
def test_its_ids_are_as_unknown_as_any_other(
    way: str,
    hide: Callable[[str], dict[str, str]],
    read: Callable[[Actor], Reader],
    colleague: Actor,
    viewer: Actor,
    stranger: Actor,
) -> None:
    hidden = hide(way)
    unknown = {name: str(new_id()) for name in hidden}
    for actor in (colleague, viewer, stranger):
        reader = read(actor)
        for route, ways in READABLE.items():
            named = set(HOLE.findall(route)) & set(hidden)
            for way_in in ways if named else ():
                for body in ({}, way_in.body, {"title": "", "value": "x", "confidence": "99"}):
                    tried = Way(way_in.method, "", body)
                    theirs = reader.send(route, tried, **hidden)
                    nobodys = reader.send(route, tried, **unknown)
                    assert theirs == nobodys, f"{way_in.method} {route} {body}"
                    assert theirs[0] in REFUSED, f"{way_in.method} {route} {theirs[0]}"


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
        *("insights/export?chart=status", "api/v1/insights/progress?", "reviews?", "lessons?"),
        *("lessons/like?title=收购鲸鱼计划", "kpis/<int:kpi_id>?", "weekly?", "api/v1/actions?"),
        *("weekly/updates/<int:update_id>?", "api/v1/help-requests?", "api/v1/retrospectives?"),
    } <= told


THEN = "on=2026-11-18"
EVENT = re.compile(r'(?<=\{"id":")\d+(?=","kind":"objective.changed")')
PAST = {
    "map": (THEN, f"{THEN}&view=teams", *(f"{THEN}&status={one}" for one in Status.values)),
    "map/branch": tuple(
        f"{THEN}&of={of}" for of in ("{objective_id}", "organization", "group:loose")
    ),
    "map/inputs": (f"{THEN}&of={{objective_id}}",),
    "api/v1/map": (THEN, f"{THEN}&view=teams", *(f"{THEN}&status={one}" for one in Status.values)),
    "api/v1/map/branch": (f"{THEN}&of=group:loose", f"{THEN}&of={{objective_id}}"),
    "objectives/<int:objective_id>": ("", "tab=history"),
    "api/v1/objectives/<objective_id>/history": ("",),
    "feed": ("objective={objective_id}",),
}


def past_of(reader: Reader, objective: Objective) -> dict[str, tuple[int, str]]:
    """Whatever tells how an objective stood yesterday, and what happened since; an event's own id
    is another one whenever it happens."""
    reader.ids = {**reader.ids, "objective_id": str(objective.id)}
    found = {}
    for route, queries in PAST.items():
        for query in queries:
            status, text = reader.get(route, query)
            found[f"{route}?{query}"] = status, EVENT.sub("…", text)
    return found


@pytest.mark.parametrize("feeds", ["objective", "key result"])
@pytest.mark.parametrize("limited", ["people", "team"])
def test_what_was_opened_since_does_not_tell_what_counted_into_it(
    limited: str,
    feeds: str,
    read: Callable[[Actor], Reader],
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
    lead: Actor,
    team: Team,
    colleague: Actor,
    viewer: Actor,
) -> None:
    """A limited objective is fed by a hidden one, and shown to everybody the day after."""
    lead = again(lead)
    readers = [read(one) for one in (colleague, viewer, lead)]
    above = write_objective(lead, team=team.id, visibility=limited)
    measured = write_key_result(lead, above)
    check_in(lead, measured.id, value=D(10))

    def told(*, fed: bool) -> list[dict[str, tuple[int, str]]]:
        with transaction.atomic():
            if fed:
                hidden = write_objective(lead, title=SECRET, team=team.id, visibility=limited)
                check_in(lead, write_key_result(lead, hidden).id, value=D(90), confidence=9)
                target, fed_one = (above.id, None) if feeds == "objective" else (None, measured.id)
                request_alignment(
                    lead, hidden.id, target=target, key_result=fed_one, weight=D(60), reason="?"
                )
            with clock.set_to(MORNING + timedelta(days=1)):
                edit_objective(lead, above.id, visibility="organization")
                found = [past_of(one, above) for one in readers]
            transaction.set_rollback(True)
        return found

    with_it, without = told(fed=True), told(fed=False)
    for then, now in zip(without[:2], with_it[:2], strict=True):
        assert then.keys() == {address for address in now if now[address] == then[address]}
        assert '"withheld":true' in now[f"api/v1/map/branch?{THEN}&of=group:loose"][1]
    assert any(with_it[2][address] != without[2][address] for address in without[2])


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
