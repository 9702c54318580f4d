/** What is owed and was answered in its row: the numbers go down, and the next thing has the focus. */

import { shift } from "./due.ts";

const STOPS = "[data-item], input:not([type=hidden]), .btn, summary, a";

/** The badges of the rail say what the server counted. */
function showNews(left: string): void {
  for (const badge of document.querySelectorAll<HTMLElement>("[data-news]")) {
    badge.textContent = left;
    badge.hidden = left === "0";
  }
}

function count(row: HTMLElement): void {
  row.dataset.counted = "";
  if (row.classList.contains("is-refused")) return;
  shift(row.closest(".owe-group")?.querySelector<HTMLElement>("[data-left]"), -1);
  shift(row.closest(".owe")?.querySelector<HTMLElement>("[data-left-all]"), -1);
  const seen = (row.dataset.newsSeen ?? "").split(" ").filter(Boolean);
  for (const id of seen) document.querySelector(`#n-${id} form`)?.remove();
  const left = row.dataset.newsLeft ?? "";
  showNews(left);
  document.dispatchEvent(new CustomEvent("cairn:news", { detail: { left } }));
}

/** The first thing to do behind a row, in its list or in one below. */
function nextStop(row: HTMLElement): HTMLElement | undefined {
  const owed = row.closest(".owe") ?? document;
  return [...owed.querySelectorAll<HTMLElement>(STOPS)].find(
    (one) =>
      Boolean(row.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING) &&
      !row.contains(one) &&
      one.checkVisibility(),
  );
}

/** Whoever went on meanwhile keeps their place. */
function isFree(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}

/** What was opened in a row is taken in hand. */
function takeOpened(): void {
  const fresh = document.querySelector<HTMLElement>(".in-row > :not([data-opened])");
  if (!fresh) return;
  fresh.dataset.opened = "";
  const first = fresh.querySelector<HTMLElement>("[aria-invalid] input, [aria-invalid]");
  (first ?? fresh.querySelector<HTMLElement>("input:checked, .field"))?.focus();
}

document.addEventListener("htmx:after:swap", () => {
  takeOpened();
  for (const row of document.querySelectorAll<HTMLElement>("[data-answered]:not([data-counted])")) {
    count(row);
    row.tabIndex = -1;
    if (isFree()) (nextStop(row) ?? row.querySelector<HTMLElement>(".btn") ?? row).focus();
  }
  if (!isFree()) return;
  const wrong = document.querySelector<HTMLElement>(".owe [aria-invalid]");
  (wrong ?? document.querySelector<HTMLElement>("[data-again] .btn"))?.focus();
});
