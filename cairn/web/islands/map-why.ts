import type { Input, InputStore, Inputs, MapNode } from "./map-data.ts";
import { make } from "./map-element.ts";

const WAIT_MS = 420;
const GRACE_MS = 160;
const GAP = 10;
const MOST_ROWS = 8;

type Words = Record<string, string>;

/** To a tenth, so that the parts can be added up. */
function percent(fraction: string | null): string {
  return fraction === null ? "—" : `${(Number(fraction) * 100).toFixed(1)}%`;
}

function weight(share: string | null): string {
  return share === null ? "—" : `${Number(Number(share).toFixed(2))}%`;
}

function row(name: "td" | "th", cells: string[], classes = ""): HTMLElement {
  const line = make("tr", classes);
  for (const [place, text] of cells.entries())
    line.append(make(name, place > 0 ? "num" : "", text));
  return line;
}

function cells(input: Input): string[] {
  return [input.title, weight(input.weight), percent(input.progress), percent(input.contribution)];
}

function sum(node: MapNode, inputs: Inputs, words: Words): HTMLElement {
  const table = make("table");
  const head = table.createTHead();
  const titles = [words.input, words.weight, words.progress_head, words.contribution];
  head.append(
    row(
      "th",
      titles.map((one) => one ?? ""),
    ),
  );
  for (const th of head.querySelectorAll("th")) th.scope = "col";
  const body = table.createTBody();
  body.append(...inputs.inputs.slice(0, MOST_ROWS).map((input) => row("td", cells(input))));
  const left = inputs.inputs.length - MOST_ROWS;
  if (left > 0) body.append(row("td", [`+ ${left}`, "", "", ""], "faint"));
  body.append(row("td", [words.total ?? "", "", "", percent(node.progress)], "sum"));
  return table;
}

/** The sum behind a card's number, beside it: after a moment on it. */
export class Why {
  readonly element = make("div", "pop map-why");
  readonly #store: InputStore;
  readonly #words: Words;
  #shown = "";
  #card: HTMLElement | null = null;
  #timer = 0;

  constructor(store: InputStore, words: Words) {
    this.#store = store;
    this.#words = words;
    this.element.role = "tooltip";
    this.element.id = "map-why";
    this.element.hidden = true;
    this.element.addEventListener("pointerenter", () => clearTimeout(this.#timer));
    this.element.addEventListener("pointerleave", () => this.leave());
  }

  get isShown(): boolean {
    return !this.element.hidden;
  }

  /** Comes up beside a card unless the reader moves on before. */
  approach(node: MapNode, card: HTMLElement): void {
    clearTimeout(this.#timer);
    if (node.id === this.#shown) return;
    if (node.kind !== "objective" || node.progress === null) {
      this.leave();
      return;
    }
    this.#timer = window.setTimeout(() => void this.#show(node, card), WAIT_MS);
  }

  leave(): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.hide(), GRACE_MS);
  }

  hide(): void {
    clearTimeout(this.#timer);
    this.element.hidden = true;
    this.#shown = "";
    this.#card?.removeAttribute("aria-describedby");
    this.#card = null;
  }

  async #show(node: MapNode, card: HTMLElement): Promise<void> {
    const asked = this.#timer;
    const inputs = await this.#store.ask(node.id).catch(() => undefined);
    if (!inputs || asked !== this.#timer || card.dataset.id !== node.id) return;
    const title = make("p", "strong", node.title);
    const content = inputs.inputs.length > 0 ? sum(node, inputs, this.#words) : make("p");
    if (inputs.inputs.length === 0) content.textContent = this.#words.nothing ?? "";
    this.element.replaceChildren(title, content);
    this.element.hidden = false;
    this.#shown = node.id;
    this.#card?.removeAttribute("aria-describedby");
    this.#card = card;
    card.setAttribute("aria-describedby", this.element.id);
    this.#place(card);
  }

  #place(card: HTMLElement): void {
    const stage = (this.element.offsetParent ?? document.body).getBoundingClientRect();
    const at = card.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this.element;
    const right = at.right - stage.left + GAP;
    const left = right + width <= stage.width ? right : at.left - stage.left - GAP - width;
    const top = Math.min(at.top - stage.top, stage.height - height - GAP);
    this.element.style.left = `${Math.max(left, GAP)}px`;
    this.element.style.top = `${Math.max(top, GAP)}px`;
  }
}
