import { Camera } from "./map-camera.ts";
import type { Look } from "./map-card.ts";
import { Cards } from "./map-cards.ts";
import { InputStore, type MapData } from "./map-data.ts";
import { make } from "./map-element.ts";
import { FarSight } from "./map-far.ts";
import { Forest } from "./map-forest.ts";
import { Gestures } from "./map-gestures.ts";
import { type Box, Layout, type View } from "./map-layout.ts";
import { Lines } from "./map-lines.ts";
import { MiniMap } from "./map-mini.ts";
import { openFirst } from "./map-opening.ts";
import { Palette } from "./map-palette.ts";
import { Stubs } from "./map-stubs.ts";
import { Heads } from "./map-tools.ts";

const FAR_BELOW = 0.4;
const CULL_MARGIN_PX = 320;
const ROW_PX = 86;
const LEAST_ROWS = 8;
const COMFORTABLE = 0.92;

function inside(inner: View, outer: View): boolean {
  const across = inner.left >= outer.left && inner.right <= outer.right;
  return across && inner.top >= outer.top && inner.bottom <= outer.bottom;
}

/** The drawn map: what is known, where it lies, and what of it is on the screen. */
export class Stage {
  readonly element = make("section", "map-stage");
  readonly camera: Camera;
  readonly store: InputStore;
  readonly words: Record<string, string>;
  forest: Forest;
  layout: Layout;
  palette: Palette;
  selected: string;
  focus = "";
  readonly rows = new Set<string>();
  readonly #world = make("div", "map-world");
  readonly #cards: Cards;
  readonly #lines: Lines;
  readonly #stubs: Stubs;
  readonly #far: FarSight;
  readonly #heads: Heads;
  readonly #mini: MiniMap;
  #culled: View | null = null;
  #frame = 0;
  #rest = 0;

  constructor(host: HTMLElement, data: MapData) {
    this.words = data.words;
    this.store = new InputStore(host.dataset.inputs ?? "");
    this.forest = new Forest(data, host.dataset.branch ?? "");
    this.selected = data.root;
    this.camera = new Camera(() => this.#schedule());
    this.palette = new Palette(host);
    this.#cards = new Cards(data.words.tree ?? "");
    this.#lines = new Lines(data.words.blocked ?? "");
    this.#stubs = new Stubs(data.words);
    this.#far = new FarSight(this.palette);
    this.#heads = new Heads(data.words);
    this.#mini = new MiniMap(this.camera, data.words.overview ?? "");
    this.#world.append(this.#lines.element, this.#lines.labels, this.#cards.element);
    this.#world.append(this.#stubs.element);
    this.element.append(this.#far.element, this.#world, this.#heads.element, this.#mini.element);
    this.layout = new Layout(this.forest, () => 0);
    new Gestures(this.element, this.camera);
  }

  /** Shows new data: the first answer, another day, another focus. */
  start(data: MapData, focus: string): void {
    this.focus = focus;
    this.#measure();
    openFirst(this.forest, data, Math.max(Math.floor(this.camera.height / ROW_PX), LEAST_ROWS));
    if (!this.forest.node(this.selected)) this.selected = data.root;
    if (focus && this.forest.node(focus)) this.selected = focus;
    this.arrange(this.selected);
  }

  replace(data: MapData, branch: string, inputs: string): void {
    this.forest = new Forest(data, branch);
    this.store.forget(inputs);
    this.rows.clear();
  }

  #measure(): void {
    const box = this.element.getBoundingClientRect();
    this.camera.width = Math.max(box.width, 1);
    this.camera.height = Math.max(box.height, 1);
    this.#far.resize(this.camera.width, this.camera.height);
  }

  resize(): void {
    this.#measure();
    this.#culled = null;
    this.#schedule();
  }

  repaint(host: HTMLElement): void {
    this.palette = new Palette(host);
    this.#far.palette = this.palette;
    this.#mini.draw(this.layout, this.palette);
    this.#schedule();
  }

  /** The first look: all of it where it stays readable, else the lit line or the root. */
  home(calmly = true): void {
    const { x, y, k } = this.camera;
    const root = this.layout.boxes.get(this.forest.root);
    const heart = this.#lit() ?? (root ? edges(root) : this.layout.bounds);
    this.camera.fit(this.layout.bounds, COMFORTABLE, heart, false, this.layout.edges());
    const box = this.layout.boxes.get(this.focus);
    if (box) this.camera.show(edges(box), false);
    if (calmly) this.camera.flyFrom(x, y, k);
  }

  #lit(): View | null {
    const lit = [...this.layout.boxes.values()].filter((box) => box.node.lit);
    if (lit.length < 2) return null;
    return {
      left: Math.min(...lit.map((box) => box.x)),
      top: Math.min(...lit.map((box) => box.y)),
      right: Math.max(...lit.map((box) => box.x + box.width)),
      bottom: Math.max(...lit.map((box) => box.y + box.height)),
    };
  }

