"""A small HTTP/1.1 load client: many kept connections in one thread, no parsing beyond the length."""

import selectors
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

CHUNK = 1 << 18


@dataclass(slots=True)
class Answers:
    """What came back: a time in seconds for each answer, its bytes, and how many were no 2xx."""

    seconds: list[float] = field(default_factory=list)
    bytes: int = 0
    failures: int = 0
    took: float = 0.0

    @property
    def per_second(self) -> float:
        return len(self.seconds) / self.took if self.took else 0.0

    def percentile(self, share: float) -> float:
        """In milliseconds."""
        if not self.seconds:
            return float("nan")
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000


@dataclass(slots=True)
class Connection:
    socket: socket.socket
    sent_at: float = 0.0
    received: bytearray = field(default_factory=bytearray)


type Requests = Iterator[bytes]


def run_load(
    port: int, requests: Requests, *, connections: int, seconds: float, most: int | None = None
) -> Answers:
    """Keep `connections` busy with `requests` for a time, or until `most` were answered."""
    answers = Answers()
    selector = selectors.DefaultSelector()
    open_ones = [Connection(connect(port)) for _ in range(connections)]
    started = time.perf_counter()
    for one in open_ones:
        selector.register(one.socket, selectors.EVENT_READ, one)
        send(one, next(requests))
    busy = len(open_ones)
    while busy:
        for key, _ in selector.select(timeout=30):
            one = key.data
            if not receive(one, answers):
                continue
            going = time.perf_counter() - started < seconds
            if going and (most is None or len(answers.seconds) + busy <= most):
                send(one, next(requests))
            else:
                selector.unregister(one.socket)
                one.socket.close()
                busy -= 1
    answers.took = time.perf_counter() - started
    return answers


def connect(port: int) -> socket.socket:
    made = socket.create_connection(("127.0.0.1", port), timeout=30)
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return made


def send(one: Connection, request: bytes) -> None:
    one.received.clear()
    one.sent_at = time.perf_counter()
    one.socket.sendall(request)


def receive(one: Connection, answers: Answers) -> bool:
    """Take what has come; True once the answer is whole."""
    piece = one.socket.recv(CHUNK)
    if not piece:
        raise ConnectionError("the server closed a kept connection")
    one.received += piece
    end = one.received.find(b"\r\n\r\n")
    if end < 0 or len(one.received) < end + 4 + _length(one.received, end):
        return False
    answers.seconds.append(time.perf_counter() - one.sent_at)
    answers.bytes += len(one.received)
    if one.received[9:10] != b"2":
        answers.failures += 1
    return True


def _length(received: bytearray, end: int) -> int:
    head = bytes(received[:end]).lower()
    at = head.find(b"content-length:")
    return int(head[at + 15 : head.find(b"\r\n", at) % (end + 1)]) if at >= 0 else 0


def get(path: str, headers: dict[str, str]) -> bytes:
    return _request("GET", path, headers, b"")


def post(path: str, headers: dict[str, str], body: bytes) -> bytes:
    return _request("POST", path, headers | {"Content-Length": str(len(body))}, body)


def _request(method: str, path: str, headers: dict[str, str], body: bytes) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


def fetch(port: int, request: bytes) -> bytes:
    """One whole answer, head and body."""
    answers: list[bytes] = []
    one = Connection(connect(port))
    send(one, request)
    taken = Answers()
    while not receive(one, taken):
        pass
    answers.append(bytes(one.received))
    one.socket.close()
    return answers[0]


def time_calls(call: Callable[[], object], *, seconds: float) -> Answers:
    """Time one callable in this thread, for the raw limits."""
    answers = Answers()
    started = time.perf_counter()
    while time.perf_counter() - started < seconds:
        before = time.perf_counter()
        call()
        answers.seconds.append(time.perf_counter() - before)
    answers.took = time.perf_counter() - started
    return answers
