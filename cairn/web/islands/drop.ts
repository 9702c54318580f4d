/** A file field onto which one may also drop a file; without scripts it is the field alone. */
class DropField extends HTMLElement {
  connectedCallback(): void {
    const input = this.querySelector<HTMLInputElement>("input[type=file]");
    const name = this.querySelector<HTMLElement>("[data-name]");
    if (!input) return;
    for (const kind of ["dragenter", "dragover"]) {
      this.addEventListener(kind, (event) => this.#over(event as DragEvent));
    }
    this.addEventListener("dragleave", (event) => {
      if (!this.contains(event.relatedTarget as Node | null)) this.classList.remove("over");
    });
    this.addEventListener("drop", (event) => this.#drop(event, input));
    input.addEventListener("change", () => {
      if (name) name.textContent = input.files?.[0]?.name ?? "";
    });
  }

  #over(event: DragEvent): void {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    this.classList.add("over");
  }

  #drop(event: DragEvent, input: HTMLInputElement): void {
    this.classList.remove("over");
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    const held = new DataTransfer();
    held.items.add(file);
    input.files = held.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    input.focus();
  }
}

customElements.define("cairn-drop", DropField);