  /** Lays everything out anew; the box named stays where it is on the screen. */
  arrange(steady = ""): void {
    const before = this.layout.boxes.get(steady);
    this.layout = new Layout(this.forest, (id) => this.#rowsOf(id));
    const after = this.layout.boxes.get(steady);
    if (!this.layout.boxes.has(this.selected)) this.selected = this.forest.root;
    this.#lines.clear();
    this.#stubs.clear();
    this.#cards.refresh(this.layout, (box) => this.#look(box));
    this.#heads.name(this.layout);
    this.#mini.draw(this.layout, this.palette);
    this.#culled = null;
    this.element.classList.toggle("focused", this.focus !== "");
    if (before && after) this.camera.pan(0, (before.y - after.y) * this.camera.k);
    this.#schedule();
  }

  #rowsOf(id: string): number {
    return this.rows.has(id) ? (this.store.known(id)?.key_results.length ?? 0) : 0;
  }

  #look(box: Box): Look {
    const isShown = this.rows.has(box.id);
    return {
      words: this.words,
      focus: this.focus,
      selected: this.selected,
      isOpen: this.forest.isOpen(box.id),
      keyResults: isShown ? this.store.known(box.id)?.key_results : undefined,
    };
  }

  box(id = this.selected): Box | undefined {
    return this.layout.boxes.get(id);
  }

  card(id = this.selected): HTMLElement | undefined {
    return this.#cards.at(id);
  }

  /** Chooses a card; with `isKeyed` the focus follows and the map moves along. */
  select(id: string, isKeyed: boolean): void {
    const last = this.card();
    if (last) {
      last.tabIndex = -1;
      last.ariaSelected = "false";
    }
    this.selected = id;
    const box = this.box();
    if (isKeyed && box) this.camera.show(edges(box));
    this.#culled = null;
    this.#paint();
    const card = this.card();
    if (!card) return;
    card.tabIndex = 0;
    card.ariaSelected = "true";
    card.focus({ preventScroll: true });
  }

  #schedule(): void {
    this.#frame ||= requestAnimationFrame(() => this.#paint());
  }

  #paint(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const { x, y, k } = this.camera;
    const isFar = k < FAR_BELOW;
    this.element.classList.toggle("far", isFar);
    this.#world.style.transform = `translate(${x}px, ${y}px) scale(${k})`;
    this.element.style.backgroundPosition = `${x}px ${y}px`;
    this.#heads.follow(x, k);
    this.#mini.follow();
    if (isFar) this.#far.draw(this.layout, this.camera, this.selected, this.focus !== "");
    this.#cull(isFar);
    this.#settle();
  }

  /** Changes what is in the document only once the view leaves what was prepared. */
  #cull(isFar: boolean): void {
    if (this.#culled && !isFar && inside(this.camera.view(), this.#culled)) return;
    if (isFar && this.#culled === FAR) return;
    const view = this.camera.view(CULL_MARGIN_PX);
    this.#culled = isFar ? FAR : view;
    const shown = isFar ? FAR : view;
    this.#cards.show(this.layout, isFar ? null : view, (box) => this.#look(box), this.selected);
    this.#lines.show(this.layout, shown);
    this.#stubs.show(this.layout, shown, (box) => this.forest.missing(box.node.id));
  }

  /** While it moves, the map is one picture; at rest it is drawn sharp again. */
  #settle(): void {
    this.element.classList.add("moving");
    clearTimeout(this.#rest);
    this.#rest = window.setTimeout(() => this.element.classList.remove("moving"), 140);
  }
}

/** A view in which nothing lies: from afar no card is in the document but the chosen one. */
const FAR: View = { left: 1, top: 1, right: 0, bottom: 0 };

export function edges(box: Box): View {
  return { left: box.x, top: box.y, right: box.x + box.width, bottom: box.y + box.height };
}
