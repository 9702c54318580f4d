"""The parts of a multipart body, read by hand.

Feishu's own client sends the file without a file name, which Django reads as a text, and a picture
is destroyed by that.
"""

import re
from email.message import Message

from django.http import HttpRequest
from django.utils.translation import gettext as _

from cairn.intake import refuse

BOUNDARY = re.compile(r'boundary="?([\w\'()+,./:=? -]{1,200})"?', re.ASCII)
MOST_PARTS = 20
LONGEST_HEAD = 8_000


def read_parts(request: HttpRequest, largest: int) -> dict[str, bytes]:
    """By name, the first of each; refuses more than `largest` bytes before it has read them."""
    found = BOUNDARY.search(request.headers.get("Content-Type", ""))
    if found is None:
        refuse("data", _("Send the picture as multipart/form-data."))
    body = request.read(largest + 1)
    if len(body) > largest:
        refuse("data", _("A picture has at most 5 MB."))
    mark = b"--" + found[1].rstrip().encode()
    pieces = (b"\r\n" + body).split(b"\r\n" + mark)
    if len(pieces) < 3 or not pieces[-1].startswith(b"--") or len(pieces) > MOST_PARTS:
        refuse("data", _("This is no whole multipart body."))
    parts: dict[str, bytes] = {}
    for piece in pieces[1:-1]:
        head, blank, content = piece.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        name = _name_in(head) if blank and len(head) <= LONGEST_HEAD else ""
        if name:
            parts.setdefault(name, content)
    return parts


def _name_in(head: bytes) -> str:
    """The name in the header of a part."""
    for line in head.decode("latin-1").split("\r\n"):
        label, _colon, value = line.partition(":")
        if label.strip().lower() == "content-disposition":
            told = Message()
            told["Content-Disposition"] = value.strip()
            name = told.get_param("name", header="content-disposition")
            return name if isinstance(name, str) else ""
    return ""
