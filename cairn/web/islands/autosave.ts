import { firstField, saveRow, undoRow, watch } from "./saving.ts";

const PAUSE_MS = 1500;

/** Rows marked [data-save] inside are saved as they are typed; Enter saves and goes on to the next. */
class Autosave extends HTMLElement {
  #timers = new Map<HTMLElement, number>();

  connectedCallback(): void {
    for (const row of this.rows()) watch(row);
    this.addEventListener("focusin", (event) => {
      this.#row(event)?.toggleAttribute("data-open", true);
    });
    this.addEventListener("input", (event) => this.#later(this.#row(event)));
    this.addEventListener("change", (event) => this.#now(this.#row(event)));
    this.addEventListener("keydown", (event) => this.#press(event));
    this.addEventListener("submit", (event) => {
      const row = this.#row(event);
      const goesElsewhere = (event as SubmitEvent).submitter?.hasAttribute("formaction");
      if (!row || goesElsewhere) return;
      event.preventDefault();
      void saveRow(row, true);
    });
    this.addEventListener("click", (event) => {
      const row = this.#row(event);
      if (!row || !(event.target as Element).closest("[data-undo]")) return;
      event.preventDefault();
      void undoRow(row).then((fresh) => fresh && firstField(fresh)?.focus());
    });
    addEventListener("pagehide", () => {
      for (const row of this.#timers.keys()) void saveRow(row);
    });
  }

  rows(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>("[data-save]")];
  }

  #row(event: Event): HTMLElement | null {
    return (event.target as Element).closest<HTMLElement>("[data-save]");
  }

  #later(row: HTMLElement | null): void {
    if (!row) return;
    clearTimeout(this.#timers.get(row));
    this.#timers.set(
      row,
      window.setTimeout(() => this.#now(row), PAUSE_MS),
    );
  }

  #now(row: HTMLElement | null): void {
    if (!row) return;
    clearTimeout(this.#timers.get(row));
    this.#timers.delete(row);
    void saveRow(row);
  }

  #press(event: KeyboardEvent): void {
    const row = this.#row(event);
    if (event.key !== "Enter" || event.isComposing || !row) return;
    if (!(event.target as Element).matches("input, select")) return;
    event.preventDefault();
    this.goOn(row);
  }

  /** Saves the row as it stands, unless it is saved already, and takes the next one in hand. */
  goOn(row: HTMLElement): void {
    clearTimeout(this.#timers.get(row));
    this.#timers.delete(row);
    const isSaid = row.matches(".is-done, [data-saved], [data-quiet]");
    row.toggleAttribute("data-said", true);
    void saveRow(row, !isSaid);
    const rows = this.rows();
    const next = rows[rows.indexOf(row) + 1];
    const field = next && firstField(next);
    if (field) field.focus();
    else this.dispatchEvent(new CustomEvent("cairn:end", { bubbles: true }));
  }
}

export { Autosave };

customElements.define("cairn-autosave", Autosave);
