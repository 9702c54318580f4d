"""Every address, tried by those who may not and by the least of those who may."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from cairn.checkins.commands.actions import add_action
from cairn.checkins.commands.checkins import check_in
from cairn.checkins.commands.comments import add_comment
from cairn.checkins.commands.helping import ask_for_help
from cairn.checkins.commands.pictures import add_picture
from cairn.checkins.commands.weekly import save_update
from cairn.checkins.models import Mention
from cairn.exchange.organizations.commands import ask_export
from cairn.exchange.table_files.commands import ask_table
from cairn.goals.commands.dependencies import request_dependency
from cairn.goals.commands.drafts import draft_objective
from cairn.goals.commands.initiatives import add_initiative
from cairn.goals.commands.measuring import measure_kpi
from cairn.goals.models import Alignment, KeyResult, Objective
from cairn.insights.reports.commands import ask_report
from cairn.intake import Intake
from cairn.jobs.models import Job
from cairn.kpis.models import Kpi
from cairn.meetings.commands.entries import take_down
from cairn.meetings.commands.meetings import start_meeting
from cairn.notifications.models import Mail, Notice
from cairn.okr_templates.commands.keeping import create_template
from cairn.okr_templates.models import HandOut
from cairn.organization.actor import Actor
from cairn.organization.commands.absences import plan_absence
from cairn.organization.commands.tokens import create_token
from cairn.organization.models import Team
from cairn.planning.commands.arguments import argue
from cairn.planning.commands.ballots import open_ballot
from cairn.planning.commands.groups import make_group, move_proposal
from cairn.planning.commands.proposals import propose
from cairn.planning.commands.rooms import seat_members
from cairn.planning.commands.rounds import start_round
from cairn.planning.models import PlannedAlignment
from cairn.reviews.commands.lessons import add_lesson
from cairn.reviews.commands.retrospectives import start_retrospective
from tests.cast import GIF, TODAY, ApiClient, WriteKeyResult, WriteObjective
from tests.exchange.files import bring, named
from tests.routes import (
    API,
    KPIS,
    MEETINGS,
    OBJECTIVES,
    READING,
    REVIEWS,
    ROUTES,
    SETTINGS,
    SIGNING_IN,
    TEMPLATES,
    addresses,
)
from tests.routes_files import FILES
from tests.routes_planning import ROOMS, ROUNDS
from tests.ways import ADMIN, ANYONE, MEMBER, OWNER, PERSON, STEWARD, Way, spell

RANKS = (ANYONE, MEMBER, PERSON, OWNER, STEWARD, ADMIN)
WORDS = {
    "day": TODAY.isoformat(),
    "week_on": TODAY.isoformat(),
    "slug": "scoring",
    "rule": "kr-task",
    "phase": "scoring",
    "what": "objectives",
    "chart": "status",
    **dict.fromkeys(("token", "secret", "anything", "uidb36", "key"), "x"),
}
HAS_ID = re.compile(r"<(?:int:)?\w+_id>")


def test_every_address_has_its_line_and_every_line_its_address() -> None:
    assert set(addresses()) == set(ROUTES)


@dataclass
class World:
    """Everybody's browser and token, and the ids that the addresses name."""

    browsers: Mapping[str, Client]
    scripts: Mapping[str, Client]
    ids: Mapping[str, str]
    free: str

    def ask(self, who: str, address: str, way: Way) -> HttpResponse:
        """One request, taken back again afterwards."""
        path = "/" + re.sub(r"\(\?P<(\w+)>[^)]*\)|<(?:\w+:)?(\w+)>", self._fill(address), address)
        path = path.replace("^", "").replace("$", "")
        known = (self.scripts if address in API else self.browsers)[who]
        client = Client(raise_request_exception=False)
        client.defaults = known.defaults
        client.cookies.load({name: one.value for name, one in known.cookies.items()})
        with transaction.atomic():
            answer: HttpResponse = self._send(client, address, path, way)
            transaction.set_rollback(True)
        return answer

    def _send(self, client: Client, address: str, path: str, way: Way) -> Any:
        body = spell(dict(way.body), self.ids)
        kind, data = "application/json", json.dumps(body) if way.method != "GET" else ""
        if address not in API:
            kind, data = "application/x-www-form-urlencoded", urlencode(body)
        return client.generic(way.method, path, data, content_type=kind)

    def _fill(self, address: str) -> Callable[[re.Match[str]], str]:
        ids = dict(self.ids, key_result_id=self.free) if "claim" in address else self.ids
        return lambda found: ids[found[1] or found[2]]


