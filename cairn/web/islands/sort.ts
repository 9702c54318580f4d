import { csrfToken } from "./csrf.ts";

/**
 * Lets the items of a list be dragged into another order by their handles, or moved by the arrow
 * keys on a handle. With data-url the new order is sent there at once; a form that holds the list
 * sends it by itself.
 */
class Sort extends HTMLElement {
  #held: HTMLElement | null = null;

  connectedCallback(): void {
    this.classList.add("can-sort");
    this.addEventListener("pointerdown", (event) => this.#take(event));
    this.addEventListener("keydown", (event) => this.#step(event));
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

  #step(event: KeyboardEvent): void {
    const handle = (event.target as Element).closest<HTMLElement>("[data-handle]");
    const way = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
    if (!handle || !way || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const items = this.#items();
    const place = items.findIndex((one) => one.contains(handle));
    const [item, other] = [items[place], items[place + way]];
    if (!item || !other) return;
    if (way < 0) other.before(item);
    else other.after(item);
    handle.focus();
    this.#tell();
  }

  #drop(): void {
    const held = this.#held;
    this.#held = null;
    if (!held) return;
    held.draggable = false;
    held.classList.remove("held");
    this.#tell();
  }

  #tell(): void {
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
