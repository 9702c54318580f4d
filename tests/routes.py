"""Every address of the two faces, and who may use it with which method.

A new page or endpoint adds its line here; `tests/test_routes.py` tries it. The rows speak of the
cast's objective: the employee owns it, the colleague does not. `{name}` in a body stands for an id
of `test_routes.py`; give a body that passes the checks of the form, so that a refusal is about the
person.
"""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from tests.routes_exchange import API_IMPORTS, IMPORTS
from tests.routes_files import FILES
from tests.routes_open_apis import OPEN_APIS
from tests.routes_planning import API_ROOMS, API_ROUNDS, ROOMS, ROUNDS
from tests.ways import (
    ADMIN,
    ANYONE,
    MEMBER,
    OWNER,
    PERSON,
    STEWARD,
    Way,
    delete,
    get,
    patch,
    post,
    put,
)

O, K = "objectives/<int:objective_id>", "key-results/<int:key_result_id>"  # noqa: E741
API_O, API_K = "api/v1/objectives/<objective_id>", "api/v1/key-results/<key_result_id>"
API_A, API_D = "api/v1/alignments/<alignment_id>", "api/v1/dependencies/<dependency_id>"
CYCLE, TEAM = "settings/cycles/<int:cycle_id>", "settings/teams/<int:team_id>"
PERSON_AT = "settings/members/<int:member_id>"
ALIGNMENT_AT, DEPENDENCY_AT = "alignments/<int:alignment_id>", "dependencies/<int:dependency_id>"

SIGNING_IN: dict[str, tuple[Way, ...]] = {
    "sign-in": (get(ANYONE), post(ANYONE)),
    "sign-out": (get(MEMBER), post(MEMBER)),
    "sign-in/code": (get(ANYONE), post(ANYONE)),
    "sign-in/code/confirm": (get(ANYONE), post(ANYONE)),
    "sign-in/inactive": (get(ANYONE),),
    "password/reset": (get(ANYONE), post(ANYONE)),
    "password/reset/sent": (get(ANYONE),),
    "password/reset/done": (get(ANYONE),),
    r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)$": (get(ANYONE), post(ANYONE)),
    "demo/sign-in/<str:token>": (get(ANYONE), post(ANYONE)),
    "first-run": (get(ANYONE), post(ANYONE)),
    "first-run/start": (get(STEWARD), post(STEWARD)),
    "invitations/<str:secret>": (get(ANYONE), post(ANYONE)),
    "preferences": (post(ANYONE, theme="dark"),),
    "mails/stop/<str:token>": (get(ANYONE), post(ANYONE)),
}

READING: dict[str, tuple[Way, ...]] = {
    "": (get(MEMBER),),
    "check-in": (get(MEMBER), post(MEMBER)),
    "company": (get(MEMBER),),
    "feed": (get(MEMBER),),
    "pictures/<int:picture_id>": (get(MEMBER),),
    "learn": (get(MEMBER),),
    "learn/<slug:slug>": (get(MEMBER),),
    "map": (get(MEMBER),),
    "map/branch": (get(MEMBER),),
    "map/inputs": (get(MEMBER),),
    "map/gaps": (get(MEMBER),),
    "settings/assistant": (get(ADMIN), post(ADMIN, url="http://127.0.0.1:9/v1", model="m")),
    "settings/assistant/try": (post(ADMIN),),
    "coach": (get(MEMBER),),
    "coach/common": (get(STEWARD),),
    "coach/rules/<slug:rule>": (post(PERSON, act="mute"),),
    "following": (get(MEMBER),),
    "insights": (get(MEMBER),),
    "insights/rows": (get(MEMBER),),
    "reports": (get(MEMBER), post(MEMBER, occasion="weekly", formats="page")),
    "reports/<int:report_id>": (get(OWNER),),  # the employee's
    "reports/<int:report_id>/row": (get(OWNER),),
    "reports/<int:report_id>/file": (get(OWNER),),
    "reports/<int:report_id>/delete": (post(OWNER),),
    "people/<int:member_id>/follow": (post(MEMBER, follow="1"),),
    "teams/<int:team_id>/follow": (post(MEMBER, follow="1"),),
    "objectives": (get(MEMBER),),
    "objectives/deleted": (get(MEMBER),),
    "palette": (get(MEMBER),),
    "people": (get(MEMBER),),
    "people/<int:member_id>": (get(MEMBER),),
    "people/<int:member_id>/agree": (
        get(MEMBER),
        post(STEWARD, act="return", objective="{objective_id}", comment="?"),
    ),
    "teams/<int:team_id>/agree": (
        get(MEMBER),
        post(OWNER, act="submit", objective="{objective_id}"),
    ),
    "cycles/<int:cycle_id>/agreeing": (get(STEWARD),),
    "cycles/<int:cycle_id>/agreeing/remind": (post(STEWARD),),
    "search": (get(MEMBER),),
    "teams": (get(MEMBER),),
    "teams/<int:team_id>": (get(MEMBER),),
    "write/parse": (post(MEMBER, title="续约率 60% 到 75%"),),
    "write/people": (get(MEMBER),),
    "inbox": (get(MEMBER),),
    "inbox/seen": (post(MEMBER, until="1"),),
    "inbox/notices/<int:notice_id>": (get(ADMIN),),  # the administrator's
    "inbox/notices/<int:notice_id>/seen": (post(ADMIN),),
    "inbox/actions/<int:action_id>": (post(OWNER),),
    "inbox/mentions/<int:mention_id>": (post(ADMIN, seen="1"),),  # the administrator is named
    "inbox/claims/<int:key_result_id>": (post(PERSON),),
}

