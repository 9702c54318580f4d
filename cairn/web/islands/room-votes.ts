import { ask } from "./live.ts";

const FINAL = [403, 404, 409, 422];

export interface Purse {
  ballot: string;
  left: number;
  votes: Record<string, number>;
}

interface Hooks {
  /** The server has some dots now: what it said before it had them counts no more. */
  kept(): void;
  /** It refused some (its answer), or cannot be reached (null). */
  refused(answer: Response | null): void;
}

/**
 * The dots that somebody gives in a vote. They are kept in this browser until the server has them and
 * are sent again after a sleep or a lost network; the same dots sent twice are the same dots.
 */
export class VoteBox {
  #sent: Purse = { ballot: "", left: 0, votes: {} };
  #isSending = false;
  readonly #reader: string;
  readonly #hooks: Hooks;

  constructor(reader: string, hooks: Hooks) {
    this.#reader = reader;
    this.#hooks = hooks;
  }

  get #name(): string {
    return `cairn-votes-${this.#reader}-${this.#sent.ballot}`;
  }

  get #waiting(): Record<string, number> {
    return JSON.parse(localStorage.getItem(this.#name) ?? "{}") as Record<string, number>;
  }

  #wait(votes: Record<string, number>): void {
    if (Object.keys(votes).length) localStorage.setItem(this.#name, JSON.stringify(votes));
    else localStorage.removeItem(this.#name);
  }

  /** What the server knows. */
  settle(purse: Purse): void {
    this.#sent = purse;
    if (purse.ballot) void this.flush();
  }

  /** As its owner sees it: what is still on its way counts. */
  get mine(): Purse {
    const votes = { ...this.#sent.votes, ...this.#waiting };
    const sum = (all: Record<string, number>) => Object.values(all).reduce((a, b) => a + b, 0);
    return { ...this.#sent, left: this.#sent.left + sum(this.#sent.votes) - sum(votes), votes };
  }

  give(proposal: string, dots: number): void {
    this.#wait({ ...this.#waiting, [proposal]: dots });
    void this.flush();
  }

  /** Dots taken back go first, so that no purse is overdrawn on the way. */
  async flush(): Promise<void> {
    if (this.#isSending) return;
    this.#isSending = true;
    const more = ([proposal, dots]: [string, number]) => dots - (this.#sent.votes[proposal] ?? 0);
    for (;;) {
      const next = Object.entries(this.#waiting).sort((a, b) => more(a) - more(b))[0];
      if (!next || !(await this.#send(...next))) break;
    }
    this.#isSending = false;
  }

  async #send(proposal: string, dots: number): Promise<boolean> {
    const ballot = this.#sent.ballot;
    const body = new FormData();
    body.set("dots", String(dots));
    body.set("ballot", ballot);
    const answer = await ask(`/proposals/${proposal}/vote`, body);
    const isFinal = answer !== null && (answer.ok || FINAL.includes(answer.status));
    if (answer?.ok) this.#hooks.kept();
    if (!isFinal) this.#hooks.refused(null);
    if (!isFinal || ballot !== this.#sent.ballot) return false;
    if (answer.ok) this.#take(proposal, dots);
    const { [proposal]: asked, ...others } = this.#waiting;
    if (asked === dots || !answer.ok) this.#wait(others);
    if (!answer.ok) this.#hooks.refused(answer);
    return true;
  }

  #take(proposal: string, dots: number): void {
    const { [proposal]: before = 0, ...others } = this.#sent.votes;
    const votes = dots ? { ...others, [proposal]: dots } : others;
    this.#sent = { ...this.#sent, left: this.#sent.left + before - dots, votes };
  }
}
