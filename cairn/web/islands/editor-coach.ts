import { csrfToken } from "./csrf.ts";

const HOLE = "__";
type Put = [place: string, text: string];

interface Hooks {
  /** One more line, as the server draws it. */
  add(): Promise<HTMLElement | null>;
  /** Asks the server anew what follows from the form. */
  ask(): void;
}

/** The coach beside the lines: shows what it says, takes its rewrites over, mutes it. */
export class Coach {
  #drawn = new WeakMap<Element, string>();
  #editor: HTMLElement;
  #hooks: Hooks;

  constructor(editor: HTMLElement, hooks: Hooks) {
    this.#editor = editor;
    this.#hooks = hooks;
    for (const item of editor.querySelectorAll(".notes > li")) {
      this.#drawn.set(item, item.outerHTML);
    }
    let settle = () => {};
    editor.addEventListener("htmx:before:swap", () => {
      settle = this.#grip();
    });
    editor.addEventListener("htmx:after:swap", () => settle());
  }

  /** Lets remarks come and go without moving what is being typed: what changes above it is made up
   * for by scrolling, and where the page cannot scroll, by room at its end or kept above. */
  hold(show: () => void): void {
    const settle = this.#grip();
    show();
    settle();
  }

  /** Notes where the line in hand stands; what it gives brings it back there. */
  #grip(): () => void {
    const field = document.activeElement;
    if (!field?.closest(".line-row") || !this.#editor.contains(field)) return () => {};
    const top = field.getBoundingClientRect().top;
    const above = this.#marginsAbove(field);
    const heights = above.map((margin) => margin.offsetHeight);
    return () => this.#settle(field, top, above, heights);
  }

  #settle(field: Element, top: number, above: HTMLElement[], heights: number[]): void {
    const moved = () => field.getBoundingClientRect().top - top;
    const follow = () => window.scrollBy({ top: moved(), behavior: "instant" });
    if (moved() !== 0) follow();
    if (moved() > 0) {
      const room = Number.parseFloat(this.#editor.style.paddingBottom || "0");
      this.#editor.style.display = "block";
      this.#editor.style.paddingBottom = `${Math.ceil(room + moved())}px`;
      follow();
    } else if (moved() < 0) {
      above.forEach((margin, place) => {
        const before = heights[place] ?? 0;
        if (margin.offsetHeight < before) margin.style.minHeight = `${before}px`;
      });
      if (moved() !== 0) follow();
    }
  }

  /** Those of the lines before the one in hand; from there on no place needs to be kept. */
  #marginsAbove(field: Element): HTMLElement[] {
    const margins = [...this.#editor.querySelectorAll<HTMLElement>(".coach-margin")];
    const own = margins.findIndex((one) => one.closest(".line-row")?.contains(field));
    for (const margin of margins.slice(own)) margin.style.minHeight = "";
    return margins.slice(0, own);
  }

  /** What did not change stays as it is, so that it is not read out again. */
  put(section: Element | null, html: string): void {
    const list = section?.querySelector(".notes");
    if (!list) return;
    const made = document.createElement("template");
    made.innerHTML = html;
    const old = new Map<string, HTMLElement>();
    for (const item of list.querySelectorAll<HTMLElement>(":scope > li[data-key]")) {
      old.set(item.dataset.key ?? "", item);
    }
    for (const item of [...made.content.querySelectorAll<HTMLElement>("li[data-key]")]) {
      const before = old.get(item.dataset.key ?? "");
      old.delete(item.dataset.key ?? "");
      const text = item.outerHTML;
      if (before && this.#drawn.get(before) === text) continue;
      this.#drawn.set(item, text);
      if (before) this.#replace(before, item);
      else list.append(item);
    }
    for (const item of old.values()) item.remove();
  }

  #replace(before: HTMLElement, item: HTMLElement): void {
    const opened = before.querySelector("details")?.open ?? false;
    const details = item.querySelector("details");
    if (details) details.open = opened;
    before.replaceWith(item);
  }

  /** Whoever writes on needs no undo of what they muted there. */
  forget(section: Element | null): void {
    for (const item of section?.querySelectorAll(".note.muted") ?? []) item.remove();
  }

  /** Alt Enter in a sentence takes the first rewrite beside it. */
  takeFirst(field: HTMLElement): boolean {
    const button = field.closest(".line-row")?.querySelector<HTMLElement>("button[data-puts]");
    if (button) void this.#take(button);
    return button != null;
  }

  /** Whether the button was one of the coach's. */
  press(button: HTMLButtonElement): boolean {
    const verb = button.value.split("-")[0];
    if (verb === "use") void this.#take(button);
    else if (verb === "mute" || verb === "mute_here") void this.#mute(button, verb === "mute_here");
    else return false;
    return true;
  }

