"""The map: every answer that it gives, accepting an alignment, and how smoothly it moves."""

from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.accepting import Accepting, measure_accepting
from benchmarks.instance import Instance, sign_in
from benchmarks.map_frames import Frames, measure_frames
from benchmarks.map_subjects import find_map_subjects
from benchmarks.pages import PageFigures, Reads, captured, measure_page


@dataclass(frozen=True, slots=True)
class MapFigures:
    """`frames` is None where they were not measured."""

    answers: list[PageFigures]
    accepting: Accepting
    frames: Frames | None

    def as_json(self) -> dict[str, Any]:
        return {
            "answers": [one.as_json() for one in self.answers],
            "accepting": self.accepting.as_json(),
            "frames": self.frames.as_json() if self.frames else None,
        }


def measure_map(
    instance: Instance,
    environment: dict[str, str],
    reads: Reads,
    *,
    reader: str,
    admin: str,
    seconds: float,
    with_frames: bool,
) -> MapFigures:
    """As a usual person, who may not see everything; an administrator accepts."""
    headers = sign_in(environment, reader) | {"Accept-Encoding": "gzip"}
    paths = find_map_subjects(environment).paths()
    asked = captured(environment, reader, [path for _, path in paths])
    answers = [
        measure_page(instance, headers, name, path, statements, reads, seconds)
        for (name, path), statements in zip(paths, asked, strict=True)
    ]
    frames = measure_frames(instance.port, headers) if with_frames else None
    return MapFigures(answers, measure_accepting(environment, admin), frames)


def show_map(figures: MapFigures, console: Console) -> None:
    made = figures.accepting
    table = Table("accepting at depth", "p50 ms", "p95 ms", "statements", "raw p50 ms")
    table.add_row(
        str(made.levels),
        *(f"{value:.1f}" for value in (made.p50, made.p95)),
        str(made.statements),
        f"{made.raw_p50:.2f}",
    )
    console.print(table)
    if frames := figures.frames:
        console.print(
            f"{frames.nodes:,} nodes: first paint {frames.first_paint_ms:.0f} ms after the answer, "
            f"all opened in {frames.opened_ms:.0f} ms; frames a second: {frames.pan:.0f} panning, "
            f"{frames.pan_sideways:.0f} sideways, {frames.zoom:.0f} zooming, "
            f"{frames.pan_afar:.0f} from afar"
        )
