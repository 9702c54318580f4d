import type { Camera } from "./map-camera.ts";

const SLACK_PX = 5;
const WHEEL_STEP = 50;
const LINE_PX = 24;
const CONTROLS = ".float, .map-why";

/** A mouse's wheel turns in coarse whole steps; a trackpad in fine ones, sideways too. */
function isWheel(event: WheelEvent): boolean {
  if (event.deltaMode !== WheelEvent.DOM_DELTA_PIXEL) return true;
  const isCoarse = Number.isInteger(event.deltaY) && Math.abs(event.deltaY) >= WHEEL_STEP;
  return event.deltaX === 0 && isCoarse && !event.shiftKey;
}

/** Drag, trackpad and two fingers move the camera; the wheel and a pinch zoom it. */
export class Gestures {
  readonly #stage: HTMLElement;
  readonly #camera: Camera;
  readonly #pointers = new Map<number, { x: number; y: number }>();
  #travelled = 0;

  constructor(stage: HTMLElement, camera: Camera) {
    this.#stage = stage;
    this.#camera = camera;
    stage.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    stage.addEventListener("pointerdown", (event) => this.#press(event));
    stage.addEventListener("pointermove", (event) => this.#move(event));
    for (const name of ["pointerup", "pointercancel", "lostpointercapture"] as const) {
      stage.addEventListener(name, (event) => this.#release(event));
    }
    // What was dragged was not clicked
    stage.addEventListener("click", (event) => this.#click(event), { capture: true });
  }

  #wheel(event: WheelEvent): void {
    if ((event.target as Element).closest(CONTROLS)) return;
    event.preventDefault();
    const box = this.#stage.getBoundingClientRect();
    const scale = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : LINE_PX;
    if (event.ctrlKey || isWheel(event)) {
      const speed = event.ctrlKey ? 100 : 600;
      const factor = Math.exp((-event.deltaY * scale) / speed);
      this.#camera.zoom(factor, event.clientX - box.left, event.clientY - box.top);
    } else if (event.shiftKey && event.deltaX === 0) {
      this.#camera.pan(-event.deltaY * scale, 0);
    } else this.#camera.pan(-event.deltaX * scale, -event.deltaY * scale);
  }

  #press(event: PointerEvent): void {
    if (event.button > 1 || (event.target as Element).closest(CONTROLS)) return;
    if (this.#pointers.size === 0) this.#travelled = 0;
    this.#pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  }

  #move(event: PointerEvent): void {
    const last = this.#pointers.get(event.pointerId);
    if (!last) return;
    const [dx, dy] = [event.clientX - last.x, event.clientY - last.y];
    this.#travelled += Math.hypot(dx, dy);
    if (this.#travelled < SLACK_PX && this.#pointers.size === 1) return;
    if (!this.#stage.hasPointerCapture(event.pointerId)) {
      this.#stage.setPointerCapture(event.pointerId);
      this.#stage.dataset.dragging = "";
    }
    const before = this.#spread();
    last.x = event.clientX;
    last.y = event.clientY;
    const after = this.#spread();
    const box = this.#stage.getBoundingClientRect();
    this.#camera.pan(after.x - before.x, after.y - before.y);
    if (before.size > 0) {
      this.#camera.zoom(after.size / before.size, after.x - box.left, after.y - box.top);
    }
  }

  /** The middle of the fingers, and how far they are apart (0 for one). */
  #spread(): { x: number; y: number; size: number } {
    const [one, two] = [...this.#pointers.values()];
    if (!one) return { x: 0, y: 0, size: 0 };
    if (!two) return { ...one, size: 0 };
    const size = Math.max(Math.hypot(one.x - two.x, one.y - two.y), 1);
    return { x: (one.x + two.x) / 2, y: (one.y + two.y) / 2, size };
  }

  #release(event: PointerEvent): void {
    this.#pointers.delete(event.pointerId);
    if (this.#pointers.size === 0) delete this.#stage.dataset.dragging;
  }

  #click(event: MouseEvent): void {
    if (this.#travelled < SLACK_PX || event.detail === 0) return;
    if ((event.target as Element).closest(CONTROLS)) return;
    event.preventDefault();
    event.stopPropagation();
    this.#travelled = 0;
  }
}
