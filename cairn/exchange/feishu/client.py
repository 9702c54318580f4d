"""Feishu's open API, asked politely: at most 100 calls a minute, again where something failed.

No redirect is followed, no proxy or password file of the machine is used, and neither the secret nor
a token is ever logged, told in an exception or kept. The library that speaks HTTP is loaded with the
first call: it would take 5 MB of every worker.
"""

import hashlib
import json
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final

from cairn.exchange.feishu.envelopes import Told, open_envelope, refusal_of
from cairn.exchange.feishu.refusals import FeishuRefusal

MOST_CALLS, WINDOW_S = 100, 60.0
LARGEST_ANSWER: Final = 8 * 1024 * 1024
WHOLE_S, CONNECT_S = 30.0, 10.0
PIECE: Final = 64 * 1024
AGAIN_AFTER_S: Final = (1.0, 2.0, 4.0)
MOST_LIMITED: Final = 10
LONGEST_LIMIT_S, USUAL_LIMIT_S = 300.0, 20.0
SIGN_ON: Final = "auth/v3/tenant_access_token/internal"
PAGE, MOST_PAGES = 100, 1_000
OF_ONE: Final = ("forbidden", "gone", "user_unknown")
"""Refusals of one thing, which is all that there is to know of it in this step."""
_TOKEN = re.compile(r"[\x21-\x7e]{1,4096}")
_APP = re.compile(r"[\x21-\x7e]{1,200}")

type Wait = Callable[[float], None]
type Keep = Callable[[dict[str, Any]], dict[str, Any]]


class Client:
    """`address` as `https://open.feishu.cn`.

    `wait(seconds)` is called before every call, with 0 where nothing has to be waited for; whatever
    it raises passes through. `clock` gives seconds since 1970. `instants` are those of the calls of
    the last minute, `part` the answers of the step under way by request, also that one thing is
    refused: what stands there is answered without a call, so that a step goes on where it was left.
    """

    def __init__(
        self,
        address: str,
        app_id: str,
        app_secret: str,
        *,
        wait: Wait = time.sleep,
        clock: Callable[[], float] = time.time,
        instants: Iterable[float] = (),
        part: dict[str, Any] | None = None,
        within_s: float = WHOLE_S,
    ) -> None:
        self.address = address.rstrip("/")
        self._app_id, self._app_secret = app_id, app_secret
        self._wait, self._clock, self._within_s = wait, clock, within_s
        self.instants = list(instants)
        self.part = {} if part is None else part
        self.calls = 0
        self._token, self._until, self._not_before = "", 0.0, 0.0

    def __repr__(self) -> str:
        return f"<Client of {self.address}>"

    @property
    def now(self) -> float:
        return self._clock()

    def forget_refusals(self) -> None:
        """Of this step, to be asked for again: what the app may see can have changed."""
        self.part = {key: one for key, one in self.part.items() if isinstance(one, dict)}

    def sign_on(self) -> None:
        """One call, while no token lasts. Refused as `wrong_app` where id or secret is."""
        if self._token and self._clock() < self._until:
            return
        if not (_APP.fullmatch(self._app_id) and _APP.fullmatch(self._app_secret)):
            raise FeishuRefusal("wrong_app")
        body = {"app_id": self._app_id, "app_secret": self._app_secret}
        told = self._told("POST", SIGN_ON, {}, body)
        token, lasts = told.body.get("tenant_access_token"), told.body.get("expire")
        if told.number != 0:
            raise refusal_of(told, SIGN_ON)
        if not isinstance(token, str) or not _TOKEN.fullmatch(token):
            raise FeishuRefusal("nonsense")
        seconds = min(lasts, 86_400) if isinstance(lasts, int) and lasts > 0 else 600
        self._token, self._until = token, self._clock() + seconds * 0.95

    def get(self, path: str, *, keep: Keep | None = None, **query: Any) -> dict[str, Any]:
        """`data` of an answer. `path` stands below /open-apis/; a list becomes a repeated parameter,
        None is left out. `keep` makes of the data what is kept in `part`."""
        return self._ask("GET", path, query, None, keep)

    def post(
        self, path: str, body: Mapping[str, Any], *, keep: Keep | None = None, **query: Any
    ) -> dict[str, Any]:
        return self._ask("POST", path, query, body, keep)

    def items(
        self, path: str, *, keep: Keep | None = None, page_size: int = PAGE, **query: Any
    ) -> Iterator[dict[str, Any]]:
        """All objects of a list, page by page."""
        token, seen = "", {""}
        for _page in range(MOST_PAGES):
            asked = {**query, "page_size": page_size, "page_token": token or None}
            data = self.get(path, keep=_kept_page(keep), **asked)
            yield from data["items"]
            token = data["page_token"]
            if not token:
                return
            if token in seen:
                raise FeishuRefusal("nonsense")
            seen.add(token)
        raise FeishuRefusal("too_large")

    def _ask(
        self,
        method: str,
        path: str,
        query: Mapping[str, Any],
        body: Mapping[str, Any] | None,
        keep: Keep | None,
    ) -> dict[str, Any]:
        asked = {name: value for name, value in query.items() if value is not None}
        key = _key(method, path, asked, body)
        if key not in self.part:
            self.part[key] = self._answer(method, path, asked, body, keep)
        found: dict[str, Any] | str = self.part[key]
        if isinstance(found, str):
            raise FeishuRefusal(found)
        return found

    def _answer(
        self,
        method: str,
        path: str,
        asked: Mapping[str, Any],
        body: Mapping[str, Any] | None,
        keep: Keep | None,
    ) -> dict[str, Any] | str:
        """What is kept of the data, or the code of a refusal of one thing."""
        try:
            data = self._data(method, path, asked, body)
        except FeishuRefusal as refusal:
            if refusal.code in OF_ONE:
                return refusal.code
            raise
        return keep(data) if keep else data

    def _data(
        self, method: str, path: str, query: Mapping[str, Any], body: Mapping[str, Any] | None
    ) -> dict[str, Any]:
        """With a token, and once more with another where the first is refused."""
        self.sign_on()
        told = self._told(method, path, query, body)
        if told.number is not None and refusal_of(told, path).code == "token_refused":
            self._token = ""
            self.sign_on()
            told = self._told(method, path, query, body)
        if told.number != 0:
            raise refusal_of(told, path)
        return told.data

    def _told(
        self, method: str, path: str, query: Mapping[str, Any], body: Mapping[str, Any] | None
    ) -> Told:
        """What was answered in the end, when it was asked again as often as that may help."""
        delays, limited = list(AGAIN_AFTER_S), 0
        while True:
            self._pause()
            try:
                told, headers = self._exchange(method, path, query, body)
            except FeishuRefusal as refusal:
                if refusal.code != "unreachable" or not delays:
                    raise
                self._not_before = self._clock() + delays.pop(0)
                continue
            if told.is_limited:
                limited += 1
                if limited > MOST_LIMITED:
                    raise FeishuRefusal("busy")
                self._not_before = self._clock() + _limit_s(headers, self._clock())
            elif told.is_faulty:
                if not delays:
                    raise FeishuRefusal("server_fault")
                self._not_before = self._clock() + delays.pop(0)
            else:
                return told

    def _pause(self) -> None:
        """Until one more call fits into every minute, and what was told to wait is over."""
        seconds = self._needed_s()
        self._wait(seconds)
        while (seconds := self._needed_s()) > 0:
            self._wait(seconds)
        self.instants.append(self._clock())
        self.calls += 1

    def _needed_s(self) -> float:
        now = self._clock()
        self.instants = sorted(one for one in self.instants if now - WINDOW_S < one <= now + 1)
        full = 0.0
        if len(self.instants) >= MOST_CALLS:
            full = self.instants[-MOST_CALLS] + WINDOW_S + 0.01 - now
        return max(0.0, full, self._not_before - now)

    def _exchange(
        self,
        method: str,
        path: str,
        query: Mapping[str, Any],
        body: Mapping[str, Any] | None,
    ) -> tuple[Told, Mapping[str, str]]:
        """One call, within its time; header and body may drip as they like."""
        import requests
        import urllib3

        from cairn.storage.deadline import Deadline
        from cairn.storage.watching import WatchedAdapter

        with Deadline(self._within_s) as deadline, requests.Session() as session:
            session.trust_env = False
            session.auth = lambda request: request
            session.mount("http://", WatchedAdapter(deadline))
            session.mount("https://", WatchedAdapter(deadline))
            try:
                with session.request(
                    method,
                    f"{self.address}/open-apis/{path}",
                    params=dict(query),
                    json=body,
                    headers=self._headers(path),
                    timeout=(min(CONNECT_S, self._within_s), self._within_s),
                    allow_redirects=False,
                    stream=True,
                ) as answer:
                    status, headers = answer.status_code, dict(answer.headers.items())
                    content = _read(answer)
            except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError):
                raise FeishuRefusal("unreachable") from None
            if deadline.is_over:
                raise FeishuRefusal("unreachable")
        if 300 <= status < 400:
            raise FeishuRefusal("redirected")
        return open_envelope(status, content), {name.lower(): one for name, one in headers.items()}

    def _headers(self, path: str) -> dict[str, str]:
        headers = {"Accept": "application/json", "User-Agent": "Cairn"}
        if path != SIGN_ON:
            headers["Authorization"] = f"Bearer {self._token}"
        return headers


