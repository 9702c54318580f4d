"""Everybody who follows a room: one look for all, ten times a second."""

import asyncio
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Final

from django.db import connections

from cairn.web.planning.stream.events import event, packed
from cairn.web.planning.stream.news import Follower, News, gather

LOOK_S: Final = 0.1
CHECK_S: Final = 5.0
BEAT_S: Final = 5.0
IDLE_S: Final = 300.0
PATIENCE_S: Final = 30.0
MOST_CHECKS: Final = 25
MOST_UNREAD: Final = 64 * 1024
BEAT: Final = event("beat", b"")
PACKED_BEAT: Final = packed(BEAT)

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Line:
    """`stuck_since`: since when its reader has not taken what was sent; 0 where they have."""

    writer: asyncio.StreamWriter
    stuck_since: float = 0.0

    def close(self) -> None:
        """What lies there unread is dropped."""
        if self.is_free:
            self.writer.close()
        else:
            self.writer.transport.abort()

    @property
    def is_free(self) -> bool:
        return self.writer.transport.get_write_buffer_size() < MOST_UNREAD


@dataclass(slots=True)
class Hub:
    """`lines` are their connections; the database is spoken to in one thread of its own."""

    lines: dict[Follower, Line] = field(default_factory=dict)
    _thread: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1))
    _beat_at: float = 0.0

    async def ask[T](self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, _with_database, work)

    def seat(self, one: Follower, writer: asyncio.StreamWriter) -> None:
        self.lines[one] = Line(writer)

    def unseat(self, one: Follower) -> None:
        self.lines.pop(one, None)

    def count(self, member_id: int) -> int:
        return sum(one.granted.member_id == member_id for one in self.lines)

    async def work(self) -> None:
        """Until nobody has followed for a while."""
        last = time.monotonic()
        while time.monotonic() - last < IDLE_S:
            await asyncio.sleep(LOOK_S)
            if not self.lines:
                continue
            last = time.monotonic()
            try:
                await self._turn(last)
            except Exception:
                logger.exception("rooms could not be looked at; their pages ask by themselves")
                self.close_all()

    async def _turn(self, now: float) -> None:
        """Who does not read is told nothing until they do, and then how it stands."""
        free = [one for one, line in self.lines.items() if line.is_free]
        due = [one for one in self.lines if now - one.checked_at > CHECK_S][:MOST_CHECKS]
        news = await self.ask(lambda: gather(free, due))
        for one in due:
            one.checked_at = now
        self._deliver(news)
        self._let_go(now)
        if now - self._beat_at > BEAT_S:
            self._beat_at = now
            for one, line in self.lines.items():
                if line.is_free:
                    line.writer.write(PACKED_BEAT if one.is_packed else BEAT)

    def _deliver(self, news: News) -> None:
        for one in news.gone:
            self._close(one)
        for one, revision, piece in news.told:
            if line := self.lines.get(one):
                one.revision = revision
                line.writer.write(piece)

    def _let_go(self, now: float) -> None:
        """Of those who have not read for long."""
        for one, line in list(self.lines.items()):
            line.stuck_since = 0.0 if line.is_free else line.stuck_since or now
            if line.stuck_since and now - line.stuck_since > PATIENCE_S:
                self._close(one)

    def _close(self, one: Follower) -> None:
        if line := self.lines.pop(one, None):
            line.close()

    def close_all(self) -> None:
        for one in list(self.lines):
            self._close(one)


def _with_database[T](work: Callable[[], T]) -> T:
    """A connection that failed is not used again."""
    try:
        return work()
    except Exception:
        connections.close_all()
        raise
