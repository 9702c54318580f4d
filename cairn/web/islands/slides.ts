/** A presentation: the arrows, space and page keys go from slide to slide. */
class Slides extends HTMLElement {
  #leave = new AbortController();

  connectedCallback(): void {
    this.#leave = new AbortController();
    document.addEventListener("keydown", (event) => this.#press(event), {
      signal: this.#leave.signal,
    });
  }

  disconnectedCallback(): void {
    this.#leave.abort();
  }

  #press(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (target.matches("input, textarea, select, button, a, summary")) return;
    if (document.querySelector("dialog[open]")) return;
    if (["ArrowRight", "PageDown", " "].includes(event.key)) this.#go(1);
    else if (["ArrowLeft", "PageUp"].includes(event.key)) this.#go(-1);
    else return;
    event.preventDefault();
  }

  #go(step: number): void {
    const slides = [...this.querySelectorAll<HTMLElement>(".slide")];
    const at = slides.findIndex((one) => one.classList.contains("now"));
    const next =
      slides[Math.min(Math.max(at < 0 ? Math.max(step, 0) : at + step, 0), slides.length - 1)];
    for (const one of slides) one.classList.toggle("now", one === next);
    next?.focus({ preventScroll: true });
    next?.scrollIntoView({ block: "start" });
  }
}

customElements.define("cairn-slides", Slides);
