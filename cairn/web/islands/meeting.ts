import { csrfToken } from "./csrf.ts";
import { Answers } from "./meeting-answers.ts";
import { Draft, newSubmission } from "./meeting-draft.ts";

const EVERY_MS = 1000;
const AFTER_A_FAULT_MS = 3000;
const LONGEST_LOOK_MS = 6000;
const LONGEST_SENDING_MS = 20000;
const SECOND_MS = 1000;
const SERVER_ERROR = 500;

type Field = HTMLInputElement | HTMLTextAreaElement;

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.matches("input:not([type=radio], [type=submit]), textarea, select")
  );
}

/**
 * A meeting's screen: shows where the presenter is, takes the keys, and sends its forms without
 * leaving the page. What somebody is writing is never touched, and outlives a reload; where the
 * server does not answer, the screen says since when.
 */
class Meeting extends HTMLElement {
  #wait = 0;
  #asked = 0;
  #ends = 0;
  #isEnding = false;
  #draft: Draft | null = null;
  readonly #answers = new Answers();

  connectedCallback(): void {
    this.addEventListener("submit", (event) => void this.#submit(event));
    this.addEventListener("click", (event) => this.#click(event));
    this.addEventListener("input", (event) => void this.#suggest(event));
    document.addEventListener("keydown", (event) => this.#press(event));
    document.addEventListener("visibilitychange", () => this.#next(0));
    for (const name of ["online", "offline"]) addEventListener(name, () => this.#next(0));
    this.#draft = new Draft(this.querySelector<HTMLFormElement>(".take"), this.dataset.url ?? "");
    window.setInterval(() => this.#tick(), SECOND_MS);
    this.#settle();
    this.#next(EVERY_MS);
  }

  get #place(): HTMLElement {
    return this.querySelector("#place") as HTMLElement;
  }

  get #body(): HTMLTextAreaElement | null {
    return this.querySelector<HTMLTextAreaElement>(".take textarea");
  }

  /** Ask again after a while; a hidden page asks nothing. */
  #next(after: number): void {
    clearTimeout(this.#wait);
    if (document.hidden) return;
    this.#wait = window.setTimeout(() => void this.#look(), after);
  }

  /** What is there now; nothing comes back where nothing is new. Answers may overtake each other. */
  async #look(revision = this.#place.dataset.revision ?? ""): Promise<void> {
    clearTimeout(this.#wait);
    this.#asked += 1;
    const mine = this.#asked;
    const query = new URLSearchParams({ revision, at: this.dataset.at ?? "" });
    const answer = await this.#fetch(`${this.dataset.url}/place?${query}`);
    this.#lose(answer);
    if (mine === this.#asked && answer?.ok) await this.#show(answer);
    if (answer?.status === 401 || answer?.status === 404) location.reload();
    else this.#next(answer?.ok ? EVERY_MS : AFTER_A_FAULT_MS);
  }

  async #fetch(address: string, body?: FormData): Promise<Response | null> {
    const headers = { "HX-Request": "true", "X-CSRFToken": csrfToken() };
    const method = body ? "POST" : "GET";
    const signal = AbortSignal.timeout(body ? LONGEST_SENDING_MS : LONGEST_LOOK_MS);
    return fetch(address, { method, headers, body: body ?? null, signal }).catch(() => null);
  }

  /** Say that what is shown may be old, as long as it may be. */
  #lose(answer: Response | null): void {
    const told = this.querySelector<HTMLElement>("[data-lost]");
    const isLost = !answer || answer.status >= SERVER_ERROR;
    if (!told || told.hidden !== isLost) return;
    told.hidden = !isLost;
    const since = told.querySelector<HTMLElement>("time");
    const time: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit" };
    if (isLost && since)
      since.textContent = new Date().toLocaleTimeString(document.documentElement.lang, time);
  }

  async #show(answer: Response): Promise<void> {
    const ended = answer.headers.get("X-Ended");
    if (ended) this.#end(ended);
    if (ended || answer.status === 204) return;
    const made = document.createElement("template");
    made.innerHTML = await answer.text();
    const place = made.content.querySelector("#place");
    if (!place) return;
    const focused = this.#place.contains(document.activeElement) && document.activeElement?.id;
    const before = this.#place.dataset.keyHere;
    const caret = (document.activeElement as HTMLTextAreaElement | null)?.selectionStart;
    this.#answers.keep(this.#place);
    this.#place.replaceWith(place);
    this.#answers.restore(this.#place);
    const again = focused && this.querySelector<HTMLElement>(`#${CSS.escape(focused)}`);
    if (again) again.focus();
    if (again instanceof HTMLTextAreaElement && caret) again.setSelectionRange(caret, caret);
    this.#settle();
    if (before !== this.#place.dataset.keyHere) this.#tell();
  }

  /** What is new about the place: the timer, and what a note would be about. */
  #settle(): void {
    const left = this.querySelector<HTMLElement>(".timer")?.dataset.left;
    this.#ends = left === undefined ? 0 : performance.now() + Number(left) * SECOND_MS;
    this.#tick();
    for (const button of this.querySelectorAll<HTMLElement>("[data-keys], [data-full]"))
      button.hidden = false;
    if (this.#isEnding && this.#place.dataset.why === "end") {
      this.#isEnding = false;
      this.querySelector<HTMLElement>("#f-summary")?.focus();
    }
    const about = this.querySelector<HTMLInputElement>("input[name=about]");
    if (!about || this.#body?.value) return;
    about.value = this.#place.dataset.about ?? "";
    const title = this.querySelector("[data-about-title]");
    if (title) title.textContent = this.#place.dataset.title ?? "";
  }

  #tell(): void {
    const said = this.querySelector("[data-said]");
    if (said) said.textContent = this.#place.dataset.title ?? "";
    this.querySelector(".meet-stage")?.scrollIntoView({ block: "nearest" });
  }

  #tick(): void {
    const clock = this.querySelector<HTMLElement>("[data-clock]");
    if (!clock || !this.#ends) return;
    const left = Math.round((this.#ends - performance.now()) / SECOND_MS);
    const size = Math.abs(left);
    const sign = left < 0 ? "−" : "";
    clock.textContent = `${sign}${Math.floor(size / 60)}:${String(size % 60).padStart(2, "0")}`;
    clock.closest(".timer")?.classList.toggle("is-over", left < 0);
  }

  /** The meeting is over: to its minutes, unless that would lose what somebody is writing. */
  #end(minutes: string): void {
    this.#answers.keep(this.#place);
    if (this.#body?.value.trim() || !this.#answers.isEmpty) this.#say("ended");
    else location.assign(minutes);
  }

  #say(what: string, words = ""): void {
    const found = this.querySelector<HTMLTemplateElement>(`template[data-case="${what}"]`);
    if (!found) return;
    const made = found.content.cloneNode(true) as DocumentFragment;
    const room = made.querySelector("[data-words]");
    if (room) room.textContent = words;
    this.querySelector("#flashes")?.replaceChildren(made);
  }

  async #submit(event: Event): Promise<void> {
    const form = event.target as HTMLFormElement;
    if (form.dataset.live === undefined) return;
    event.preventDefault();
    const sent = new FormData(form, (event as SubmitEvent).submitter);
    if (form.dataset.live === "take") sent.set("at", this.dataset.at ?? "");
    this.#asked += 1;
    const answer = await this.#fetch(form.action, sent);
    if (answer?.ok) this.querySelector("#flashes")?.replaceChildren();
    if (form.dataset.live === "take") this.#taken(form, answer);
    if (answer?.ok && form.dataset.live === "act") await this.#look("");
    else if (answer?.ok) await this.#show(answer);
    else if (!answer || answer.status >= SERVER_ERROR) this.#say(answer ? "failed" : "unreachable");
    else if (answer.status === 401) this.#say("signed-out");
    else this.#say("refused", await answer.text());
    this.#next(answer?.ok ? EVERY_MS : 0);
  }

  /** An empty form for the next one; what was refused stays as it was typed. */
  #taken(form: HTMLFormElement, answer: Response | null): void {
    if (!answer?.ok || answer.headers.get("X-Ended")) return;
    for (const name of ["body", "owner", "due_on"])
      (form.elements.namedItem(name) as Field).value = "";
    const submission = form.elements.namedItem("submission") as HTMLInputElement;
    submission.value = newSubmission();
    this.#draft?.keep();
  }

  #click(event: MouseEvent): void {
    const target = event.target as Element;
    const look = target.closest<HTMLAnchorElement>("a[data-look]");
    if (look && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      this.dataset.at = look.dataset.look ?? "";
      history.replaceState(null, "", look.href);
      void this.#look("");
    } else if (target.closest("[data-keys]")) {
      this.querySelector("dialog")?.showModal();
    } else if (target.closest("[data-full]")) {
      void (document.fullscreenElement
        ? document.exitFullscreen()
        : document.documentElement.requestFullscreen());
    }
  }

  #press(event: KeyboardEvent): void {
    if (event.isComposing || this.querySelector("dialog[open]")) return;
    if (isTyping(event.target)) this.#pressWhileTyping(event);
    else this.#pressAnywhere(event);
  }

