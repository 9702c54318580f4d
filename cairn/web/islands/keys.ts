const PLACES: Record<string, string> = {
  h: "/",
  i: "/inbox",
  c: "/check-in",
  w: "/weekly",
  o: "/objectives?owner=me",
  m: "/map",
  t: "/teams",
  k: "/kpis",
  r: "/reviews",
};
export const SECOND_KEY_MS = 1200;

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches("input, textarea, select"))
  );
}

/** The keys of every page, and the list of them under `?`. Silent while somebody types. */
class Keys extends HTMLElement {
  #goingSince = 0;

  connectedCallback(): void {
    document.addEventListener("keydown", (event) => {
      if (event.defaultPrevented || event.isComposing || isTyping(event.target)) return;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (document.querySelector("dialog[open]")) return;
      this.#press(event);
    });
  }

  #press(event: KeyboardEvent): void {
    const place = PLACES[event.key];
    if (place && event.timeStamp - this.#goingSince < SECOND_KEY_MS && this.#goingSince > 0) {
      location.assign(place);
    } else if (event.key === "?") {
      this.querySelector("dialog")?.showModal();
    } else if (event.key === "n") {
      location.assign("/objectives/new");
    } else if (event.key === "/") {
      document.querySelector<HTMLElement>("[data-palette]")?.click();
    } else {
      this.#goingSince = event.key === "g" ? event.timeStamp : 0;
      return;
    }
    event.preventDefault();
    this.#goingSince = 0;
  }
}

customElements.define("cairn-keys", Keys);
