"""What every address does before and after its own work: the token, the envelope, the log id."""

import secrets
from collections.abc import Callable, Mapping
from typing import Any

import orjson
from django.db import OperationalError
from django.db.transaction import atomic
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from cairn.open_apis.calls import Call, read_call
from cairn.open_apis.codes import Code, Refused, message_of, refusal_of, status_of
from cairn.storage import clock
from cairn.storage.deadlocks import is_deadlock

type Act = Callable[..., Mapping[str, Any] | None]
type View = Callable[..., HttpResponse]


def endpoint(**acts: Act) -> View:
    """A view out of what each method does: a function from the call and the ids of the address to
    `data`. All that one request writes is written, or nothing of it."""

    def act_on(request: HttpRequest, **ids: str) -> Mapping[str, Any]:
        act = _act_of(acts, request)
        call = read_call(request)
        with translation.override(call.actor.locale):
            try:
                done = _acted(act, call, ids)
            except Exception as error:  # noqa: BLE001 (worded here, in the reader's language)
                return _refusal(error, request)
        return {"code": 0, "msg": "success", "data": done or {}}

    return plain_endpoint(act_on)


def plain_endpoint(answer: Callable[..., Mapping[str, Any]]) -> View:
    """A view out of what gives a whole envelope."""

    def view(request: HttpRequest, **ids: str) -> HttpResponse:
        try:
            with translation.override("en"):
                told = answer(request, **ids)
        except Exception as error:  # noqa: BLE001 (the last resort: logged, and told as a number)
            told = _refusal(error, request)
        return _response(told)

    view.csrf_exempt = True  # type: ignore[attr-defined]
    return view


def _act_of(acts: Mapping[str, Act], request: HttpRequest) -> Act:
    method = (request.method or "").lower()
    if method not in acts:
        raise Refused(Code.WRONG_METHOD, "method not allowed")
    return acts[method]


def _acted(act: Act, call: Call, ids: Mapping[str, str]) -> Mapping[str, Any] | None:
    """What a deadlock ended is done once more: nothing of it was kept."""
    try:
        return _once(act, call, ids)
    except OperationalError as error:
        if not is_deadlock(error):
            raise
        return _once(act, call, ids)


def _once(act: Act, call: Call, ids: Mapping[str, str]) -> Mapping[str, Any] | None:
    if call.request.method == "GET":
        return act(call, **ids)
    with atomic():
        return act(call, **ids)


def _refusal(error: Exception, request: HttpRequest) -> dict[str, Any]:
    refused = refusal_of(error, f"{request.method} {request.path}")
    return {"code": int(refused.code), "msg": message_of(refused.code, refused.why), "data": {}}


def _response(told: Mapping[str, Any]) -> HttpResponse:
    response = HttpResponse(
        orjson.dumps(told),
        status=status_of(Code(told["code"])),
        content_type="application/json; charset=utf-8",
    )
    response.headers["X-Tt-Logid"] = f"{clock.now():%Y%m%d%H%M%S}{secrets.token_hex(10).upper()}"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def unknown_address(request: HttpRequest, **_path: str) -> Mapping[str, Any]:
    raise Refused(Code.UNKNOWN_ADDRESS, "404 page not found")
