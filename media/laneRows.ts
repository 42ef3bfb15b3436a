/** How many of its sub-rows a lane of bars uses in the whole recording: those that stay empty take no room. */
import { isCollapsed } from './laneLayout.ts';
import type { Screen } from './screen.ts';

/** Each run of bars is in a tile of any width. */
const PIXELS = 64;
/** Lanes with so few keep them. */
const FEW = 2;

export function keepLaneRows({ store, analysis }: Screen): void {
  let generation = -1;
  const known = new Map<string, number>();
  const fetch = async (): Promise<void> => {
    const overview = store.get('overview');
    if (!overview) return;
    if (generation !== overview.generation) known.clear();
    generation = overview.generation;
    const open = new Set(overview.groups.filter((group) => !isCollapsed(overview, group, store.get('collapsed'))).map(({ id }) => id));
    const lanes = overview.lanes.flatMap((lane) => (lane.kind === 'spans' && lane.rows > FEW && open.has(lane.group) && !known.has(lane.id) ? [lane.id] : []));
    if (lanes.length === 0) return;
    for (const lane of lanes) known.set(lane, Infinity);
    const tiles = await analysis.request('tiles', { lanes, start: overview.start, end: overview.end, pixels: PIXELS }).catch(() => []);
    if (generation !== overview.generation) return;
    for (const tile of tiles) if (tile.kind === 'spans') known.set(tile.lane, tile.sub.reduce((most, sub) => Math.max(most, sub), 0) + 1);
    store.set({ laneRows: new Map(known) });
  };
  store.on('overview', () => void fetch());
  store.on('collapsed', () => void fetch());
}
