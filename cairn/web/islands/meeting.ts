import { ask, Countdown, Follower, isTyping, say, sayRefused, toggleFullScreen } from "./live.ts";
import { Answers } from "./meeting-answers.ts";
import { Draft, newSubmission } from "./meeting-draft.ts";

const EVERY_MS = 1000;

type Field = HTMLInputElement | HTMLTextAreaElement;

/**
 * A meeting's screen: shows where the presenter is, takes the keys, and sends its forms without
 * leaving the page. What somebody is writing is never touched, and outlives a reload; where the
 * server does not answer, the screen says since when.
 */
class Meeting extends HTMLElement {
  #follower: Follower | null = null;
  #countdown: Countdown | null = null;
  #isEnding = false;
  #draft: Draft | null = null;
  readonly #answers = new Answers();

  connectedCallback(): void {
    this.addEventListener("submit", (event) => void this.#submit(event));
    this.addEventListener("click", (event) => this.#click(event));
    this.addEventListener("input", (event) => void this.#suggest(event));
    document.addEventListener("keydown", (event) => this.#press(event));
    this.#draft = new Draft(this.querySelector<HTMLFormElement>(".take"), this.dataset.url ?? "");
    this.#countdown = new Countdown(this);
    this.#settle();
    const shown = (answer: Response) => this.#show(answer);
    this.#follower = new Follower(this, EVERY_MS, (token) => this.#address(token), shown);
  }

  get #place(): HTMLElement {
    return this.querySelector("#place") as HTMLElement;
  }

  get #body(): HTMLTextAreaElement | null {
    return this.querySelector<HTMLTextAreaElement>(".take textarea");
  }

  #address(revision = this.#place.dataset.revision ?? ""): string {
    const query = new URLSearchParams({ revision, at: this.dataset.at ?? "" });
    return `${this.dataset.url}/place?${query}`;
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
    this.#countdown?.set(this.querySelector<HTMLElement>(".timer")?.dataset.left);
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

  /** The meeting is over: to its minutes, unless that would lose what somebody is writing. */
  #end(minutes: string): void {
    this.#answers.keep(this.#place);
    if (this.#body?.value.trim() || !this.#answers.isEmpty) say(this, "ended");
    else location.assign(minutes);
  }

  async #submit(event: Event): Promise<void> {
    const form = event.target as HTMLFormElement;
    if (form.dataset.live === undefined) return;
    event.preventDefault();
    const sent = new FormData(form, (event as SubmitEvent).submitter);
    if (form.dataset.live === "take") sent.set("at", this.dataset.at ?? "");
    this.#follower?.overtake();
    const answer = await ask(form.action, sent);
    if (answer?.ok) this.querySelector("#flashes")?.replaceChildren();
    if (form.dataset.live === "take") this.#taken(form, answer);
    if (answer?.ok && form.dataset.live === "act") await this.#follower?.look("");
    else if (answer?.ok) await this.#show(answer);
    else await sayRefused(this, answer);
    this.#follower?.afterSending(answer);
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
      void this.#follower?.look("");
    } else if (target.closest("[data-keys]")) {
      this.querySelector("dialog")?.showModal();
    } else if (target.closest("[data-full]")) {
      toggleFullScreen();
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
    const answer = await ask(`/write/people?${new URLSearchParams({ q: field.value })}`);
    if (!answer?.ok) return;
    const { names } = (await answer.json()) as { names: [string, string][] };
    const options = names.map(([name, title]) => new Option(title, name));
    this.querySelector("datalist#people")?.replaceChildren(...options);
  }
}

customElements.define("cairn-meeting", Meeting);
