import type { Tie } from "./map-data.ts";
import { fill } from "./map-element.ts";
import type { Box, Layout } from "./map-layout.ts";
import { crossClass, crossPath, lineClass, linePath } from "./map-lines.ts";
import type { Palette } from "./map-palette.ts";
import { along, statusClass, statusShape } from "./map-shapes.ts";

const MARGIN = 32;
const HEAD = 64;
const MOST_SIDE_PX = 12_000;
const MOST_AREA_PX = 60_000_000;
const SHARP = 2;
const INNER = 198;

export interface Sheet {
  title: string;
  day: string;
  words: Record<string, string>;
}

function escaped(text: string): string {
  return text
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;");
}

const ruler = document.createElement("canvas").getContext("2d");

/** A text in lines no wider than `width`: Latin breaks at spaces, Chinese anywhere. */
function lines(text: string, font: string, width: number, most: number): string[] {
  if (!ruler) return [text];
  ruler.font = font;
  const made: string[] = [];
  let line = "";
  for (const piece of text.match(/[\p{sc=Han}\p{P}]|[^\s\p{sc=Han}]+|\s+/gu) ?? []) {
    if (line && ruler.measureText(line + piece).width > width) {
      made.push(line.trim());
      line = "";
    }
    line += piece;
  }
  made.push(line.trim());
  if (made.length <= most) return made;
  let last = made[most - 1] ?? "";
  while (last && ruler.measureText(`${last}…`).width > width) last = last.slice(0, -1);
  return [...made.slice(0, most - 1), `${last}…`];
}

/** Writes the open map as a picture that stands alone: colours and fonts are resolved. */
class Drawing {
  readonly #palette: Palette;
  readonly #words: Record<string, string>;
  readonly #parts: string[] = [];

  constructor(palette: Palette, words: Record<string, string>) {
    this.#palette = palette;
    this.#words = words;
  }

  get text(): string {
    return this.#parts.join("");
  }

  write(x: number, y: number, size: number, colour: string, text: string, more = ""): void {
    const place = `x="${x}" y="${y}" font-size="${size}" fill="${colour}"`;
    this.#parts.push(`<text ${place} ${more}>${escaped(text)}</text>`);
  }

  lines(layout: Layout): void {
    for (const box of layout.boxes.values()) {
      if (!box.parent) continue;
      this.#line(linePath(box, box.parent), lineClass(layout, box));
      this.#name(layout.tie(box), box.parent, box);
    }
    for (const cross of layout.crosses) {
      this.#line(crossPath(cross), crossClass(cross));
      this.#name(cross.tie, cross.from, cross.to);
    }
  }

