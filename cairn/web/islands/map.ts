import { type MapData, type MapNode, readData } from "./map-data.ts";
import { fill, make } from "./map-element.ts";
import { pngOf, save, svgOf } from "./map-export.ts";
import { type Acts, type Direction, listenToKeys, listKeys, neighbour } from "./map-keys.ts";
import { openAgain, openAll } from "./map-opening.ts";
import { edges, Stage } from "./map-stage.ts";
import { dayInWords, TimeSlider } from "./map-time.ts";
import {
  exportMenu,
  type Format,
  legend,
  remembered,
  viewSwitch,
  zoomButtons,
} from "./map-tools.ts";
import { fetchMap, here, takeParts } from "./map-travel.ts";
import { Why } from "./map-why.ts";

const WIDE = "(min-width: 721px)";
const MOST_OPENED_AGAIN = 30;
const FAILURE_MS = 6000;
const REDRAW_MS = 400;

/** The alignment map. The nested list in it is what phones, paper and screen readers have; on wide
 *  screens a stage is drawn beside it from the same data, and a switch chooses. */
class AlignmentMap extends HTMLElement implements Acts {
  #data!: MapData;
  #stage!: Stage;
  #why!: Why;
  readonly #said = make("p", "sr");

  connectedCallback(): void {
    const wide = matchMedia(WIDE);
    if (wide.matches) this.#build();
    else wide.addEventListener("change", () => this.#build(), { once: true });
    for (const form of document.querySelectorAll<HTMLFormElement>("form[data-map-filters]")) {
      form.addEventListener("change", () => form.requestSubmit());
    }
  }

  #build(): void {
    this.#data = readData(document);
    const { words } = this.#data;
    this.#stage = new Stage(this, this.#data);
    this.#why = new Why(this.#stage.store, words);
    const { element } = this.#stage;
    element.ariaLabel = words.map ?? "";
    this.#said.ariaLive = "polite";
    element.append(this.#why.element, this.#said, zoomButtons(words, this));
    if (this.#data.first_on) {
      element.append(new TimeSlider(this.#data, (on) => void this.#travel("on", on)).element);
    }
    this.prepend(element);
    this.#tools(words);
    this.#show(remembered());
    this.#listen(element);
    listKeys(words);
    this.#stage.start(this.#data, this.#focus);
    this.#stage.home(false);
    this.#explain();
  }

  get #focus(): string {
    return new URL(location.href).searchParams.get("focus") ?? "";
  }

  #tools(words: Record<string, string>): void {
    const place = document.querySelector("[data-map-tools]") ?? this.#stage.element;
    place.append(
      viewSwitch(words, (shown) => this.#show(shown)),
      exportMenu(words, (format) => this.#export(format)),
    );
  }

  #show(shown: "map" | "list"): void {
    this.dataset.shown = shown;
    if (shown === "map") this.#stage.resize();
  }

  #listen(element: HTMLElement): void {
    listenToKeys(element, this);
    element.addEventListener("click", (event) => this.#click(event));
    element.addEventListener("dblclick", (event) => {
      if ((event.target as Element).closest(".node")) this.focusLine();
    });
    // A press on the ground leaves the keys with the map
    element.addEventListener("mousedown", (event) => {
      if ((event.target as Element).closest(".float, .map-why")) return;
      event.preventDefault();
      if (!element.contains(document.activeElement)) {
        this.#stage.card()?.focus({ preventScroll: true });
      }
    });
    element.addEventListener("pointerover", (event) => this.#hover(event));
    element.addEventListener("focusin", (event) => {
      const id = (event.target as Element).closest<HTMLElement>(".node")?.dataset.id;
      if (id && id !== this.#stage.selected) this.#stage.select(id, false);
    });
    new ResizeObserver(() => this.#stage.resize()).observe(element);
    const repaint = () => this.#stage.repaint(this);
    new MutationObserver(repaint).observe(document.documentElement, {
      attributeFilter: ["data-theme"],
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
  }

  #hover(event: PointerEvent): void {
    if (event.pointerType === "touch") return;
    const card = (event.target as Element).closest<HTMLElement>(".node");
    const node = card && this.#stage.forest.node(card.dataset.id ?? "");
    const isMoving = "dragging" in this.#stage.element.dataset;
    if (card && node && !isMoving) this.#approach(node, card);
    else if (!(event.target as Element).closest(".map-why")) this.#why.leave();
  }

  /** A card that shows its key results has no need of the sum beside it. */
  #approach(node: MapNode, card: HTMLElement | undefined): void {
    if (card && !this.#stage.rows.has(node.id)) this.#why.approach(node, card);
  }

  #click(event: MouseEvent): void {
    const target = event.target as Element;
    const stub = target.closest<HTMLElement>(".map-stub");
    if (stub?.dataset.open) void this.#open(stub.dataset.open);
    else if (stub?.dataset.more) void this.#more(stub.dataset.more);
    const id = target.closest<HTMLElement>(".node")?.dataset.id;
    if (!id || target.closest("a")) return;
    this.#stage.select(id, false);
    if (target.closest(".port")) this.#close(id);
    else if (target.closest(".krs-toggle")) this.keyResults();
    else if (target.closest(".focus-line")) this.focusLine();
  }

  #say(text: string): void {
    this.#said.textContent = text;
  }

  /** Does what may need the server; what fails is said and leaves the map as it is. */
  async #try(act: () => Promise<void>): Promise<void> {
    this.#stage.element.ariaBusy = "true";
    try {
      await act();
    } catch {
      this.#say(this.#data.words.failed ?? "");
      this.#said.className = "float map-failed";
      setTimeout(() => {
        this.#said.className = "sr";
      }, FAILURE_MS);
    } finally {
      this.#stage.element.ariaBusy = "false";
    }
  }

  async #open(id: string): Promise<void> {
    await this.#try(async () => {
      await this.#stage.forest.open(id);
      this.#stage.arrange(id);
      this.#explain();
      const count = this.#stage.box(id)?.children.length ?? 0;
      this.#say(fill(this.#data.words.opened, { count }));
    });
  }

