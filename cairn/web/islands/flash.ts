const STAYS_MS = 8000;
const SERVER_ERROR = 500;
const SIGNED_OUT = 401;

interface HtmxAnswer extends CustomEvent {
  detail: { ctx?: { response?: { status: number } } };
}

/** Messages leave after a while unless they are errors or in use; failed requests are told too. */
class Flashes extends HTMLElement {
  connectedCallback(): void {
    this.#watch();
    new MutationObserver(() => this.#watch()).observe(this, { childList: true, subtree: true });
    document.addEventListener("htmx:response:error", (event) => {
      const status = (event as HtmxAnswer).detail.ctx?.response?.status ?? SERVER_ERROR;
      if (status === SIGNED_OUT) this.#say("signed-out");
      else if (status >= SERVER_ERROR) this.#say("failed");
    });
    document.addEventListener("htmx:error", () => this.#say("unreachable"));
  }

  #say(template: string): void {
    const words = this.querySelector<HTMLTemplateElement>(`template[data-case="${template}"]`);
    if (words) this.querySelector("[role=status]")?.replaceChildren(words.content.cloneNode(true));
  }

  #watch(): void {
    for (const flash of this.querySelectorAll<HTMLElement>(".flash:not([data-seen], .error)")) {
      flash.dataset.seen = "";
      const leave = () => {
        if (flash.matches(":hover, :focus-within")) window.setTimeout(leave, STAYS_MS);
        else flash.remove();
      };
      window.setTimeout(leave, STAYS_MS);
    }
  }
}

customElements.define("cairn-flashes", Flashes);
