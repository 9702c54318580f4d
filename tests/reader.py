"""Everything that can be read, as one person's browser and script get it."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.db import transaction
from django.test import Client
from python_calamine import CalamineWorkbook

from tests.routes import (
    API,
    KPIS,
    MEETINGS,
    OBJECTIVES,
    READING,
    REVIEWS,
    SETTINGS,
    TEMPLATES,
)
from tests.routes_files import FILES
from tests.ways import Way

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
    "exports/insights": ("chart=status", "chart=progress&team={team_id}", "chart=hygiene"),
    "exports/objectives": (
        *("format=json", "format=viva", "format=md&q=鲸鱼", "person={owner}", "tag=鲸鱼"),
        *("format=csv&objective={objective_id}", "format=csv&status=draft", "team={team_id}"),
    ),
    "exports/initiatives": ("format=json", "objective={objective_id}"),
    "exports/alignments": ("format=json", "format=csv&objective={objective_id}"),
    "exports/dependencies": ("format=json", "format=csv&team={team_id}"),
    "exports/weekly-updates": ("format=json", "format=csv&team={team_id}"),
    "exports/help-requests": ("format=json", "format=csv&objective={objective_id}"),
    "exports/explanation": (
        *("format=json&objective={objective_id}", "format=md&objective={target_id}"),
        "format=csv&key_result={key_result_id}",
    ),
    "exports/gaps": ("format=json", "format=csv&team={team_id}"),
    "exports/actions": ("format=json", "format=csv&objective={objective_id}"),
    "exports/check-ins": ("format=json", "format=csv&person={owner}"),
    "exports/feed": ("format=json", "format=csv&person={owner}", "format=md&team={team_id}"),
    "exports/notices": ("format=json", "format=csv&unseen=true"),
    "exports/following": ("format=json",),
    "exports/absences": ("format=json", "format=csv&person={owner}"),
    "exports/to-do": ("format=json", "format=csv&section=actions"),
    "exports/comments": ("format=json",),
    "exports/reviews": ("format=json", "format=csv&cycle={cycle_id}&team={team_id}"),
    "exports/scores": ("format=json", "format=csv&objective={objective_id}"),
    "exports/remarks": ("format=json&cycle={cycle_id}",),
    "exports/agreements": ("format=json&cycle={cycle_id}", "format=csv&cycle={cycle_id}&of=teams"),
    "exports/agreement-teams": ("format=json&cycle={cycle_id}",),
    "exports/agreement-steps": (
        *("format=json", "format=csv&cycle={cycle_id}&team={team_id}"),
        "format=md&owner={owner}",
    ),
    "exports/lessons": ("format=csv&q=鲸鱼", "format=json&like=收购鲸鱼计划"),
    "exports/members": ("format=json&q=周", "format=csv&left=1"),
    "exports/teams": ("format=json&closed=1",),
    "exports/minutes": ("format=json&team={team_id}",),
    "exports/proposals": ("format=json",),
    "exports/votes": ("format=json", "format=csv&team={team_id}"),
    "exports/arguments": ("format=json",),
    "exports/rooms": ("format=json",),
    "exports/round-steps": ("format=json", "format=csv&team={team_id}"),
    "exports/deleted-key-results": ("format=json", "format=csv&objective={objective_id}"),
    "exports/deleted-objectives": ("format=json",),
    "exports/hand-outs": ("format=json",),
    "exports/history": (
        "format=json",
        "format=csv&objective={objective_id}",
        "format=md&team={team_id}",
    ),
    "exports/search": ("format=json&q=鲸鱼", "format=csv&q=收购鲸鱼计划", "format=json&q=让"),
    "exports/map": (
        *("format=json", "format=csv&on=2026-11-17", "format=json&focus={objective_id}"),
        *("format=json&q=鲸鱼", "format=csv&team={team_id}"),
    ),
    "exports/insights-rows": (
        *("format=json", "format=csv&team={team_id}", "format=md&show=going.key_results"),
        *("show=people.with", "format=json&on=2026-11-17"),
    ),
    "reviews": ("team={team_id}", "cycle={cycle_id}"),
    "lessons": ("q=鲸鱼", "team={team_id}"),
    "lessons/like": ("title=收购鲸鱼计划", "title=让老客户愿意留下来"),
    "meetings/<int:meeting_id>": ("at=end", "at=actions"),
    "weekly/<str:day>": ("",),
    "api/v1/insights/progress": ("team={team_id}", "person={owner}", "on=2026-11-17"),
    "api/v1/insights/rhythm": ("team={team_id}", "person={owner}"),
    "api/v1/insights/quality": ("team={team_id}", "on=2026-11-17"),
    "api/v1/insights/tables/<chart>": ("format=csv", "format=json&team={team_id}"),
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
READABLE = {
    **READING,
    **FILES,
    **OBJECTIVES,
    **KPIS,
    **TEMPLATES,
    **REVIEWS,
    **MEETINGS,
    **SETTINGS,
    **API,
}


def told_in(answer: Any) -> str:
    """The text of an answer; of a workbook its rows."""
    content: bytes = answer.getvalue()
    if "spreadsheetml" not in answer.headers.get("Content-Type", ""):
        return content.decode()
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return repr([book.get_sheet_by_name(name).to_python() for name in book.sheet_names])


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
        text = PASSING.sub(r"\1…", told_in(answer))
        for number in ids.values():
            text = text.replace(number, "…")
        return answer.status_code, text, answer.headers.get("Location", "")

    def everything(self) -> Iterator[tuple[str, tuple[int, str]]]:
        """Every page and every address of the API that can be read, as it comes back."""
        for route, ways in READABLE.items():
            if any(way.method == "GET" for way in ways):
                for query in ("", *ASKED.get(route, ())):
                    yield f"{route}?{query}", self.get(route, query)
