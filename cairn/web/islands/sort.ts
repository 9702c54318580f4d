import { csrfToken } from "./csrf.ts";

const EDGE_PX = 90;
const SLOWLY = 6;

/**
 * Lets the items of a list be dragged into another order by their handles, with a mouse, a pen or
 * a finger, or moved by the arrow keys on a handle. With data-url the new order is sent there at
 * once; a form that holds the list sends it by itself.
 */
class Sort extends HTMLElement {
  #held: HTMLElement | null = null;
  #before: HTMLElement[] = [];
  #y = 0;

  connectedCallback(): void {
    this.classList.add("can-sort");
    this.addEventListener("keydown", (event) => this.#step(event));
    this.addEventListener("pointerdown", (event) => this.#take(event));
    this.addEventListener("pointermove", (event) => {
      this.#y = event.clientY;
      this.#place();
    });
    this.addEventListener("pointerup", () => this.#drop());
    this.addEventListener("pointercancel", () => this.#giveUp());
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.#giveUp();
    });
  }

  #items(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>(this.dataset.items ?? "[data-id]")];
  }

  /** The list keeps the pointer, since what is dragged leaves its place in the page. */
  #take(event: PointerEvent): void {
    const handle = (event.target as Element).closest("[data-handle]");
    const items = this.#items();
    const item = handle && items.find((one) => one.contains(handle));
    if (!item || event.button !== 0) return;
    event.preventDefault();
    this.setPointerCapture(event.pointerId);
    this.#held = item;
    this.#before = items;
    this.#y = event.clientY;
    item.classList.add("held");
    this.#drift();
  }

  #place(): void {
    const held = this.#held;
    const over = held && this.#items().find((one) => one !== held && this.#isAt(one));
    if (!over) return;
    const box = over.getBoundingClientRect();
    if (this.#y > box.top + box.height / 2) over.after(held);
    else over.before(held);
  }

  #isAt(item: HTMLElement): boolean {
    const box = item.getBoundingClientRect();
    return this.#y >= box.top && this.#y <= box.bottom;
  }

  /** Near the top or the end of the window the page goes on under what is held. */
  #drift(): void {
    if (!this.#held) return;
    const past = Math.min(this.#y - EDGE_PX, 0) + Math.max(this.#y - (innerHeight - EDGE_PX), 0);
    if (past) {
      scrollBy(0, past / SLOWLY);
      this.#place();
    }
    requestAnimationFrame(() => this.#drift());
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

  #letGo(): boolean {
    const held = this.#held;
    this.#held = null;
    held?.classList.remove("held");
    return held !== null;
  }

  #drop(): void {
    if (!this.#letGo()) return;
    const now = this.#items();
    if (now.some((item, place) => item !== this.#before[place])) this.#tell();
  }

  /** Back to where everything was. */
  #giveUp(): void {
    if (!this.#letGo()) return;
    const [first, ...others] = this.#before;
    this.#items()[0]?.before(first as HTMLElement);
    let last = first as HTMLElement;
    for (const item of others) {
      last.after(item);
      last = item;
    }
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