OBJECTIVES: dict[str, tuple[Way, ...]] = {
    "objectives/new": (get(PERSON), post(PERSON, title="甲", cycle="{cycle_id}")),
    "objectives/order": (post(OWNER, id="{objective_id}"),),
    O: (get(MEMBER),),
    f"{O}/edit": (get(OWNER), post(OWNER, title="甲")),
    f"{O}/explain": (get(MEMBER),),
    f"{O}/publish": (post(OWNER),),
    f"{O}/delete": (post(OWNER),),
    f"{O}/restore": (post(OWNER),),
    f"{O}/override": (get(OWNER), post(OWNER, progress="50", reason="?")),
    f"{O}/close": (get(OWNER), post(OWNER, outcome="achieved")),
    f"{O}/reopen": (get(OWNER), post(OWNER, reason="?")),
    f"{O}/submit": (post(OWNER, note="?"),),
    f"{O}/withdraw": (post(OWNER),),
    f"{O}/confirm": (post(STEWARD),),  # the champion leads the team above
    f"{O}/return": (post(STEWARD, comment="?"),),
    f"{O}/comments": (post(MEMBER, body="好"),),
    f"{O}/follow": (post(MEMBER, follow="1"),),
    f"{O}/key-results": (post(OWNER, title="甲"),),
    f"{O}/key-results/order": (post(OWNER, id="{key_result_id}"),),
    f"{O}/weights": (post(OWNER, reason="?"),),
    K: (get(MEMBER),),
    f"{K}/explain": (get(MEMBER),),
    f"{K}/edit": (get(MEMBER), post(OWNER, title="甲")),
    f"{K}/weight": (post(OWNER, weight="40", reason="?"),),
    f"{K}/release": (post(OWNER),),
    f"{K}/claim": (post(PERSON),),
    f"{K}/delete": (get(OWNER), post(OWNER, reason="?")),
    f"{K}/restore": (post(OWNER, reason="?"),),
    f"{K}/check-in": (get(MEMBER),),
    f"{K}/initiatives": (post(OWNER, title="甲"),),
    f"{K}/carry-down": (get(OWNER), post(OWNER, title="甲")),
    f"{O}/align": (get(OWNER), post(OWNER, to="objective-{target_id}")),
    f"{O}/carry-down": (get(OWNER), post(OWNER, title="甲")),
    f"{O}/dependencies": (
        get(OWNER),
        post(OWNER, team="Product", need="甲", needed_on="2026-12-01"),
    ),
    ALIGNMENT_AT: (get(MEMBER),),
    f"{ALIGNMENT_AT}/accept": (post(OWNER),),
    f"{ALIGNMENT_AT}/decline": (post(OWNER, reason="?"),),
    f"{ALIGNMENT_AT}/contribution": (post(OWNER, contribution="40", reason="?"),),
    f"{ALIGNMENT_AT}/end": (post(OWNER, reason="?"),),
    f"{ALIGNMENT_AT}/again": (post(STEWARD),),  # the lead's own objective asks
    DEPENDENCY_AT: (get(MEMBER),),
    f"{DEPENDENCY_AT}/accept": (post(STEWARD, needed_on="2026-11-18"),),
    f"{DEPENDENCY_AT}/decline": (post(STEWARD, reason="?"),),
    f"{DEPENDENCY_AT}/deliver": (post(OWNER),),
    f"{DEPENDENCY_AT}/withdraw": (post(OWNER),),
    f"{DEPENDENCY_AT}/change": (post(OWNER, need="甲"),),
    "check-in/<int:key_result_id>": (post(OWNER, value="61"),),
    "check-in/<int:key_result_id>/undo": (post(OWNER, checkin="{checkin_id}"),),
    "weekly": (get(MEMBER),),
    "weekly/<str:day>": (get(MEMBER), post(PERSON, priorities="甲")),
    "weekly/updates/<int:update_id>": (get(MEMBER),),
    "teams/<int:team_id>/weekly": (get(MEMBER),),
    "help/new": (get(PERSON), post(PERSON, asked="{lead_id}", body="?")),
    "help/<int:request_id>/answer": (post(OWNER, answer="甲"),),
    "help/<int:request_id>/withdraw": (post(PERSON),),  # the colleague asks the employee
    "check-in/<int:key_result_id>/later": (post(OWNER, until_on="2026-11-19"),),
    "initiatives/<int:initiative_id>": (post(OWNER, title="甲"),),
    "initiatives/<int:initiative_id>/delete": (post(OWNER),),
    "check-ins/<int:checkin_id>/correct": (get(OWNER), post(OWNER, value="61")),
    "comments/<int:comment_id>": (get(MEMBER),),
    "comments/<int:comment_id>/edit": (post(OWNER, body="甲"),),
    "comments/<int:comment_id>/delete": (post(OWNER),),
}

