"""Pictures, uploaded before the progress record that shows them."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from cairn.checkins.commands.pictures import add_picture
from cairn.errors import NotFound
from cairn.goals.queries import find_key_result
from cairn.intake import refuse
from cairn.open_apis.calls import Call
from cairn.open_apis.content import PICTURES
from cairn.open_apis.records import KEY_RESULT, OBJECTIVE
from cairn.storage.ids import read_id


def upload_image(call: Call) -> dict[str, Any]:
    parts = call.parts
    kind, target = _text(parts, "target_type"), read_id(_text(parts, "target_id"))
    if kind not in (str(OBJECTIVE), str(KEY_RESULT)):
        refuse("target_type", _("Choose one of: %(choices)s.") % {"choices": "2, 3"})
    if target is None:
        raise NotFound
    if kind == str(KEY_RESULT):
        target = find_key_result(call.actor, target).objective_id
    made = add_picture(call.actor, target, content=parts.get("data", b""))
    return {"file_token": str(made.id), "url": f"{settings.HOST_URL}{PICTURES}{made.id}"}


def _text(parts: dict[str, bytes], name: str) -> str:
    return parts.get(name, b"")[:100].decode("utf-8", "replace").strip()
