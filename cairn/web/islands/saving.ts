/** Saving one row of a form ([data-save] names the address) without touching what is being typed. */
import { csrfToken } from "./csrf.ts";

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const SERVER_ERROR = 500;
const SIGNED_OUT = 401;
const FORBIDDEN = 403;

function controls(row: HTMLElement): Control[] {
  const shared =
    row.closest("form")?.querySelectorAll<Control>(":scope > input[type=hidden]") ?? [];
  return [...shared, ...row.querySelectorAll<Control>("input, textarea, select")];
}

function counts(control: Control): boolean {
  const isTick = control instanceof HTMLInputElement && /radio|checkbox/.test(control.type);
  const isNamed = control.name !== "" && control.name !== "csrfmiddlewaretoken";
  return isNamed && !(isTick && !(control as HTMLInputElement).checked);
}

function fields(row: HTMLElement, typedOnly = false): string {
  const sent = new URLSearchParams();
  for (const control of new Set(controls(row))) {
    if (counts(control) && !(typedOnly && control.type === "hidden")) {
      sent.append(control.name, control.value);
    }
  }
  return sent.toString();
}

/** Puts each [data-swap] of an answer in the place of the element with its id. */
function swap(answer: string, row: HTMLElement): void {
  const parsed = new DOMParser().parseFromString(answer, "text/html");
  const hadFocus = row.contains(document.activeElement);
  const parts = parsed.querySelectorAll("[data-swap]");
  for (const part of parts) document.getElementById(part.id)?.replaceWith(part);
  if (parts.length === 0) refuse(parsed, row);
  for (const input of row.querySelectorAll<HTMLElement>("[data-field]")) {
    const words = document.getElementById(input.getAttribute("aria-describedby") ?? "");
    input.toggleAttribute("aria-invalid", Boolean(words?.textContent));
  }
  if (hadFocus && !row.contains(document.activeElement)) firstField(row)?.focus();
}

/** The same key result stands elsewhere on the page too: its fields take what was saved here. */
function follow(answer: string, row: HTMLElement): void {
  const parsed = new DOMParser().parseFromString(answer, "text/html");
  for (const fresh of parsed.querySelectorAll<HTMLElement>("[data-save]")) {
    const other = document.getElementById(fresh.id);
    if (!other || other === row || isDirty(other)) continue;
    for (const input of fresh.querySelectorAll<HTMLInputElement>("input:not([type=hidden])")) {
      const field = other.querySelector<HTMLInputElement>(`input[name="${input.name}"]`);
      if (field) field.value = input.value;
    }
    savers.delete(other);
    watch(other);
  }
}

/** A whole page came back: its reason stands under the row. */
function refuse(page: Document, row: HTMLElement): void {
  const place = row.querySelector<HTMLElement>("[id$=-row-error], .err");
  const reason = page.querySelector("main h1 + p")?.textContent;
  if (!place) return;
  place.textContent = reason ?? "";
  place.hidden = false;
}

/** Signing in again, in another tab, gave out a new token: take it from a fresh page. */
async function renewToken(): Promise<void> {
  const page = await (await fetch(location.href)).text();
  const fresh = new DOMParser().parseFromString(page, "text/html");
  const token = fresh.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content;
  const meta = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]');
  if (meta && token) meta.content = token;
}

/** The flashes of the page (flash.ts) say what went wrong on the way. */
function tell(status: number): void {
  const detail = { ctx: { response: { status } } };
  document.dispatchEvent(
    new CustomEvent(status ? "htmx:response:error" : "htmx:error", { detail }),
  );
}

async function post(address: string, body: string, isRetry = false): Promise<Response | null> {
  const headers = {
    "Content-Type": "application/x-www-form-urlencoded",
    "HX-Request": "true",
    "X-CSRFToken": csrfToken(),
  };
  try {
    const answer = await fetch(address, { method: "POST", body, headers, keepalive: true });
    if (answer.status === FORBIDDEN && !isRetry) {
      await renewToken();
      return post(address, body, true);
    }
    if (answer.status === SIGNED_OUT || answer.status >= SERVER_ERROR) tell(answer.status);
    return answer;
  } catch {
    tell(0);
    return null;
  }
}

class Saver {
  #row: HTMLElement;
  #sent: string;
  #running: Promise<boolean> | null = null;
  #isAgain = false;

  constructor(row: HTMLElement) {
    this.#row = row;
    this.#sent = row.dataset.typed ?? fields(row, true);
  }

  get isDirty(): boolean {
    return fields(this.#row, true) !== this.#sent;
  }

  save(isForced: boolean): Promise<boolean> {
    if (this.#running) {
      this.#isAgain ||= this.isDirty;
      return this.#running;
    }
    if (!isForced && !this.isDirty) return Promise.resolve(true);
    this.#running = this.#send().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #send(): Promise<boolean> {
    this.#isAgain = false;
    this.#row.classList.remove("is-wrong");
    this.#sent = fields(this.#row, true);
    this.#say("saving");
    const answer = await post(this.#row.dataset.save ?? "", fields(this.#row));
    if (!answer || answer.status === SIGNED_OUT || answer.status >= SERVER_ERROR) {
      this.#sent = "";
      this.#say("failed");
      return false;
    }
    const text = await answer.text();
    if (answer.ok) follow(text, this.#row);
    swap(text, this.#row);
    if (this.#isAgain) return this.#send();
    if (answer.ok) this.#row.toggleAttribute("data-saved", true);
    this.#row.classList.toggle("is-wrong", !answer.ok);
    this.#row.classList.toggle("is-done", answer.ok || this.#row.classList.contains("is-done"));
    this.#say(answer.ok ? "saved" : "wrong");
    return answer.ok;
  }

  #say(state: string): void {
    this.#row.dispatchEvent(new CustomEvent("cairn:save", { bubbles: true, detail: { state } }));
  }
}

const savers = new WeakMap<HTMLElement, Saver>();

/** Remembers what a row holds now as saved, before anybody types. */
export function watch(row: HTMLElement): Saver {
  const known = savers.get(row) ?? new Saver(row);
  savers.set(row, known);
  return known;
}

/** Saves a row if somebody typed in it; `isForced` saves it as it stands. */
export function saveRow(row: HTMLElement, isForced = false): Promise<boolean> {
  return watch(row).save(isForced);
}

export function isDirty(row: HTMLElement): boolean {
  return watch(row).isDirty;
}

export function firstField(row: HTMLElement): HTMLElement | null {
  return row.querySelector<HTMLElement>("[data-first]");
}

/** Takes the last save of a row back; the row comes back whole, with what stood before. */
export async function undoRow(row: HTMLElement): Promise<HTMLElement | null> {
  const button = row.querySelector<HTMLButtonElement>("[data-undo]");
  if (!button) return null;
  const answer = await post(button.formAction, fields(row));
  if (!answer?.ok) return null;
  const text = await answer.text();
  const fresh = new DOMParser().parseFromString(text, "text/html").getElementById(row.id);
  if (!fresh) return null;
  follow(text, row);
  swap(text, row);
  row.replaceWith(fresh);
  watch(fresh);
  return fresh;
}
