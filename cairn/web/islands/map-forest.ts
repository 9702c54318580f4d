import { type Branch, fetchBranch, type MapData, type MapNode, withParameter } from "./map-data.ts";

/** The nodes that have come so far, and which of them are open. A node with several parents hangs
 *  below the first of them that is known; where that one is closed, below another open one. */
export class Forest {
  readonly nodes = new Map<string, MapNode>();
  readonly root: string;
  readonly #branch: string;
  readonly #children = new Map<string, Set<string>>();
  readonly #rest = new Map<string, string>();
  readonly #whole = new Set<string>();
  readonly #open = new Set<string>();

  constructor(data: MapData, branch: string) {
    this.root = data.root;
    this.#branch = branch;
    for (const node of data.nodes) this.nodes.set(node.id, node);
    for (const node of data.nodes) this.#hang(node, this.root);
    for (const node of data.nodes) {
      if (!node.open) continue;
      if (this.children(node.id).length >= node.children) this.#whole.add(node.id);
      else this.#rest.set(node.id, withParameter(branch, "of", node.id));
    }
  }

  #hang(node: MapNode, asked: string): void {
    if (node.id === this.root) return;
    const known = node.parents.filter((tie) => this.nodes.has(tie.id)).map((tie) => tie.id);
    for (const parent of known.length > 0 ? known : [asked]) {
      const below = this.#children.get(parent) ?? new Set();
      this.#children.set(parent, below.add(node.id));
    }
  }

  #take(asked: string, branch: Branch): void {
    for (const node of branch.nodes) {
      if (!this.nodes.has(node.id)) this.nodes.set(node.id, { ...node, open: false });
    }
    for (const node of branch.nodes) {
      this.#hang(node, asked);
      this.#children.set(asked, (this.#children.get(asked) ?? new Set()).add(node.id));
    }
    if (branch.more) this.#rest.set(asked, branch.more);
    else this.#rest.delete(asked);
    this.#whole.add(asked);
  }

  node(id: string): MapNode | undefined {
    return this.nodes.get(id);
  }

  children(id: string): string[] {
    return [...(this.#children.get(id) ?? [])];
  }

  isOpen(id: string): boolean {
    return this.#open.has(id);
  }

  isLoaded(id: string): boolean {
    return this.#whole.has(id) || this.#rest.has(id);
  }

  /** How many children of an open node have not come yet. */
  missing(id: string): number {
    const all = this.nodes.get(id)?.children ?? 0;
    return this.#rest.has(id) ? Math.max(all - this.children(id).length, 1) : 0;
  }

  openIds(): string[] {
    return [...this.#open];
  }

  close(id: string): void {
    this.#open.delete(id);
  }

  /** Opens a node, fetching its children the first time. */
  async open(id: string): Promise<void> {
    const node = this.nodes.get(id);
    if (!node || node.children === 0) return;
    if (!this.isLoaded(id)) {
      this.#take(id, await fetchBranch(withParameter(this.#branch, "of", id)));
    }
    this.#open.add(id);
  }

  /** Opens what is here already; false when its children have not come yet. */
  openLoaded(id: string): boolean {
    if (this.isLoaded(id)) this.#open.add(id);
    return this.#open.has(id);
  }

  async fetchMore(id: string): Promise<void> {
    const address = this.#rest.get(id);
    if (address) this.#take(id, await fetchBranch(address));
  }

  /** The parent below which each node in sight hangs; the root has none. */
  placed(): Map<string, string> {
    const placed = new Map<string, string>();
    const queue = [this.root];
    const elsewhere: [string, string][] = [];
    for (;;) {
      const id = queue.shift();
      if (id === undefined) {
        const next = elsewhere.shift();
        if (!next) return placed;
        if (!placed.has(next[0])) {
          placed.set(...next);
          queue.push(next[0]);
        }
      } else if (this.#open.has(id)) {
        for (const child of this.#children.get(id) ?? []) {
          if (placed.has(child)) continue;
          if (this.#home(child, id) === id) {
            placed.set(child, id);
            queue.push(child);
          } else elsewhere.push([child, id]);
        }
      }
    }
  }

  #home(id: string, fallback: string): string {
    const ties = this.nodes.get(id)?.parents ?? [];
    return ties.find((tie) => this.nodes.has(tie.id))?.id ?? fallback;
  }
}