def _kept_page(keep: Keep | None) -> Keep:
    """Objects and the token of the page behind them; empty where it is the last one."""

    def kept(data: dict[str, Any]) -> dict[str, Any]:
        found, token = data.get("items"), data.get("page_token")
        if not isinstance(found, list | None) or not isinstance(token, str | int | None):
            raise FeishuRefusal("nonsense")
        more = data.get("has_more") is True
        if more and not token:
            raise FeishuRefusal("nonsense")
        rows = [one for one in found or () if isinstance(one, dict)]
        return {
            "items": [keep(one) for one in rows] if keep else rows,
            "page_token": str(token) if more else "",
        }

    return kept


def _key(method: str, path: str, query: Mapping[str, Any], body: Mapping[str, Any] | None) -> str:
    spelled = json.dumps([method, path, query, body], sort_keys=True)
    return hashlib.sha256(spelled.encode()).hexdigest()[:24]


def _read(answer: Any) -> bytes:
    """The body, no longer than allowed."""
    body = bytearray()
    while piece := answer.raw.read1(PIECE, decode_content=True):
        body += piece
        if len(body) > LARGEST_ANSWER:
            raise FeishuRefusal("too_large")
    return bytes(body)


def _limit_s(headers: Mapping[str, str], now: float) -> float:
    """How long to wait after a refusal for too many calls, as its header says."""
    said = headers.get("x-ogw-ratelimit-reset") or headers.get("retry-after") or ""
    seconds = USUAL_LIMIT_S
    if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", said.strip()):
        seconds = float(said)
    elif said:
        try:
            seconds = (
                parsedate_to_datetime(said) - datetime.fromtimestamp(now, UTC)
            ).total_seconds()
        except (ValueError, TypeError, OverflowError):
            seconds = USUAL_LIMIT_S
    return min(max(seconds, 1.0), LONGEST_LIMIT_S)
