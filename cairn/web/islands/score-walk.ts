/** Scoring with the keyboard: digits and arrows choose a tenth, + all of it, Enter goes on to the
 * next line and at the end to the button. */
class ScoreWalk extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("keydown", (event) => this.#press(event));
  }

  #press(event: KeyboardEvent): void {
    const field = event.target as HTMLInputElement;
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" && field.matches("input")) {
      event.preventDefault();
      this.#goOn(field);
    } else if (field.type === "radio" && /^[0-9+]$/.test(event.key)) {
      event.preventDefault();
      this.#choose(field, event.key === "+" ? "1.0" : `0.${event.key}`);
    }
  }

  #choose(field: HTMLInputElement, value: string): void {
    const scale = field.closest("fieldset");
    const wanted = scale?.querySelector<HTMLInputElement>(`input[value="${value}"]`);
    if (!wanted) return;
    wanted.checked = true;
    wanted.focus();
    wanted.dispatchEvent(new Event("change", { bubbles: true }));
  }

  #goOn(field: HTMLInputElement): void {
    const lines = [...this.querySelectorAll<HTMLElement>("[data-line]")];
    const at = lines.findIndex((line) => line.contains(field));
    const next = lines
      .slice(at + 1)
      .map((line) => line.querySelector<HTMLInputElement>("input[type=radio]:checked"))
      .find((one) => one !== null);
    (next ?? this.querySelector<HTMLButtonElement>("button.primary"))?.focus();
  }
}

customElements.define("cairn-score", ScoreWalk);
