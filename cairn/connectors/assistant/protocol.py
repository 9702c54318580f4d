"""One question to an endpoint that speaks OpenAI's chat completions, local servers too.

No redirect is followed, no proxy of the environment is used, and neither the question nor the key
is ever logged. The library is loaded with the first question: it would take 5 MB of every worker.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _

from cairn.errors import Unavailable, Words
from cairn.storage.addresses import fault_of_address

if TYPE_CHECKING:
    import requests

CONNECT_S: Final = 5.0
WHOLE_S: Final = 30.0
LONGEST_ANSWER: Final = 256 * 1024
MOST_TOKENS: Final = 900
PIECE: Final = 8 * 1024

NOBODY: Final = _("The assistant cannot be reached. What you wrote is safe; try again later.")
SLOW: Final = _("The assistant did not answer in time. What you wrote is safe; try again later.")
NO_KEY: Final = _("The assistant refuses the key. An administrator has to enter it again.")
BUSY: Final = _("The assistant has too much to do. Try again in a minute.")
REFUSED: Final = _("The assistant answered with an error (%(status)s). Try again later.")
NONSENSE: Final = _("The assistant's answer made no sense. Try again, or write it yourself.")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`url` is the part before `/chat/completions`; `key` may be empty."""

    url: str
    model: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    role: str
    content: str


def fault_of_url(url: str) -> Words | None:
    """What keeps an address from being one of an endpoint."""
    return fault_of_address(url, "http://127.0.0.1:11434/v1")


def complete(endpoint: Endpoint, messages: Sequence[Message], within_s: float = WHOLE_S) -> str:
    """What the model answers; `Unavailable` says why there is no answer. Once, never again, and
    never longer than said, however slowly header or body drip."""
    import requests
    import urllib3

    from cairn.storage.deadline import Deadline
    from cairn.storage.watching import WatchedAdapter

    with Deadline(within_s) as deadline, requests.Session() as session:
        session.mount("http://", WatchedAdapter(deadline))
        session.mount("https://", WatchedAdapter(deadline))
        try:
            with _post(session, endpoint, messages, within_s) as answer:
                _check(answer.status_code)
                body = _read(answer)
        except (requests.Timeout, urllib3.exceptions.TimeoutError):
            raise Unavailable(SLOW) from None
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError):
            raise Unavailable(SLOW if deadline.is_over else NOBODY) from None
        if deadline.is_over:
            raise Unavailable(SLOW)
    return _content(body)


def _post(
    session: requests.Session, endpoint: Endpoint, messages: Sequence[Message], within_s: float
) -> requests.Response:
    session.trust_env = False
    session.auth = _no_auth
    headers = {"Accept": "application/json"}
    if endpoint.key:
        headers["Authorization"] = f"Bearer {endpoint.key}"
    return session.post(
        endpoint.url.rstrip("/") + "/chat/completions",
        json={
            "model": endpoint.model,
            "messages": [{"role": one.role, "content": one.content} for one in messages],
            "temperature": 0.4,
            "max_tokens": MOST_TOKENS,
            "stream": False,
        },
        headers=headers,
        timeout=(min(CONNECT_S, within_s), within_s),
        allow_redirects=False,
        stream=True,
    )


def _no_auth(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Keeps a `.netrc` of the machine out of it."""
    return request


def _check(status: int) -> None:
    if status in (401, 403):
        raise Unavailable(NO_KEY)
    if status in (429, 503):
        raise Unavailable(BUSY)
    if status != 200:
        raise Unavailable(REFUSED % {"status": status})


def _read(answer: requests.Response) -> bytes:
    """The body, no longer than allowed."""
    body = b""
    while piece := answer.raw.read1(PIECE, decode_content=True):
        body += piece
        if len(body) > LONGEST_ANSWER:
            raise Unavailable(NONSENSE)
    return body


def _content(body: bytes) -> str:
    """The text of the first choice."""
    try:
        told: Any = json.loads(body)
        content = told["choices"][0]["message"]["content"]
    except (ValueError, KeyError, IndexError, TypeError, RecursionError):
        raise Unavailable(NONSENSE) from None
    if not isinstance(content, str) or not content.strip():
        raise Unavailable(NONSENSE)
    return content
