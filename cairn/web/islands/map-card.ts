import type { KeyResult, MapNode } from "./map-data.ts";
import { draw, fill, make } from "./map-element.ts";
import type { Box } from "./map-layout.ts";
import { barOf, icon, statusClass, statusShape } from "./map-shapes.ts";

type Words = Record<string, string>;

function bar(of: {
  progress: string | null;
  expected?: string | null;
  status: string;
}): SVGElement {
  const svg = draw("svg", { class: `bar ${statusClass(of.status)}`, height: 10 });
  svg.setAttribute("aria-hidden", "true");
  const shape = barOf(of);
  if (shape.isOpen) {
    svg.append(draw("rect", { class: "open", x: 0.5, y: 2.5, width: "90%", height: 5, rx: 2.5 }));
    return svg;
  }
  svg.append(draw("rect", { class: "track", y: 2, width: "90%", height: 6, rx: 3 }));
  if (shape.fill > 0) {
    svg.append(draw("rect", { class: "fill", y: 2, width: `${shape.fill}%`, height: 6, rx: 3 }));
  }
  if (shape.pace !== null) {
    const at = { x1: `${shape.pace}%`, x2: `${shape.pace}%` };
    svg.append(draw("line", { class: "halo", ...at, y1: 2, y2: 8 }));
    svg.append(draw("line", { class: "pace", ...at, y1: -1, y2: 11 }));
  }
  return svg;
}

function chip({ status, status_text, withheld }: MapNode, words: Words): HTMLElement {
  const made = make("span", `chip ${statusClass(status)}`);
  made.innerHTML = `<svg viewBox="0 0 12 12" aria-hidden="true">${statusShape(status)}</svg>`;
  made.append(status_text);
  if (withheld) made.title = words.withheld ?? "";
  return made;
}

function confidence(value: number | null, words: Words): HTMLElement {
  const made = make("span", "conf");
  if (value === null) return made;
  made.textContent = fill(words.confidence_short, { value });
  made.title = fill(words.confidence, { value });
  return made;
}

/** What a screen reader says of a node. */
export function spoken(node: MapNode, words: Words): string {
  const said = [node.title, node.sub, node.team, node.owner, node.status_text];
  if (node.status) said.push(fill(words.progress, { value: node.progress_text }));
  if (node.expected) {
    said.push(fill(words.expected, { value: `${Math.round(Number(node.expected) * 100)}%` }));
  }
  if (node.confidence !== null) said.push(fill(words.confidence, { value: node.confidence }));
  if (node.limited) said.push(words.limited ?? "");
  if (node.withheld) said.push(words.withheld ?? "");
  return said.filter(Boolean).join(", ");
}

function head(node: MapNode, words: Words): HTMLElement {
  const line = make("span", "t");
  const who = [node.team, node.owner].filter(Boolean).join("　") || node.sub;
  line.append(make("span", "whose", node.kind === "organization" ? words.mission : who));
  if (node.limited) line.insertAdjacentHTML("beforeend", icon("lock"));
  if (node.status) line.append(chip(node, words));
  return line;
}

function title(node: MapNode): HTMLElement {
  if (!node.url) return make("span", "n", node.title);
  const link = make("a", "n", node.title);
  link.href = node.url;
  link.tabIndex = -1;
  link.draggable = false;
  return link;
}

function foot(node: MapNode, words: Words): HTMLElement {
  const line = make("span", "b");
  line.append(
    bar(node),
    confidence(node.confidence, words),
    make("span", "num", node.progress_text),
  );
  return line;
}

function row(of: KeyResult): HTMLElement {
  const item = make("li");
  const link = make("a", "", of.title);
  link.href = of.url;
  link.tabIndex = -1;
  const shape = make("span", `chip ${statusClass(of.status)}`);
  shape.title = of.status_text;
  shape.innerHTML = `<svg viewBox="0 0 12 12" role="img" aria-label="">${statusShape(of.status)}</svg>`;
  shape.firstElementChild?.setAttribute("aria-label", of.status_text);
  item.append(shape, link, bar(of), make("span", "num", of.progress_text));
  item.title = [of.title, of.owner, `${of.current} → ${of.target}`].filter(Boolean).join(" · ");
  return item;
}

function toggle(node: MapNode, isShown: boolean, words: Words): HTMLElement {
  const button = make("button", "krs-toggle", `KR ${node.key_results}`);
  button.type = "button";
  button.tabIndex = -1;
  button.ariaExpanded = String(isShown);
  button.ariaLabel = fill(words.key_results, { count: node.key_results });
  button.insertAdjacentHTML("beforeend", icon("down"));
  return button;
}

function focusButton(isFocus: boolean, words: Words): HTMLElement {
  const said = (isFocus ? words.unfocus : words.focus) ?? "";
  const button = make("button", "focus-line", said);
  button.type = "button";
  button.tabIndex = -1;
  return button;
}

export interface Look {
  words: Words;
  focus: string;
  selected: string;
  isOpen: boolean;
  keyResults: KeyResult[] | undefined;
}

/** Writes a box into its element; what a recycled element held before is gone. */
export function fillCard(element: HTMLElement, box: Box, look: Look): void {
  const { node } = box;
  const isMission = box.kind === "mission";
  element.className = `node ${node.kind}`;
  element.classList.toggle("lit", node.lit);
  element.classList.toggle("dim", node.dim);
  element.classList.toggle("focus", node.id === look.focus);
  element.classList.toggle("in", box.parent !== null);
  element.dataset.id = node.id;
  element.role = "treeitem";
  element.ariaLevel = String(box.depth + 1);
  element.ariaLabel = spoken(node, look.words);
  if (node.children > 0) element.ariaExpanded = String(look.isOpen);
  else element.removeAttribute("aria-expanded");
  element.replaceChildren(head(node, look.words), title(node));
  if (isMission) element.append(make("span", "sub", node.sub));
  else if (node.status) element.append(foot(node, look.words));
  if (node.key_results > 0) {
    element.append(toggle(node, look.keyResults !== undefined, look.words));
  }
  if (node.kind === "objective") element.append(focusButton(node.id === look.focus, look.words));
  if (look.keyResults) {
    const list = make("ul", "krs");
    list.append(...look.keyResults.map(row));
    element.append(list);
  }
  if (node.children > 0 && look.isOpen) {
    const port = make("button", "port");
    port.type = "button";
    port.tabIndex = -1;
    port.ariaLabel = look.words.close ?? "";
    port.title = port.ariaLabel;
    element.append(port);
  }
}
