import { ask, Countdown, Follower, isTyping, sayRefused, toggleFullScreen } from "./live.ts";
import { forgetDraft, keyOf } from "./proposal.ts";
import { Carry, type Words } from "./room-carry.ts";
import { RoomStream } from "./room-stream.ts";
import { type Purse, VoteBox } from "./room-votes.ts";

const EVERY_MS = 700;
const REVEALING_MS = 1600;

interface Personal extends Omit<Purse, "ballot"> {
  timer?: number;
}

type Field = HTMLInputElement | HTMLTextAreaElement;

/**
 * A planning room's board: shows what the others do within a second, gives dots, carries cards. What
 * somebody is writing, ticking or carrying outlives what comes in meanwhile.
 */
class Room extends HTMLElement {
  #follower: Follower | null = null;
  #countdown: Countdown | null = null;
  #carry: Carry | null = null;
  #votes: VoteBox | null = null;
  #late: Response | null = null;
  #isFresh = false;
  readonly #drawn = new Map<string, string>();

  connectedCallback(): void {
    this.#votes = new VoteBox(this.dataset.me ?? "", {
      kept: () => this.#follower?.overtake(),
      refused: (answer) => void this.#refused(answer),
    });
    this.#countdown = new Countdown(this);
    this.#carry = new Carry(this, {
      drop: (card, group, position) => void this.#move(card, group, position),
      say: (words, card) => this.#sayCarried(words, card),
    });
    this.addEventListener("submit", (event) => void this.#submit(event));
    this.addEventListener("click", (event) => this.#click(event));
    document.addEventListener("keydown", (event) => this.#press(event));
    if (location.hash.startsWith("#p-")) forgetDraft(this.dataset.url ?? "");
    this.#remember(this.#board);
    this.#settle(this.dataset.mine ?? null);
    this.#follower = new Follower(
      this,
      EVERY_MS,
      (revision) => this.#address(revision),
      (answer) => this.#show(answer),
    );
    if (this.dataset.stream !== undefined) this.#listen(this.#follower);
    if (this.dataset.enter !== undefined) void this.#enter();
  }

  #listen(follower: Follower): void {
    new RoomStream(this.dataset.url ?? "", {
      live: (isLive) => {
        this.toggleAttribute("data-fed", isLive);
        follower.feed(isLive);
      },
      beat: () => void this.#votes?.flush(),
      board: (revision, isFirst, answer) => {
        const shown = Number(this.#board.dataset.revision ?? 0);
        if (revision > shown || (isFirst && revision === shown)) void follower.take(answer);
      },
    });
  }

  /** The first time everything is asked for: the page may be older than a dot sent before it came. */
  #address(revision = this.#isFresh ? (this.#board.dataset.revision ?? "") : ""): string {
    this.#isFresh = true;
    return `${this.dataset.url}/live?${new URLSearchParams({ revision })}`;
  }

  /** Who comes while the room is at work takes a seat. */
  async #enter(): Promise<void> {
    const body = new FormData();
    body.set("act", "enter");
    await ask(`${this.dataset.url}/seats`, body);
  }

  get #board(): HTMLElement {
    return this.querySelector("#board") as HTMLElement;
  }

  /** What the server drew of each part, to tell what changed from what the reader did to it. */
  #remember(board: Element): void {
    this.#drawn.clear();
    for (const part of board.querySelectorAll("[data-part]"))
      this.#drawn.set(part.id, part.outerHTML);
  }

  async #show(answer: Response): Promise<void> {
    if (answer.status === 204) void this.#votes?.flush();
    if (answer.status === 204) return;
    if (this.#carry?.isCarrying) {
      this.#late = answer;
      return;
    }
    const made = document.createElement("template");
    made.innerHTML = await answer.text();
    const board = made.content.querySelector<HTMLElement>("#board");
    if (board) this.#redraw(board);
    this.#settle(answer.headers.get("X-Mine"));
  }

  #redraw(board: HTMLElement): void {
    const old = this.#board;
    const isRevealed = old.dataset.open && board.dataset.revealed === old.dataset.open;
    const isNews = old.dataset.said !== board.dataset.said;
    const focused = old.contains(document.activeElement) ? document.activeElement : null;
    const caret = (focused as HTMLTextAreaElement | null)?.selectionStart;
    const drawn = new Map(this.#drawn);
    this.#remember(board);
    for (const part of [...board.querySelectorAll<HTMLElement>("[data-part]")]) {
      const before = document.getElementById(part.id);
      if (before && drawn.get(part.id) === part.outerHTML) part.replaceWith(before);
    }
    this.#takeOver(old, board);
    old.replaceWith(board);
    const again = focused?.id ? document.getElementById(focused.id) : null;
    const gone = focused?.closest(".now-acts") ? board.querySelector<HTMLElement>("#now") : null;
    (again ?? gone ?? (focused as HTMLElement | null))?.focus?.({ preventScroll: true });
    if (again instanceof HTMLTextAreaElement && caret) again.setSelectionRange(caret, caret);
    if (isRevealed) this.#reveal();
    if (isNews) this.#say(board.dataset.said ?? "");
  }

  /** What was typed, ticked and opened where the board is drawn anew. */
  #takeOver(old: HTMLElement, board: HTMLElement): void {
    for (const field of old.querySelectorAll<Field>("[id]:is(input, textarea)")) {
      const now = board.querySelector<Field>(`#${CSS.escape(field.id)}`);
      const wasTicked = field instanceof HTMLInputElement && field.checked !== field.defaultChecked;
      if (now instanceof HTMLInputElement && wasTicked) now.checked = !now.defaultChecked;
      else if (now && field.value !== field.defaultValue) now.value = field.value;
    }
    for (const select of old.querySelectorAll<HTMLSelectElement>("select[id]")) {
      const now = board.querySelector<HTMLSelectElement>(`#${CSS.escape(select.id)}`);
      if (now && select.value) now.value = select.value;
    }
    for (const fold of old.querySelectorAll<HTMLDetailsElement>("details[id][open]"))
      board.querySelector(`#${CSS.escape(fold.id)}`)?.setAttribute("open", "");
  }

  /** The reader's own: their dots, and the seconds that are left. */
  #settle(mine: string | null): void {
    if (mine) {
      const told = JSON.parse(mine) as Personal;
      this.#votes?.settle({ ...told, ballot: this.#board.dataset.open ?? "" });
      this.#countdown?.set(told.timer === undefined ? undefined : String(told.timer));
    }
    this.#drawPurse();
    for (const button of this.querySelectorAll<HTMLElement>("[data-keys], [data-full]"))
      button.hidden = false;
    for (const own of this.querySelectorAll<HTMLElement>("[data-by][hidden]"))
      if (this.#isOwn(own)) own.hidden = false;
  }

  /** What the reader said or proposed by name, or holds the key to. */
  #isOwn(part: HTMLElement): boolean {
    if (part.dataset.by) return part.dataset.by === this.dataset.me;
    return part.dataset.mine !== undefined && keyOf(part.dataset.mine) !== null;
  }

  #drawPurse(): void {
    const mine = this.#votes?.mine;
    if (!mine?.ballot) return;
    for (const row of this.querySelectorAll<HTMLElement>("[data-purse]")) {
      const stones = [...row.querySelectorAll(".stone")];
      for (const [at, stone] of stones.entries())
        stone.classList.toggle("is-given", at >= mine.left);
      const left = row.querySelector("[data-left]");
      if (left) left.textContent = String(mine.left);
    }
    for (const form of this.querySelectorAll<HTMLFormElement>("form[data-dots]"))
      this.#drawDots(form, mine);
  }

  #drawDots(form: HTMLFormElement, mine: Purse): void {
    const given = mine.votes[form.dataset.dots ?? ""] ?? 0;
    const stones = form.querySelector("[data-stones]");
    if (stones && stones.children.length !== given)
      stones.replaceChildren(
        ...Array.from({ length: given }, () => {
          const stone = document.createElement("i");
          stone.className = "stone";
          return stone;
        }),
      );
    const number = form.querySelector("[data-given]");
    if (number) number.textContent = String(given);
    form.closest(".p-card")?.classList.toggle("has-mine", given > 0);
    const [less, more] = form.querySelectorAll<HTMLButtonElement>("button");
    if (!less || !more) return;
    less.value = String(Math.max(0, given - 1));
    more.value = String(given + 1);
    this.#rest(less, given === 0);
    this.#rest(more, mine.left <= 0);
  }

  /** Not `disabled`, which would throw out whoever stands on it with the keys. */
  #rest(button: HTMLButtonElement, isResting: boolean): void {
    button.setAttribute("aria-disabled", String(isResting));
  }

  #reveal(): void {
    const board = this.#board;
    board.classList.add("is-revealing");
    window.setTimeout(() => board.classList.remove("is-revealing"), REVEALING_MS);
  }

  #say(words: string): void {
    const said = this.querySelector("[data-said]:not(#board)");
    if (said) said.textContent = words;
  }

  /** Of the words that the page holds for carrying: {title}, {group}, {place}, {all}. */
  #sayCarried(words: Words, card: HTMLElement): void {
    const list = card.parentElement as HTMLElement;
    const cards = [...list.querySelectorAll("[data-proposal]")];
    const facts: Record<string, string> = {
      title: card.dataset.title ?? "",
      group: list.dataset.name ?? "",
      place: String(cards.indexOf(card) + 1),
      all: String(cards.length),
    };
    const text = this.dataset[words] ?? "";
    this.#say(text.replace(/\{(\w+)\}/g, (_all, name: string) => facts[name] ?? ""));
    if ((words === "dropped" || words === "back") && this.#late) {
      this.#late = null;
      void this.#follower?.look("");
    }
  }

  async #move(card: HTMLElement, group: string, position: number): Promise<void> {
    const body = new FormData();
    body.set("group", group);
    body.set("position", String(position));
    body.set("version", card.dataset.version ?? "");
    await this.#send(`/proposals/${card.dataset.proposal}/move`, body);
  }

  async #send(address: string, body: FormData): Promise<Response | null> {
    this.#follower?.overtake();
    const answer = await ask(address, body);
    if (answer?.ok) this.querySelector("#flashes")?.replaceChildren();
    else await sayRefused(this, answer);
    if (answer) {
      this.#drawn.clear();
      await this.#follower?.look("");
    } else this.#follower?.afterSending(answer);
    return answer;
  }

  async #refused(answer: Response | null): Promise<void> {
    if (answer) await sayRefused(this, answer);
    this.#drawPurse();
  }

  async #submit(event: SubmitEvent): Promise<void> {
    const form = event.target as HTMLFormElement;
    if (form.dataset.live === undefined) return;
    event.preventDefault();
    const button = event.submitter as HTMLButtonElement | null;
    if (form.dataset.dots) this.#give(form, button);
    else {
      const answer = await this.#send(
        button?.getAttribute("formaction") ?? form.action,
        new FormData(form, button),
      );
      if (answer?.ok) this.#emptied(form);
    }
  }

  /** What was sent stands on the board now. */
  #emptied(form: HTMLFormElement): void {
    const now = form.id ? (document.getElementById(form.id) as HTMLFormElement | null) : form;
    now?.reset();
    for (const tick of this.querySelectorAll<HTMLInputElement>(`[form="${form.id}"]:checked`))
      tick.checked = false;
    const fold = now?.closest("details");
    if (fold) fold.open = false;
  }

  #give(form: HTMLFormElement, button: HTMLButtonElement | null): void {
    if (!button || button.getAttribute("aria-disabled") === "true") return;
    this.#votes?.give(form.dataset.dots ?? "", Number(button.value));
    this.#drawPurse();
    const mine = this.#votes?.mine;
    const given = mine?.votes[form.dataset.dots ?? ""] ?? 0;
    const words = this.dataset.given ?? "";
    this.#say(words.replace("{given}", String(given)).replace("{left}", String(mine?.left ?? 0)));
  }

  #click(event: MouseEvent): void {
    const target = event.target as Element;
    if (target.closest("[data-keys]")) this.querySelector("dialog")?.showModal();
    else if (target.closest("[data-full]")) toggleFullScreen();
  }

  #press(event: KeyboardEvent): void {
    if (event.isComposing || this.querySelector("dialog[open]") || isTyping(event.target)) return;
    if (event.ctrlKey || event.metaKey || event.altKey || this.#carry?.isCarrying) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const card = (event.target as Element).closest(".p-card");
    const dots = { "+": 1, "=": 1, "-": 0 }[key];
    const wanted =
      dots === undefined
        ? this.querySelector<HTMLElement>(`[data-press="${CSS.escape(key)}"]`)
        : card?.querySelectorAll<HTMLElement>("form[data-dots] button")[dots];
    if (!wanted) return;
    event.preventDefault();
    if (wanted.matches("input, textarea")) wanted.focus();
    else wanted.click();
  }
}

customElements.define("cairn-room", Room);
