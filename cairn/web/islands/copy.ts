/** A field whose text is copied by the button beside it; without scripts one selects it by hand. */
class CopyField extends HTMLElement {
  connectedCallback(): void {
    const field = this.querySelector("input");
    const button = this.querySelector("button");
    if (!field || !button) return;
    button.hidden = false;
    field.addEventListener("focus", () => field.select());
    button.addEventListener("click", () => void this.#copy(field, button));
  }

  async #copy(field: HTMLInputElement, button: HTMLButtonElement): Promise<void> {
    try {
      await navigator.clipboard.writeText(field.value);
      const words = button.querySelector("span");
      if (words) words.textContent = button.dataset.done ?? "";
    } catch {
      field.select();
    }
  }
}

customElements.define("cairn-copy", CopyField);
