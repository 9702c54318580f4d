import { csrfToken } from "./csrf.ts";
import { Coach } from "./editor-coach.ts";

/** With the way to the server and back, remarks stand within 300 ms of the last key. */
const PAUSE_MS = 120;
const MUTING = ["mute", "mute_here"];

interface LiveLine {
  fields: Record<string, string>;
  read: string;
  shared: string;
  error: string;
  marks: string;
  facts: string;
  notes: string;
}

interface Live {
  lines: Record<string, LiveLine>;
  weights: string;
  template: string;
  aim: { marks: string; notes: string };
  whole: string;
}

/** Reads the sentences as they are typed: the server says what follows, this puts it in place. */
class Editor extends HTMLElement {
  #timer = 0;
  #asked = 0;
  #sending = false;
  #coach = new Coach(this, { add: () => this.#add(), ask: () => void this.#ask() });

  connectedCallback(): void {
    const form = this.#form();
    this.classList.add("is-live");
    form.addEventListener("input", (event) => this.#typed(event.target as HTMLElement));
    form.addEventListener("focusin", (event) => this.#offer(event.target as HTMLElement));
    form.addEventListener("cairn-sorted", () => this.#soon());
    form.addEventListener("click", (event) => this.#press(event));
    form.addEventListener("keydown", (event) => this.#key(event));
    form.addEventListener("submit", () => {
      this.#sending = true;
    });
    window.addEventListener("beforeunload", (event) => {
      if (this.dataset.dirty && !this.#sending) event.preventDefault();
    });
    this.#narrow();
  }

  #form(): HTMLFormElement {
    return this.querySelector("form") as HTMLFormElement;
  }

  #typed(field: HTMLElement): void {
    if (field.id !== "f-frame") this.#soil();
    this.#coach.forget(field.closest(".line-row"));
    if (field instanceof HTMLInputElement) {
      if (field.name.endsWith("-weight")) this.#lock(field);
      if (field.getAttribute("list") === "people") void this.#suggest(field, "people");
      if (field.getAttribute("list") === "teams") void this.#suggest(field, "teams");
      if (field.getAttribute("list") === "kpis") void this.#suggest(field, "kpis");
    }
    this.#narrow();
    this.#soon();
  }

  /** KPIs are offered as soon as their field is entered: they are few for most people. */
  #offer(field: HTMLElement): void {
    if (field instanceof HTMLInputElement && field.getAttribute("list") === "kpis") {
      void this.#suggest(field, "kpis");
    }
  }

  #soil(): void {
    this.dataset.dirty = "yes";
    document.querySelector("[data-saved]")?.setAttribute("hidden", "");
    document.querySelector("[data-unsaved]")?.removeAttribute("hidden");
  }

  /** A weight that somebody types stays; emptied, it is free again. */
  #lock(field: HTMLInputElement): void {
    const lock = this.#named(field.name.replace(/-weight$/, "-locked"));
    if (lock instanceof HTMLInputElement) lock.checked = field.value.trim() !== "";
  }

  /** Shows the fields that the chosen kind and audience need. */
  #narrow(): void {
    this.dataset.visibility = (this.#named("visibility") as HTMLSelectElement).value;
    for (const line of this.#lines()) {
      const kind = line.querySelector<HTMLSelectElement>('select[name$="-kind"]');
      line.dataset.kind = kind?.value ?? "";
    }
  }

  #lines(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>("[data-line]")];
  }