KPI_AT = "kpis/<int:kpi_id>"  # the employee's, whose team the lead leads
KPIS: dict[str, tuple[Way, ...]] = {
    "kpis": (get(MEMBER),),
    "kpis/new": (
        get(PERSON),
        post(PERSON, name="甲", direction="higher", lower="1", owner="{member_id}"),
    ),
    "kpis/measure": (get(MEMBER), post(PERSON)),
    "kpis/measure/undo": (post(MEMBER),),  # of nothing
    KPI_AT: (get(MEMBER),),
    f"{KPI_AT}/edit": (get(OWNER), post(OWNER, name="甲")),
    f"{KPI_AT}/archive": (post(OWNER),),
    f"{KPI_AT}/restore": (post(OWNER),),
    f"{KPI_AT}/measure": (post(OWNER, value="72"),),
    f"{KPI_AT}/later": (post(OWNER, until_on="2026-11-19"),),
    f"{KPI_AT}/readings/<int:reading_id>": (get(OWNER), post(OWNER, value="73")),
    f"{KPI_AT}/readings/<int:reading_id>/undo": (post(OWNER),),
}

T = "templates/<slug:template_id>"  # the organization's own, kept by the champion
T_OWN = "templates/<int:template_id>"
TEMPLATES: dict[str, tuple[Way, ...]] = {
    "templates": (get(MEMBER),),
    "templates/examples": (get(MEMBER),),
    "templates/new": (get(STEWARD), post(STEWARD, title_zh="甲", department="sales")),
    "templates/hand-outs/<int:hand_out_id>": (get(STEWARD),),  # the champion's
    T: (get(MEMBER),),
    f"{T}/insert": (get(PERSON), post(PERSON, cycle="{cycle_id}")),
    f"{T}/hand-out": (get(STEWARD), post(STEWARD, cycle="{cycle_id}", people="{lead_id}")),
    f"{T_OWN}/edit": (get(STEWARD), post(STEWARD, title_zh="甲")),
    f"{T_OWN}/delete": (post(STEWARD),),
    f"{T_OWN}/restore": (post(STEWARD),),
}