  /** What goes elsewhere is written first: so the first undo brings back the sentence itself. */
  async #take(button: HTMLElement): Promise<void> {
    const puts = JSON.parse(button.dataset.puts ?? "[]") as Put[];
    const own = button.closest<HTMLElement>(".line-row");
    const sentence = own?.querySelector<HTMLTextAreaElement>("textarea.say, textarea.o-input");
    const elsewhere = puts.filter(([place]) => this.#field(place) !== sentence);
    const mine = puts.filter((one) => !elsewhere.includes(one));
    const written: HTMLTextAreaElement[] = [];
    let line: HTMLTextAreaElement | null = null;
    for (const [place, text] of elsewhere) {
      const field = await this.#place(place, line);
      if (!field) continue;
      this.#write(field, text, place.startsWith("means"));
      if (place === "new") line = field;
      if (!place.startsWith("means")) written.push(field);
    }
    for (const [, text] of mine) {
      if (!sentence) continue;
      this.#write(sentence, text, false);
      written.unshift(sentence);
    }
    this.#toHole(written);
  }

  /** What the assistant proposed becomes a line. */
  async take(text: string): Promise<void> {
    const field = await this.#place("new", null);
    if (!field) return;
    this.#write(field, text, false);
    this.#toHole([field]);
  }

  #field(place: string): HTMLTextAreaElement | null {
    if (place === "o") return this.#editor.querySelector("textarea.o-input");
    return this.#editor.querySelector(`[data-line="${CSS.escape(place)}"] textarea.say`);
  }

  /** The field that a text goes to; a new line is the first one that is still empty. */
  async #place(
    place: string,
    made: HTMLTextAreaElement | null,
  ): Promise<HTMLTextAreaElement | null> {
    if (place.startsWith("means")) return this.#means(place.split("-")[1] ?? "", made);
    if (place !== "new") return this.#field(place);
    const lines = this.#editor.querySelectorAll<HTMLElement>("[data-line]");
    const empty = [...lines].find(
      (line) =>
        !line.querySelector<HTMLTextAreaElement>("textarea.say")?.value.trim() &&
        !line.querySelector<HTMLInputElement>('input[name$="-id"]')?.value,
    );
    const section = empty ?? (await this.#hooks.add());
    return section?.querySelector<HTMLTextAreaElement>("textarea.say") ?? null;
  }

  #means(number: string, made: HTMLTextAreaElement | null): HTMLTextAreaElement | null {
    const lines = [...this.#editor.querySelectorAll<HTMLElement>("[data-line]")];
    const section =
      lines.find((one) => one.dataset.line === number) ??
      made?.closest<HTMLElement>("[data-line]") ??
      lines[0];
    const details = section?.querySelector<HTMLDetailsElement>("details.more-of");
    if (details) details.open = true;
    return section?.querySelector<HTMLTextAreaElement>('textarea[name$="-initiatives"]') ?? null;
  }

  /** As if it had been typed, so that the browser's own undo takes it back. */
  #write(field: HTMLTextAreaElement, text: string, append: boolean): void {
    const typed = append && field.value.trim() !== "" ? `\n${text}` : text;
    field.focus();
    if (append) field.setSelectionRange(field.value.length, field.value.length);
    else field.select();
    if (document.execCommand("insertText", false, typed)) return;
    field.value = append ? field.value + typed : typed;
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }

  /** The caret goes to what is still to be filled in, or else behind the sentence. */
  #toHole(fields: HTMLTextAreaElement[]): void {
    const field = fields.find((one) => one.value.includes(HOLE)) ?? fields[0];
    if (!field) return;
    const at = field.value.indexOf(HOLE);
    field.focus();
    if (at < 0) field.setSelectionRange(field.value.length, field.value.length);
    else field.setSelectionRange(at, at + HOLE.length);
  }

  async #mute(button: HTMLElement, here: boolean): Promise<void> {
    const item = button.closest<HTMLElement>("li[data-rule]");
    const words = this.#editor.querySelector<HTMLTemplateElement>('template[data-case="muted"]');
    if (!item || !words) return;
    const rule = item.dataset.rule ?? "";
    const text = here ? (item.dataset.text ?? "") : "";
    if (!(await this.#tell(rule, "mute", text))) return;
    const word = (words.content.cloneNode(true) as DocumentFragment)
      .firstElementChild as HTMLElement;
    const said = word.querySelector("p") as HTMLElement;
    const title = item.querySelector("h2")?.textContent ?? "";
    said.textContent = (here ? said.dataset.here : said.dataset.ever)?.replace("…", title) ?? "";
    item.replaceWith(word);
    const undo = word.querySelector("button") as HTMLButtonElement;
    undo.addEventListener("click", () => void this.#unmute(word, rule, text));
    undo.focus();
    this.#hooks.ask();
  }

  async #unmute(word: HTMLElement, rule: string, text: string): Promise<void> {
    if (!(await this.#tell(rule, "unmute", text))) return;
    const row = word.closest(".line-row");
    word.remove();
    row?.querySelector<HTMLElement>("textarea.say, textarea.o-input")?.focus();
    this.#hooks.ask();
  }

  async #tell(rule: string, act: string, text: string): Promise<boolean> {
    const headers = { "X-CSRFToken": csrfToken(), "HX-Request": "true" };
    const body = new URLSearchParams({ act, text });
    const answer = await fetch(`/coach/rules/${encodeURIComponent(rule)}`, {
      method: "POST",
      headers,
      body,
    }).catch(() => null);
    return answer?.ok ?? false;
  }
}
