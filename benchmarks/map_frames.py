"""How smoothly the map moves in a browser: every node of a large made-up map open, then panned and
zoomed while each frame's instant is taken down.

The page, its styles, script and headers are the instance's own; only the nodes in its data are
replaced by made-up ones, so that a run needs neither 10,000 rows nor 2,000 requests. From the
project's folder: `python -m benchmarks.map_frames PORT 'cookie header'`.
"""

import json
import random
import re
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from playwright.sync_api import Page, Route, sync_playwright

from tools.browser import LAUNCH_ARGUMENTS, find_chromium

NODES = 10_000
DEPTH = 6
FAN_OUT = (3, 9)
TWO_PARENTS = 0.05
STATUSES = ("on_track", "behind", "at_risk", "outdated", "not_started", "closed")
DATA = re.compile(r'(class="map-data">)(.*?)(</script>)', re.DOTALL)
FIRST_CARDS = """
const look = () => document.querySelector("cairn-map .node")
  ? requestAnimationFrame(() => { window.firstCards = performance.now(); })
  : requestAnimationFrame(look);
requestAnimationFrame(look);
"""
ANSWERED = "performance.getEntriesByType('navigation')[0].responseEnd"
MOVE = """([moves, frames]) => new Promise((done) => {
  const stage = document.querySelector(".map-stage");
  const box = stage.getBoundingClientRect();
  const at = { clientX: box.x + box.width / 2, clientY: box.y + box.height / 2 };
  const instants = [];
  const step = (now) => {
    instants.push(now);
    if (instants.length > frames) return done(instants);
    const [deltaX, deltaY] = moves[instants.length % moves.length];
    const how = { deltaX, deltaY, ...at, bubbles: true, cancelable: true };
    stage.dispatchEvent(new WheelEvent("wheel", how));
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
})"""
FRAMES = 180
DOWN = [(7.5, 36.5)] * 60 + [(-7.5, -36.5)] * 60
SIDEWAYS = [(30.5, 4.5)] * 40 + [(-30.5, 4.5)] * 40
IN_AND_OUT = [(0.0, 60.0)] * 24 + [(0.0, -60.0)] * 24


@dataclass(frozen=True, slots=True)
class Frames:
    """`first_paint_ms` from the end of the answer to the first cards; `opened_ms` to open and lay
    out every node; the others are median frames a second."""

    nodes: int
    first_paint_ms: float
    opened_ms: float
    pan: float
    pan_sideways: float
    zoom: float
    pan_afar: float

    @property
    def slowest(self) -> float:
        return min(self.pan, self.pan_sideways, self.zoom, self.pan_afar)

    def as_json(self) -> dict[str, float]:
        return asdict(self)


def measure_frames(port: int, headers: dict[str, str], nodes: int = NODES) -> Frames:
    """Of the instance at `port`, as the person whose session the `Cookie` header carries. Its map
    must hold an objective, or the page has no drawing."""
    chromium = find_chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(chromium) if chromium else None, args=list(LAUNCH_ARGUMENTS)
        )
        page = browser.new_page(
            viewport={"width": 1440, "height": 900}, extra_http_headers=_cookie(headers)
        )
        page.add_init_script(FIRST_CARDS)
        page.route("**/map", lambda route: _swap(route, nodes))
        page.goto(f"http://127.0.0.1:{port}/map")
        page.wait_for_function("window.firstCards")
        first_paint = page.evaluate(f"window.firstCards - {ANSWERED}")
        measured = Frames(nodes, round(first_paint, 1), _open_all(page, nodes), *_moves(page))
        browser.close()
    return measured


def _cookie(headers: dict[str, str]) -> dict[str, str]:
    return {"Cookie": headers["Cookie"]}


