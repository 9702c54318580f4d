/** What every page does that is followed while others change it: a meeting's screen, a room. */
import { csrfToken } from "./csrf.ts";

const AFTER_A_FAULT_MS = 3000;
const LONGEST_LOOK_MS = 6000;
const SETTLING_MS = 1500;
const LONGEST_SENDING_MS = 20000;
const SECOND_MS = 1000;
const SERVER_ERROR = 500;
const SIGNED_OUT = 401;
const GONE = 404;

/** Nothing where the server cannot be reached. */
export async function ask(address: string, body?: FormData): Promise<Response | null> {
  const headers = { "HX-Request": "true", "X-CSRFToken": csrfToken() };
  const method = body ? "POST" : "GET";
  const signal = AbortSignal.timeout(body ? LONGEST_SENDING_MS : LONGEST_LOOK_MS);
  return fetch(address, { method, headers, body: body ?? null, signal }).catch(() => null);
}

export function isFault(answer: Response | null): boolean {
  return !answer || answer.status >= SERVER_ERROR;
}

export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.matches("input:not([type=radio], [type=submit]), textarea, select")
  );
}

/** Puts the words of a `template[data-case]` where flashes stand. */
export function say(host: HTMLElement, what: string, words = ""): void {
  const found = host.querySelector<HTMLTemplateElement>(`template[data-case="${what}"]`);
  if (!found) return;
  const made = found.content.cloneNode(true) as DocumentFragment;
  const room = made.querySelector("[data-words]");
  if (room) room.textContent = words;
  host.querySelector("#flashes")?.replaceChildren(made);
}

/** Says what became of a form that could not be kept. */
export async function sayRefused(host: HTMLElement, answer: Response | null): Promise<void> {
  if (!answer) say(host, "unreachable");
  else if (isFault(answer)) say(host, "failed");
  else if (answer.status === SIGNED_OUT) say(host, "signed-out");
  else say(host, "refused", await answer.text());
}

export function toggleFullScreen(): void {
  void (document.fullscreenElement
    ? document.exitFullscreen()
    : document.documentElement.requestFullscreen());
}

type Address = (revision?: string) => string;
type Show = (answer: Response) => Promise<void>;

/** Asks again and again what is new, as long as the page is looked at, and says since when the
 * server has not answered. Answers may overtake each other: only the last one asked for counts. */
export class Follower {
  #wait = 0;
  #asked = 0;
  #overtakenAt = 0;
  #isFed = false;
  readonly #host: HTMLElement;
  readonly #everyMs: number;
  readonly #address: Address;
  readonly #show: Show;

  constructor(host: HTMLElement, everyMs: number, address: Address, show: Show) {
    this.#host = host;
    this.#everyMs = everyMs;
    this.#address = address;
    this.#show = show;
    document.addEventListener("visibilitychange", () => this.next(0));
    for (const name of ["online", "offline"]) addEventListener(name, () => this.next(0));
    this.next();
  }

  /** Ask again after a while; a hidden page asks nothing. */
  next(after = this.#everyMs): void {
    clearTimeout(this.#wait);
    if (document.hidden || (this.#isFed && after === this.#everyMs)) return;
    this.#wait = window.setTimeout(() => void this.look(), after);
  }

  /** What is there now; nothing comes back where nothing is new. */
  async look(revision?: string): Promise<void> {
    clearTimeout(this.#wait);
    this.#asked += 1;
    const mine = this.#asked;
    const answer = await ask(this.#address(revision));
    this.#lose(isFault(answer));
    if (this.#asked === mine && answer?.ok) await this.#show(answer);
    if (answer?.status === SIGNED_OUT || answer?.status === GONE) location.reload();
    else this.next(answer?.ok ? this.#everyMs : AFTER_A_FAULT_MS);
  }

  /** What was asked before counts no more. */
  overtake(): void {
    this.#asked += 1;
    this.#overtakenAt = performance.now();
  }

  /** While somebody else brings what is new, nothing is asked. */
  feed(isFed: boolean): void {
    if (this.#isFed === isFed) return;
    this.#isFed = isFed;
    if (isFed) this.#lose(false);
    this.next(isFed ? this.#everyMs : 0);
  }

  /** What was brought; but shortly after something was sent it may be older than that. */
  async take(brought: Response): Promise<void> {
    const isOld = this.#overtakenAt && performance.now() - this.#overtakenAt < SETTLING_MS;
    if (isOld) return this.look("");
    this.#asked += 1;
    return this.#show(brought);
  }

  /** After something was sent: at once where it could not be kept. */
  afterSending(answer: Response | null): void {
    this.next(answer?.ok ? this.#everyMs : 0);
  }

  /** Say that what is shown may be old, as long as it may be. */
  #lose(isLost: boolean): void {
    const told = this.#host.querySelector<HTMLElement>("[data-lost]");
    if (!told || told.hidden !== isLost) return;
    told.hidden = !isLost;
    const since = told.querySelector<HTMLElement>("time");
    const time: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit" };
    if (isLost && since)
      since.textContent = new Date().toLocaleTimeString(document.documentElement.lang, time);
  }
}

/** The clock of the page's `.timer`, counted on in the browser between two answers. */
export class Countdown {
  #ends = 0;
  readonly #host: HTMLElement;

  constructor(host: HTMLElement) {
    this.#host = host;
    window.setInterval(() => this.#tick(), SECOND_MS);
  }

  /** The seconds that are left; none where no timer runs. */
  set(left: string | undefined): void {
    this.#ends = left === undefined ? 0 : performance.now() + Number(left) * SECOND_MS;
    this.#tick();
  }

  #tick(): void {
    const clock = this.#host.querySelector<HTMLElement>("[data-clock]");
    if (!clock || !this.#ends) return;
    const left = Math.round((this.#ends - performance.now()) / SECOND_MS);
    const size = Math.abs(left);
    const sign = left < 0 ? "−" : "";
    clock.textContent = `${sign}${Math.floor(size / 60)}:${String(size % 60).padStart(2, "0")}`;
    clock.closest(".timer")?.classList.toggle("is-over", left < 0);
  }
}
