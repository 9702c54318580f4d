"""A small Feishu of the tests' own: it answers what a test tells it to, and counts."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cairn.exchange.feishu.client import Client

APP, SECRET = "cli_a1", "s3cr3t-of-the-app"
SIGN_ON = "auth/v3/tenant_access_token/internal"
type Query = Mapping[str, list[str]]
type Answer = tuple[int, Mapping[str, str], bytes]
type Route = Callable[[Query, Any], Any]


def envelope(number: int, msg: str = "", status: int = 400, **more: Any) -> Answer:
    """A refusal as Feishu tells it."""
    return status, {}, json.dumps({"code": number, "msg": msg, **more}).encode()


def paged(listed: list[Any] | Callable[[], list[Any]], size: int = 100) -> Route:
    """A list as Feishu pages it, or one that is made anew each time."""

    def route(query: Query, _body: Any) -> dict[str, Any]:
        rows = listed() if callable(listed) else listed
        start = int(query.get("page_token", ["0"])[0] or 0)
        asked = min(int(query.get("page_size", ["10"])[0]), size)
        more = start + asked < len(rows)
        token = str(start + asked) if more else ""
        return {"items": rows[start : start + asked], "has_more": more, "page_token": token}

    return route


class Feishu:
    """`routes` by path below /open-apis/: a function of query and body to `data`, or to a whole
    answer. `asked` are the paths of all calls but those for tokens."""

    def __init__(self) -> None:
        self.routes: dict[str, Route] = {}
        self.asked: list[str] = []
        self.queries: list[Query] = []
        self.tokens, self.lasts = 0, 7200
        self.url = ""

    def serve(self, path: str, data: Any) -> None:
        self.routes[path] = data if callable(data) else lambda _query, _body: data

    def answer(self, path: str, query: Query, body: Any, token: str) -> Answer:
        if path == SIGN_ON:
            return self._sign_on(body)
        self.asked.append(path)
        self.queries.append(query)
        if token != f"Bearer t-{self.tokens}":
            return envelope(99991663, "token expired")
        route = self.routes.get(path)
        if route is None:
            return 404, {}, b"404 page not found"
        found = route(query, body)
        if isinstance(found, tuple):
            return found
        return 200, {}, json.dumps({"code": 0, "msg": "success", "data": found}).encode()

    def _sign_on(self, body: Any) -> Answer:
        if body != {"app_id": APP, "app_secret": SECRET}:
            return envelope(99991543, f"app_secret {body} is invalid")
        self.tokens += 1
        told = {"code": 0, "msg": "ok", "tenant_access_token": f"t-{self.tokens}"}
        return 200, {}, json.dumps({**told, "expire": self.lasts}).encode()


@contextmanager
def running(feishu: Feishu) -> Iterator[Feishu]:
    class Handler(BaseHTTPRequestHandler):
        def _do(self) -> None:
            parts = urlsplit(self.path)
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            path = parts.path.removeprefix("/open-apis/")
            token = self.headers.get("Authorization", "")
            status, headers, content = feishu.answer(path, parse_qs(parts.query), body, token)
            self.send_response(status)
            for name, value in {"Content-Length": str(len(content)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = _do  # noqa: N815 (the library's names)

        def log_message(self, *_args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    feishu.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield feishu
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Clock:
    """Time that passes only while somebody waits."""

    def __init__(self, now: float = 1_795_000_000.0) -> None:
        self.now = now
        self.waited: list[float] = []

    def __call__(self) -> float:
        return self.now

    def wait(self, seconds: float) -> None:
        if seconds:
            self.waited.append(seconds)
        self.now += seconds


def client_of(feishu: Feishu, clock: Clock | None = None, **how: Any) -> Client:
    clock = clock or Clock()
    return Client(feishu.url, APP, SECRET, wait=clock.wait, clock=clock, **how)
