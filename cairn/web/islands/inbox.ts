/** j and k (or the arrows) go through the list, e marks what has the focus as seen. */
class Inbox extends HTMLElement {
  connectedCallback(): void {
    document.addEventListener("keydown", this.#press);
    const all = this.#unseen();
    new MutationObserver(() => this.#count(all)).observe(this, { childList: true, subtree: true });
  }

  #unseen(): number {
    return this.querySelectorAll("[data-seen]").length;
  }

  /** The badges of the rail follow what is marked as seen here. */
  #count(before: number): void {
    for (const badge of document.querySelectorAll<HTMLElement>("[data-news]")) {
      badge.dataset.news ||= badge.textContent ?? "";
      const left = Number(badge.dataset.news) - Math.max(before - this.#unseen(), 0);
      if (Number.isNaN(left)) continue;
      badge.textContent = String(left);
      badge.hidden = left <= 0;
    }
  }

  disconnectedCallback(): void {
    document.removeEventListener("keydown", this.#press);
  }

  #press = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = event.target as HTMLElement;
    if (at.matches("input, textarea, select") || document.querySelector("dialog[open]")) return;
    if (event.key === "e") this.#see(at);
    else if (event.key === "j" || event.key === "ArrowDown") this.#go(at, 1);
    else if (event.key === "k" || event.key === "ArrowUp") this.#go(at, -1);
    else return;
    event.preventDefault();
  };

  #go(from: HTMLElement, by: number): void {
    const stops = [
      ...this.querySelectorAll<HTMLElement>("[data-item], .ask a, .ask .btn, .owe-group .btn"),
    ].filter((one) => one.checkVisibility());
    const here = stops.indexOf(from);
    const to = here < 0 ? (by > 0 ? 0 : stops.length - 1) : here + by;
    stops[to]?.focus();
  }

  #see(from: HTMLElement): void {
    from.closest(".news-item")?.querySelector<HTMLButtonElement>("[data-seen]")?.click();
  }
}

customElements.define("cairn-inbox", Inbox);
