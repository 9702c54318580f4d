import { COLUMN, type View } from "./map-layout.ts";

const NEAREST = 2;
const FARTHEST = 0.03;
const MARGIN = 24;
const HEAD = 44;
const FLOATS = 124;
const BELOW_HEAD = 8;
const CALM_MS = 220;

function isStill(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

function nearest(wanted: number, offered: number[]): number {
  return offered.reduce((best, one) =>
    Math.abs(one - wanted) < Math.abs(best - wanted) ? one : best,
  );
}

/** Which part of the map the stage shows: a point of the map stands at x + point × k. */
export class Camera {
  x = MARGIN;
  y = 0;
  k = 1;
  width = 1;
  height = 1;
  readonly #moved: () => void;
  #flight = 0;

  constructor(moved: () => void) {
    this.#moved = moved;
  }

  view(margin = 0): View {
    return {
      left: (-this.x - margin) / this.k,
      top: (-this.y - margin) / this.k,
      right: (this.width - this.x + margin) / this.k,
      bottom: (this.height - this.y + margin) / this.k,
    };
  }

  pan(dx: number, dy: number): void {
    this.#set(this.x + dx, this.y + dy, this.k);
  }

  /** Zooms so that the point under (x, y) of the stage stays there. */
  zoom(factor: number, x = this.width / 2, y = this.height / 2): void {
    const k = Math.min(Math.max(this.k * factor, FARTHEST), NEAREST);
    const share = k / this.k;
    this.#set(x - (x - this.x) * share, y - (y - this.y) * share, k);
  }

  /** Zooms about a point of the map where it is in sight, else about the middle of the stage. */
  zoomCalmly(factor: number, about: { x: number; y: number }): void {
    const k = Math.min(Math.max(this.k * factor, FARTHEST), NEAREST);
    const view = this.view();
    const isSeen =
      about.x > view.left && about.x < view.right && about.y > view.top && about.y < view.bottom;
    const middle = { x: (view.left + view.right) / 2, y: (view.top + view.bottom) / 2 };
    const { x, y } = isSeen ? about : middle;
    this.fly(this.x + x * (this.k - k), this.y + y * (this.k - k), k);
  }

  /** All of it, as large as it goes from `least` to 1. What is larger than the stage is centred on
   *  `heart` unless that is in sight from the top on; one of the `edges`, at which nothing is cut,
   *  comes to lie at the top. */
  fit(bounds: View, least = FARTHEST, heart = bounds, calmly = true, edges = [bounds.top]): void {
    const wide = (this.width - 2 * MARGIN) / (bounds.right - bounds.left);
    const high = (this.height - HEAD - FLOATS) / (bounds.bottom - bounds.top);
    const k = Math.min(Math.max(Math.min(wide, high), least), 1);
    const middle = (this.height + HEAD - FLOATS) / 2;
    const top = HEAD + BELOW_HEAD - bounds.top * k;
    let y = middle - ((heart.top + heart.bottom) / 2) * k;
    if (high >= k) y = middle - ((bounds.top + bounds.bottom) / 2) * k;
    else if (heart.bottom * k + top <= this.height - FLOATS) y = top;
    else
      y = nearest(
        y,
        edges.map((edge) => HEAD + BELOW_HEAD - edge * k),
      );
    const x = MARGIN - bounds.left * k;
    if (calmly) this.fly(x, y, k);
    else this.#set(x, y, k);
  }

  /** Brings a box into sight with its neighbours, moving no further than needed. */
  show(box: View, calmly = true): void {
    const view = this.view(-MARGIN);
    const spare = Math.min(COLUMN / 2, (view.right - view.left) / 4);
    let [dx, dy] = [0, 0];
    if (box.left < view.left) dx = view.left - box.left + spare;
    else if (box.right > view.right) dx = view.right - box.right - spare;
    if (box.top < view.top + HEAD / this.k) dy = view.top + HEAD / this.k - box.top;
    else if (box.bottom > view.bottom - FLOATS / this.k)
      dy = view.bottom - FLOATS / this.k - box.bottom;
    const [x, y] = [this.x + dx * this.k, this.y + dy * this.k];
    if (calmly) this.fly(x, y, this.k);
    else this.#set(x, y, this.k);
  }

  /** Moves so that a point of the map stands in the stage's middle. */
  centre(x: number, y: number, k = this.k): void {
    this.#set(this.width / 2 - x * k, this.height / 2 - y * k, k);
  }

  /** Comes from there to where it stands now. */
  flyFrom(x: number, y: number, k: number): void {
    const goal = { x: this.x, y: this.y, k: this.k };
    Object.assign(this, { x, y, k });
    this.fly(goal.x, goal.y, goal.k);
  }

  fly(x: number, y: number, k: number): void {
    const from = { x: this.x, y: this.y, k: this.k };
    if (isStill() || Math.hypot(x - from.x, y - from.y) + Math.abs(k - from.k) < 0.5) {
      this.#set(x, y, k);
      return;
    }
    cancelAnimationFrame(this.#flight);
    const started = performance.now();
    const step = (now: number) => {
      const time = Math.min(Math.max((now - started) / CALM_MS, 0), 1);
      const part = 1 - (1 - time) ** 3;
      this.x = from.x + (x - from.x) * part;
      this.y = from.y + (y - from.y) * part;
      this.k = from.k + (k - from.k) * part;
      this.#moved();
      if (time < 1) this.#flight = requestAnimationFrame(step);
    };
    this.#flight = requestAnimationFrame(step);
  }

  #set(x: number, y: number, k: number): void {
    cancelAnimationFrame(this.#flight);
    this.x = x;
    this.y = y;
    this.k = k;
    this.#moved();
  }
}