  async #more(id: string): Promise<void> {
    await this.#try(async () => {
      await this.#stage.forest.fetchMore(id);
      this.#stage.arrange(id);
    });
  }

  #close(id: string): void {
    this.#stage.forest.close(id);
    this.#stage.arrange(id);
    this.#why.hide();
    this.#say(this.#data.words.closed ?? "");
  }

  /** Names the kinds of lines that are there now. */
  #explain(): void {
    const place = document.querySelector("[data-map-legend]") ?? this.#stage.element;
    place.querySelector(".map-legend")?.remove();
    place.append(legend(this.#data.words, this.#stage.layout));
  }

  async #travel(name: string, value: string | null): Promise<void> {
    await this.#try(async () => {
      const address = here(name, value);
      const page = await fetchMap(address);
      const fresh = page?.querySelector<HTMLElement>("cairn-map");
      if (!page || !fresh) return;
      const open = this.#stage.forest.openIds();
      this.#data = { ...readData(page), words: this.#data.words };
      this.dataset.branch = fresh.dataset.branch;
      takeParts(page, address);
      this.#why.hide();
      this.#stage.replace(this.#data, this.dataset.branch ?? "", fresh.dataset.inputs ?? "");
      this.#stage.start(this.#data, this.#focus);
      if (name === "focus") this.#stage.home();
      await openAgain(this.#stage.forest, open, MOST_OPENED_AGAIN);
      this.#stage.arrange(this.#stage.selected);
      this.#explain();
    });
  }

  walk(direction: Direction): void {
    const box = this.#stage.box();
    if (!box) return;
    this.#why.hide();
    const isOpen = this.#stage.forest.isOpen(box.id);
    if (direction === "right" && box.node.children > 0 && !isOpen) void this.#open(box.id);
    else if (direction === "left" && isOpen && box.parent) this.#close(box.id);
    else {
      const next = neighbour(this.#stage.layout, box, direction);
      if (!next) return;
      this.#stage.select(next.id, true);
      this.#approach(next.node, this.#stage.card());
    }
  }

  enter(): void {
    const url = this.#stage.box()?.node.url;
    if (url) location.assign(url);
  }

  openAll(): void {
    const id = this.#stage.selected;
    void this.#try(async () => {
      let drawn = performance.now();
      await openAll(this.#stage.forest, id, () => {
        if (performance.now() - drawn < REDRAW_MS) return;
        this.#stage.arrange(id);
        drawn = performance.now();
      });
      this.#stage.arrange(id);
      this.#explain();
    });
  }

  /** Focuses on the line of the selected objective; a second time leaves the focus. */
  focusLine(): void {
    const node = this.#stage.box()?.node;
    if (node?.kind !== "objective") return;
    void this.#travel("focus", node.id === this.#focus ? null : node.id);
  }

  keyResults(): void {
    const box = this.#stage.box();
    if (!box || box.node.key_results === 0) return;
    const { rows, store } = this.#stage;
    this.#why.hide();
    void this.#try(async () => {
      if (!rows.delete(box.id)) {
        await store.ask(box.id);
        rows.add(box.id);
      }
      this.#stage.arrange(box.id);
    });
  }

  zoom(factor: number): void {
    this.#why.hide();
    const { x = 0, y = 0, width = 0, height = 0 } = this.#stage.box() ?? {};
    this.#stage.camera.zoomCalmly(factor, { x: x + width / 2, y: y + height / 2 });
  }

  fit(): void {
    this.#why.hide();
    this.#stage.camera.fit(this.#stage.layout.bounds);
  }

  escape(): void {
    if (this.#why.isShown) this.#why.hide();
    else if (this.#focus) void this.#travel("focus", null);
    const box = this.#stage.box();
    if (box) this.#stage.camera.show(edges(box));
  }

  async #export(format: Format): Promise<void> {
    await this.#try(async () => {
      const day = dayInWords(this.#data.on ?? this.#data.last_on ?? "");
      const title = document.title.split(" · ").slice(0, 2).join(" · ");
      const { layout, palette } = this.#stage;
      const svg = svgOf(layout, palette, { title, day, words: this.#data.words });
      const name = `${title.replaceAll(/[\\/:*?"<>|·\s]+/g, "-")}-${this.#data.on ?? ""}`;
      if (format === "svg") save(new Blob([svg], { type: "image/svg+xml" }), `${name}.svg`);
      else save(await pngOf(svg), `${name}.png`);
    });
  }
}

customElements.define("cairn-map", AlignmentMap);
