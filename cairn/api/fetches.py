"""Fetching from Feishu over REST: start, pause, go on, again, forget."""

from django.http import HttpResponse
from ninja import Router

from cairn.api.documents import IDEMPOTENCY, extra
from cairn.api.objectives import path_id
from cairn.api.requests import (
    ApiRequest,
    answer,
    given,
    no_content,
    read_body,
    read_words,
    submission_of,
)
from cairn.api.schemas.imports import (
    FeishuSources,
    ImportOut,
    NewFeishuImport,
    ResumedFetch,
)
from cairn.api.schemas.types import Id
from cairn.api.shapes.imports import import_shape, source_shape
from cairn.exchange.commands import fetching
from cairn.exchange.intake import read_feishu, read_secret
from cairn.exchange.policy import rules
from cairn.exchange.queries import find_import
from cairn.exchange.sources import list_sources

router = Router(tags=["imports"])


@router.get(
    "/imports/feishu",
    response=FeishuSources,
    summary="The apps of Feishu that were fetched through",
    openapi_extra=extra(),
)
def list_feishu(request: ApiRequest) -> HttpResponse:
    """Secrets are never answered."""
    return answer({"items": [source_shape(one) for one in list_sources(request.auth)]})


@router.post(
    "/imports/feishu",
    response={202: ImportOut},
    summary="Fetch from Feishu's OKR API, in the background",
    openapi_extra=extra(IDEMPOTENCY, body=NewFeishuImport),
)
def start_feishu(request: ApiRequest) -> HttpResponse:
    """The app and its secret are tried first. Ask for the import until its `state` is `mapping`, and look
    at `fetch` meanwhile: paused, `error` says why, and nothing that was fetched is lost."""
    rules.require(request.auth, "import.prepare", None)
    sent = read_body(request, NewFeishuImport)
    asked = sent.read(read_feishu, given(sent.fields))
    made = fetching.start_feishu_import(request.auth, **asked, submission=submission_of(request))
    return _shown(request, made.id)


@router.post(
    "/imports/feishu/{source_id}/fetch",
    response={202: ImportOut},
    summary="Fetch what has changed, of the same people",
    openapi_extra=extra(IDEMPOTENCY),
)
def fetch_again(request: ApiRequest, source_id: Id) -> HttpResponse:
    """With the secret that is kept."""
    found = path_id(source_id)
    made = fetching.fetch_again(request.auth, found, submission=submission_of(request))
    return _shown(request, made.id)


@router.delete(
    "/imports/feishu/{source_id}/secret",
    response={204: None},
    summary="Forget an app's secret, and what was kept of the answers",
    openapi_extra=extra(),
)
def forget_secret(request: ApiRequest, source_id: Id) -> HttpResponse:
    fetching.forget_secret(request.auth, path_id(source_id))
    return no_content()


@router.post(
    "/imports/{import_id}/pause",
    response={202: ImportOut},
    summary="Stop fetching for now",
    openapi_extra=extra(),
)
def pause_fetch(request: ApiRequest, import_id: Id) -> HttpResponse:
    """`DELETE` on the import throws it away instead."""
    found = path_id(import_id)
    fetching.pause_fetch(request.auth, found)
    return _shown(request, found)


@router.post(
    "/imports/{import_id}/resume",
    response={202: ImportOut},
    summary="Go on fetching where it stopped",
    openapi_extra=extra(body=ResumedFetch),
)
def resume_fetch(request: ApiRequest, import_id: Id) -> HttpResponse:
    found = path_id(import_id)
    rules.require(request.auth, "import.prepare", None)
    sent = read_words(request, ResumedFetch)
    secret = sent.read(lambda fields: {"app_secret": read_secret(fields)}, given(sent.fields))
    fetching.resume_fetch(request.auth, found, **secret)
    return _shown(request, found)


def _shown(request: ApiRequest, import_id: int) -> HttpResponse:
    return answer(import_shape(find_import(request.auth, import_id)), 202)
