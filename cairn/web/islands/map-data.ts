/** What /map, /map/branch and /map/inputs answer. */

export interface Tie {
  id: string;
  blocked: boolean;
  counts: boolean;
  key_result: string;
}

export interface MapNode {
  id: string;
  kind: "organization" | "team" | "member" | "objective" | "group";
  title: string;
  sub: string;
  url: string;
  owner: string;
  team: string;
  owned_by: "company" | "team" | "member" | "";
  type: string;
  status: string;
  status_text: string;
  progress: string | null;
  progress_text: string;
  expected: string | null;
  confidence: number | null;
  limited: boolean;
  withheld: boolean;
  children: number;
  open: boolean;
  parents: Tie[];
  lit: boolean;
  dim: boolean;
  key_results: number;
}

/** A part of a branch; `more` is the address of the next one. */
export interface Branch {
  nodes: MapNode[];
  more: string | null;
}

export interface MapData {
  nodes: MapNode[];
  root: string;
  words: Record<string, string>;
  on: string | null;
  first_on: string | null;
  last_on: string | null;
}

export interface Input {
  title: string;
  weight: string | null;
  progress: string | null;
  contribution: string | null;
  kind: "key_result" | "objective";
}

export interface KeyResult {
  id: string;
  title: string;
  url: string;
  owner: string;
  current: string;
  target: string;
  progress: string | null;
  progress_text: string;
  status: string;
  status_text: string;
  confidence: number | null;
}

export interface Inputs {
  inputs: Input[];
  key_results: KeyResult[];
}

export function readData(page: ParentNode): MapData {
  return JSON.parse(page.querySelector("script.map-data")?.textContent ?? "{}") as MapData;
}

async function fetchJson<Answer>(address: string): Promise<Answer> {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${answer.status} ${address}`);
  return (await answer.json()) as Answer;
}

export function fetchBranch(address: string): Promise<Branch> {
  return fetchJson<Branch>(address);
}

/** `address` with one more parameter. */
export function withParameter(address: string, name: string, value: string): string {
  const url = new URL(address, location.href);
  url.searchParams.set(name, value);
  return url.pathname + url.search;
}

/** The inputs of objectives, each asked for once. */
export class InputStore {
  #address: string;
  readonly #asked = new Map<string, Promise<Inputs>>();
  readonly #known = new Map<string, Inputs>();

  constructor(address: string) {
    this.#address = address;
  }

  /** Another day has other inputs. */
  forget(address: string): void {
    this.#address = address;
    this.#asked.clear();
    this.#known.clear();
  }

  known(id: string): Inputs | undefined {
    return this.#known.get(id);
  }

  async ask(id: string): Promise<Inputs> {
    const asked = this.#asked.get(id) ?? this.#fetch(id);
    this.#asked.set(id, asked);
    return await asked;
  }

  async #fetch(id: string): Promise<Inputs> {
    try {
      const inputs = await fetchJson<Inputs>(withParameter(this.#address, "of", id));
      this.#known.set(id, inputs);
      return inputs;
    } catch (error) {
      this.#asked.delete(id);
      throw error;
    }
  }
}
