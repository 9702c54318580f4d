import { draw, fill, make } from "./map-element.ts";
import { type Box, type Cross, type Layout, middle, type View } from "./map-layout.ts";
import { curve } from "./map-shapes.ts";

const BULGE = 44;
const LONG = 2600;
const HOOK = 70;

/** Where a tie to a further parent leaves, turns and arrives. */
export function crossPath(cross: Cross): string {
  const { from, to } = cross;
  const [y1, y2] = [from.y + from.height * 0.78, to.y + to.height * 0.22];
  const [x1, x2] = [from.x + from.width, to.x + to.width];
  if (to.x > from.x) return curve(x1, y1, to.x, y2);
  const far = Math.max(x1, x2) + BULGE;
  return `M${x1} ${y1}C${far} ${y1} ${far} ${y2} ${x2} ${y2}`;
}

/** The same for the screen: what leads far away shows only how it leaves and arrives, since dashes
 *  over many screens cost frames. */
function shortened(cross: Cross): string {
  const { from, to } = cross;
  const [y1, y2] = [from.y + from.height * 0.78, to.y + to.height * 0.22];
  if (Math.abs(y1 - y2) < LONG) return crossPath(cross);
  const leaving = `M${from.x + from.width} ${y1}q${BULGE} 0 ${BULGE} ${Math.sign(y2 - y1) * HOOK}`;
  const isRight = to.x > from.x;
  const [x2, turn] = isRight ? [to.x, -BULGE / 2] : [to.x + to.width, BULGE];
  return `${leaving}M${x2} ${y2}q${turn} 0 ${turn} ${Math.sign(y1 - y2) * HOOK}`;
}

export function linePath(box: Box, parent: Box): string {
  return curve(parent.x + parent.width, middle(parent), box.x, middle(box));
}

export function lineClass(layout: Layout, box: Box): string {
  if (box.kind === "closed" || box.kind === "more") return "rest";
  if (layout.tie(box)?.blocked) return "cross blocked";
  return box.node.lit && box.parent?.node.lit ? "lit" : "";
}

/** The lines in sight as SVG, and the key results' names beside those that are there for a block. */
export class Lines {
  readonly element = draw("svg", { class: "edges", "aria-hidden": "true" });
  readonly labels = make("div", "map-labels");
  readonly #blocked: string;
  readonly #shown = new Map<string, SVGPathElement>();
  readonly #names = new Map<string, HTMLElement>();

  constructor(blocked: string) {
    this.#blocked = blocked;
  }

  clear(): void {
    this.#shown.clear();
    this.#names.clear();
    this.element.replaceChildren();
    this.labels.replaceChildren();
  }

  show(layout: Layout, view: View): void {
    const wanted = new Set<string>();
    for (const box of layout.lines(view)) {
      if (!box.parent) continue;
      wanted.add(box.id);
      this.#add(box.id, lineClass(layout, box), () => linePath(box, box.parent as Box));
      const tie = layout.tie(box);
      if (tie?.blocked && tie.key_result) this.#name(box.id, tie.key_result, box.parent, box);
    }
    for (const cross of layout.crosses) {
      // A line that only passes by says nothing
      if (!meets(cross.from, view) && !meets(cross.to, view)) continue;
      wanted.add(cross.id);
      this.#add(cross.id, crossClass(cross), () => shortened(cross));
      if (cross.tie.blocked && cross.tie.key_result) {
        this.#name(cross.id, cross.tie.key_result, cross.from, cross.to);
      }
    }
    this.#drop(wanted);
  }

  #add(id: string, classes: string, path: () => string): void {
    if (this.#shown.has(id)) return;
    const element = draw("path", { class: classes, d: path() });
    this.#shown.set(id, element);
    if (classes.includes("lit") || classes.includes("cross")) this.element.append(element);
    else this.element.prepend(element);
  }

  #name(id: string, keyResult: string, from: Box, to: Box): void {
    if (this.#names.has(id)) return;
    const text = fill(this.#blocked, { key_result: keyResult });
    const label = this.labels.appendChild(make("span", "edge-lab", text));
    const below = to.y > from.y;
    const y = below ? from.y + from.height + 22 : from.y - 44;
    label.style.transform = `translate(${from.x + from.width - 4}px, ${y}px) translateX(-100%)`;
    this.#names.set(id, label);
  }

  #drop(wanted: Set<string>): void {
    for (const [id, element] of this.#shown) {
      if (wanted.has(id)) continue;
      element.remove();
      this.#shown.delete(id);
      this.#names.get(id)?.remove();
      this.#names.delete(id);
    }
  }
}

export function crossClass(cross: Cross): string {
  if (cross.tie.blocked) return "cross blocked";
  return cross.from.node.lit && cross.to.node.lit ? "cross lit" : "cross";
}

function meets(box: Box, view: View): boolean {
  const isAcross = box.x <= view.right && box.x + box.width >= view.left;
  return isAcross && box.y <= view.bottom && box.y + box.height >= view.top;
}
