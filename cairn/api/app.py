"""The API as a whole: its routers, its document and its addresses."""

from functools import cache
from typing import Any

import orjson
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern, path
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from cairn.api import (
    absences,
    actions,
    agreeing,
    alignments,
    announcing,
    assistant,
    carrying,
    coach,
    coaching,
    comments,
    confirmations,
    dependencies,
    exports,
    fetches,
    follows,
    gaps,
    imports,
    inbox,
    individuals,
    insights,
    key_results,
    kpis,
    meetings,
    objectives,
    organization,
    placeholders,
    proposals,
    reports,
    retrospectives,
    reviews,
    rooms,
    rounds,
    search,
    sets,
    table_files,
    templates,
    weekly,
    whole,
)
from cairn.api import map as whole_map
from cairn.api.documents import documented_models
from cairn.api.endpoint import endpoint, no_such_address
from cairn.api.problems import problem_of
from cairn.api.requests import answer
from cairn.api.tokens import AccessToken
from cairn.storage.deadlocks import is_deadlock

DESCRIPTION = """Objectives and key results of one organization.

Ids and decimals travel as strings, progress as a fraction (`"0.5"`), dates as `2026-12-31`,
instants in UTC. Lists answer `{"items": [...], "next": cursor or null}`. Refusals are problem
documents (RFC 9457); `errors` names the fields. `can` says what the caller may do."""


class CairnAPI(NinjaAPI):
    """Ninja, with our names for operations and our schemas among the components."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**options)
        schema["components"]["schemas"].update(documented_models())
        return schema


api = CairnAPI(
    title="Cairn",
    version="1.0.0",
    description=DESCRIPTION,
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
    auth=AccessToken(),
)
for module in (
    organization,
    objectives,
    key_results,
    kpis,
    alignments,
    announcing,
    carrying,
    confirmations,
    sets,
    agreeing,
    dependencies,
    reviews,
    retrospectives,
    reports,
    table_files,
    exports,
    fetches,
    imports,
    templates,
    gaps,
    coach,
    coaching,
    assistant,
    follows,
    inbox,
    whole_map,
    insights,
    comments,
    search,
    weekly,
    whole,
    absences,
    placeholders,
    meetings,
    actions,
    rounds,
    individuals,
    rooms,
    proposals,
):
    api.add_router("", module.router)
for kind in list(api._exception_handlers):
    api.add_exception_handler(kind, problem_of)


@api.exception_handler(OperationalError)
def once_more(request: HttpRequest, error: OperationalError) -> HttpResponse:
    """What a deadlock ended is done once more; any other failure of the database is told."""
    if is_deadlock(error) and not hasattr(request, "is_second_try"):
        request.is_second_try = True  # type: ignore[attr-defined]
        asked = request.resolver_match
        assert asked is not None
        return asked.func(request, *asked.args, **asked.kwargs)  # type: ignore[no-any-return]
    return problem_of(request, error)


@cache
def document() -> Any:
    """The OpenAPI document, as plain JSON."""
    return orjson.loads(orjson.dumps(api.get_openapi_schema(), option=orjson.OPT_NON_STR_KEYS))


@endpoint
def show_document(request: HttpRequest) -> HttpResponse:
    """It tells nothing of anybody, so it needs no token."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    return answer(document())


def _guarded(patterns: list[Any]) -> list[URLPattern]:
    for pattern in patterns:
        pattern.callback = endpoint(pattern.callback)
    return patterns


urlpatterns = [
    path("openapi.json", show_document, name="openapi-json"),
    *_guarded(api.urls[0]),
    path("<path:anything>", no_such_address),
]
