import type { Camera } from "./map-camera.ts";
import { make } from "./map-element.ts";
import type { Layout } from "./map-layout.ts";
import type { Palette } from "./map-palette.ts";

const WIDTH = 178;
const HEIGHT = 92;
const LEAST_PX = 1.5;

/** The whole map in a corner, with a frame around what the stage shows; a press goes there. */
export class MiniMap {
  readonly element = make("div", "float mini");
  readonly #canvas = make("canvas");
  readonly #frame = make("div", "view");
  readonly #camera: Camera;
  #left = 0;
  #top = 0;
  #x = 1;
  #y = 1;

  constructor(camera: Camera, name: string) {
    this.#camera = camera;
    this.#canvas.role = "img";
    this.#canvas.ariaLabel = name;
    this.element.append(this.#canvas, this.#frame);
    this.element.addEventListener("pointerdown", (event) => {
      this.element.setPointerCapture(event.pointerId);
      this.#go(event);
    });
    this.element.addEventListener("pointermove", (event) => {
      if (event.buttons > 0) this.#go(event);
    });
  }

  #go(event: PointerEvent): void {
    const box = this.#canvas.getBoundingClientRect();
    const x = (event.clientX - box.left) / this.#x + this.#left;
    const y = (event.clientY - box.top) / this.#y + this.#top;
    this.#camera.centre(x, y);
  }

  /** Draws all boxes anew; wide and tall maps are squeezed into the same corner. */
  draw(layout: Layout, palette: Palette): void {
    const ratio = Math.min(devicePixelRatio, 2);
    this.#canvas.width = WIDTH * ratio;
    this.#canvas.height = HEIGHT * ratio;
    const { left, top, right, bottom } = layout.bounds;
    const scale = Math.min(WIDTH / (right - left), HEIGHT / (bottom - top), 0.13);
    this.#x = Math.min(WIDTH / (right - left), 0.13);
    this.#y = Math.min(HEIGHT / (bottom - top), Math.max(scale, 0.09));
    this.#left = left;
    this.#top = top - (HEIGHT / this.#y - (bottom - top)) / 2;
    const context = this.#canvas.getContext("2d");
    if (!context) return;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    for (const box of layout.boxes.values()) {
      if (box.kind === "closed" || box.kind === "more") continue;
      const isRisk = box.node.status === "at_risk";
      const plain = isRisk ? palette.status("risk", "fill") : palette.colour("line-strong");
      context.fillStyle = box.node.lit || box.kind === "mission" ? palette.colour("pine") : plain;
      const height = Math.max(box.height * this.#y * 0.86, LEAST_PX);
      const y = (box.y - this.#top) * this.#y;
      context.fillRect((box.x - left) * this.#x, y, Math.max(box.width * this.#x, 2), height);
    }
  }

  follow(): void {
    const view = this.#camera.view();
    const x1 = Math.min(Math.max((view.left - this.#left) * this.#x, -2), WIDTH);
    const y1 = Math.min(Math.max((view.top - this.#top) * this.#y, -2), HEIGHT);
    const x2 = Math.min((view.right - this.#left) * this.#x, WIDTH + 2);
    const y2 = Math.min((view.bottom - this.#top) * this.#y, HEIGHT + 2);
    this.#frame.style.transform = `translate(${x1}px, ${y1}px)`;
    this.#frame.style.width = `${Math.max(x2 - x1, 4)}px`;
    this.#frame.style.height = `${Math.max(y2 - y1, 3)}px`;
  }
}
