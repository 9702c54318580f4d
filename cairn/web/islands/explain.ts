/** Shows the sum behind a number, a.why[href], in one popover; without scripts it is a page. */
class Explain extends HTMLElement {
  connectedCallback(): void {
    document.addEventListener("click", (event) => {
      const link = (event.target as Element).closest<HTMLAnchorElement>("a.why[href]");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      void this.#show(link);
    });
  }

  async #show(link: HTMLAnchorElement): Promise<void> {
    const answer = await fetch(link.href, { headers: { "HX-Request": "true" } });
    const sheet = this.querySelector<HTMLElement>("[popover]");
    if (!answer.ok || !sheet) {
      location.assign(link.href);
      return;
    }
    sheet.innerHTML = await answer.text();
    (sheet as HTMLElement & { showPopover(options?: { source: HTMLElement }): void }).showPopover({
      source: link,
    });
    sheet.querySelector<HTMLElement>("[autofocus]")?.focus();
  }
}

customElements.define("cairn-explain", Explain);
