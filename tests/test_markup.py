"""What people write is shown as they wrote it, and never becomes markup or script."""

import re
from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client

from cairn.checkins.commands.checkins import check_in
from cairn.checkins.commands.comments import add_comment
from cairn.checkins.commands.helping import answer_help, ask_for_help
from cairn.checkins.commands.weekly import SQUARES, save_update
from cairn.errors import Invalid
from cairn.goals.commands.drafts import draft_objective
from cairn.goals.commands.initiatives import add_initiative
from cairn.goals.commands.key_results import add_key_result
from cairn.goals.commands.measuring import measure_kpi
from cairn.goals.commands.overrides import override_progress
from cairn.goals.intake import read_initiative
from cairn.goals.models import Objective
from cairn.insights.reports.commands import ask_report
from cairn.kpis.commands import create_kpi
from cairn.meetings.commands.entries import take_down
from cairn.meetings.commands.meetings import start_meeting
from cairn.okr_templates.commands.keeping import create_template
from cairn.okr_templates.models import HandOut
from cairn.organization.actor import Actor
from cairn.organization.commands.organizations import change_organization
from cairn.organization.models import Member, Organization, Team
from cairn.reviews.commands.lessons import add_lesson
from cairn.reviews.commands.retrospectives import start_retrospective, write_retrospective
from cairn.reviews.intake import TEXTS
from cairn.storage import clock
from tests.cast import TODAY, again
from tests.hostile import FORMS
from tests.routes import KPIS, MEETINGS, OBJECTIVES, READING, REVIEWS, SETTINGS, TEMPLATES

EVIL = "\"'><img src=x onerror=alert(1)><script>alert(2)</script></script><svg onload=alert(3)>"
MARKDOWN = "\n\n".join(
    (
        EVIL,
        "[a](javascript:alert(1)) [b](JaVaScRiPt&colon;alert(1)) [c](data:text/html,x) <a href='vbscript:x'>d</a>",
        "![e](javascript:alert(1)) ![f](https://evil.example/x.png) <iframe src=//evil></iframe>",
        "[g]: javascript:alert(1)\n\n[g] <javascript:alert(1)> [h](//evil.example)",
        "`<script>alert(1)</script>` <style>*{}</style> <form action=//evil><input name=q></form>",
        '<div style="x" id="main" class="modal" hx-get="/x" onclick="x">i</div><base href=//evil>',
        "[j](\x01javascript:alert(1)) [k](java\tscript:alert(1)) <math><mtext></form><form>",
    )
).replace("\x01", "")
D = Decimal


