/** Colour, shape and length of a state, for cards, far sight and export alike. */

const CLASSES: Record<string, string> = {
  not_started: "none",
  on_track: "ok",
  behind: "warn",
  at_risk: "risk",
  outdated: "stale",
  closed: "done",
  draft: "draft",
};

export function statusClass(status: string): string {
  return CLASSES[status] ?? "rest";
}

const STROKE = 'fill="none" stroke="currentColor"';
const SHAPES: Record<string, string> = {
  ok: '<circle cx="6" cy="6" r="4.5" fill="currentColor"/>',
  warn: `<circle cx="6" cy="6" r="4.5" ${STROKE} stroke-width="1.5"/><path d="M6 1.5a4.5 4.5 0 0 0 0 9z" fill="currentColor"/>`,
  risk: '<path d="M6 1 11.3 10.5H.7z" fill="currentColor"/>',
  stale: `<path d="M2 10 10 2M1.5 6 6 1.5M6 10.5 10.5 6" ${STROKE} stroke-width="1.5"/>`,
  none: `<circle cx="6" cy="6" r="4.2" ${STROKE} stroke-width="1.5"/>`,
  done: `<path d="M2 6.4 4.8 9.2 10.2 3.2" ${STROKE} stroke-width="1.8"/>`,
  draft: `<path d="M2.2 9.8 3 7.4 8 2.4l1.6 1.6-5 5z" ${STROKE} stroke-width="1.4"/>`,
  postponed: `<path d="M4 2.5v7M8 2.5v7" ${STROKE} stroke-width="1.8"/>`,
  withheld: `<rect x="2.5" y="5.5" width="7" height="5" rx="1" ${STROKE} stroke-width="1.4"/><path d="M4 5.5V4a2 2 0 0 1 4 0v1.5" ${STROKE} stroke-width="1.4"/>`,
  abandoned: `<path d="m2.8 2.8 6.4 6.4M9.2 2.8 2.8 9.2" ${STROKE} stroke-width="1.6"/>`,
};

/** The drawing in a 12 × 12 box. */
export function statusShape(status: string): string {
  return SHAPES[statusClass(status)] ?? SHAPES[status] ?? "";
}

const ICONS = {
  down: '<path d="m4.5 6.5 3.5 3.5 3.5-3.5"/>',
  right: '<path d="m6.5 4.5 3.5 3.5-3.5 3.5"/>',
  plus: '<path d="M8 3.2v9.6M3.2 8h9.6"/>',
  minus: '<path d="M3.2 8h9.6"/>',
  fit: '<path d="M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10"/>',
  export: '<path d="M8 2.5v7.3M5 5.3 8 2.3l3 3M3 9.5v4h10v-4"/>',
  lock: '<rect x="3.5" y="7" width="9" height="6.5" rx="1.5"/><path d="M5.5 7V5a2.5 2.5 0 0 1 5 0v2"/>',
  focus: '<circle cx="8" cy="8" r="2.2"/><path d="M8 1.5v3M8 11.5v3M1.5 8h3M11.5 8h3"/>',
};

export function icon(name: keyof typeof ICONS): string {
  return `<svg class="i" viewBox="0 0 16 16" aria-hidden="true">${ICONS[name]}</svg>`;
}

const GOAL = 90;
const END = 99;

/** Where a fraction lies along a bar, in percent of its width: 100 % at 90, the rest to overshoot. */
export function along(fraction: string | null): number {
  return Math.min(Math.max(Number(fraction ?? 0) * GOAL, 0), END);
}

export interface Bar {
  fill: number;
  pace: number | null;
  isOpen: boolean;
}

export function barOf(of: { progress: string | null; expected?: string | null }): Bar {
  const pace = of.expected ? along(String(Math.min(Number(of.expected), 1))) : null;
  return { fill: along(of.progress), pace, isOpen: of.progress === null };
}

/** A curve that leaves one side level and arrives level. */
export function curve(x1: number, y1: number, x2: number, y2: number): string {
  const half = (x1 + x2) / 2;
  return `M${x1} ${y1}C${half} ${y1} ${half} ${y2} ${x2} ${y2}`;
}
