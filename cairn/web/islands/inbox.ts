/** j and k (or the arrows) go through the list, e marks what has the focus as seen. */
class Inbox extends HTMLElement {
  #all = 0;

  connectedCallback(): void {
    document.addEventListener("keydown", this.#press);
    this.#all = this.#unseen();
    document.addEventListener("cairn:news", this.#begin);
    new MutationObserver(() => this.#count()).observe(this, { childList: true, subtree: true });
    this.addEventListener("cairn:end", (event) => this.#go(event.target as HTMLElement, 1));
  }

  /** The server has counted: from here on. */
  #begin = (event: Event): void => {
    this.#all = this.#unseen();
    for (const badge of document.querySelectorAll<HTMLElement>("[data-news]")) {
      badge.dataset.news = (event as CustomEvent<{ left: string }>).detail.left;
    }
  };

  #unseen(): number {
    return this.querySelectorAll("[data-seen]").length;
  }

  /** The badges of the rail follow what is marked as seen here. */
  #count(): void {
    for (const badge of document.querySelectorAll<HTMLElement>("[data-news]")) {
      badge.dataset.news ||= badge.textContent ?? "";
      const left = Number(badge.dataset.news) - Math.max(this.#all - this.#unseen(), 0);
      if (Number.isNaN(left)) continue;
      badge.textContent = String(left);
      badge.hidden = left <= 0;
    }
  }

  disconnectedCallback(): void {
    document.removeEventListener("keydown", this.#press);
    document.removeEventListener("cairn:news", this.#begin);
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
    if (here >= 0) stops[here + by]?.focus();
    else if (this.contains(from) && by > 0) stops.find((one) => isBehind(one, from))?.focus();
    else stops[by > 0 ? 0 : stops.length - 1]?.focus();
  }

  #see(from: HTMLElement): void {
    from.closest(".news-item")?.querySelector<HTMLButtonElement>("[data-seen]")?.click();
  }
}

function isBehind(one: HTMLElement, other: HTMLElement): boolean {
  const place = other.compareDocumentPosition(one);
  return Boolean(place & Node.DOCUMENT_POSITION_FOLLOWING) && !other.contains(one);
}

customElements.define("cairn-inbox", Inbox);