R = "retrospectives/<int:retrospective_id>"
REVIEWS: dict[str, tuple[Way, ...]] = {
    "reviews": (get(MEMBER),),
    "reviews/carry-over": (get(MEMBER), post(OWNER, objectives="{objective_id}", to="{cycle_id}")),
    f"{O}/score": (get(MEMBER), post(OWNER, **{"score-whole": ""})),
    f"{O}/opinion": (post(STEWARD, **{"opinion-whole": "0.5"}),),  # nobody's own
    f"{O}/retrospective": (get(MEMBER),),
    "retrospectives": (post(OWNER, objective="{objective_id}"),),  # it is there already
    R: (get(MEMBER), post(OWNER, why_missed="甲")),
    f"{R}/finish": (post(OWNER),),
    f"{R}/reopen": (post(OWNER),),
    f"{R}/lessons": (post(OWNER, body="甲"),),
    f"{R}/actions": (post(OWNER, body="甲"),),
    f"{R}/actions/<int:action_id>": (post(OWNER, act="done"),),
    "lessons": (get(MEMBER),),
    "lessons/like": (get(MEMBER),),
    "lessons/<int:lesson_id>/delete": (post(OWNER),),
    "lessons/<int:lesson_id>/restore": (post(OWNER),),
    "cycles/<int:cycle_id>/close": (get(STEWARD), post(STEWARD)),
    "cycles/<int:cycle_id>/reopen": (post(STEWARD, reason="?"),),
    "cycles/<int:cycle_id>/next": (post(STEWARD),),
}

M = "meetings/<int:meeting_id>"  # of the team that the employee belongs to, who presents it
MEETINGS: dict[str, tuple[Way, ...]] = {
    "teams/<int:team_id>/meetings": (get(MEMBER),),
    "teams/<int:team_id>/meetings/start": (post(OWNER),),
    M: (get(MEMBER),),
    f"{M}/place": (get(MEMBER),),
    f"{M}/move": (post(OWNER, to="end"),),
    f"{M}/timer": (post(OWNER, minutes="5"),),
    f"{M}/present": (post(OWNER),),
    f"{M}/entries": (post(OWNER, kind="note", body="甲"),),
    f"{M}/end": (post(OWNER, summary="甲"),),
    f"{M}/minutes": (get(MEMBER),),
    "meetings/entries/<int:entry_id>/strike": (post(OWNER),),
    "actions/<int:action_id>": (post(OWNER, act="done"),),
}

SETTINGS: dict[str, tuple[Way, ...]] = {
    "settings": (get(MEMBER),),
    "settings/profile": (get(MEMBER), post(MEMBER)),
    "settings/profile/password": (get(MEMBER), post(MEMBER)),
    "settings/switch": (post(MEMBER),),
    "settings/organization": (get(MEMBER), post(STEWARD)),
    "settings/export": (get(ADMIN), post(ADMIN)),
    "settings/export/<int:export_id>/row": (get(ADMIN),),
    "settings/export/<int:export_id>/file": (get(ADMIN),),
    "settings/export/<int:export_id>/delete": (post(ADMIN),),
    "settings/cycles": (get(MEMBER),),
    "settings/cycles/new": (get(STEWARD), post(STEWARD)),
    CYCLE: (get(STEWARD), post(STEWARD)),
    f"{CYCLE}/phase/<str:phase>": (post(STEWARD),),
    "settings/teams": (get(MEMBER),),
    "settings/teams/new": (get(STEWARD), post(STEWARD, name="新队", parent="{team_id}")),
    TEAM: (get(MEMBER), post(STEWARD)),
    f"{TEAM}/close": (post(STEWARD),),
    f"{TEAM}/reopen": (post(STEWARD),),
    f"{TEAM}/join": (post(STEWARD, member="{member_id}"),),
    f"{TEAM}/join/<int:member_id>": (post(STEWARD),),
    f"{TEAM}/leave/<int:member_id>": (post(STEWARD),),
    "settings/members": (get(MEMBER),),
    "settings/members/invite": (get(STEWARD), post(STEWARD)),
    "settings/members/import": (get(STEWARD), post(STEWARD)),
    PERSON_AT: (get(MEMBER), post(PERSON)),  # the colleague's own
    f"{PERSON_AT}/resend": (post(STEWARD),),
    f"{PERSON_AT}/remove": (post(ADMIN),),
    f"{PERSON_AT}/restore": (post(ADMIN),),
    f"{PERSON_AT}/address": (post(STEWARD, email="fresh@cairn.test"),),
    f"{PERSON_AT}/merge": (get(ADMIN), post(ADMIN, into="{member_id}")),
    "settings/absences": (
        get(MEMBER),
        post(PERSON, stand_in="{lead_id}", starts_on="2026-11-19", ends_on="2026-11-20"),
    ),
    "people/<int:member_id>/absences": (
        get(PERSON),  # the colleague's own
        post(PERSON, stand_in="{lead_id}", starts_on="2026-11-19", ends_on="2026-11-20"),
    ),
    "absences/<int:absence_id>": (
        get(OWNER),
        post(OWNER, stand_in="{lead_id}", starts_on="2026-11-19", ends_on="2026-11-20"),
    ),
    "absences/<int:absence_id>/end": (post(OWNER),),
    "settings/mail": (get(MEMBER), post(MEMBER)),
    "settings/mails": (get(ADMIN),),
    "settings/mails/<int:mail_id>/again": (post(ADMIN),),
    "settings/jobs/<int:job_id>/again": (post(ADMIN),),
    "settings/tokens": (get(MEMBER), post(MEMBER)),
    "settings/tokens/<int:token_id>/revoke": (post(OWNER),),
} | IMPORTS