class Seen(HTMLParser):
    """Notes every element and attribute that could do something."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag in ("iframe", "style", "base", "object", "embed", "math"):
            self.faults.append(f"<{tag}>")
        if tag == "script" and "src" not in told and told.get("type") != "application/json":
            self.faults.append("<script> without src")
        if tag == "img" and told.get("src") in ("x", None):
            self.faults.append("<img>")
        for name, value in attrs:
            self._look_at(tag, name, value or "")

    def _look_at(self, tag: str, name: str, value: str) -> None:
        plain = re.sub(r"[\s\x00-\x20]", "", value).lower()
        if name.startswith("on") or name == "style":
            self.faults.append(f"<{tag} {name}>")
        if plain.startswith(("javascript:", "vbscript:", "data:text")):
            self.faults.append(f"<{tag} {name}={value[:30]}>")
        if name in ("action", "formaction", "src") and "evil" in plain:
            self.faults.append(f"<{tag} {name}={value[:30]}>")


def faults_of(page: str) -> list[str]:
    seen = Seen()
    seen.feed(page)
    return seen.faults


@pytest.fixture
def ids(
    organization: Organization,
    admin: Actor,
    lead: Actor,
    employee: Actor,
    team: Team,
    cycle: Any,
) -> Any:
    """An organization where everything that can be written holds markup."""
    Member.objects.filter(id=employee.member_id).update(name=EVIL[:80], title=EVIL)
    Team.objects.filter(id=team.id).update(name=EVIL)
    type(cycle).objects.filter(id=cycle.id).update(name=EVIL[:60])
    Organization.objects.filter(id=organization.id).update(
        name=EVIL, mission=MARKDOWN, vision=MARKDOWN, strategy=MARKDOWN
    )
    employee = again(employee)
    made = draft_objective(
        employee,
        title=EVIL,
        description=MARKDOWN,
        cycle=cycle.id,
        team=team.id,
        owner=employee.member_id,
        tags=[EVIL[:40]],
        publish=True,
    )
    first = _measured(employee, made)
    add_key_result(
        employee,
        made.id,
        title=EVIL,
        kind="milestones",
        milestones=[(None, EVIL, D(1)), (None, EVIL + "2", D(1))],
        owner=employee.member_id,
        reason="中途调整",
    )
    comment = add_comment(lead, made.id, body=MARKDOWN)
    add_comment(employee, made.id, body=f"@沈予安 {EVIL}", parent=comment.id)
    override_progress(employee, made.id, progress=D("0.3"), reason=EVIL)
    return {
        "objective_id": made.id,
        "key_result_id": first,
        "cycle_id": cycle.id,
        "team_id": team.id,
        "member_id": employee.member_id,
        "comment_id": comment.id,
        **_kept_an_eye_on(employee),
        **_talked(employee, lead, team, made),
        **_looked_back(employee, made),
        "report_id": ask_report(employee, occasion="weekly", formats=["page"])[0].id,
        **_kept_templates(admin, cycle),
    }


def _kept_templates(admin: Actor, cycle: Any) -> dict[str, int]:
    """A template of the organization's own, and a hand-out of it that failed."""
    lines = [{"text_zh": EVIL + "{from}", "text_en": EVIL + "{to}", "unit": "<b>'\"&"}]
    made = create_template(
        admin,
        title_zh=EVIL,
        title_en=EVIL,
        why_zh=EVIL,
        why_en=EVIL,
        department="sales",
        tags=[EVIL[:40]],
        key_results=lines,
    )
    told = HandOut.objects.create(
        organization_id=admin.organization_id,
        member_id=admin.member_id,
        template=str(made.id),
        title=EVIL[:300],
        language="zh",
        cycle=cycle,
        failed_at=clock.now(),
        error=EVIL,
    )
    return {"template_id": made.id, "hand_out_id": told.id}


def _kept_an_eye_on(employee: Actor) -> dict[str, int]:
    made = create_kpi(
        employee, name=EVIL, description=MARKDOWN, lower=D(1), owner=employee.member_id
    )
    return {
        "kpi_id": made.id,
        "reading_id": measure_kpi(employee, made.id, value=D(3), note=EVIL).id,
    }


def _talked(employee: Actor, lead: Actor, team: Team, objective: Objective) -> dict[str, int]:
    """A meeting that goes on, a published weekly update, and help that is asked for."""
    meeting = start_meeting(employee, team.id)
    action = {"kind": "action", "owner": employee.member_id, "due_on": TODAY}
    take_down(employee, meeting.id, body=EVIL, **action)  # type: ignore[arg-type]
    asked = ask_for_help(lead, asked=employee.member_id, body=EVIL, objective=objective.id)
    answer_help(employee, asked.id, answer=EVIL)
    words: dict[str, Any] = dict.fromkeys(SQUARES, MARKDOWN)
    return {
        "meeting_id": meeting.id,
        "entry_id": take_down(employee, meeting.id, body=EVIL, kind="decision").id,
        "update_id": save_update(employee, TODAY, publish=True, **words).id,
        "request_id": asked.id,
    }


