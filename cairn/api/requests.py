"""What a request brings: its actor, its body, its query and its idempotency key."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import orjson
import pydantic
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cairn.api.problems import InvalidParameter, Unreadable
from cairn.errors import Invalid, NotFound, Words
from cairn.intake import MISSING, Intake
from cairn.organization.actor import Actor

MOST_ROWS, USUAL_ROWS = 200, 50
LONGEST_KEY = 200


class ApiRequest(HttpRequest):
    """A request that came with a valid token."""

    auth: Actor


class QueryIntake(Intake):
    """Reads the query; its refusals name parameters."""

    def settle(self) -> None:
        if self.errors:
            raise InvalidParameter(self.errors)


def answer(data: Any, status: int = 200, **headers: str) -> HttpResponse:
    """JSON; the models that document it are held against it by the tests, not on every request."""
    content = orjson.dumps(data, option=orjson.OPT_UTC_Z)
    return HttpResponse(content, status=status, content_type="application/json", headers=headers)


def still_there[Row: Model](rows: QuerySet[Row], id: int) -> Row:
    """What a request has made; `NotFound` where the same key made it before and it is gone since."""
    found = rows.filter(id=id).first()
    if found is None:
        raise NotFound
    return found


def no_content() -> HttpResponse:
    response = HttpResponse(status=204)
    del response.headers["Content-Type"]
    return response


@dataclass(frozen=True, slots=True)
class Sent:
    """A JSON object that somebody sent: its sound fields, and what is wrong with the others."""

    fields: dict[str, Any]
    faults: dict[str, Words]

    def read(
        self, reader: Callable[..., dict[str, Any]], fields: dict[str, Any], **how: Any
    ) -> dict[str, Any]:
        """What a reader of the domain makes of `fields`; every fault is told at once."""
        try:
            arguments = reader(fields, **how)
        except Invalid as error:
            raise Invalid({**error.fields, **self.faults}) from None
        if self.faults:
            raise Invalid(self.faults)
        return arguments


def read_body(request: HttpRequest, model: type[pydantic.BaseModel]) -> Sent:
    """The JSON object of a request, which has the fields of `model` and no others.

    The model checks names and outer shapes; what the values mean is the domain's to read.
    """
    body = _parse(request)
    if not isinstance(body, dict):
        raise Unreadable(400, _("Send one JSON object."))
    try:
        model.model_validate(body)
    except pydantic.ValidationError as error:
        wrong = {str(one["loc"][0]) for one in error.errors(include_url=False)}
        sound = {name: value for name, value in body.items() if name not in wrong}
        return Sent(sound, _faults(error))
    return Sent(body, {})


def read_words(request: HttpRequest, model: type[pydantic.BaseModel]) -> Sent:
    """The same for an act that needs none: no body is an empty object."""
    return read_body(request, model) if request.body else Sent({}, {})


def _parse(request: HttpRequest) -> Any:
    kind = request.content_type or ""
    if kind and kind != "application/json" and not kind.endswith("+json"):
        raise Unreadable(415, _("Send the body as application/json."))
    if request.headers.get("Transfer-Encoding") and not request.headers.get("Content-Length"):
        raise Unreadable(411, _("Send the body in one piece, with a Content-Length."))
    try:
        return orjson.loads(request.body)
    except orjson.JSONDecodeError as error:
        raise Unreadable(
            400,
            _("This is not valid JSON, at line %(line)s, column %(column)s: %(fault)s.")
            % {"line": error.lineno, "column": error.colno, "fault": error.msg},
        ) from None


def _faults(error: pydantic.ValidationError) -> dict[str, Words]:
    texts: dict[str, Words] = {
        "extra_forbidden": _("There is no field of this name here."),
        "missing": _("This is needed."),
        "bool_type": _("Write true or false."),
        "list_type": _("Write this as a list."),
        "string_type": _("Write this as text."),
        "literal_error": _("Only true: what was published does not become a draft again."),
    }
    other = _("This value is of the wrong kind.")
    faults: dict[str, Words] = {}
    for one in error.errors(include_url=False, include_input=False, include_context=False):
        name = "/".join(str(part).replace("~", "~0").replace("/", "~1") for part in one["loc"])
        faults.setdefault(name, texts.get(one["type"], other))
    return faults


def given(body: dict[str, Any]) -> dict[str, Any]:
    """The fields that say something: in a creation, null means "not given"."""
    return {name: value for name, value in body.items() if value is not None}


def read_query(request: HttpRequest, *names: str) -> QueryIntake:
    """The parameters of the query; a misspelt one is refused rather than passed over."""
    intake = QueryIntake(request.GET.dict())
    for name in request.GET:
        if name not in names:
            intake.refuse(name, _("There is no parameter of this name here."))
    return intake


def or_none(value: Any) -> Any:
    return None if value is MISSING else value


def submission_of(request: ApiRequest) -> str | None:
    """The `Idempotency-Key` as commands keep it: the same key by another person is another one."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return None
    if not key.strip() or len(key) > LONGEST_KEY or not key.isascii() or not key.isprintable():
        raise InvalidParameter(
            {"Idempotency-Key": _("Write 1 to 200 printable ASCII characters.")}, place="header"
        )
    return hashlib.sha256(f"{request.auth.member_id}:{key}".encode()).hexdigest()
