import { make } from "./map-element.ts";
import type { Box, Layout } from "./map-layout.ts";

export type Direction = "right" | "left" | "up" | "down" | "first" | "last";

/** What the keys of the map do; each is one word of its list of keys. */
export interface Acts {
  walk(direction: Direction): void;
  enter(): void;
  openAll(): void;
  focusLine(): void;
  keyResults(): void;
  zoom(factor: number): void;
  fit(): void;
  escape(): void;
}

const STEP = 1.3;

const KEYS: Record<string, (acts: Acts) => void> = {
  ArrowRight: (acts) => acts.walk("right"),
  ArrowLeft: (acts) => acts.walk("left"),
  ArrowUp: (acts) => acts.walk("up"),
  ArrowDown: (acts) => acts.walk("down"),
  Home: (acts) => acts.walk("first"),
  End: (acts) => acts.walk("last"),
  Enter: (acts) => acts.enter(),
  "*": (acts) => acts.openAll(),
  f: (acts) => acts.focusLine(),
  k: (acts) => acts.keyResults(),
  "+": (acts) => acts.zoom(STEP),
  "=": (acts) => acts.zoom(STEP),
  "-": (acts) => acts.zoom(1 / STEP),
  0: (acts) => acts.fit(),
  Escape: (acts) => acts.escape(),
};

export function listenToKeys(stage: HTMLElement, acts: Acts): void {
  stage.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const target = event.target as HTMLElement;
    if (target.closest("input, .float") && event.key !== "Escape") return;
    if (event.key === "Enter" && target.matches("button, a")) return;
    const act = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    act(acts);
  });
}

/** The card that lies next in a direction, as far as it is open. */
export function neighbour(layout: Layout, from: Box, direction: Direction): Box | undefined {
  const cards = (boxes: Box[]) => boxes.filter((box) => box.kind === "card");
  if (direction === "left") return from.parent ?? undefined;
  if (direction === "right") return cards(from.children)[0];
  if (direction === "first") return layout.columns[0]?.[0];
  const column = cards(layout.columns[from.depth] ?? []);
  if (direction === "last") return column.at(-1);
  return column[column.indexOf(from) + (direction === "down" ? 1 : -1)];
}

/** Adds the map's keys to the list that `?` shows. */
export function listKeys(words: Record<string, string>): void {
  const list = document.querySelector("cairn-keys dialog dl");
  if (!list || document.querySelector("cairn-keys [data-map-keys]")) return;
  const rows: [string, string][] = [
    ["→", words.key_right ?? ""],
    ["←", words.key_left ?? ""],
    ["↑ ↓", words.key_updown ?? ""],
    ["↵", words.key_enter ?? ""],
    ["*", words.key_all ?? ""],
    ["f", words.key_focus ?? ""],
    ["k", words.key_rows ?? ""],
    ["+ −", words.key_zoom ?? ""],
    ["0", words.key_fit ?? ""],
  ];
  const title = make("h3", "", words.keys_title);
  const added = make("dl");
  added.dataset.mapKeys = "";
  for (const [keys, does] of rows) {
    const row = make("div");
    const term = make("dt");
    for (const key of keys.split(" ")) term.append(make("kbd", "", key), " ");
    row.append(term, make("dd", "", does));
    added.append(row);
  }
  list.after(title, added);
}
