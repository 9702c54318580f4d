/** A room's events as they happen, from the process that holds everybody's connection. */
import { ask } from "./live.ts";

const OPENING_MS = 8000;
const SILENCE_MS = 16000;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60000;

interface Hooks {
  /** Whether what is new comes by itself now; else it has to be asked for. */
  live(isLive: boolean): void;
  /** Nothing is new, and the line is there. */
  beat(): void;
  /** A board and the reader's own; the first that a connection brings is how everything stands. */
  board(revision: number, isFirst: boolean, answer: Response): void;
}

/**
 * Listens as long as the page is looked at. A stream that cannot be reached, ends or is silent is left
 * and tried again later, after ever longer pauses, each with a pass of its own.
 */
export class RoomStream {
  #source: EventSource | null = null;
  #timer = 0;
  #pause = FIRST_PAUSE_MS;
  #attempt = 0;
  readonly #url: string;
  readonly #hooks: Hooks;

  constructor(url: string, hooks: Hooks) {
    this.#url = url;
    this.#hooks = hooks;
    document.addEventListener("visibilitychange", () => this.#turn());
    addEventListener("online", () => this.#turn());
    addEventListener("pagehide", () => this.#close());
    addEventListener("pageshow", (event) => event.persisted && this.#turn());
    void this.#open();
  }

  #turn(): void {
    this.#close();
    this.#pause = FIRST_PAUSE_MS;
    if (!document.hidden) void this.#open();
  }

  async #open(): Promise<void> {
    this.#attempt += 1;
    const mine = this.#attempt;
    clearTimeout(this.#timer);
    const granted = await ask(`${this.#url}/stream`);
    if (this.#attempt !== mine || document.hidden) return;
    if (granted?.status !== 200) {
      this.#again();
      return;
    }
    const { address } = (await granted.json()) as { address: string };
    if (this.#attempt === mine) this.#hear(new EventSource(address, { withCredentials: true }));
  }

  #hear(source: EventSource): void {
    this.#source = source;
    let [html, revision, isFirst] = ["", 0, true];
    this.#await(OPENING_MS);
    source.addEventListener("error", () => source === this.#source && this.#again());
    source.addEventListener("beat", () => {
      this.#await(SILENCE_MS);
      this.#hooks.beat();
    });
    source.addEventListener("board", (event) => {
      html = event.data;
      revision = Number(event.lastEventId);
    });
    source.addEventListener("own", (event) => {
      this.#await(SILENCE_MS);
      this.#pause = FIRST_PAUSE_MS;
      this.#hooks.live(true);
      const headers = { "X-Mine": event.data };
      this.#hooks.board(revision, isFirst, new Response(html, { headers }));
      isFirst = false;
    });
  }

  /** The longest that may pass until the next event. */
  #await(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#again(), ms);
  }

  /** Not all pages at once, where all lost the same stream. */
  #again(): void {
    this.#close();
    const pause = this.#pause * (1 + Math.random());
    this.#pause = Math.min(2 * this.#pause, LONGEST_PAUSE_MS);
    this.#timer = window.setTimeout(() => void this.#open(), pause);
  }

  #close(): void {
    this.#attempt += 1;
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = null;
    this.#hooks.live(false);
  }
}
