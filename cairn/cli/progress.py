"""A bar on the standard error output for what takes longer than a second, where it is a
terminal."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

type Report = Callable[[int, int], None]
"""Told how much is done, and how much there is in all."""


@contextmanager
def progress_bar(words: str) -> Iterator[Report]:
    """Gives the function that moves the bar; until it is first called the bar has no end."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    screen = Console(stderr=True)
    silent = not screen.is_terminal
    with Progress(
        *columns, TimeElapsedColumn(), console=screen, transient=True, disable=silent
    ) as bar:
        task = bar.add_task(words, total=None)

        def report(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield report
