/** Pages fetched in place of the one shown: another day, another focus, without losing the place. */

declare global {
  interface Window {
    htmx?: { process(element: Element): void };
  }
}

/** This page's address with a parameter set, or without it. */
export function here(name: string, value: string | null): string {
  const url = new URL(location.href);
  if (value === null) url.searchParams.delete(name);
  else url.searchParams.set(name, value);
  return url.pathname + url.search;
}

let asked = 0;

/** The page at an address; null when a later question has overtaken it. The browser goes there
 *  itself where the answer is no map. */
export async function fetchMap(address: string): Promise<Document | null> {
  asked += 1;
  const mine = asked;
  const answer = await fetch(address).catch(() => null);
  if (mine !== asked) return null;
  const page = answer?.ok
    ? new DOMParser().parseFromString(await answer.text(), "text/html")
    : null;
  if (mine !== asked) return null;
  if (page?.querySelector("cairn-map script.map-data")) return page;
  location.assign(address);
  return null;
}

/** Takes the parts that the map's page marks with [data-map-part] from a fetched page. */
export function takeParts(page: Document, address: string): void {
  for (const part of document.querySelectorAll<HTMLElement>("[data-map-part]")) {
    const fresh = page.querySelector(`[data-map-part="${part.dataset.mapPart}"]`);
    if (!fresh) continue;
    part.replaceChildren(...fresh.childNodes);
    window.htmx?.process(part);
  }
  history.replaceState(null, "", address);
}
