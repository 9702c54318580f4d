import { fill, make } from "./map-element.ts";
import type { Box, Layout, View } from "./map-layout.ts";

/** Dashed boxes where a branch goes on that is closed or not all here; for the pointer only:
 *  the arrow keys do the same. */
export class Stubs {
  readonly element = make("div", "map-stubs");
  readonly #words: Record<string, string>;
  readonly #shown = new Map<string, HTMLElement>();

  constructor(words: Record<string, string>) {
    this.#words = words;
    this.element.ariaHidden = "true";
  }

  clear(): void {
    this.#shown.clear();
    this.element.replaceChildren();
  }

  show(layout: Layout, view: View, missing: (box: Box) => number): void {
    const wanted = new Set<string>();
    for (const box of layout.seen(view)) {
      if (box.kind !== "closed" && box.kind !== "more") continue;
      wanted.add(box.id);
      if (!this.#shown.has(box.id)) this.#add(box, missing(box));
    }
    for (const [id, element] of this.#shown) {
      if (wanted.has(id)) continue;
      element.remove();
      this.#shown.delete(id);
    }
  }

  #add(box: Box, count: number): void {
    const isClosed = box.kind === "closed";
    const words = isClosed ? this.#words.open_count : this.#words.more_count;
    const text = fill(words, { count: isClosed ? box.node.children : count });
    const button = this.element.appendChild(make("button", "map-stub", text));
    button.type = "button";
    button.tabIndex = -1;
    button.dataset[isClosed ? "open" : "more"] = box.node.id;
    button.style.transform = `translate(${box.x}px, ${box.y}px)`;
    this.#shown.set(box.id, button);
  }
}
