const FULL = 0.9;
const STEPS = 200;
const DIGITS = 6;

/** A key result's bar that can be dragged: the value follows into the row's field, which saves it.
 *  `start` and `target` are plain amounts; without them, or for a duration, the bar stays still.
 *  With `whole` it moves by whole numbers: people and things are not cut. */
class BarDrag extends HTMLElement {
  #isHeld = false;

  connectedCallback(): void {
    if (this.dataset.start === undefined || this.dataset.target === undefined) return;
    this.addEventListener("pointerdown", (event) => this.#hold(event));
    this.addEventListener("pointermove", (event) => {
      if (this.#isHeld) this.#show(event);
    });
    this.addEventListener("pointerup", (event) => this.#drop(event));
    this.addEventListener("pointercancel", () => {
      this.#isHeld = false;
    });
  }

  get #field(): HTMLInputElement | null {
    return this.closest("[data-save]")?.querySelector("input[name=value]") ?? null;
  }

  #hold(event: PointerEvent): void {
    if (event.button !== 0 || event.pointerType === "touch") return;
    this.#isHeld = true;
    this.setPointerCapture(event.pointerId);
    event.preventDefault();
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
    const fill = this.querySelector("rect.fill");
    const box = this.getBoundingClientRect();
    const part = Math.min(Math.max((event.clientX - box.left) / box.width, 0), 1);
    fill?.setAttribute("width", `${part * 100}%`);
  }

  #drop(event: PointerEvent): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    this.#show(event);
    this.#field?.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

customElements.define("cairn-bar-drag", BarDrag);
