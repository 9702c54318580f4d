const TYPED = /[@＠]([^\s@＠]{0,20})$/;

/** Offers names while somebody types @ in the text field that it holds. */
class Mention extends HTMLElement {
  #list = document.createElement("ul");
  #asked = 0;

  connectedCallback(): void {
    const field = this.#field();
    this.#list.className = "names";
    this.#list.hidden = true;
    this.#list.setAttribute("role", "listbox");
    this.#list.setAttribute("aria-label", this.dataset.label ?? "");
    this.append(this.#list);
    field.addEventListener("input", () => void this.#look());
    field.addEventListener("keydown", (event) => this.#key(event));
    field.addEventListener("blur", () => window.setTimeout(() => this.#close(), 150));
    this.#list.addEventListener("pointerdown", (event) => {
      const name = (event.target as Element).closest("li")?.dataset.name;
      if (!name) return;
      event.preventDefault();
      this.#take(name);
    });
  }

  #field(): HTMLTextAreaElement {
    return this.querySelector("textarea") as HTMLTextAreaElement;
  }

  #typed(): string | null {
    const field = this.#field();
    return TYPED.exec(field.value.slice(0, field.selectionStart))?.[1] ?? null;
  }

  async #look(): Promise<void> {
    const typed = this.#typed();
    const mine = ++this.#asked;
    if (typed === null) {
      this.#close();
      return;
    }
    const query = new URLSearchParams({ q: typed });
    const answer = await fetch(`/write/people?${query}`).catch(() => null);
    if (!answer?.ok || mine !== this.#asked) return;
    const { names } = (await answer.json()) as { names: [string, string][] };
    this.#list.replaceChildren(
      ...names.slice(0, 6).map(([name, title]) => this.#item(name, title)),
    );
    this.#list.hidden = names.length === 0;
    this.#choose(0);
  }

  #item(name: string, title: string): HTMLElement {
    const item = document.createElement("li");
    item.setAttribute("role", "option");
    item.dataset.name = name;
    item.textContent = name;
    if (title) {
      const small = document.createElement("small");
      small.textContent = title;
      item.append(" ", small);
    }
    return item;
  }

  #items(): HTMLElement[] {
    return [...this.#list.children] as HTMLElement[];
  }

  #chosen(): number {
    return this.#items().findIndex((item) => item.getAttribute("aria-selected") === "true");
  }

  #choose(at: number): void {
    const items = this.#items();
    const place = (at + items.length) % Math.max(items.length, 1);
    for (const [index, item] of items.entries())
      item.setAttribute("aria-selected", String(index === place));
  }

  #key(event: KeyboardEvent): void {
    if (this.#list.hidden || event.isComposing) return;
    if (event.key === "ArrowDown") this.#choose(this.#chosen() + 1);
    else if (event.key === "ArrowUp") this.#choose(this.#chosen() - 1);
    else if (event.key === "Escape") this.#close();
    else if (event.key === "Enter" || event.key === "Tab")
      this.#take(this.#items()[this.#chosen()]?.dataset.name ?? "");
    else return;
    event.preventDefault();
  }

  #take(name: string): void {
    const field = this.#field();
    const at = field.selectionStart;
    const begin = at - (this.#typed()?.length ?? 0);
    field.setRangeText(`${name} `, begin, at, "end");
    this.#close();
    field.focus();
  }

  #close(): void {
    this.#asked += 1;
    this.#list.hidden = true;
  }
}

customElements.define("cairn-mention", Mention);
