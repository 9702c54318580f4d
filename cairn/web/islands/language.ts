/** Its form leads back to the address as it stands: filters change it while the page stays. */
class LanguageSwitch extends HTMLElement {
  connectedCallback(): void {
    this.querySelector("form")?.addEventListener("formdata", (event) => {
      event.formData.set("next", location.pathname + location.search);
    });
  }
}

customElements.define("cairn-language", LanguageSwitch);
