"""The OpenAPI document, and the API held against it."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from cairn.api.app import document
from cairn.api.schemas.types import Answer, Body
from cairn.checkins.commands.comments import add_comment
from cairn.checkins.commands.helping import ask_for_help
from cairn.checkins.commands.weekly import save_update
from cairn.checkins.models import Mention
from cairn.exchange.table_files.commands import ask_table
from cairn.goals.commands.alignments import request_alignment
from cairn.goals.commands.dependencies import request_dependency
from cairn.goals.models import KeyResult
from cairn.insights.models import ReportFile
from cairn.insights.reports.commands import ask_report
from cairn.intake import Intake
from cairn.kpis.models import Kpi
from cairn.meetings.commands.entries import take_down
from cairn.meetings.commands.meetings import start_meeting
from cairn.meetings.models import EntryKind
from cairn.okr_templates.models import HandOut
from cairn.organization.actor import Actor
from cairn.organization.commands.absences import plan_absence
from cairn.organization.models import Team
from cairn.reviews.commands.lessons import add_lesson
from cairn.reviews.commands.retrospectives import start_retrospective
from cairn.wsgi import application
from tests.cast import TODAY, ApiClient, WriteObjective
from tests.exchange.files import bring, named
from tests.later import do_waiting_work
from tests.test_routes import kept, seated

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
EXAMPLES = 15

schema = schemathesis.openapi.from_dict(document())
schema.app = application

OPERATIONS = {
    "GET /me",
    "GET /cycles",
    "GET /teams",
    "GET /members",
    "GET /members/{member_id}/merge",
    "POST /members/{member_id}/merge",
    "POST /members/{member_id}/address",
    "GET /objectives",
    "POST /objectives",
    "GET /objectives/{objective_id}",
    "PATCH /objectives/{objective_id}",
    "DELETE /objectives/{objective_id}",
    "POST /objectives/{objective_id}/restore",
    "GET /objectives/{objective_id}/explain",
    "GET /objectives/{objective_id}/history",
    "GET /objectives/{objective_id}/comments",
    "POST /objectives/{objective_id}/comments",
    "POST /objectives/{objective_id}/key-results",
    "GET /key-results/{key_result_id}",
    "PATCH /key-results/{key_result_id}",
    "DELETE /key-results/{key_result_id}",
    "POST /key-results/{key_result_id}/claim",
    "POST /key-results/{key_result_id}/restore",
    "GET /key-results/{key_result_id}/check-ins",
    "POST /key-results/{key_result_id}/check-ins",
    "GET /kpis",
    "POST /kpis",
    "GET /kpis/{kpi_id}",
    "PATCH /kpis/{kpi_id}",
    "DELETE /kpis/{kpi_id}",
    "GET /kpis/{kpi_id}/readings",
    "POST /kpis/{kpi_id}/readings",
    "GET /search",
    "GET /map",
    "GET /map/branch",
    "GET /gaps/unaligned",
    "GET /gaps/unsupported",
    "GET /gaps/skipped",
    "POST /coach",
    "GET /templates",
    "POST /templates",
    "GET /templates/{template_id}",
    "PATCH /templates/{template_id}",
    "DELETE /templates/{template_id}",
    "POST /templates/{template_id}/restore",
    "POST /templates/{template_id}/insert",
    "POST /templates/{template_id}/hand-out/preview",
    "POST /templates/{template_id}/hand-out",
    "GET /hand-outs/{hand_out_id}",
    "POST /inbox/mentions/{mention_id}",
    "GET /assistant",
    "PUT /assistant",
    "POST /assistant/suggestions",
    "GET /coach/rules",
    "PUT /coach/rules/{rule}/mute",
    "DELETE /coach/rules/{rule}/mute",
    "PUT /coach/rules/{rule}/silence",
    "DELETE /coach/rules/{rule}/silence",
    "GET /cycles/{cycle_id}/remarks",
    "GET /follows",
    "PUT /follows/people/{member_id}",
    "DELETE /follows/people/{member_id}",
    "PUT /follows/teams/{team_id}",
    "DELETE /follows/teams/{team_id}",
    "PUT /follows/objectives/{objective_id}",
    "DELETE /follows/objectives/{objective_id}",
    "GET /key-results/{key_result_id}/explain",
    "GET /objectives/{objective_id}/alignments",
    "POST /objectives/{objective_id}/alignments",
    "GET /objectives/{objective_id}/targets",
    "POST /objectives/{objective_id}/carry-down",
    "POST /key-results/{key_result_id}/carry-down",
    "GET /alignments",
    "GET /alignments/{alignment_id}",
    "PATCH /alignments/{alignment_id}",
    "POST /alignments/{alignment_id}/accept",
    "POST /alignments/{alignment_id}/decline",
    "POST /alignments/{alignment_id}/end",
    "GET /objectives/{objective_id}/dependencies",
    "POST /objectives/{objective_id}/dependencies",
    "GET /dependencies",
    "GET /dependencies/{dependency_id}",
    "PATCH /dependencies/{dependency_id}",
    "POST /dependencies/{dependency_id}/accept",
    "POST /dependencies/{dependency_id}/decline",
    "POST /dependencies/{dependency_id}/deliver",
    "POST /dependencies/{dependency_id}/withdraw",
    "GET /weekly-updates",
    "GET /weekly-updates/{update_id}",
    "PUT /me/weekly-updates/{week_on}",
    "GET /help-requests",
    "POST /help-requests",
    "POST /help-requests/{request_id}/answer",
    "POST /help-requests/{request_id}/withdraw",
    "GET /members/{member_id}/absences",
    "POST /members/{member_id}/absences",
    "GET /me/standing-in",
    "GET /objectives/{objective_id}/scores",
    "POST /objectives/{objective_id}/scores",
    "POST /objectives/{objective_id}/close",
    "POST /objectives/{objective_id}/reopen",
    "POST /objectives/{objective_id}/submit",
    "POST /objectives/{objective_id}/withdraw",
    "POST /objectives/{objective_id}/confirm",
    "POST /objectives/{objective_id}/return",
    "GET /confirmations",
    "POST /members/{member_id}/submit-all",
    "POST /members/{member_id}/confirm-all",
    "POST /members/{member_id}/return-all",
    "POST /teams/{team_id}/submit-all",
    "POST /teams/{team_id}/confirm-all",
    "POST /teams/{team_id}/return-all",
    "GET /cycles/{cycle_id}/agreeing",
    "POST /carry-over",
    "GET /retrospectives",
    "POST /retrospectives",
    "GET /retrospectives/{retrospective_id}",
    "PATCH /retrospectives/{retrospective_id}",
    "POST /retrospectives/{retrospective_id}/finish",
    "POST /retrospectives/{retrospective_id}/reopen",
    "POST /retrospectives/{retrospective_id}/lessons",
    "GET /lessons",
    "DELETE /lessons/{lesson_id}",
    "POST /lessons/{lesson_id}/restore",
    "GET /objectives/{objective_id}/deleted-key-results",
    "POST /cycles/{cycle_id}/close",
    "POST /cycles/{cycle_id}/reopen",
    "GET /cycles/{cycle_id}/history",
    "GET /teams/{team_id}/meetings",
    "POST /teams/{team_id}/meetings",
    "GET /meetings/{meeting_id}",
    "POST /meetings/{meeting_id}/entries",
    "DELETE /meetings/{meeting_id}/entries/{entry_id}",
    "POST /meetings/{meeting_id}/end",
    "GET /rounds",
    "POST /rounds",
    "GET /rounds/{round_id}",
    "PATCH /rounds/{round_id}",
    "POST /rounds/{round_id}/cancel",
    "POST /rounds/{round_id}/drop",
    "GET /rounds/{round_id}/steps",
    "POST /rounds/{round_id}/steps/{step_id}/begin",
    "POST /rounds/{round_id}/steps/{step_id}/finish",
    "POST /rounds/{round_id}/steps/{step_id}/skip",
    "POST /rounds/{round_id}/steps/{step_id}/repeat",
    "POST /rounds/{round_id}/steps/{step_id}/extend",
    "GET /rounds/{round_id}/coverage",
    "POST /rounds/{round_id}/alignments",
    "DELETE /rounds/{round_id}/alignments/{planned_id}",
    "GET /rounds/{round_id}/individuals",
    "POST /rounds/{round_id}/own",
    "POST /rounds/{round_id}/announce",
    "GET /rounds/{round_id}/rooms",
    "POST /rounds/{round_id}/rooms",
    "GET /rooms/{room_id}",
    "PATCH /rooms/{room_id}",
    "PUT /rooms/{room_id}/stage",
    "PUT /rooms/{room_id}/timer",
    "PUT /rooms/{room_id}/seats",
    "PUT /rooms/{room_id}/seats/me",
    "DELETE /rooms/{room_id}/seats/me",
    "POST /rooms/{room_id}/proposals",
    "PUT /rooms/{room_id}/ranking",
    "POST /rooms/{room_id}/groups",
    "PATCH /groups/{group_id}",
    "PUT /groups/{group_id}/place",
    "DELETE /groups/{group_id}",
    "POST /rooms/{room_id}/ballots",
    "POST /ballots/{ballot_id}/reveal",
    "PATCH /proposals/{proposal_id}",
    "POST /proposals/{proposal_id}/withdraw",
    "POST /proposals/{proposal_id}/restore",
    "PUT /proposals/{proposal_id}/place",
    "POST /proposals/{proposal_id}/merge",
    "POST /proposals/{proposal_id}/unmerge",
    "PUT /proposals/{proposal_id}/vote",
    "POST /proposals/{proposal_id}/arguments",
    "DELETE /arguments/{argument_id}",
    "PUT /proposals/{proposal_id}/choice",
    "DELETE /proposals/{proposal_id}/choice",
    "GET /actions",
    "GET /actions/{action_id}",
    "PATCH /actions/{action_id}",
    "POST /actions/{action_id}/done",
    "POST /actions/{action_id}/drop",
    "POST /actions/{action_id}/reopen",
    "PATCH /absences/{absence_id}",
    "POST /absences/{absence_id}/end",
    "PUT /kpis/{kpi_id}/snooze",
    "DELETE /kpis/{kpi_id}/snooze",
    "PUT /key-results/{key_result_id}/snooze",
    "DELETE /key-results/{key_result_id}/snooze",
    "GET /inbox",
    "POST /inbox/seen",
    "GET /me/mail",
    "PATCH /me/mail",
    "GET /insights/progress",
    "GET /insights/rhythm",
    "GET /insights/quality",
    "GET /insights/tables/{chart}",
    "GET /reports",
    "POST /reports",
    "GET /reports/{report_id}",
    "DELETE /reports/{report_id}",
    "GET /reports/{report_id}/file",
    "GET /imports",
    "POST /imports",
    "GET /imports/{import_id}",
    "PATCH /imports/{import_id}",
    "DELETE /imports/{import_id}",
    "GET /imports/{import_id}/columns",
    "GET /imports/{import_id}/names",
    "GET /imports/{import_id}/plan",
    "POST /imports/{import_id}/plan",
    "POST /imports/{import_id}/apply",
    "POST /imports/{import_id}/undo",
    "GET /imports/feishu",
    "POST /imports/feishu",
    "POST /imports/feishu/{source_id}/fetch",
    "DELETE /imports/feishu/{source_id}/secret",
    "POST /imports/{import_id}/pause",
    "POST /imports/{import_id}/resume",
    "GET /organization/exports",
    "POST /organization/exports",
    "GET /organization/exports/{export_id}",
    "DELETE /organization/exports/{export_id}",
    "GET /organization/exports/{export_id}/file",
    "GET /exports/{what}",
    "POST /exports/{what}",
    "GET /exports/files",
    "GET /exports/files/{file_id}",
    "DELETE /exports/files/{file_id}",
    "GET /exports/files/{file_id}/file",
}


@pytest.fixture
def _kept_connection() -> Iterator[None]:
    """The server's own handler closes the connection that holds the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_the_document_needs_no_token(client: Client) -> None:
    shown = client.get("/api/v1/openapi.json")
    assert shown.status_code == 200
    assert shown.json()["openapi"].startswith("3.1")
    assert client.post("/api/v1/openapi.json").status_code == 405


