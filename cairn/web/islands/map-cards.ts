import { fillCard, type Look } from "./map-card.ts";
import { make } from "./map-element.ts";
import type { Box, Layout, View } from "./map-layout.ts";

const SPARE = 40;

/** The cards in sight. Elements that leave it are used again for those that come. */
export class Cards {
  readonly element = make("div", "map-cards");
  readonly #shown = new Map<string, HTMLElement>();
  readonly #free: HTMLElement[] = [];

  constructor(name: string) {
    this.element.role = "tree";
    this.element.ariaLabel = name;
  }

  at(id: string): HTMLElement | undefined {
    return this.#shown.get(id);
  }

  /** Shows what lies in the view; the selected one stays, so that the focus does too. */
  show(layout: Layout, view: View | null, look: (box: Box) => Look, selected: string): void {
    const wanted = new Map<string, Box>();
    const kept = layout.boxes.get(selected);
    if (kept) wanted.set(selected, kept);
    for (const box of view ? layout.seen(view) : []) {
      if (box.kind === "card" || box.kind === "mission") wanted.set(box.id, box);
    }
    for (const [id, element] of this.#shown) {
      if (!wanted.has(id)) this.#drop(id, element);
    }
    for (const box of wanted.values()) if (!this.#shown.has(box.id)) this.#add(box, look(box));
  }

  /** Forgets what is drawn where, after a new layout; the focus stays where it was. */
  refresh(layout: Layout, look: (box: Box) => Look): void {
    for (const [id, element] of this.#shown) {
      const box = layout.boxes.get(id);
      if (!box) this.#drop(id, element);
      else this.#write(element, box, look(box));
    }
  }

  #add(box: Box, look: Look): void {
    const element = this.#free.pop() ?? this.element.appendChild(make("div"));
    element.hidden = false;
    this.#shown.set(box.id, element);
    this.#write(element, box, look);
  }

  #write(element: HTMLElement, box: Box, look: Look): void {
    fillCard(element, box, look);
    element.tabIndex = box.id === look.selected ? 0 : -1;
    element.ariaSelected = String(box.id === look.selected);
    element.style.transform = `translate(${box.x}px, ${box.y}px)`;
    element.style.height = `${box.height}px`;
  }

  #drop(id: string, element: HTMLElement): void {
    this.#shown.delete(id);
    if (this.#free.length < SPARE) {
      element.hidden = true;
      element.className = "";
      element.replaceChildren();
      this.#free.push(element);
    } else element.remove();
  }
}