@pytest.fixture
def everybody(
    admin: Actor, champion: Actor, employee: Actor, colleague: Actor, viewer: Actor, stranger: Actor
) -> dict[str, Actor]:
    return {
        MEMBER: viewer,
        PERSON: colleague,
        OWNER: employee,
        STEWARD: champion,
        ADMIN: admin,
        "stranger": stranger,
    }


@pytest.fixture
def measured(employee: Actor, kpi: Kpi) -> dict[str, int]:
    """The employee's KPI and its reading."""
    return {
        "kpi_id": kpi.id,
        "reading_id": measure_kpi(employee, kpi.id, value=Decimal(71)).id,
    }


def looked_back(actor: Actor, objective: Objective) -> dict[str, int]:
    """A retrospective, with a lesson and an action out of it."""
    made = start_retrospective(actor, objective=objective.id)
    about = {"origin": "retrospective", "origin_id": made.id, "objective": objective.id}
    return {
        "retrospective_id": made.id,
        "lesson_id": add_lesson(actor, made.id, body="?").id,
        "action_id": add_action(actor, body="?", **about).id,  # type: ignore[arg-type]
    }


def lived_a_week(
    employee: Actor, colleague: Actor, lead: Actor, objective: Objective
) -> dict[str, object]:
    """The employee's absence and update, and what the colleague asks of them."""
    asked = ask_for_help(colleague, asked=employee.member_id, body="?", objective=objective.id)
    absence = plan_absence(
        employee,
        employee.member_id,
        stand_in=lead.member_id,
        starts_on=TODAY,
        ends_on=TODAY,
    )
    return {
        "absence_id": absence.id,
        "update_id": save_update(employee, TODAY, priorities="甲", publish=True).id,
        "request_id": asked.id,
        "lead_id": lead.member_id,
    }


def told(organization_id: int, member_id: int) -> dict[str, int]:
    """A notice of somebody's, and a mail to them."""
    whose: dict[str, Any] = {"organization_id": organization_id, "member_id": member_id}
    notice = Notice.objects.create(**whose, topic="talk", kind="comment.added", key="?", url="/")
    return {
        "notice_id": notice.id,
        "mail_id": Mail.objects.create(**whose, kind="notices").id,
        "job_id": Job.objects.create(organization_id=organization_id, kind="?", error="?").id,
    }


def met(actor: Actor, team: Team) -> dict[str, int]:
    """A meeting that goes on, and a note in it."""
    made = start_meeting(actor, team.id)
    return {"meeting_id": made.id, "entry_id": take_down(actor, made.id, body="?").id}


def seated(champion: Actor, employee: Actor, team: Team, objective: Objective) -> dict[str, int]:
    """A room of a pilot team, with a proposal in a group, an argument and a vote that goes on; and
    what a draft of the round is to support."""
    held = start_round(champion, objective.cycle_id, team=team.id)
    above = draft_objective(champion, title="甲", cycle=objective.cycle_id, team=team.id)
    planned = PlannedAlignment.objects.create(
        round=held, objective=objective, target=above, planned_by_id=champion.member_id
    )
    room = held.rooms.get()
    seat_members(champion, room.id, members=[employee.member_id], is_facilitator=True)
    proposal, _key = propose(employee, room.id, title="甲")
    group = make_group(champion, room.id, name="甲")
    move_proposal(champion, proposal.id, group=group.id, position=0)
    ballot = open_ballot(champion, room.id)
    return {
        "round_id": held.id,
        "planned_id": planned.id,
        "step_id": held.steps.get(kind="collect").id,
        "room_id": room.id,
        "proposal_id": proposal.id,
        "group_id": group.id,
        "ballot_id": ballot.id,
        "argument_id": argue(employee, proposal.id, side="for", body="?").id,
    }


def kept(champion: Actor, objective: Objective) -> dict[str, int]:
    """A template of the organization's own, and a hand-out of it."""
    line = {"text_zh": "续约率从 {from}% 提高到 {to}%", "unit": "percent"}
    made = create_template(champion, title_zh="甲", department="sales", key_results=[line])
    handed = HandOut.objects.create(
        organization_id=champion.organization_id,
        member_id=champion.member_id,
        template=str(made.id),
        title="甲",
        language="zh",
        cycle_id=objective.cycle_id,
    )
    return {"template_id": made.id, "hand_out_id": handed.id}