def _swap(route: Route, count: int) -> None:
    answer = route.fetch()
    text = answer.text()
    found = DATA.search(text)
    if found is None:
        raise RuntimeError(f"no map in the answer ({answer.status})")
    data = json.loads(found[2]) | {"nodes": made_up_nodes(count)}
    written = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    route.fulfill(response=answer, body=f"{text[: found.start(2)]}{written}{text[found.end(2) :]}")


def _open_all(page: Page, nodes: int) -> float:
    """Opens every node with the key for it; until the frame after, in milliseconds. The columns'
    heads count what is open."""
    page.locator("cairn-map .node").first.focus()
    took = page.evaluate(
        """() => new Promise((done) => {
          const started = performance.now();
          const card = document.activeElement;
          card.dispatchEvent(new KeyboardEvent("keydown", { key: "*", bubbles: true }));
          setTimeout(() => requestAnimationFrame(() => done(performance.now() - started)));
        })"""
    )
    counted = page.locator(".colhead .num").all_inner_texts()
    if sum(map(int, counted)) != nodes - 1:
        raise RuntimeError(f"not all nodes are open: {counted}")
    return round(float(took), 1)


def _moves(page: Page) -> Iterator[float]:
    for moves in (DOWN, SIDEWAYS, IN_AND_OUT):
        yield _frames_a_second(page, moves)
    page.evaluate(MOVE, [[(0.0, 100.0)], 10])
    yield _frames_a_second(page, DOWN)


def _frames_a_second(page: Page, moves: list[tuple[float, float]]) -> float:
    instants: list[float] = page.evaluate(MOVE, [moves, FRAMES])
    between = [after - before for before, after in pairwise(instants)]
    return round(1000 / median(between), 1)


def made_up_nodes(count: int) -> list[dict[str, Any]]:
    """Nodes as the map's first answer holds them: depth, fan-out and second parents as in
    `cairn synthesize`."""
    chance = random.Random(count)
    levels = [[_node("organization", "organization", [], chance)]]
    made = levels[0][:]
    while len(made) < count:
        level: list[dict[str, Any]] = []
        for parent in levels[-1]:
            fan_out = chance.randint(*FAN_OUT) if len(levels) < DEPTH else FAN_OUT[0]
            for _child in range(min(fan_out, count - len(made))):
                parents = {parent["id"]: None}
                if len(levels[-1]) > 1 and chance.random() < TWO_PARENTS:
                    parents[chance.choice(levels[-1])["id"]] = None
                node = _node(str(len(made)), "objective", list(parents), chance)
                level.append(node)
                made.append(node)
        levels.append(level)
    return _counted(made)


def _node(id: str, kind: str, parents: list[str], chance: random.Random) -> dict[str, Any]:
    is_objective = kind == "objective"
    return {
        "id": id,
        "kind": kind,
        "title": f"让第 {id} 件事做到客户看得见的程度" if is_objective else "Cairn",
        "sub": "",
        "url": f"/objectives/{id}",
        "owner": "陈一鸣",
        "team": f"团队 {len(parents[0])}" if is_objective else "",
        "type": "committed",
        "status": chance.choice(STATUSES) if is_objective else "",
        "status_text": "正常" if is_objective else "",
        "progress": str(round(chance.random(), 2)) if is_objective else None,
        "progress_text": "54%",
        "expected": "0.55" if is_objective else None,
        "confidence": 7 if is_objective else None,
        "limited": False,
        "children": 0,
        "open": False,
        "parents": [
            {"id": one, "blocked": False, "counts": True, "key_result": ""} for one in parents
        ],
        "lit": False,
        "dim": False,
        "key_results": 3 if is_objective else 0,
    }


def _counted(nodes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    by_id = {node["id"]: node for node in nodes}
    for node in nodes:
        for tie in node["parents"]:
            by_id[tie["id"]]["children"] += 1
            by_id[tie["id"]]["open"] = True
    return nodes


if __name__ == "__main__":
    print(json.dumps(measure_frames(int(sys.argv[1]), {"Cookie": sys.argv[2]}).as_json(), indent=1))
