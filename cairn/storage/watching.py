"""Requests over lines that a deadline watches."""

import socket
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection

from cairn.storage.deadline import Deadline


class WatchedAdapter(HTTPAdapter):
    """Requests through it go over lines that the deadline watches."""

    def __init__(self, deadline: Deadline) -> None:
        super().__init__()
        self._deadline = deadline

    def get_connection_with_tls_context(self, *args: Any, **named: Any) -> Any:
        pool: Any = super().get_connection_with_tls_context(*args, **named)
        pool.ConnectionCls = _watched(pool.ConnectionCls, self._deadline)
        return pool


def _watched(kind: Any, deadline: Deadline) -> Any:
    """The same kind of connection, whose line is watched before a word is said, TLS included."""

    def _new_conn(self: HTTPConnection) -> socket.socket:
        line: socket.socket = kind._new_conn(self)
        deadline.watch(line)
        return line

    return type(f"Watched{kind.__name__}", (kind,), {"_new_conn": _new_conn})
