import type { Camera } from "./map-camera.ts";
import { make } from "./map-element.ts";
import { type Box, CARD_WIDTH, COLUMN, type Layout, middle, type View } from "./map-layout.ts";
import type { Palette } from "./map-palette.ts";
import { along, statusClass } from "./map-shapes.ts";

const THIN_PX = 1;
const BAR_FROM = 0.14;

/** The map from afar: cards as rectangles in the colour of their state, on one canvas. */
export class FarSight {
  readonly element = make("canvas", "map-far");
  palette: Palette;

  constructor(palette: Palette) {
    this.palette = palette;
    this.element.ariaHidden = "true";
  }

  resize(width: number, height: number): void {
    const ratio = Math.min(devicePixelRatio, 2);
    this.element.width = Math.round(width * ratio);
    this.element.height = Math.round(height * ratio);
  }

  draw(layout: Layout, camera: Camera, selected: string, isFocused: boolean): void {
    const context = this.element.getContext("2d");
    if (!context) return;
    const ratio = Math.min(devicePixelRatio, 2);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.element.width, this.element.height);
    const { x, y, k } = camera;
    context.setTransform(ratio * k, 0, 0, ratio * k, ratio * x, ratio * y);
    const view = camera.view();
    this.#lines(context, layout, view, k);
    const groups = new Map<string, Box[]>();
    for (const box of layout.seen(view)) {
      const group = this.#colour(box, isFocused);
      const boxes = groups.get(group);
      if (boxes) boxes.push(box);
      else groups.set(group, [box]);
    }
    for (const [colour, boxes] of groups) this.#boxes(context, boxes, colour, k);
    const chosen = layout.boxes.get(selected);
    if (chosen) this.#ring(context, chosen, k);
  }

  #colour(box: Box, isFocused: boolean): string {
    if (box.kind === "closed" || box.kind === "more") return this.palette.colour("line");
    if (box.kind === "mission") return this.palette.colour("pine");
    const isPale = box.node.dim || (isFocused && !box.node.lit);
    if (!box.node.status || isPale) return this.palette.colour("line-strong");
    return this.palette.status(statusClass(box.node.status), "fill");
  }

  #boxes(context: CanvasRenderingContext2D, boxes: Box[], colour: string, k: number): void {
    const isSmall = k < BAR_FROM;
    context.fillStyle = isSmall ? colour : this.palette.colour("surface");
    context.strokeStyle = colour;
    context.lineWidth = 1.25 / k;
    context.beginPath();
    for (const box of boxes) {
      if (isSmall) context.rect(box.x, box.y, box.width, box.height);
      else context.roundRect(box.x, box.y, box.width, box.height, 7);
    }
    context.fill();
    if (isSmall) return;
    context.stroke();
    this.#bars(context, boxes, colour);
  }

  #bars(context: CanvasRenderingContext2D, boxes: Box[], colour: string): void {
    const width = CARD_WIDTH - 32;
    context.fillStyle = this.palette.colour("track");
    for (const box of boxes) {
      if (box.node.status && box.kind === "card") {
        context.fillRect(box.x + 16, box.y + 58, width, 16);
        context.fillRect(box.x + 16, box.y + 22, width * 0.7, 12);
      }
    }
    context.fillStyle = colour;
    for (const box of boxes) {
      if (box.kind !== "card") continue;
      context.fillRect(box.x + 16, box.y + 58, (width * along(box.node.progress)) / 90, 16);
    }
  }

  #lines(context: CanvasRenderingContext2D, layout: Layout, view: View, k: number): void {
    const lit = new Path2D();
    const plain = new Path2D();
    let [x, y] = [0, Number.NEGATIVE_INFINITY];
    for (const box of layout.lines(view)) {
      const parent = box.parent as Box;
      const [from, to] = [middle(parent), middle(box)];
      // Lines that would fall on the same pixels are drawn once
      if (box.x === x && Math.abs(to - y) * k < THIN_PX) continue;
      [x, y] = [box.x, to];
      const left = parent.x + CARD_WIDTH;
      const half = left + (COLUMN - CARD_WIDTH) / 2;
      const path = box.node.lit && parent.node.lit && box.kind === "card" ? lit : plain;
      path.moveTo(left, from);
      path.bezierCurveTo(half, from, half, to, box.x, to);
    }
    context.lineWidth = 1 / k;
    context.strokeStyle = this.palette.colour("line-strong");
    context.stroke(plain);
    context.lineWidth = 1.75 / k;
    context.strokeStyle = this.palette.colour("pine");
    context.stroke(lit);
  }

  #ring(context: CanvasRenderingContext2D, box: Box, k: number): void {
    const gap = 3 / k;
    context.lineWidth = 2 / k;
    context.strokeStyle = this.palette.colour("pine");
    context.strokeRect(box.x - gap, box.y - gap, box.width + 2 * gap, box.height + 2 * gap);
  }
}
