const EVERY_MS = 2000;
const AFTER_A_FAULT_MS = 6000;
const LONGEST_LOOK_MS = 6000;

/** As the server keeps a text. */
function plain(text: string): string {
  return text.replace(/\r\n?/g, "\n").trim();
}

/**
 * A form that several people write in at once: shows what the others wrote. A field that holds
 * something unsaved, or that somebody is in, is never touched.
 */
class Together extends HTMLElement {
  #wait = 0;
  #next = (after: number): void => {
    clearTimeout(this.#wait);
    if (document.hidden || !this.isConnected) return;
    this.#wait = window.setTimeout(() => void this.#look(), after);
  };
  #wake = (): void => this.#next(0);

  connectedCallback(): void {
    document.addEventListener("visibilitychange", this.#wake);
    addEventListener("online", this.#wake);
    this.#next(EVERY_MS);
  }

  disconnectedCallback(): void {
    clearTimeout(this.#wait);
    document.removeEventListener("visibilitychange", this.#wake);
    removeEventListener("online", this.#wake);
  }

  get #fields(): HTMLTextAreaElement[] {
    return [...this.querySelectorAll<HTMLTextAreaElement>(".question textarea")];
  }

  /** What a field was read as. */
  #was(field: HTMLTextAreaElement): string {
    const name = `was-${field.name}`;
    return plain(this.querySelector<HTMLInputElement>(`[name="${name}"]`)?.value ?? "");
  }

  #isMine(field: HTMLTextAreaElement): boolean {
    return field === document.activeElement || plain(field.value) !== this.#was(field);
  }

  async #look(): Promise<void> {
    const query = new URLSearchParams({ revision: this.dataset.revision ?? "" });
    const before = new Map(this.#fields.map((field) => [field.name, this.#was(field)]));
    const answer = await fetch(`${this.dataset.url}?${query}`, {
      headers: { "HX-Request": "true" },
      signal: AbortSignal.timeout(LONGEST_LOOK_MS),
    }).catch(() => null);
    if (answer?.status === 200) this.#show(await answer.text(), before);
    else if (answer?.status === 401 || answer?.status === 404) this.#leave();
    this.#next(answer?.ok ? EVERY_MS : AFTER_A_FAULT_MS);
  }

  /** It is finished, or not for this reader any more; what is unsaved stays on the screen. */
  #leave(): void {
    if (!this.#fields.some((field) => this.#isMine(field))) location.reload();
  }

  #show(html: string, before: Map<string, string>): void {
    const made = document.createElement("template");
    made.innerHTML = html;
    const fresh = made.content.querySelector<HTMLElement>("cairn-together");
    if (!fresh) {
      this.#leave();
      return;
    }
    const fields = this.#fields.map((field) => this.#take(field, fresh, before.get(field.name)));
    const lists = [...this.querySelectorAll("[data-news]")].map((room) => this.#swap(room, fresh));
    if ([...fields, ...lists].every(Boolean)) this.dataset.revision = fresh.dataset.revision;
  }

  /** Whether the field reads as it is kept. An answer that a save has overtaken says nothing. */
  #take(field: HTMLTextAreaElement, fresh: HTMLElement, before: string | undefined): boolean {
    const theirs = fresh.querySelector<HTMLTextAreaElement>(`#${CSS.escape(field.id)}`);
    const room = field.parentElement?.querySelector(".kept");
    const kept = theirs?.parentElement?.querySelector(".kept");
    if (!theirs || !room || !kept || plain(theirs.value) === this.#was(field)) return true;
    if (this.#isMine(field) || before !== this.#was(field)) return false;
    field.value = theirs.value;
    const said = document.createElement("p");
    said.className = "saved xs";
    said.textContent = this.dataset.told ?? "";
    room.replaceChildren(...kept.childNodes, said);
    return true;
  }

  #swap(room: Element, fresh: HTMLElement): boolean {
    const theirs = fresh.querySelector(`[data-news="${room.getAttribute("data-news")}"]`);
    if (!theirs || theirs.innerHTML === room.innerHTML) return true;
    if (room.contains(document.activeElement)) return false;
    room.replaceChildren(...theirs.childNodes);
    return true;
  }
}

customElements.define("cairn-together", Together);