  /** The key result for whose block a line is there. */
  #name(tie: Tie | undefined, from: Box, to: Box): void {
    if (!tie?.blocked || !tie.key_result) return;
    const text = fill(this.#words.blocked, { key_result: tie.key_result });
    const y = to.y > from.y ? from.y + from.height + 16 : from.y - 8;
    const more = 'text-anchor="end"';
    this.write(from.x + from.width, y, 12, this.#palette.status("risk", "ink"), text, more);
  }

  #line(path: string, classes: string): void {
    const isLit = classes.includes("lit");
    let colour = isLit ? this.#palette.colour("pine") : this.#palette.colour("line-strong");
    if (classes.includes("blocked")) colour = this.#palette.status("risk", "fill");
    const dash = classes.includes("cross") ? ' stroke-dasharray="5 4"' : "";
    this.#parts.push(
      `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${isLit ? 2.25 : 1.5}"${dash}/>`,
    );
  }

  box(box: Box): void {
    if (box.kind === "closed" || box.kind === "more") this.#stub(box);
    else if (box.kind === "mission") this.#mission(box);
    else this.#card(box);
  }

  #frame(box: Box, fillColour: string, stroke: string, more = ""): void {
    this.#parts.push(
      `<rect x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}" rx="7" fill="${fillColour}" stroke="${stroke}"${more}/>`,
    );
  }

  #stub(box: Box): void {
    const { colour } = this.#bound();
    this.#frame(box, colour("ground"), colour("line-strong"), ' stroke-dasharray="4 3"');
    const count = box.kind === "closed" ? box.node.children : "";
    const text = box.kind === "closed" ? fill(this.#words.open_count, { count }) : "…";
    const x = box.x + box.width / 2;
    this.write(x, box.y + 20, 12, colour("ink-2"), text, 'text-anchor="middle"');
  }

  #mission(box: Box): void {
    const { colour } = this.#bound();
    this.#frame(box, colour("pine-soft"), box.node.lit ? colour("pine") : colour("line"));
    const font = `600 17px ${this.#palette.serif}`;
    const family = `font-weight="600" font-family="${escaped(this.#palette.serif)}"`;
    this.write(box.x + 16, box.y + 30, 12, colour("ink-3"), this.#words.mission ?? "");
    for (const [row, line] of lines(box.node.title, font, 190, 3).entries()) {
      this.write(box.x + 16, box.y + 58 + row * 26, 17, colour("ink"), line, family);
    }
    const [sub] = lines(box.node.sub, `12px ${this.#palette.sans}`, 190, 1);
    if (sub) this.write(box.x + 16, box.y + box.height - 14, 12, colour("ink-2"), sub);
  }

  #card(box: Box): void {
    const { colour } = this.#bound();
    const { node } = box;
    const isLit = node.lit;
    this.#frame(box, colour(isLit ? "raised" : "surface"), colour(isLit ? "pine" : "line"));
    const small = `12px ${this.#palette.sans}`;
    const said = [node.team, node.owner].filter(Boolean).join("　") || node.sub;
    const room = INNER - (node.status ? 84 : 0);
    this.write(box.x + 12, box.y + 21, 12, colour("ink-3"), lines(said, small, room, 1)[0] ?? "");
    for (const [row, line] of lines(node.title, `13px ${this.#palette.sans}`, INNER, 2).entries()) {
      this.write(box.x + 12, box.y + 41 + row * 19, 13, colour("ink"), line);
    }
    if (node.status) this.#state(box);
  }

  #state(box: Box): void {
    const { colour } = this.#bound();
    const { node } = box;
    const [x, y] = [box.x + 12, box.y + 76];
    const status = statusClass(node.status);
    const ink = this.#palette.status(status, "ink");
    this.write(x + INNER, box.y + 21, 12, ink, node.status_text, 'text-anchor="end"');
    if (ruler) ruler.font = `12px ${this.#palette.sans}`;
    const before = (ruler?.measureText(node.status_text).width ?? 40) + 17;
    const place = `transform="translate(${x + INNER - before} ${box.y + 11})"`;
    this.#parts.push(`<g ${place} color="${ink}">${statusShape(node.status)}</g>`);
    const sure =
      node.confidence === null
        ? ""
        : fill(this.#words.confidence_short, { value: node.confidence });
    const width = INNER - (sure ? 100 : 46);
    const bar = (length: number, fillColour: string) =>
      `<rect x="${x}" y="${y}" width="${length}" height="6" rx="3" fill="${fillColour}"/>`;
    this.#parts.push(bar(width * 0.9, colour("track")));
    const filled = (width * along(node.progress)) / 100;
    if (filled > 0) this.#parts.push(bar(filled, this.#palette.status(status, "fill")));
    if (node.expected) {
      const pace = x + (width * along(String(Math.min(Number(node.expected), 1)))) / 100;
      this.#parts.push(
        `<path d="M${pace} ${y - 3}v12" stroke="${colour("ink")}" stroke-width="1.5"/>`,
      );
    }
    this.write(x + INNER - 44, y + 8, 12, colour("ink-3"), sure, 'text-anchor="end"');
    this.write(x + INNER, y + 8, 12, colour("ink-2"), node.progress_text, 'text-anchor="end"');
  }

  #bound(): { colour: Palette["colour"] } {
    return { colour: (name) => this.#palette.colour(name) };
  }
}

export function svgOf(layout: Layout, palette: Palette, sheet: Sheet): string {
  const { left, top, right, bottom } = layout.bounds;
  const width = Math.ceil(right - left + 2 * MARGIN);
  const height = Math.ceil(bottom - top + 2 * MARGIN + HEAD);
  const drawing = new Drawing(palette, sheet.words);
  const [x, y] = [left, top - HEAD + 20];
  const serif = `font-weight="600" font-family="${escaped(palette.serif)}"`;
  drawing.write(x, y, 20, palette.colour("ink"), sheet.title, serif);
  drawing.write(x, y + 24, 13, palette.colour("ink-3"), sheet.day);
  drawing.lines(layout);
  for (const box of layout.boxes.values()) drawing.box(box);
  const frame = `${left - MARGIN} ${top - MARGIN - HEAD} ${width} ${height}`;
  const [fx, fy] = [left - MARGIN, top - MARGIN - HEAD];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${frame}" font-family="${escaped(palette.sans)}"><title>${escaped(`${sheet.title}, ${sheet.day}`)}</title><rect x="${fx}" y="${fy}" width="${width}" height="${height}" fill="${palette.colour("ground")}"/>${drawing.text}</svg>`;
}

/** The same drawing in pixels: twice as sharp as the screen, less where the map is too large. */
export async function pngOf(svg: string): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const { naturalWidth: width, naturalHeight: height } = image;
  const side = MOST_SIDE_PX / Math.max(width, height);
  const scale = Math.min(SHARP, side, Math.sqrt(MOST_AREA_PX / (width * height)));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(Math.round(width * scale), 1);
  canvas.height = Math.max(Math.round(height * scale), 1);
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return await new Promise((made, failed) => {
    canvas.toBlob((blob) => (blob ? made(blob) : failed(new Error("no picture"))), "image/png");
  });
}

export function save(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
