const NAME = "cairn-proposal-";
const FIELDS = ["title", "why", "key_results", "submission"];

type Field = HTMLInputElement | HTMLTextAreaElement;

/** The key to a proposal without a name, kept in its proposer's browser and nowhere else. */
export function keyOf(proposal: string): string | null {
  return localStorage.getItem(NAME + proposal);
}

/** What was typed for a room has become a proposal. */
export function forgetDraft(room: string): void {
  sessionStorage.removeItem(NAME + room);
}

/** The page that shows a key once: this browser keeps it, and the draft has become a proposal. */
class ProposalKey extends HTMLElement {
  connectedCallback(): void {
    localStorage.setItem(NAME + this.dataset.proposal, this.dataset.key ?? "");
    forgetDraft(this.dataset.draft ?? "");
    const link = this.querySelector<HTMLAnchorElement>("a.key");
    if (link) link.textContent = link.href;
  }
}

/**
 * The form of a proposal: what is typed outlives a reload and a session that ends, in this window
 * only; the key is put in where this browser or the link knows it.
 */
class Proposal extends HTMLElement {
  connectedCallback(): void {
    const asked = new URLSearchParams(location.hash.slice(1)).get("key");
    const key = asked ?? keyOf(this.dataset.proposal ?? "");
    for (const field of this.querySelectorAll<HTMLInputElement>("[data-key]"))
      field.value ||= key ?? "";
    if (!this.dataset.draft) return;
    this.#restore(NAME + this.dataset.draft);
    this.addEventListener("input", () => this.#keep(NAME + this.dataset.draft));
    const look = this.querySelector<HTMLElement>("[data-look]");
    if (look) look.hidden = true;
  }

  #fields(): Field[] {
    const form = this.querySelector("form");
    return FIELDS.map((name) => form?.elements.namedItem(name) as Field).filter(Boolean);
  }

  #keep(name: string): void {
    const kept = Object.fromEntries(this.#fields().map((field) => [field.name, field.value]));
    sessionStorage.setItem(name, JSON.stringify(kept));
  }

  #restore(name: string): void {
    const kept = JSON.parse(sessionStorage.getItem(name) ?? "{}") as Record<string, string>;
    const fields = this.#fields();
    if (fields.some((field) => field.name !== "submission" && field.value)) return;
    for (const field of fields) field.value = kept[field.name] ?? field.value;
  }
}

customElements.define("cairn-proposal-key", ProposalKey);
customElements.define("cairn-proposal", Proposal);
