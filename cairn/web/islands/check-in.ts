import { Autosave } from "./autosave.ts";
import { showDue } from "./due.ts";
import { firstField, isDirty, undoRow } from "./saving.ts";

const TEN_MS = 700;

function rowOf(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>("[data-save]") : null;
}

/** What was typed before this script was there stands before the old value: it replaces it now. */
function replaceOld(field: HTMLInputElement): void {
  const old = field.defaultValue;
  if (!old || field.value === old || !field.value.endsWith(old)) return;
  field.value = field.value.slice(0, -old.length);
}

/** The keys of the check-in: digits set the confidence, + is 10, Ctrl Z takes the last save back. */
class CheckIn extends HTMLElement {
  #saved: HTMLElement[] = [];
  #began = 0;
  #oneAt = 0;
  #ticking = 0;
  #hasEnded = false;

  connectedCallback(): void {
    this.addEventListener("focusin", (event) => this.#take(event.target));
    this.addEventListener("keydown", (event) => this.#press(event));
    this.addEventListener("cairn:save", (event) => this.#note(event as CustomEvent));
    this.addEventListener("cairn:end", () => this.#end());
    this.addEventListener("click", (event) => this.#click(event));
    const isFree = document.activeElement === document.body;
    if (isFree) this.querySelector<HTMLElement>("[autofocus]")?.focus(); // before the browser does
    const field = document.activeElement;
    this.#take(field);
    if (field instanceof HTMLInputElement && this.contains(field)) replaceOld(field);
  }

  get #rows(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>("[data-save]")];
  }

  /** The row with the focus is in hand: raised, with its bar and its note. */
  #take(target: EventTarget | null): void {
    const row = rowOf(target);
    if (!row) return;
    for (const other of this.#rows) other.classList.toggle("now", other === row);
    if (target instanceof HTMLInputElement && target.matches(".num")) target.select();
  }

  #press(event: KeyboardEvent): void {
    this.#start();
    const target = event.target as HTMLElement;
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "z") {
      const row = rowOf(target);
      if (row && isDirty(row)) return;
      event.preventDefault();
      this.#saved = this.#saved.filter((one) => one.isConnected);
      void this.#undo(this.#saved.pop());
    } else if (target.matches("input[type=radio]") && !event.ctrlKey && !event.metaKey) {
      this.#mark(event, target as HTMLInputElement);
    }
  }

  /** A digit is the confidence; 1 and then at once 0 is ten, as + is. */
  #mark(event: KeyboardEvent, radio: HTMLInputElement): void {
    let mark = /^[0-9]$/.test(event.key) ? Number(event.key) : -1;
    if (event.key === "+" || event.key === "=") mark = 10;
    if (mark < 0) return;
    if (mark === 0 && event.timeStamp - this.#oneAt < TEN_MS) mark = 10;
    this.#oneAt = mark === 1 ? event.timeStamp : Number.NEGATIVE_INFINITY;
    event.preventDefault();
    const row = rowOf(radio);
    const chosen = row?.querySelector<HTMLInputElement>(`input[type=radio][value="${mark}"]`);
    if (!chosen) return;
    chosen.checked = true;
    chosen.focus();
    chosen.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #say(state: string): void {
    const place = document.getElementById("ci-saved");
    if (!place) return;
    place.textContent = place.dataset[state] ?? "";
    place.dataset.state = state;
  }

  #note(event: CustomEvent): void {
    const row = event.target as HTMLElement;
    const state: string = event.detail.state;
    this.#say(state);
    if (state === "failed" || state === "wrong") row.removeAttribute("data-said");
    if (state === "saved") this.#saved = [...this.#saved.filter((one) => one !== row), row];
    this.#count();
    this.#finish();
  }

  #count(): void {
    const rows = this.#rows;
    const done = rows.filter((row) => row.classList.contains("is-done")).length;
    const words = this.dataset.count?.replace("{}", String(done));
    const count = this.querySelector("#ci-count");
    if (count && words) count.textContent = words.replace("[]", String(rows.length));
    const stones = [...this.querySelectorAll(".ci-prog .f-ok")];
    const filled = Math.floor((done * stones.length) / rows.length);
    for (const [place, stone] of stones.entries()) stone.classList.toggle("on", place < filled);
    if (done === rows.length) clearInterval(this.#ticking);
    if (!location.search) showDue(rows.length - done);
  }

  #start(): void {
    if (this.#began) return;
    this.#began = Date.now();
    const clock = this.querySelector("#ci-clock");
    this.#ticking = window.setInterval(() => {
      const seconds = Math.round((Date.now() - this.#began) / 1000);
      if (clock) clock.textContent = (this.dataset.clock ?? "").replace("{}", String(seconds));
    }, 1000);
  }

  async #undo(row: HTMLElement | undefined): Promise<void> {
    const fresh = row && (await undoRow(row));
    if (!fresh) return;
    firstField(fresh)?.focus();
    this.#say("undone");
  }

  #click(event: MouseEvent): void {
    this.#start();
    const button = (event.target as Element).closest<HTMLElement>("[data-next], [data-step]");
    if (!button) return;
    event.preventDefault();
    const row = rowOf(button) ?? this.querySelector<HTMLElement>("[data-save].now");
    if (!row) return;
    if (button.dataset.step === "-1") {
      const before = this.#rows[this.#rows.indexOf(row) - 1];
      if (before) firstField(before)?.focus();
    } else {
      const list = this.querySelector("cairn-autosave");
      if (list instanceof Autosave) list.goOn(row);
    }
  }

  /** After the last row: the first that was passed over, or wait until all are stored. */
  #end(): void {
    const isOpen = (row: HTMLElement) => !row.matches(".is-done, [data-said]");
    const open = this.#rows.find(isOpen);
    if (open) firstField(open)?.focus();
    this.#hasEnded = !open;
    this.#finish();
  }

  #finish(): void {
    if (!this.#hasEnded) return;
    const wrong = this.querySelector<HTMLElement>("[data-save].is-wrong");
    const end = this.querySelector<HTMLElement>("#ci-end");
    if (wrong) {
      this.#hasEnded = false;
      firstField(wrong)?.focus();
    } else if (end && this.#rows.every((row) => row.matches(".is-done"))) {
      this.#hasEnded = false;
      end.hidden = false;
      end.focus();
    }
  }
}

customElements.define("cairn-check-in", CheckIn);