@pytest.fixture
def world(
    everybody: dict[str, Actor],
    measured: dict[str, int],
    champion: Actor,
    employee: Actor,
    colleague: Actor,
    lead: Actor,
    team: Team,
    product: Team,
    objective: Objective,
    key_result: KeyResult,
    write_key_result: WriteKeyResult,
    write_objective: WriteObjective,
    web: Callable[[Actor], Client],
    api: Callable[..., ApiClient],
) -> Iterator[World]:
    check_in(employee, key_result.id, value=Decimal(61))
    asked = Alignment.objects.create(  # by the lead's own objective, whom the employee answers
        organization_id=lead.organization_id,
        objective=write_objective(lead),
        target=objective,
        requested_by_id=lead.member_id,
    )
    needed = request_dependency(employee, objective.id, team=product.id, need="?", needed_on=TODAY)
    ids: dict[str, object] = {
        **measured,
        "objective_id": objective.id,
        "key_result_id": key_result.id,
        "cycle_id": objective.cycle_id,
        "team_id": team.id,
        "member_id": colleague.member_id,
        "comment_id": add_comment(employee, objective.id, body="@沈予安 ?").id,
        "picture_id": add_picture(employee, objective.id, content=GIF).id,
        "mention_id": Mention.objects.get().id,
        "initiative_id": add_initiative(employee, key_result.id, title="?").id,
        "token_id": create_token(employee, name="?", scopes=["read"], days=3)[0].id,
        "checkin_id": check_in(employee, key_result.id, value=Decimal(62)).id,
        "alignment_id": asked.id,
        "dependency_id": needed.id,
        **lived_a_week(employee, colleague, lead, objective),
        "target_id": write_objective(champion).id,
        "other_team_id": product.id,
        **looked_back(employee, objective),
        **met(employee, team),
        **seated(champion, employee, team, objective),
        **told(lead.organization_id, everybody[ADMIN].member_id),
        "export_id": ask_export(everybody[ADMIN]).id,
        "file_id": ask_table(employee, "objectives", Intake({})).id,
        "import_id": bring(everybody[ADMIN]).id,
        "source_id": named(everybody[ADMIN]).id,
        "report_id": ask_report(employee, occasion="weekly", formats=["page"])[0].id,
        **kept(champion, objective),
    }
    yield World(
        {ANYONE: Client()} | {name: web(actor) for name, actor in everybody.items()},
        {ANYONE: Client()} | {name: api(actor) for name, actor in everybody.items()},
        WORDS | {name: str(one) for name, one in ids.items()},
        str(write_key_result(employee, objective, owner=None).id),
    )
    cache.clear()


def faults(world: World, address: str, way: Way) -> Iterator[str]:
    """What is wrong with one method of an address, in words."""
    lowest = RANKS.index(way.who)
    answer = world.ask(way.who, address, way)
    if answer.status_code in (401, 403) or answer.status_code >= 500:
        yield f"{way.method} {address}: {way.who} got {answer.status_code}"
    for who in RANKS[1:lowest]:
        answer = world.ask(who, address, way)
        if answer.status_code not in (403, 404):
            yield f"{way.method} {address}: {who} got {answer.status_code}"
    if way.who != ANYONE:
        answer = world.ask(ANYONE, address, way)
        sent_away = answer.status_code == 302 and "/sign-in" in answer.headers["Location"]
        if not sent_away and answer.status_code != 401:
            yield f"{way.method} {address}: without signing in {answer.status_code}"
    if HAS_ID.search(address):
        answer = world.ask("stranger", address, way)
        if answer.status_code != 404:
            yield f"{way.method} {address}: a stranger got {answer.status_code}"


@pytest.mark.parametrize(
    "table",
    [
        SIGNING_IN,
        READING,
        FILES,
        OBJECTIVES,
        KPIS,
        TEMPLATES,
        REVIEWS,
        MEETINGS,
        ROOMS,
        ROUNDS,
        SETTINGS,
        API,
    ],
    ids=[
        *("signing in", "reading", "files", "objectives", "kpis", "templates", "reviews"),
        *("meetings", "rooms", "rounds", "settings", "api"),
    ],
)
def test_each_address_is_open_to_those_it_is_for(
    world: World, table: Mapping[str, tuple[Way, ...]]
) -> None:
    found = [
        fault
        for address, ways in table.items()
        for way in ways
        for fault in faults(world, address, way)
    ]
    assert found == []
