import { csrfToken } from "./csrf.ts";

/**
 * Lets the items of a list be dragged into another order by their handles. With data-url the new
 * order is sent there at once; a form that holds the list sends it by itself.
 */
class Sort extends HTMLElement {
  #held: HTMLElement | null = null;

  connectedCallback(): void {
    this.classList.add("can-sort");
    this.addEventListener("pointerdown", (event) => this.#take(event));
    this.addEventListener("dragover", (event) => this.#move(event));
    this.addEventListener("drop", (event) => event.preventDefault());
    this.addEventListener("dragend", () => this.#drop());
  }

  #items(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>(this.dataset.items ?? "[data-id]")];
  }

  #take(event: PointerEvent): void {
    const handle = (event.target as Element).closest("[data-handle]");
    const item = handle && this.#items().find((one) => one.contains(handle));
    if (!item) return;
    this.#held = item;
    item.draggable = true;
  }

  #move(event: DragEvent): void {
    const held = this.#held;
    if (!held) return;
    event.preventDefault();
    held.classList.add("held");
    const over = this.#items().find((one) => one !== held && one.contains(event.target as Node));
    if (!over) return;
    const box = over.getBoundingClientRect();
    const after = event.clientY > box.top + box.height / 2;
    over.parentElement?.insertBefore(held, after ? over.nextSibling : over);
  }

  #drop(): void {
    const held = this.#held;
    this.#held = null;
    if (!held) return;
    held.draggable = false;
    held.classList.remove("held");
    this.dispatchEvent(new CustomEvent("cairn-sorted", { bubbles: true }));
    if (this.dataset.url) void this.#send(this.dataset.url);
  }

  async #send(url: string): Promise<void> {
    const order = new URLSearchParams();
    for (const item of this.#items()) order.append("id", item.dataset.id ?? "");
    const headers = { "X-CSRFToken": csrfToken() };
    const answer = await fetch(url, { method: "POST", headers, body: order });
    if (!answer.ok) location.reload();
  }
}

customElements.define("cairn-sort", Sort);
