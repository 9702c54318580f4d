import { hierarchy, tree } from "d3-hierarchy";
import type { MapNode, Tie } from "./map-data.ts";
import type { Forest } from "./map-forest.ts";

export const CARD_WIDTH = 222;
export const CARD_HEIGHT = 94;
export const COLUMN = 272;
const MISSION_HEIGHT = 156;
const NAME_HEIGHT = 60;
const STUB_HEIGHT = 32;
const ROW_HEIGHT = 30;
const ROWS_HEAD = 10;
const SIBLING_GAP = 14;
const COUSIN_GAP = 26;

/** A place on the map: a card, or a stub that stands for children out of sight. */
export interface Box {
  id: string;
  node: MapNode;
  kind: "card" | "mission" | "closed" | "more";
  parent: Box | null;
  children: Box[];
  depth: number;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A tie to a further parent, drawn across the tree. */
export interface Cross {
  id: string;
  from: Box;
  to: Box;
  tie: Tie;
}

export interface View {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export function middle(box: Box): number {
  return box.y + box.height / 2;
}

function boxOf(forest: Forest, id: string, rows: number): Box {
  const node = forest.node(id) as MapNode;
  const kind = node.kind === "organization" ? "mission" : "card";
  const plain = node.kind === "objective" ? CARD_HEIGHT : NAME_HEIGHT;
  const height = kind === "mission" ? MISSION_HEIGHT : plain;
  const below = rows > 0 ? ROWS_HEAD + rows * ROW_HEIGHT : 0;
  const size = { x: 0, y: 0, width: CARD_WIDTH, height: height + below };
  return { id, node, kind, parent: null, children: [], depth: 0, ...size };
}

function stub(of: Box, kind: "closed" | "more"): Box {
  const size = { x: 0, y: 0, width: CARD_WIDTH, height: STUB_HEIGHT };
  return {
    ...{ id: `${kind}:${of.id}`, node: of.node, kind, parent: of, children: [], depth: 0 },
    ...size,
  };
}

/** The boxes as a tree, in the order in which the server sent them. */
function grow(forest: Forest, rows: (id: string) => number): Box {
  const placed = forest.placed();
  const boxes = new Map<string, Box>();
  for (const id of [forest.root, ...placed.keys()]) boxes.set(id, boxOf(forest, id, rows(id)));
  for (const [id, parent] of placed) {
    const box = boxes.get(id) as Box;
    box.parent = boxes.get(parent) as Box;
    box.parent.children.push(box);
  }
  for (const box of boxes.values()) {
    if (box.node.children > 0 && !forest.isOpen(box.id)) box.children.push(stub(box, "closed"));
    else if (forest.missing(box.id) > 0) box.children.push(stub(box, "more"));
  }
  const root = boxes.get(forest.root) as Box;
  // What is aligned to nothing stands below what is
  root.children.sort((a, b) => Number(a.node.kind === "group") - Number(b.node.kind === "group"));
  return root;
}

/** Where everything stands: a tidy tree in columns by depth, each sorted from top to bottom. */
export class Layout {
  readonly boxes = new Map<string, Box>();
  readonly columns: Box[][] = [];
  readonly crosses: Cross[] = [];
  readonly bounds: View = { left: 0, top: 0, right: CARD_WIDTH, bottom: CARD_HEIGHT };

  constructor(forest: Forest, rows: (id: string) => number) {
    const tidy = tree<Box>()
      .nodeSize([1, COLUMN])
      .separation(
        (a, b) =>
          (a.data.height + b.data.height) / 2 + (a.parent === b.parent ? SIBLING_GAP : COUSIN_GAP),
      );
    for (const point of tidy(hierarchy(grow(forest, rows)))) {
      const box = point.data;
      box.depth = point.depth;
      box.x = point.y;
      box.y = point.x - box.height / 2;
      this.#add(box);
    }
    for (const column of this.columns) column.sort((a, b) => a.y - b.y);
    this.#crossOver();
  }

  #add(box: Box): void {
    this.boxes.set(box.id, box);
    let column = this.columns[box.depth];
    if (!column) this.columns[box.depth] = column = [];
    column.push(box);
    this.bounds.top = Math.min(this.bounds.top, box.y);
    this.bounds.bottom = Math.max(this.bounds.bottom, box.y + box.height);
    this.bounds.right = Math.max(this.bounds.right, box.x + box.width);
  }

  #crossOver(): void {
    for (const to of this.boxes.values()) {
      if (to.kind !== "card" || to.node.parents.length < 2) continue;
      for (const tie of to.node.parents) {
        const from = this.boxes.get(tie.id);
        if (!from || from === to.parent) continue;
        this.crosses.push({ id: `${tie.id}>${to.id}`, from, to, tie });
      }
    }
  }

  /** The heights, from the top on, above which no card reaches that goes on below. */
  edges(): number[] {
    const boxes = [...this.boxes.values()].sort((a, b) => a.y - b.y);
    const found: number[] = [];
    let reached = Number.NEGATIVE_INFINITY;
    for (const box of boxes) {
      if (box.y >= reached) found.push(box.y);
      reached = Math.max(reached, box.y + box.height);
    }
    return found;
  }

  /** The tie along which a box hangs where it hangs. */
  tie(box: Box): Tie | undefined {
    return box.node.parents.find((tie) => tie.id === box.parent?.id);
  }

  /** Those of a column that lie between two heights, with `spare` more on either side. */
  within(depth: number, top: number, bottom: number, spare = 0): Box[] {
    const column = this.columns[depth] ?? [];
    let low = 0;
    let high = column.length;
    while (low < high) {
      const half = (low + high) >> 1;
      const box = column[half] as Box;
      if (box.y + box.height < top) low = half + 1;
      else high = half;
    }
    let end = low;
    while (end < column.length && (column[end] as Box).y <= bottom) end += 1;
    return column.slice(Math.max(low - spare, 0), end + spare);
  }

  *seen(view: View): Iterable<Box> {
    for (const depth of this.columns.keys()) {
      if (depth * COLUMN > view.right || depth * COLUMN + CARD_WIDTH < view.left) continue;
      yield* this.within(depth, view.top, view.bottom);
    }
  }

  /** Boxes whose line from their parent runs through the view, even when both ends lie outside. */
  *lines(view: View): Iterable<Box> {
    for (let depth = 1; depth < this.columns.length; depth += 1) {
      if (depth * COLUMN < view.left || (depth - 1) * COLUMN + CARD_WIDTH > view.right) continue;
      const above = new Set(this.within(depth - 1, view.top, view.bottom));
      const near = this.within(depth, view.top, view.bottom, 1);
      for (const box of near) if (box.parent) above.add(box.parent);
      for (const parent of above) {
        for (const box of parent.children) if (crosses(box, parent, view)) yield box;
      }
    }
  }
}

function crosses(box: Box, parent: Box, view: View): boolean {
  const [a, b] = [middle(box), middle(parent)];
  return Math.max(a, b) >= view.top && Math.min(a, b) <= view.bottom;
}
