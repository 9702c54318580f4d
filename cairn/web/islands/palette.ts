const WAIT_MS = 90;

/** Search and jump: Ctrl K or a [data-palette] button opens it, arrows choose, Enter goes. */
class Palette extends HTMLElement {
  #dialog!: HTMLDialogElement;
  #input!: HTMLInputElement;
  #results!: HTMLElement;
  #asked = 0;
  #timer = 0;

  connectedCallback(): void {
    this.#dialog = this.querySelector("dialog") as HTMLDialogElement;
    this.#input = this.querySelector("input") as HTMLInputElement;
    this.#results = this.querySelector("#palette-results") as HTMLElement;
    document.addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
        event.preventDefault();
        this.open();
      }
    });
    document.addEventListener("click", (event) => {
      if (!(event.target as Element).closest("[data-palette]") || event.ctrlKey || event.metaKey)
        return;
      event.preventDefault();
      this.open();
    });
    this.#input.addEventListener("input", () => this.#later());
    this.#dialog.addEventListener("keydown", (event) => this.#choose(event));
    this.#dialog.addEventListener("click", (event) => {
      if (event.target === this.#dialog) this.#dialog.close();
    });
  }

  open(): void {
    if (!this.#dialog.open) this.#dialog.showModal();
    this.#input.select();
    void this.#ask();
  }

  #later(): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#ask(), WAIT_MS);
  }

  /** Answers may overtake each other: only the last question's is shown. */
  async #ask(): Promise<void> {
    this.#asked += 1;
    const mine = this.#asked;
    const query = new URLSearchParams({ q: this.#input.value });
    const answer = await fetch(`/palette?${query}`, { headers: { "HX-Request": "true" } });
    if (mine !== this.#asked || !answer.ok) return;
    this.#results.innerHTML = await answer.text();
    for (const [place, link] of this.#links().entries()) {
      link.id = `palette-${place}`;
      link.setAttribute("role", "option");
      link.tabIndex = -1;
    }
    this.#select(0);
  }

  #links(): HTMLAnchorElement[] {
    return [...this.#results.querySelectorAll("a")];
  }

  #selected(): number {
    return this.#links().findIndex((link) => link.ariaSelected === "true");
  }

  #select(place: number): void {
    const links = this.#links();
    const chosen = (place + links.length) % links.length;
    for (const [index, link] of links.entries()) link.ariaSelected = String(index === chosen);
    links[chosen]?.scrollIntoView({ block: "nearest" });
    this.#input.setAttribute("aria-activedescendant", links[chosen]?.id ?? "");
  }

  #choose(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.#select(this.#selected() + (event.key === "ArrowDown" ? 1 : -1));
    }
    const link = this.#links()[this.#selected()];
    if (event.key === "Enter" && event.target === this.#input && link) {
      event.preventDefault();
      link.click();
    }
  }
}

customElements.define("cairn-palette", Palette);
