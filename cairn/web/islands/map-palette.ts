const STATES = ["ok", "warn", "risk", "stale", "done"] as const;
const PLAIN = [
  "ground",
  "surface",
  "raised",
  "line",
  "line-strong",
  "track",
  "control",
  "ink",
  "ink-2",
  "ink-3",
  "pine",
  "pine-soft",
] as const;

/** The tokens as this theme shows them, for what styles do not reach: canvas and exported files. */
export class Palette {
  readonly #colours = new Map<string, string>();
  readonly sans: string;
  readonly serif: string;

  constructor(place: HTMLElement) {
    const probe = place.appendChild(document.createElement("i"));
    const names = [
      ...PLAIN,
      ...STATES.flatMap((one) => [`${one}-ink`, `${one}-soft`, `${one}-fill`]),
    ];
    for (const name of names) {
      probe.style.color = `var(--color-${name})`;
      this.#colours.set(name, getComputedStyle(probe).color);
    }
    this.sans = getComputedStyle(probe).fontFamily;
    probe.style.fontFamily = "var(--font-serif)";
    this.serif = getComputedStyle(probe).fontFamily;
    probe.remove();
  }

  colour(name: (typeof PLAIN)[number]): string {
    return this.#colours.get(name) ?? "";
  }

  /** A colour of a status class; those without one of their own are stone. */
  status(of: string, part: "ink" | "soft" | "fill"): string {
    return this.#colours.get(`${of}-${part}`) ?? this.#colours.get(`stale-${part}`) ?? "";
  }
}
