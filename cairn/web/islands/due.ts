/** The badges of the rail and the tabs: how many check-ins still wait. */

export function showDue(left: number): void {
  for (const badge of document.querySelectorAll<HTMLElement>(
    '[href="/check-in"] :is(.count, .dot)',
  )) {
    badge.textContent = String(left);
    badge.hidden = left === 0;
    const spoken = badge.nextElementSibling;
    if (!(spoken instanceof HTMLElement)) continue;
    spoken.textContent = (spoken.textContent ?? "").replace(/\d+/, String(left));
    spoken.hidden = left === 0;
  }
}

/** A number among words becomes another one; `data-one` says how one is told. */
export function shift(place: HTMLElement | null | undefined, change: number): void {
  if (!place) return;
  const words = place.textContent ?? "";
  const left = Math.max(Number(/\d+/.exec(words)?.[0] ?? 0) + change, 0);
  place.textContent = (left === 1 && place.dataset.one) || words.replace(/\d+/, String(left));
}

/** On Home and in the inbox a check-in is done in its row, or undone there; the numbers follow. */
function follow(owed: Element): void {
  const done = () => owed.querySelectorAll(".due .saved").length;
  const badge = document.querySelector('[href="/check-in"] .count');
  const all = Number(badge?.textContent) + done();
  let before = done();
  new MutationObserver(() => {
    const change = before - done();
    if (change === 0) return;
    before = done();
    showDue(all - before);
    const list = owed.querySelector(".due-head")?.closest(".owe-group");
    shift(list?.querySelector<HTMLElement>("[data-left]"), change);
    shift(owed.querySelector<HTMLElement>("[data-left-all]"), change);
  }).observe(owed, { childList: true, subtree: true });
}

const owed = document.querySelector(":is(.home, .inbox) .owe");
if (owed) follow(owed);