API_R = "api/v1/retrospectives/<retrospective_id>"
API_REVIEWS: dict[str, tuple[Way, ...]] = {
    f"{API_O}/scores": (get(MEMBER), post(OWNER, score="0.5", note="?")),
    f"{API_O}/close": (post(OWNER, outcome="missed"),),
    f"{API_O}/deleted-key-results": (get(MEMBER),),
    f"{API_O}/reopen": (post(OWNER, reason="?"),),
    "api/v1/carry-over": (post(OWNER, objectives=["{objective_id}"], cycle="{cycle_id}"),),
    "api/v1/retrospectives": (get(MEMBER), post(OWNER, objective="{objective_id}")),
    API_R: (get(MEMBER), patch(OWNER, why_missed="甲")),
    f"{API_R}/finish": (post(OWNER),),
    f"{API_R}/reopen": (post(OWNER),),
    f"{API_R}/lessons": (post(OWNER, body="甲"),),
    "api/v1/lessons": (get(MEMBER),),
    "api/v1/reports": (get(MEMBER), post(MEMBER, occasion="weekly", formats=["page"])),
    "api/v1/reports/<report_id>": (get(OWNER), delete(OWNER)),  # the employee's
    "api/v1/reports/<report_id>/file": (get(OWNER),),
    "api/v1/exports/<what>": (get(MEMBER), post(MEMBER)),
    "api/v1/exports/files": (get(MEMBER),),
    "api/v1/exports/files/<file_id>": (get(OWNER), delete(OWNER)),  # the employee's
    "api/v1/exports/files/<file_id>/file": (get(OWNER),),
    "api/v1/lessons/<lesson_id>": (delete(OWNER),),
    "api/v1/lessons/<lesson_id>/restore": (post(OWNER),),
    "api/v1/cycles/<cycle_id>/close": (post(STEWARD, anyway=True, reason="?"),),
    "api/v1/cycles/<cycle_id>/reopen": (post(STEWARD, reason="?"),),
    "api/v1/cycles/<cycle_id>/history": (get(MEMBER),),
}
API_KPI = "api/v1/kpis/<kpi_id>"
API: dict[str, tuple[Way, ...]] = (
    API_REVIEWS
    | API_IMPORTS
    | API_ROOMS
    | API_ROUNDS
    | {
        "api/v1/kpis": (get(MEMBER), post(PERSON, name="甲", lower="1", owner="me")),
        API_KPI: (get(MEMBER), patch(OWNER, name="甲"), delete(OWNER)),
        f"{API_KPI}/snooze": (put(OWNER, until_on="2026-11-19"), delete(OWNER)),
        f"{API_KPI}/readings": (get(MEMBER), post(OWNER, value="72")),
        "api/v1/organization/exports": (get(ADMIN), post(ADMIN)),
        "api/v1/organization/exports/<export_id>": (get(ADMIN), delete(ADMIN)),
        "api/v1/organization/exports/<export_id>/file": (get(ADMIN),),
        "api/v1/": (get(ANYONE),),
        "api/v1/<path:anything>": (get(ANYONE),),
        "api/v1/openapi.json": (get(ANYONE),),
        "api/v1/me": (get(MEMBER),),
        "api/v1/teams/<team_id>/meetings": (get(MEMBER), post(OWNER)),
        "api/v1/meetings/<meeting_id>": (get(MEMBER),),
        "api/v1/meetings/<meeting_id>/entries": (post(OWNER, body="甲"),),
        "api/v1/meetings/<meeting_id>/entries/<entry_id>": (delete(OWNER),),
        "api/v1/meetings/<meeting_id>/end": (post(OWNER),),
        "api/v1/actions": (get(MEMBER),),
        "api/v1/actions/<action_id>": (get(MEMBER), patch(OWNER, body="甲")),
        "api/v1/actions/<action_id>/done": (post(OWNER),),
        "api/v1/actions/<action_id>/drop": (post(OWNER),),
        "api/v1/actions/<action_id>/reopen": (post(OWNER),),
        "api/v1/cycles": (get(MEMBER),),
        "api/v1/teams": (get(MEMBER),),
        "api/v1/members": (get(MEMBER),),
        "api/v1/members/<member_id>/address": (post(STEWARD, email="fresh@cairn.test"),),
        "api/v1/members/<member_id>/merge": (get(ADMIN), post(ADMIN, into="1")),
        "api/v1/search": (get(MEMBER),),
        "api/v1/map": (get(MEMBER),),
        "api/v1/map/branch": (get(MEMBER),),
        "api/v1/objectives": (get(MEMBER), post(PERSON, title="甲", cycle="{cycle_id}")),
        API_O: (get(MEMBER), patch(OWNER, title="甲"), delete(OWNER)),
        f"{API_O}/restore": (post(OWNER),),
        f"{API_O}/submit": (post(OWNER),),
        f"{API_O}/withdraw": (post(OWNER),),
        f"{API_O}/confirm": (post(STEWARD, stamp="?"),),  # the champion leads the team above
        f"{API_O}/return": (post(STEWARD, comment="?"),),
        "api/v1/confirmations": (get(MEMBER),),
        "api/v1/cycles/<cycle_id>/agreeing": (get(STEWARD),),
        "api/v1/members/<member_id>/submit-all": (post(PERSON),),  # an empty list is refused
        "api/v1/members/<member_id>/confirm-all": (post(PERSON),),
        "api/v1/members/<member_id>/return-all": (post(PERSON, comment="?"),),
        "api/v1/teams/<team_id>/submit-all": (post(PERSON),),
        "api/v1/teams/<team_id>/confirm-all": (post(PERSON),),
        "api/v1/teams/<team_id>/return-all": (post(PERSON, comment="?"),),
        f"{API_O}/explain": (get(MEMBER),),
        f"{API_O}/history": (get(MEMBER),),
        f"{API_O}/key-results": (post(OWNER, title="甲"),),
        f"{API_O}/comments": (get(MEMBER), post(MEMBER, body="甲")),
        API_K: (get(MEMBER), patch(OWNER, title="甲"), delete(OWNER)),
        "api/v1/insights/progress": (get(MEMBER),),
        "api/v1/insights/rhythm": (get(MEMBER),),
        "api/v1/insights/quality": (get(MEMBER),),
        "api/v1/insights/tables/<chart>": (get(MEMBER),),
        "api/v1/coach": (post(MEMBER, objective="甲"),),
        "api/v1/assistant": (get(ADMIN), put(ADMIN, url="http://127.0.0.1:9/v1", model="m")),
        "api/v1/assistant/suggestions": (post(PERSON, objective="甲"),),
        "api/v1/coach/rules": (get(MEMBER),),
        "api/v1/coach/rules/<rule>/mute": (put(PERSON), delete(PERSON)),
        "api/v1/coach/rules/<rule>/silence": (put(STEWARD), delete(STEWARD)),
        "api/v1/cycles/<cycle_id>/remarks": (get(STEWARD),),
        "api/v1/gaps/unaligned": (get(MEMBER),),
        "api/v1/gaps/unsupported": (get(MEMBER),),
        "api/v1/gaps/skipped": (get(MEMBER),),
        "api/v1/follows": (get(MEMBER),),
        "api/v1/inbox": (get(MEMBER),),
        "api/v1/inbox/seen": (post(MEMBER),),
        "api/v1/inbox/mentions/<mention_id>": (post(ADMIN),),  # the administrator is named
        "api/v1/me/mail": (get(MEMBER), patch(MEMBER, pace="weekly")),
        "api/v1/follows/people/<member_id>": (put(MEMBER), delete(MEMBER)),
        "api/v1/follows/teams/<team_id>": (put(MEMBER), delete(MEMBER)),
        "api/v1/follows/objectives/<objective_id>": (put(MEMBER), delete(MEMBER)),
        f"{API_O}/alignments": (get(MEMBER), post(OWNER, target="{target_id}")),
        f"{API_O}/targets": (get(MEMBER),),
        f"{API_O}/carry-down": (post(OWNER, title="甲"),),
        f"{API_K}/explain": (get(MEMBER),),
        f"{API_K}/carry-down": (post(OWNER, title="甲"),),
        "api/v1/alignments": (get(MEMBER),),
        API_A: (get(MEMBER), patch(OWNER, contribution="40", reason="?")),
        f"{API_A}/accept": (post(OWNER, contribution="0"),),
        f"{API_A}/decline": (post(OWNER, reason="?"),),
        f"{API_A}/end": (post(OWNER, reason="?"),),
        f"{API_O}/dependencies": (
            get(MEMBER),
            post(OWNER, team="{other_team_id}", need="甲", needed_on="2026-12-01"),
        ),
        "api/v1/dependencies": (get(MEMBER),),
        API_D: (get(MEMBER), patch(OWNER, need="甲")),
        f"{API_D}/accept": (post(STEWARD, needed_on="2026-11-18"),),
        f"{API_D}/decline": (post(STEWARD, reason="?"),),
        f"{API_D}/deliver": (post(OWNER),),
        f"{API_D}/withdraw": (post(OWNER),),
        f"{API_K}/claim": (post(PERSON),),
        f"{API_K}/restore": (post(OWNER, reason="?"),),
        f"{API_K}/snooze": (put(OWNER, until_on="2026-11-19"), delete(OWNER)),
        "api/v1/weekly-updates": (get(MEMBER),),
        "api/v1/weekly-updates/<update_id>": (get(MEMBER),),
        "api/v1/me/weekly-updates/<week_on>": (put(PERSON, priorities="甲"),),
        "api/v1/help-requests": (get(MEMBER), post(PERSON, asked="{lead_id}", body="?")),
        "api/v1/help-requests/<request_id>/answer": (post(OWNER, answer="甲"),),
        "api/v1/help-requests/<request_id>/withdraw": (post(PERSON),),  # the colleague asked
        "api/v1/members/<member_id>/absences": (
            get(PERSON),  # the colleague's own
            post(PERSON, stand_in="{lead_id}", starts_on="2026-11-19", ends_on="2026-11-20"),
        ),
        "api/v1/me/standing-in": (get(MEMBER),),
        "api/v1/absences/<absence_id>": (patch(OWNER, ends_on="2026-11-20"),),
        "api/v1/absences/<absence_id>/end": (post(OWNER),),
        f"{API_K}/check-ins": (get(MEMBER), post(OWNER, value="61")),
    }
)
API_T = "api/v1/templates/<template_id>"
API_TEMPLATES: dict[str, tuple[Way, ...]] = {
    "api/v1/templates": (get(MEMBER), post(STEWARD, title_zh="甲", department="sales")),
    API_T: (get(MEMBER), patch(STEWARD, why_zh="甲"), delete(STEWARD)),
    f"{API_T}/restore": (post(STEWARD),),
    f"{API_T}/insert": (post(PERSON, cycle="{cycle_id}"),),
    f"{API_T}/hand-out": (post(STEWARD, cycle="{cycle_id}", people=["{lead_id}"]),),
    f"{API_T}/hand-out/preview": (post(STEWARD, cycle="{cycle_id}", people=["{lead_id}"]),),
    "api/v1/hand-outs/<hand_out_id>": (get(STEWARD),),  # the champion's
}
API |= API_TEMPLATES

ROUTES = (
    SIGNING_IN
    | READING
    | FILES
    | OBJECTIVES
    | KPIS
    | TEMPLATES
    | REVIEWS
    | MEETINGS
    | ROOMS
    | ROUNDS
    | SETTINGS
    | API
    | OPEN_APIS
)


def addresses() -> Iterator[str]:
    """Every pattern of the project, from its root."""
    yield from _below(get_resolver().url_patterns, "")


def _below(patterns: list[Any], prefix: str) -> Iterator[str]:
    for one in patterns:
        address = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _below(one.url_patterns, address)
        elif isinstance(one, URLPattern):
            yield address