def _looked_back(employee: Actor, objective: Objective) -> dict[str, int]:
    made = start_retrospective(employee, objective=objective.id)
    words = dict.fromkeys(TEXTS, MARKDOWN)
    write_retrospective(employee, made.id, texts=words, was=dict.fromkeys(words, ""))
    return {"retrospective_id": made.id, "lesson_id": add_lesson(employee, made.id, body=EVIL).id}


def _measured(employee: Actor, objective: Objective) -> int:
    made = add_key_result(
        employee,
        objective.id,
        title=EVIL,
        unit="<b>'\"&",
        start=D(0),
        target=D(10),
        owner=employee.member_id,
        reason="中途调整",
    )
    add_initiative(employee, made.id, title=EVIL, url="https://example.com/?a=\"'><script>")
    for value in (3, 5):
        check_in(employee, made.id, value=D(value), note=EVIL, blockers=EVIL)
    return made.id


@pytest.mark.parametrize("htmx", [False, True], ids=["pages", "fragments"])
def test_no_page_turns_words_into_markup(
    ids: dict[str, int], admin: Actor, employee: Actor, web: Callable[[Actor], Client], htmx: bool
) -> None:
    found, seen = [], 0
    headers = {"HX-Request": "true", "HX-Request-Type": "partial"} if htmx else {}
    for actor in (again(admin), again(employee)):
        client = web(actor)
        for route, ways in {
            **READING,
            **OBJECTIVES,
            **KPIS,
            **TEMPLATES,
            **REVIEWS,
            **MEETINGS,
            **SETTINGS,
        }.items():
            if not any(way.method == "GET" for way in ways):
                continue
            path = "/" + re.sub(r"<\w+:(\w+)>", lambda hole: str(ids.get(hole[1], "x")), route)
            for query in ("", "?q=script", "?q=%22%3E%3Cimg+src=x+onerror=alert(1)%3E&cycle=all"):
                answer = client.get(path + query, headers=headers)
                page = answer.content.decode(errors="replace")  # a download is no page
                seen += "alert(2)" in page
                if answer.headers["Content-Type"].startswith("text/html"):
                    found += [f"{path}{query}: {one}" for one in faults_of(page)]
    assert found == []
    assert seen > 40


def test_what_comes_back_from_a_form_is_no_markup_either(
    ids: dict[str, int], employee: Actor, web: Callable[[Actor], Client]
) -> None:
    client, found = web(again(employee)), []
    for route, fields in FORMS.items():
        path = "/" + re.sub(r"<\w+:(\w+)>", lambda hole: str(ids.get(hole[1], "x")), route)
        body = {name.format_map(defaultdict(int, ids)): EVIL * 40 for name in fields}
        page = client.post(path, body).content.decode()
        found += [f"{path}: {one}" for one in faults_of(page)]
    assert found == []


def test_what_the_editor_shows_while_one_types_is_no_markup(
    employee: Actor, cycle: Any, web: Callable[[Actor], Client]
) -> None:
    fields = {"line": "1", "kr-1-title": f"续约率从 60{EVIL} 提升到 75%", "kr-1-unit": EVIL}
    answer = web(employee).post("/write/parse", {**fields, "title": EVIL, "kr-1-milestones": EVIL})
    told = answer.json()
    fragments = [told["weights"], told["template"]]
    for line in told["lines"].values():
        fragments += [line["marks"], line["facts"]]  # the others become values of fields
    assert [fault for text in fragments for fault in faults_of(text)] == []


def test_an_initiative_leads_only_to_the_web(employee: Actor, key_result: Any) -> None:
    for url in ("javascript:alert(1)", "data:text/html,x", "//evil", "ftp://x/y", "file:///etc"):
        with pytest.raises(Invalid):
            read_initiative({"title": "?", "url": url})


def test_the_organizations_words_are_no_markup(
    admin: Actor, web: Callable[[Actor], Client]
) -> None:
    change_organization(admin, mission=MARKDOWN, strategy=MARKDOWN)
    assert faults_of(web(admin).get("/company").content.decode()) == []
