import type { MapData } from "./map-data.ts";
import type { Forest } from "./map-forest.ts";

const AT_ONCE = 4;
const MOST_NODES = 12_000;

/** Opens, of what has come with the page, the lit line, all that a filter found, and then level
 *  after level as many branches as `rows` cards above each other hold. */
export function openFirst(forest: Forest, data: MapData, rows: number): void {
  const isFiltered = data.nodes.some((node) => node.dim);
  for (const node of data.nodes) {
    if (node.open && (node.lit || isFiltered)) forest.openLoaded(node.id);
  }
  let taken = 1;
  const queue = [forest.root];
  for (const id of queue) {
    if (!forest.node(id)?.open) continue;
    const below = forest.children(id);
    taken += Math.max(below.length - 1, 0);
    if (!forest.isOpen(id) && id !== forest.root && taken > rows) {
      taken -= Math.max(below.length - 1, 0);
      continue;
    }
    forest.openLoaded(id);
    queue.push(...below);
  }
}

/** Opens again what was open before the map changed, as far as it is still there. */
export async function openAgain(forest: Forest, ids: string[], most: number): Promise<void> {
  let asked = 0;
  for (const id of ids) {
    if (!forest.node(id) || forest.openLoaded(id) || asked >= most) continue;
    asked += 1;
    await forest.open(id);
  }
}

/** Opens everything below a node, fetching what has not come; `told` hears after each round. */
export async function openAll(forest: Forest, id: string, told: () => void): Promise<void> {
  let level = [id];
  while (level.length > 0 && forest.nodes.size < MOST_NODES) {
    const ahead = level.filter((one) => !forest.openLoaded(one));
    while (ahead.length > 0 && forest.nodes.size < MOST_NODES) {
      await Promise.all(ahead.splice(0, AT_ONCE).map((one) => forest.open(one)));
      told();
    }
    level = level.flatMap((one) => forest.children(one));
    level = level.filter((one) => (forest.node(one)?.children ?? 0) > 0);
  }
}