  #pressAnywhere(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const kinds: Record<string, string> = { n: "note", d: "decision", a: "action" };
    const same: Record<string, string> = { j: "ArrowRight", k: "ArrowLeft" };
    const isArrow = key.startsWith("Arrow");
    if (isArrow && (event.target as Element).matches("input[type=radio]")) return;
    const wanted = this.querySelector<HTMLElement>(
      `[data-press="${CSS.escape(same[key] ?? key)}"]`,
    );
    if (kinds[key]) this.#write(kinds[key]);
    else if (key === "e") this.#goToEnd();
    else if (wanted) wanted.click();
    else return;
    event.preventDefault();
  }

  #pressWhileTyping(event: KeyboardEvent): void {
    const field = event.target as Field;
    if (event.key === "Escape") field.blur();
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      field.form?.requestSubmit();
    }
  }

  /** To the last entry of the agenda, and into the words that end the meeting. */
  #goToEnd(): void {
    this.#isEnding = true;
    if (this.#place.dataset.why === "end") this.#settle();
    else this.querySelector<HTMLElement>("#p-end")?.click();
  }

  #write(kind: string): void {
    const choice = this.querySelector<HTMLInputElement>(`.take input[value="${kind}"]`);
    if (!choice) return;
    choice.checked = true;
    this.#body?.focus();
  }

  /** Names for whoever is asked, as in the editor. */
  async #suggest(event: Event): Promise<void> {
    const field = event.target as HTMLInputElement;
    if (field.getAttribute("list") !== "people") return;
    const answer = await this.#fetch(`/write/people?${new URLSearchParams({ q: field.value })}`);
    if (!answer?.ok) return;
    const { names } = (await answer.json()) as { names: [string, string][] };
    const options = names.map(([name, title]) => new Option(title, name));
    this.querySelector("datalist#people")?.replaceChildren(...options);
  }
}

customElements.define("cairn-meeting", Meeting);
