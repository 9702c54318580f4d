const TO_LIFT_PX = 6;
const EDGE_PX = 72;
const STEP_PX = 14;

export type Words = "lifted" | "at" | "dropped" | "back";

export interface Hooks {
  /** Keep where a card lies now. */
  drop(card: HTMLElement, group: string, position: number): void;
  say(words: Words, card: HTMLElement): void;
}

function cardsOf(list: Element): HTMLElement[] {
  return [...list.querySelectorAll<HTMLElement>(":scope > [data-proposal]")];
}

/** Carries a card from group to group: by its grip with the keys, by mouse, by a finger on the grip. */
export class Carry {
  #card: HTMLElement | null = null;
  #home: { list: Element; next: Element | null } | null = null;
  #ghost: HTMLElement | null = null;
  #grabbed = { x: 0, y: 0 };
  readonly #host: HTMLElement;
  readonly #hooks: Hooks;

  constructor(host: HTMLElement, hooks: Hooks) {
    this.#host = host;
    this.#hooks = hooks;
    host.addEventListener("pointerdown", (event) => this.#press(event));
    host.addEventListener("keydown", (event) => this.#key(event));
    host.addEventListener("focusout", (event) => this.#leave(event));
  }

  get isCarrying(): boolean {
    return this.#card !== null;
  }

  #lift(card: HTMLElement): void {
    this.#card = card;
    this.#home = { list: card.parentElement as Element, next: card.nextElementSibling };
    card.classList.add("is-carried");
  }

  #put(list: Element, place: number): void {
    const card = this.#card;
    if (!card) return;
    const others = cardsOf(list).filter((one) => one !== card);
    const next = others[Math.max(0, place)] ?? null;
    if (card.parentElement !== list || card.nextElementSibling !== next)
      list.insertBefore(card, next);
  }

  #end(isKept: boolean): void {
    const card = this.#card;
    if (!card || !this.#home) return;
    const { list, next } = this.#home;
    const isElsewhere = card.parentElement !== list || card.nextElementSibling !== next;
    if (!isKept) list.insertBefore(card, next);
    card.classList.remove("is-carried");
    this.#ghost?.remove();
    this.#ghost = null;
    this.#card = null;
    this.#home = null;
    this.#hooks.say(isKept ? "dropped" : "back", card);
    if (!isKept || !isElsewhere) return;
    const now = card.parentElement as HTMLElement;
    this.#hooks.drop(card, now.dataset.group ?? "", cardsOf(now).indexOf(card));
  }

  // By the keys: Space picks up and puts down, arrows carry, Escape takes back.

  #key(event: KeyboardEvent): void {
    const grip = (event.target as Element).closest<HTMLElement>("[data-grip]");
    const card = grip?.closest<HTMLElement>("[data-proposal]");
    if (!grip || !card) return;
    const isSwitch = event.key === " " || event.key === "Enter";
    if (!this.#card && !isSwitch) return;
    event.preventDefault();
    event.stopPropagation();
    if (!this.#card) {
      this.#lift(card);
      this.#hooks.say("lifted", card);
    } else if (isSwitch) this.#end(true);
    else if (event.key === "Escape") this.#end(false);
    else this.#carry(event.key, card);
    grip.focus();
    card.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  #carry(key: string, card: HTMLElement): void {
    const lists = [...this.#host.querySelectorAll<HTMLElement>("[data-group]")];
    const here = lists.indexOf(card.parentElement as HTMLElement);
    const place = cardsOf(lists[here] as Element).indexOf(card);
    const aside = { ArrowLeft: -1, ArrowRight: 1 }[key];
    const along = { ArrowUp: -1, ArrowDown: 1 }[key];
    if (along) this.#put(lists[here] as Element, place + along);
    const list = aside ? lists[here + aside] : undefined;
    if (list) this.#put(list, place);
    if (along || list) this.#hooks.say("at", card);
  }

  #leave(event: FocusEvent): void {
    const isGrip = (event.target as Element).matches("[data-grip]");
    if (isGrip && !this.#ghost && event.relatedTarget) this.#end(false);
  }

  // By mouse anywhere on the card, by touch on its grip: a finger elsewhere scrolls.

  #press(event: PointerEvent): void {
    const target = event.target as Element;
    const grip = target.closest("[data-grip]");
    const card = target.closest<HTMLElement>("[data-proposal]");
    const isHeld = grip || (event.pointerType === "mouse" && !this.#isForUse(target));
    if (!card?.querySelector("[data-grip]") || !isHeld || event.button !== 0) return;
    const start = { x: event.clientX, y: event.clientY };
    const stop = new AbortController();
    const options = { signal: stop.signal };
    const end = (isKept: boolean) => {
      stop.abort();
      if (this.#ghost) this.#end(isKept);
    };
    const move = (next: PointerEvent) => {
      const far = Math.hypot(next.clientX - start.x, next.clientY - start.y) > TO_LIFT_PX;
      if (!this.#ghost && far) this.#show(card, start);
      if (this.#ghost) this.#follow(next);
    };
    addEventListener("pointermove", move, options);
    addEventListener("pointerup", () => end(true), options);
    addEventListener("pointercancel", () => end(false), options);
    addEventListener("keydown", (key) => key.key === "Escape" && end(false), options);
  }

  #isForUse(target: Element): boolean {
    return Boolean(target.closest("a, button, input, select, textarea, summary, label"));
  }

  #show(card: HTMLElement, start: { x: number; y: number }): void {
    const box = card.getBoundingClientRect();
    const ghost = card.cloneNode(true) as HTMLElement;
    ghost.removeAttribute("id");
    ghost.removeAttribute("data-proposal");
    ghost.classList.add("is-ghost");
    ghost.style.width = `${box.width}px`;
    ghost.setAttribute("aria-hidden", "true");
    this.#grabbed = { x: start.x - box.left, y: start.y - box.top };
    this.#lift(card);
    this.#ghost = ghost;
    this.#host.append(ghost);
    getSelection()?.removeAllRanges();
  }

  #follow(event: PointerEvent): void {
    const { clientX: x, clientY: y } = event;
    const ghost = this.#ghost as HTMLElement;
    ghost.style.transform = `translate(${x - this.#grabbed.x}px, ${y - this.#grabbed.y}px)`;
    if (y < EDGE_PX) window.scrollBy(0, -STEP_PX);
    if (y > innerHeight - EDGE_PX) window.scrollBy(0, STEP_PX);
    const under = document.elementFromPoint(x, y);
    const list = under?.closest(".column")?.querySelector("[data-group]");
    if (!list) return;
    const others = cardsOf(list).filter((one) => one !== this.#card);
    const after = others.findIndex((one) => {
      const box = one.getBoundingClientRect();
      return y < box.top + box.height / 2;
    });
    this.#put(list, after < 0 ? others.length : after);
  }
}
