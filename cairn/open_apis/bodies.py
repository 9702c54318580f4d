"""The JSON object that a request brings."""

from typing import Any

import orjson
from django.http import HttpRequest
from django.utils.translation import gettext as _

from cairn.open_apis.codes import Code, Refused


def read_object(request: HttpRequest) -> dict[str, Any]:
    """No body is an empty object."""
    if not request.body.strip():
        return {}
    try:
        body = orjson.loads(request.body)
    except orjson.JSONDecodeError:
        raise Refused(Code.INVALID, _("Send one JSON object.")) from None
    if not isinstance(body, dict):
        raise Refused(Code.INVALID, _("Send one JSON object."))
    return body