def test_the_document_lists_every_address() -> None:
    listed = {
        f"{method.upper()} {path.removeprefix('/api/v1')}"
        for path, methods in document()["paths"].items()
        for method in methods
    }
    assert listed == OPERATIONS


def test_everything_that_is_referred_to_is_there() -> None:
    schemas = document()["components"]["schemas"]
    assert set(_references(document())) <= {f"#/components/schemas/{name}" for name in schemas}


def _references(part: Any) -> list[str]:
    if isinstance(part, list):
        return [found for one in part for found in _references(one)]
    if not isinstance(part, dict):
        return []
    here = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
    return here + [found for one in part.values() for found in _references(one)]


@pytest.fixture
def report(employee: Actor, checked_in: KeyResult) -> ReportFile:
    """The employee's, made: a file to download."""
    asked = ask_report(employee, occasion="weekly", formats=["xlsx"])[0]
    do_waiting_work()
    return asked


WORDS = {"rule": "kr-task", "what": "objectives", "chart": "status"}


@pytest.fixture
def known(
    employee: Actor,
    champion: Actor,
    checked_in: KeyResult,
    team: Team,
    product: Team,
    kpi: Kpi,
    report: ReportFile,
    write_objective: WriteObjective,
) -> dict[str, Any]:
    """What the employee's calls can be about."""
    objective_id, above = checked_in.objective_id, write_objective(champion)
    needed = request_dependency(employee, objective_id, team=product.id, need="?", needed_on=TODAY)
    looked_back = start_retrospective(employee, objective=objective_id)
    meeting = start_meeting(employee, team.id)
    entry = take_down(employee, meeting.id, body="?", kind=EntryKind.ACTION, due_on=TODAY)
    add_comment(champion, objective_id, body="@周晓宇 ?")
    return {
        "objective_id": objective_id,
        "retrospective_id": looked_back.id,
        "lesson_id": add_lesson(employee, looked_back.id, body="?").id,
        "key_result_id": checked_in.id,
        "alignment_id": request_alignment(employee, objective_id, target=above.id).id,
        "dependency_id": needed.id,
        "update_id": save_update(employee, TODAY, priorities="甲").id,
        "week_on": TODAY,
        "request_id": ask_for_help(employee, asked=champion.member_id, body="?").id,
        "absence_id": plan_absence(
            employee,
            employee.member_id,
            stand_in=champion.member_id,
            starts_on=TODAY,
            ends_on=TODAY,
        ).id,
        "cycle_id": above.cycle_id,
        "member_id": champion.member_id,
        "team_id": product.id,
        "kpi_id": kpi.id,
        "meeting_id": meeting.id,
        "entry_id": entry.id,
        "action_id": entry.action_id,
        "report_id": report.id,
        "file_id": ask_table(employee, "objectives", Intake({})).id,
        "import_id": bring(champion).id,
        "source_id": named(champion).id,
        "export_id": report.id,  # nobody's; the employee may not ask for one
        **WORDS,
        **kept(champion, above),
        "hand_out_id": HandOut.objects.create(
            organization_id=employee.organization_id,
            member_id=employee.member_id,
            template="sales-renewals",
            title="甲",
            language="zh",
            cycle_id=above.cycle_id,
        ).id,
        "mention_id": Mention.objects.get().id,
        **seated(champion, employee, team, above),
    }


@pytest.fixture
def bearer(api: Callable[..., ApiClient], employee: Actor) -> str:
    return str(api(employee).defaults["HTTP_AUTHORIZATION"])


@pytest.mark.usefixtures("_kept_connection")
@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_the_api_keeps_to_its_document(
    case: "schemathesis.Case[Any]", bearer: str, known: dict[str, Any]
) -> None:
    for name in case.path_parameters or {}:
        case.path_parameters[name] = str(known[name])
    headers = {"Authorization": bearer, "Accept-Encoding": "identity"}
    case.call_and_validate(headers=headers, checks=CHECKS)


def test_no_two_schemas_share_a_name() -> None:
    """One would stand for both in the document."""
    named = Counter(one.__name__ for base in (Answer, Body) for one in base.__subclasses__())
    assert [name for name, count in named.items() if count > 1] == []
