"""What comes back from Feishu, opened: one JSON object with a number in it. Nothing of it is believed."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Never

from cairn.exchange.feishu.refusals import CODES, FeishuRefusal

LIMITED: Final = 99991400
FAULTY: Final = (1009998, 1009999)
MOST_SCOPES: Final = 8
_UNKEPT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_SCOPE = re.compile(r"(?<![\w:.])[a-z][a-z0-9_]*(?::[a-z0-9_.]+)+(?![\w:])")
USUAL_SCOPES: Final = {
    "contact/v3/users/batch_get_id": "contact:user.id:readonly",
    "okr/v2/comments": "okr:okr.comment.readonly",
    "contact/": "contact:contact:readonly_as_app",
    "": "okr:okr:readonly",
}
"""What an app lacks where Feishu does not say it, by how the path begins."""


@dataclass(frozen=True, slots=True)
class Told:
    """`number` is Feishu's own, 0 for an answer; None where no such object came."""

    status: int
    number: int | None
    body: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_limited(self) -> bool:
        return self.number == LIMITED or self.status == 429

    @property
    def is_faulty(self) -> bool:
        return self.number in FAULTY or (self.status >= 500 and self.number != 0)

    @property
    def data(self) -> dict[str, Any]:
        found = self.body.get("data")
        if found is None:
            return {}
        if not isinstance(found, dict):
            raise FeishuRefusal("nonsense")
        return found


def open_envelope(status: int, body: bytes) -> Told:
    """Fractions stay text, so that no digit is lost; what no database keeps is taken out of texts."""
    try:
        told: Any = _clean(json.loads(body, parse_float=str, parse_constant=_no_number))
    except (ValueError, RecursionError):
        return Told(status, None)
    number = told.get("code") if isinstance(told, dict) else None
    if isinstance(number, bool) or not isinstance(number, int):
        return Told(status, None)
    return Told(status, number, told)


def _no_number(_name: str) -> Never:
    raise ValueError


def _clean(value: Any) -> Any:
    match value:
        case str():
            return _UNKEPT.sub("", value)
        case list():
            return [_clean(one) for one in value]
        case dict():
            return {_UNKEPT.sub("", name): _clean(one) for name, one in value.items()}
    return value


def refusal_of(told: Told, path: str) -> FeishuRefusal:
    """Of an answer that is none."""
    if told.number is None:
        return FeishuRefusal("unknown_address" if told.status == 404 else "nonsense")
    code = CODES.get(told.number, "refused")
    if code == "scope":
        usual = next(one for start, one in USUAL_SCOPES.items() if path.startswith(start))
        return FeishuRefusal("scope", scopes=", ".join(_scopes(told.body)) or usual)
    return FeishuRefusal(code, number=str(told.number)[:12])


def _scopes(body: Mapping[str, Any]) -> list[str]:
    """Those of which the app wants one: from the list of violations, else from the message."""
    error = body.get("error")
    listed = error.get("permission_violations") if isinstance(error, dict) else None
    said = [
        str(one.get("subject"))
        for one in listed or ()
        if isinstance(listed, list) and isinstance(one, dict)
    ]
    text = " ".join(said) or str(body.get("msg", ""))
    return list(dict.fromkeys(_SCOPE.findall(text[:5_000])))[:MOST_SCOPES]