  #named(name: string): Element | null {
    return this.#form().querySelector(`[name="${CSS.escape(name)}"]`);
  }

  #soon(): void {
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#ask(), PAUSE_MS);
  }

  /** The buttons that only change the form do so in place; saving is left to the browser. */
  #press(event: Event): void {
    const button = (event.target as Element).closest<HTMLButtonElement>("button[name=act]");
    const section = button?.closest<HTMLElement>("[data-line]") ?? null;
    const verb = button?.value.split("-")[0] ?? "";
    if (verb === "even" || verb === "follow") void this.#ask(button?.value);
    else if (verb === "add") void this.#add();
    else if (verb === "take") void this.#coach.take(button?.value.slice("take-".length) ?? "");
    else if (section && verb === "up") this.#swap(section, -1);
    else if (section && verb === "down") this.#swap(section, 1);
    else if (section && verb === "remove") this.#remove(section);
    else if (!button || !this.#coach.press(button)) return;
    event.preventDefault();
    if (!MUTING.includes(verb)) this.#soil();
  }

  #swap(section: HTMLElement, step: number): void {
    const lines = this.#lines();
    const other = lines[lines.indexOf(section) + step];
    if (!other) return;
    if (step < 0) other.before(section);
    else other.after(section);
    section.querySelector<HTMLElement>("textarea.say")?.focus();
    this.#soon();
  }

  /** Takes a line out of what is sent, and leaves a word with an undo in its place. */
  #remove(section: HTMLElement): void {
    const words = this.querySelector<HTMLTemplateElement>('template[data-case="removed"]');
    if (!words) return;
    const word = (words.content.cloneNode(true) as DocumentFragment)
      .firstElementChild as HTMLElement;
    const id = section.querySelector<HTMLInputElement>('input[name$="-id"]')?.value ?? "";
    const gone = word.querySelector<HTMLInputElement>("input") as HTMLInputElement;
    gone.value = id;
    section.before(word);
    section.remove();
    const undo = word.querySelector("button") as HTMLButtonElement;
    undo.addEventListener("click", () => {
      word.replaceWith(section);
      this.#soon();
    });
    undo.focus();
    this.#soon();
  }

  /** Asks the server for one more line, as it would draw it. */
  async #add(): Promise<HTMLElement | null> {
    const form = this.#form();
    const body = this.#body("add");
    const answer = await fetch(form.action, { method: "POST", body }).catch(() => null);
    if (!answer?.ok) return null;
    const made = new DOMParser().parseFromString(await answer.text(), "text/html");
    const lines = made.querySelectorAll<HTMLElement>("[data-line]");
    const last = lines[lines.length - 1];
    if (!last) return null;
    const line = document.importNode(last, true);
    this.querySelector(".lines")?.append(line);
    line.querySelector<HTMLElement>("textarea.say")?.focus();
    this.#soon();
    return line;
  }

  #body(act: string): URLSearchParams {
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(this.#form())) body.append(name, String(value));
    body.set("act", act);
    return body;
  }

  /** Enter in a sentence goes on to the next one, since a sentence is one line; with Alt it takes
   * over what the coach proposes. */
  #key(event: KeyboardEvent): void {
    const field = event.target as HTMLElement;
    if (event.key !== "Enter" || event.isComposing || event.shiftKey || event.ctrlKey) return;
    if (!field.matches("textarea.say, textarea.o-input")) return;
    event.preventDefault();
    if (event.altKey && this.#coach.takeFirst(field)) return;
    const all = [
      ...this.querySelectorAll<HTMLElement>("textarea.o-input, textarea.say, button[value=add]"),
    ];
    all[all.indexOf(field) + 1]?.focus();
  }

  async #ask(act = ""): Promise<void> {
    const mine = ++this.#asked;
    const body = this.#body(act);
    const headers = { "X-CSRFToken": csrfToken(), "HX-Request": "true" };
    try {
      const answer = await fetch(this.dataset.parse ?? "", { method: "POST", headers, body });
      if (!answer.ok) return;
      const live = (await answer.json()) as Live;
      if (mine === this.#asked) this.#coach.hold(() => this.#show(live));
    } catch {
      // Without a connection the form still saves later, and the server reads it then.
    }
  }

  #show(live: Live): void {
    for (const [number, line] of Object.entries(live.lines)) this.#fill(number, line);
    const aim = this.querySelector<HTMLElement>("[data-aim]");
    if (aim) this.#put(aim, "marks", live.aim.marks);
    this.#coach.put(aim, live.aim.notes);
    this.#coach.put(this.querySelector("[data-whole]"), live.whole);
    this.#put(this, "weights", live.weights);
    this.#put(this, "template", live.template);
    let place = 0;
    for (const line of this.#lines()) {
      const label = line.querySelector(".no")?.lastChild;
      place += 1;
      if (label) label.textContent = `KR ${place}`;
    }
    this.#narrow();
  }

  #fill(number: string, line: LiveLine): void {
    const section = this.querySelector<HTMLElement>(`[data-line="${number}"]`);
    if (!section) return;
    for (const [name, value] of Object.entries(line.fields)) {
      const field = this.#named(`kr-${number}-${name}`);
      if (!field || field === document.activeElement) continue;
      if (name === "locked") (field as HTMLInputElement).checked = value === "on";
      else if ((field as HTMLInputElement).value !== value)
        (field as HTMLInputElement).value = value;
    }
    for (const name of ["read", "shared"] as const)
      (this.#named(`kr-${number}-${name}`) as HTMLInputElement).value = line[name];
    this.#put(section, "marks", line.marks);
    this.#put(section, "facts", line.facts);
    this.#coach.put(section, line.notes);
    const error = section.querySelector('[data-live="error"]');
    if (error) error.textContent = line.error;
  }

  #put(inside: HTMLElement, name: string, html: string): void {
    const place = inside.querySelector(`[data-live="${name}"]`);
    if (place && place.innerHTML !== html) place.innerHTML = html;
  }

  async #suggest(field: HTMLInputElement, what: string): Promise<void> {
    const query = new URLSearchParams({ q: field.value, of: what });
    const answer = await fetch(`${this.dataset.people}?${query}`).catch(() => null);
    if (!answer?.ok) return;
    const { names } = (await answer.json()) as { names: [string, string][] };
    const options = names.map(([name, title]) => {
      const option = document.createElement("option");
      option.value = name;
      if (title) option.label = title;
      return option;
    });
    this.querySelector(`datalist#${what}`)?.replaceChildren(...options);
  }
}

customElements.define("cairn-editor", Editor);
