import { csrfToken } from "./csrf.ts";

function shown(): "light" | "dark" {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === "light" || chosen === "dark") return chosen;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/** Turns its form's button into a switch that takes effect at once and is remembered. */
class ThemeSwitch extends HTMLElement {
  connectedCallback(): void {
    this.querySelector("form")?.addEventListener("submit", (event) => {
      event.preventDefault();
      const theme = shown() === "dark" ? "light" : "dark";
      document.documentElement.dataset.theme = theme;
      const body = new URLSearchParams({ theme, csrfmiddlewaretoken: csrfToken() });
      void fetch("/preferences", { method: "POST", body, redirect: "manual", keepalive: true });
    });
  }
}

customElements.define("cairn-theme", ThemeSwitch);
