/**
 * A form of one line a thing: Enter leads to the value of the next line, and sends the form from
 * the last one. Without it Enter sends the form at once, which is right for one line only.
 */
class Lines extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("keydown", (event) => {
      const field = event.target as HTMLElement;
      if (event.key !== "Enter" || event.isComposing || !(field instanceof HTMLInputElement))
        return;
      const line = field.closest("li");
      const next = line?.nextElementSibling?.querySelector<HTMLInputElement>("input.num");
      if (!line || !next) return;
      event.preventDefault();
      next.focus();
      next.select();
    });
  }
}

customElements.define("cairn-lines", Lines);
