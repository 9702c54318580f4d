"""A language model's endpoint on this machine: it answers well, refuses, hangs, drips or babbles."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

GOOD = json.dumps(["客户续约率从 60% 提高到 75%", "首响时间从 8 小时降到 2 小时"])


@dataclass
class Endpoint:
    """What it answers next: a status, and `content` of the first choice or a whole `body`.

    `hangs` says nothing at all; `drips`, `drips_header` and `drips_status` send a byte of the body,
    of a header or of the first line a time, without end. `asked` are the bodies
    and `headers` the headers of what came.
    """

    port: int = 0
    status: int = 200
    content: str = GOOD
    body: bytes | None = None
    headers_sent: dict[str, str] = field(default_factory=dict)
    hangs: bool = False
    drips: bool = False
    drips_header: bool = False
    drips_status: bool = False
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def whole(self) -> bytes:
        if self.body is not None:
            return self.body
        choice = {"message": {"role": "assistant", "content": self.content}}
        return json.dumps({"id": "x", "choices": [choice]}).encode()


@contextmanager
def endpoint() -> Iterator[Endpoint]:
    made = Endpoint()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            with suppress(OSError):
                _answer(made, self)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    made.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield made
    finally:
        made.over.set()
        server.shutdown()
        server.server_close()
        thread.join(20)


def _answer(made: Endpoint, handler: BaseHTTPRequestHandler) -> None:
    length = int(handler.headers.get("Content-Length", "0"))
    made.asked.append(json.loads(handler.rfile.read(length)))
    made.headers.append(dict(handler.headers))
    made.paths.append(handler.path)
    if made.hangs:
        made.over.wait(30)
        return
    if made.drips_status or made.drips_header:
        _drip(made, handler, b"HTTP/1.1 200 OK\r\nX: " if made.drips_header else b"H")
        return
    handler.send_response(made.status)
    for name, value in made.headers_sent.items():
        handler.send_header(name, value)
    if made.drips:
        handler.end_headers()
        _drip(made, handler, b" ")
        return
    handler.send_header("Content-Length", str(len(made.whole)))
    handler.end_headers()
    handler.wfile.write(made.whole)


def _drip(made: Endpoint, handler: BaseHTTPRequestHandler, first: bytes) -> None:
    handler.wfile.write(first)
    while not made.over.wait(0.05):
        handler.wfile.write(b" ")
        handler.wfile.flush()
