import type { MapData } from "./map-data.ts";
import { draw, make } from "./map-element.ts";

const DAY_MS = 86_400_000;
const WAIT_MS = 260;
const WEEK = 7;
const LABEL_ROOM = 0.12;
const LONG_DAYS = 190;

function days(on: string): number {
  return Math.round(Date.parse(`${on}T00:00Z`) / DAY_MS);
}

function iso(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

function written(day: number, options: Intl.DateTimeFormatOptions): string {
  const format = new Intl.DateTimeFormat(document.documentElement.lang, {
    ...options,
    timeZone: "UTC",
  });
  return format.format(day * DAY_MS);
}

/** The day that the map shows, in the reader's language. */
export function dayInWords(on: string): string {
  return written(days(on), { dateStyle: "long" });
}

/** The slider over the days that the map can be seen as of; `chosen` hears of it once it rests. */
export class TimeSlider {
  readonly element = make("div", "float asof");
  readonly #words: Record<string, string>;
  readonly #range = make("input");
  readonly #day = make("span", "faint num");
  readonly #now = make("b", "strong");
  readonly #jump = make("button", "btn quiet small");
  readonly #chosen: (on: string | null) => void;
  readonly #first: number;
  readonly #last: number;
  #timer = 0;

  constructor(data: MapData, chosen: (on: string | null) => void) {
    this.#words = data.words;
    this.#chosen = chosen;
    this.#first = days(data.first_on ?? iso(0));
    this.#last = days(data.last_on ?? data.on ?? iso(0));
    this.#range.type = "range";
    this.#range.min = String(this.#first);
    this.#range.max = String(this.#last);
    this.#range.value = String(data.on ? days(data.on) : this.#last);
    this.#range.ariaLabel = data.words.time ?? "";
    this.#range.addEventListener("input", () => this.#moved());
    this.#range.addEventListener("keydown", (event) => this.#key(event));
    this.#jump.type = "button";
    this.#jump.addEventListener("click", () => {
      this.#range.value = String(this.#isLast ? this.#first : this.#last);
      this.#moved();
    });
    const line = make("div", "row");
    line.append(this.#now, this.#day, make("span", "grow"), this.#jump);
    this.element.append(line, this.#range, this.#scale());
    this.#say();
  }

  get #isLast(): boolean {
    return Number(this.#range.value) === this.#last;
  }

  /** Whether the last day is today, in whatever zone, and not the end of a cycle long over. */
  get #isPresent(): boolean {
    return this.#last >= Math.floor(Date.now() / DAY_MS) - 1;
  }

  #say(): void {
    const day = written(Number(this.#range.value), { dateStyle: "long" });
    this.#day.textContent = day;
    const { today, as_of, first_day, last_day, to_today } = this.#words;
    const back = this.#isPresent ? to_today : last_day;
    this.#now.textContent = (this.#isLast && this.#isPresent ? today : as_of) ?? "";
    this.#jump.textContent = (this.#isLast ? first_day : back) ?? "";
    this.#range.setAttribute("aria-valuetext", day);
    const part = (Number(this.#range.value) - this.#first) / Math.max(this.#last - this.#first, 1);
    this.#range.style.setProperty("--part", String(part));
  }

  /** Page keys go by the weeks that the ticks show; arrows go by days, Home and End to the ends. */
  #key(event: KeyboardEvent): void {
    const step = { PageUp: WEEK, PageDown: -WEEK }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    this.#range.value = String(Number(this.#range.value) + step);
    this.#moved();
  }

  #moved(): void {
    this.#say();
    clearTimeout(this.#timer);
    const on = this.#isLast ? null : iso(Number(this.#range.value));
    this.#timer = window.setTimeout(() => this.#chosen(on), WAIT_MS);
  }

  /** A tick a week, the months by name. */
  #scale(): SVGElement {
    const svg = draw("svg", { class: "scale", height: 24, "aria-hidden": "true" });
    const all = Math.max(this.#last - this.#first, 1);
    const at = (day: number) => `${((day - this.#first) / all) * 100}%`;
    const step = all > LONG_DAYS ? 28 : 7;
    for (let day = this.#first; day <= this.#last; day += step) {
      svg.append(draw("line", { class: "ax b", x1: at(day), x2: at(day), y1: 0, y2: 4 }));
    }
    this.#name(svg, this.#first, "start", { month: "short", day: "numeric" });
    for (let day = this.#first + 1; day < this.#last; day += 1) {
      const part = (day - this.#first) / all;
      const isFree = part > LABEL_ROOM * 1.5 && part < 1 - LABEL_ROOM * 1.5;
      const isFirst = iso(day).endsWith("-01") && (step === 7 || /-(01|04|07|10)-/.test(iso(day)));
      if (isFirst && isFree) this.#name(svg, day, "middle", { month: "short" });
    }
    this.#name(svg, this.#last, "end", { month: "short", day: "numeric" });
    return svg;
  }

  #name(svg: SVGElement, day: number, side: string, options: Intl.DateTimeFormatOptions): void {
    const all = Math.max(this.#last - this.#first, 1);
    const x = `${((day - this.#first) / all) * 100}%`;
    const text = draw("text", { x, y: 18, "text-anchor": side });
    text.textContent = written(day, options);
    svg.append(text);
  }
}
