import { SECOND_KEY_MS } from "./keys.ts";

/** The keys of a set: j and k go from objective to objective, c confirms, r returns. */
class Agree extends HTMLElement {
  #leave = new AbortController();
  #goingSince = Number.NEGATIVE_INFINITY;

  connectedCallback(): void {
    this.#leave = new AbortController();
    document.addEventListener("keydown", (event) => this.#press(event), {
      signal: this.#leave.signal,
    });
  }

  disconnectedCallback(): void {
    this.#leave.abort();
  }

  get #all(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>(".agree-one")];
  }

  #press(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (target.matches("input, textarea, select") || document.querySelector("dialog[open]")) return;
    const isPlace = event.timeStamp - this.#goingSince < SECOND_KEY_MS;
    this.#goingSince = event.key === "g" ? event.timeStamp : Number.NEGATIVE_INFINITY;
    if (isPlace) return;
    if (event.key === "j" || event.key === "k") this.#go(event.key === "j" ? 1 : -1);
    else if (event.key === "c")
      this.#now?.querySelector<HTMLFormElement>('[data-act="confirm"]')?.requestSubmit();
    else if (event.key === "r") this.#return();
    else return;
    event.preventDefault();
  }

  get #now(): HTMLElement | undefined {
    return this.#all.find((one) => one.classList.contains("now"));
  }

  #go(step: number): void {
    const all = this.#all;
    const at = all.findIndex((one) => one.classList.contains("now"));
    const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
    for (const one of all) one.classList.toggle("now", one === next);
    next?.focus({ preventScroll: true });
    next?.scrollIntoView({ block: "nearest" });
  }

  #return(): void {
    const form = this.#now?.querySelector<HTMLDetailsElement>('[data-act="return"]');
    if (!form) return;
    form.open = true;
    form.querySelector("textarea")?.focus();
  }
}

customElements.define("cairn-agree", Agree);
