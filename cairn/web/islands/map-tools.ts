import type { MapNode } from "./map-data.ts";
import { iconButton, make } from "./map-element.ts";
import { COLUMN, type Layout } from "./map-layout.ts";
import { icon } from "./map-shapes.ts";

type Words = Record<string, string>;
export type Shown = "map" | "list";
export type Format = "svg" | "png";

const REMEMBERED = "cairn-map-shown";

/** What was looked at last, map or list. */
export function remembered(): Shown {
  return localStorage.getItem(REMEMBERED) === "list" ? "list" : "map";
}

/** The switch between map and list. */
export function viewSwitch(words: Words, show: (shown: Shown) => void): HTMLElement {
  const group = make("div", "seg map-switch");
  group.role = "group";
  group.ariaLabel = words.view ?? "";
  const press = (shown: Shown) => {
    localStorage.setItem(REMEMBERED, shown);
    for (const button of group.children) {
      button.ariaPressed = String((button as HTMLElement).dataset.shown === shown);
    }
    show(shown);
  };
  for (const shown of ["map", "list"] as const) {
    const button = group.appendChild(make("button", "", words[`show_${shown}`]));
    button.type = "button";
    button.dataset.shown = shown;
    button.ariaPressed = String(remembered() === shown);
    button.addEventListener("click", () => press(shown));
  }
  return group;
}

/** The menu that saves what is open as a file. */
export function exportMenu(words: Words, save: (format: Format) => Promise<void>): HTMLElement {
  const menu = make("details", "menu map-export");
  const summary = menu.appendChild(make("summary", "btn"));
  summary.innerHTML = icon("export");
  summary.append(make("span", "", words.export));
  const choices = menu.appendChild(make("div"));
  for (const format of ["svg", "png"] as const) {
    const button = choices.appendChild(make("button", "", words[`export_${format}`]));
    button.type = "button";
    button.dataset.format = format;
    button.addEventListener("click", () => {
      menu.open = false;
      void save(format);
    });
  }
  return menu;
}

export function zoomButtons(
  words: Words,
  acts: { zoom(factor: number): void; fit(): void },
): HTMLElement {
  const group = make("div", "float zoom");
  const add = (drawing: string, said: string | undefined, act: () => void) => {
    group.appendChild(iconButton(drawing, said ?? "")).addEventListener("click", act);
  };
  add(icon("plus"), words.zoom_in, () => acts.zoom(1.3));
  add(icon("minus"), words.zoom_out, () => acts.zoom(1 / 1.3));
  add(icon("fit"), words.fit, () => acts.fit());
  return group;
}

/** What the lines mean: those that this map has. */
export function legend(words: Words, layout: Layout): HTMLElement {
  const line = make("div", "legend map-legend");
  const ofPeople = layout.crosses.filter((cross) => cross.to.node.kind === "member");
  const ties = layout.crosses.filter((cross) => !ofPeople.includes(cross)).map(({ tie }) => tie);
  const boxes = [...layout.boxes.values()];
  const isBlocked = boxes.some((box) => layout.tie(box)?.blocked && box.kind === "card");
  const kinds: [string, string | undefined, boolean][] = [
    ["lit", words.lit_line, boxes.some((box) => box.node.lit)],
    ["cross", words.cross_line, ties.some((tie) => !tie.blocked)],
    ["cross", words.member_line, ofPeople.length > 0],
    ["cross blocked", words.blocked_line, isBlocked || ties.some((tie) => tie.blocked)],
  ];
  for (const [classes, said, isThere] of kinds) {
    if (!isThere) continue;
    const entry = line.appendChild(make("span"));
    entry.innerHTML = `<svg width="26" height="6" class="edges" aria-hidden="true"><path class="${classes}" d="M1 3H25"/></svg>`;
    entry.append(said ?? "");
  }
  return line;
}

/** Whose cards a column holds: in the tree of teams what they are, else who owns the objectives. */
function holds({ kind, owned_by }: MapNode, isByTeam: boolean): string {
  if (kind === "team") return "teams";
  if (kind === "member") return "people";
  if (isByTeam) return "objectives";
  return { company: "company", team: "teams", member: "people", "": "" }[owned_by];
}

/** The name of a column says all that is in it, however mixed. */
function columnWord(cards: MapNode[], isByTeam: boolean, words: Words): string {
  const there = new Set(cards.map((node) => holds(node, isByTeam)));
  const kinds = ["company", "objectives", "teams", "people"].filter((kind) => there.has(kind));
  return kinds.map((kind) => words[`column_${kind}`] ?? "").join(" / ");
}

/** The columns' names at the top of the stage; they follow sideways only. */
export class Heads {
  readonly element = make("div", "map-heads");
  readonly #words: Words;

  constructor(words: Words) {
    this.#words = words;
    this.element.ariaHidden = "true";
  }

  name(layout: Layout): void {
    this.element.replaceChildren();
    const isByTeam = [...layout.boxes.values()].some(({ node }) => /team|member/.test(node.kind));
    for (const [depth, column] of layout.columns.entries()) {
      const boxes = column.filter((box) => box.kind === "card" && box.node.kind !== "group");
      const cards = boxes.map((box) => box.node);
      const head = this.element.appendChild(make("span", "colhead"));
      const word = columnWord(cards, isByTeam, this.#words);
      head.append(depth === 0 ? (this.#words.column_mission ?? "") : word);
      if (cards.length > 0) head.append(make("i", "sep"), make("span", "num", `${cards.length}`));
    }
  }

  follow(x: number, k: number): void {
    for (const [depth, head] of [...this.element.children].entries()) {
      (head as HTMLElement).style.transform = `translateX(${x + depth * COLUMN * k}px)`;
      (head as HTMLElement).style.width = `${COLUMN * k - 8}px`;
    }
  }
}
