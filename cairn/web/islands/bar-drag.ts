const FULL = 0.9;
const STEPS = 200;
const DIGITS = 6;
const SLACK_PX = 6;

/** A key result's bar that can be dragged: the value follows into the row's field, which saves it.
 *  `start` and `target` are plain amounts; without them, or for a duration, the bar stays still.
 *  With `whole` it moves by whole numbers: people and things are not cut. A finger that taps or
 *  scrolls past moves nothing: only one that goes along the bar takes it. */
class BarDrag extends HTMLElement {
  #pressedAt: number | null = null;
  #isHeld = false;
  #before = { value: "", width: "" };

  connectedCallback(): void {
    if (this.dataset.start === undefined || this.dataset.target === undefined) return;
    this.addEventListener("pointerdown", (event) => this.#press(event));
    this.addEventListener("pointermove", (event) => this.#move(event));
    this.addEventListener("pointerup", (event) => this.#drop(event));
    this.addEventListener("pointercancel", () => this.#giveUp());
  }

  get #field(): HTMLInputElement | null {
    return this.closest("[data-save]")?.querySelector("input[name=value]") ?? null;
  }

  get #fill(): Element | null {
    return this.querySelector("rect.fill");
  }

  #press(event: PointerEvent): void {
    if (event.button !== 0 || !event.isPrimary) return;
    const width = this.#fill?.getAttribute("width") ?? "";
    this.#before = { value: this.#field?.value ?? "", width };
    this.#pressedAt = event.clientX;
    this.#isHeld = event.pointerType !== "touch";
    this.setPointerCapture(event.pointerId);
    if (this.#isHeld) event.preventDefault();
  }

  #move(event: PointerEvent): void {
    if (this.#pressedAt === null) return;
    this.#isHeld ||= Math.abs(event.clientX - this.#pressedAt) > SLACK_PX;
    if (this.#isHeld) this.#show(event);
  }

  #value(event: PointerEvent): string {
    const box = this.getBoundingClientRect();
    const part = Math.min(Math.max((event.clientX - box.left) / (box.width * FULL), 0), 1 / FULL);
    const start = Number(this.dataset.start);
    const span = Number(this.dataset.target) - start;
    const fine = 10 ** Math.floor(Math.log10(Math.abs(span) / STEPS) + 1);
    const step = "whole" in this.dataset ? Math.max(fine, 1) : fine;
    const value = Math.round((start + span * part) / step) * step;
    return String(Number(value.toFixed(DIGITS)));
  }

  #show(event: PointerEvent): void {
    const field = this.#field;
    if (field) field.value = this.#value(event);
    const box = this.getBoundingClientRect();
    const part = Math.min(Math.max((event.clientX - box.left) / box.width, 0), 1);
    this.#fill?.setAttribute("width", `${part * 100}%`);
  }

  #drop(event: PointerEvent): void {
    const wasHeld = this.#isHeld;
    this.#isHeld = false;
    this.#pressedAt = null;
    if (!wasHeld) return;
    this.#show(event);
    this.#field?.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /** The page scrolls instead: what stood there stands there again. */
  #giveUp(): void {
    const field = this.#field;
    if (this.#isHeld && field) field.value = this.#before.value;
    if (this.#isHeld) this.#fill?.setAttribute("width", this.#before.width);
    this.#isHeld = false;
    this.#pressedAt = null;
  }
}

customElements.define("cairn-bar-drag", BarDrag);
