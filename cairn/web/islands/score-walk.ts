import { csrfToken } from "./csrf.ts";

/** Scoring with the keyboard: digits and arrows choose a tenth, + all of it, Enter goes on to the
 * next line and at the end to the button. The server says what each choice makes of the mean. */
class ScoreWalk extends HTMLElement {
  #asked = 0;

  connectedCallback(): void {
    this.addEventListener("keydown", (event) => this.#press(event));
    this.addEventListener("change", () => void this.#count());
  }

  #press(event: KeyboardEvent): void {
    const field = event.target as HTMLInputElement;
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" && field.matches("input")) {
      event.preventDefault();
      this.#goOn(field);
    } else if (field.type === "radio" && /^[0-9+]$/.test(event.key)) {
      event.preventDefault();
      this.#choose(field, event.key === "+" ? "1.0" : `0.${event.key}`);
    }
  }

  #choose(field: HTMLInputElement, value: string): void {
    const scale = field.closest("fieldset");
    const wanted = scale?.querySelector<HTMLInputElement>(`input[value="${value}"]`);
    if (!wanted) return;
    wanted.checked = true;
    wanted.focus();
    wanted.dispatchEvent(new Event("change", { bubbles: true }));
  }

  async #count(): Promise<void> {
    const form = this.querySelector("form");
    const place = this.querySelector("[data-mean]");
    if (!form || !place) return;
    const mine = ++this.#asked;
    const headers = { "X-CSRFToken": csrfToken(), "HX-Request": "true" };
    const sent = { method: "POST", headers, body: new FormData(form) };
    const answer = await fetch(`${form.action}?mean=1`, sent).catch(() => null);
    const words = answer?.ok ? await answer.text() : "";
    if (words && mine === this.#asked) place.innerHTML = words;
  }

  #goOn(field: HTMLInputElement): void {
    const lines = [...this.querySelectorAll<HTMLElement>("[data-line]")];
    const at = lines.findIndex((line) => line.contains(field));
    const next = lines
      .slice(at + 1)
      .map((line) => line.querySelector<HTMLInputElement>("input[type=radio]:checked"))
      .find((one) => one !== null);
    (next ?? this.querySelector<HTMLButtonElement>("button.primary"))?.focus();
  }
}

customElements.define("cairn-score", ScoreWalk);
