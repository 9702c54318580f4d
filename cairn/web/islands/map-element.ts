const SVG = "http://www.w3.org/2000/svg";

/** An element with a class and a text. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  classes = "",
  text = "",
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  if (classes) element.className = classes;
  if (text) element.textContent = text;
  return element;
}

export function draw<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  attributes: Record<string, string | number> = {},
): SVGElementTagNameMap[Name] {
  const element = document.createElementNS(SVG, name) as SVGElementTagNameMap[Name];
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}

/** A button that shows a drawing and says a word. */
export function iconButton(drawing: string, words: string, classes = ""): HTMLButtonElement {
  const button = make("button", classes);
  button.type = "button";
  button.innerHTML = drawing;
  button.ariaLabel = words;
  button.title = words;
  return button;
}

/** `%(name)s` in a translated text, filled. */
export function fill(text: string | undefined, values: Record<string, string | number>): string {
  return (text ?? "").replace(/%\((\w+)\)s/g, (_, name: string) => String(values[name] ?? ""));
}
