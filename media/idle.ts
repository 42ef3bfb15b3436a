/** Idle stretches, for folding: asked of the analysis when they are first wanted, and again when it has read more. */
import type { Lanes } from './lanes.ts';
import type { Screen } from './screen.ts';

/** Shorter pauses are part of the story, ns. */
const LEAST = 1e9;
/** And so are those that are a small part of the recording. */
const LEAST_PART = 0.02;

export function foldIdle({ store, analysis }: Screen, lanes: Lanes): void {
  let known = -1;
  const fetch = async (): Promise<void> => {
    const overview = store.get('overview');
    if (!overview || !store.get('foldIdle') || known === overview.generation) return;
    known = overview.generation;
    const least = Math.max(LEAST, (overview.end - overview.start) * LEAST_PART);
    const { start, end } = await analysis.request('idle', { least }).catch(() => ({ start: [], end: [] }));
    lanes.idle = Array.from(start, (from, i) => ({ start: from, end: end[i]! }));
    lanes.invalidate();
  };
  store.on('foldIdle', () => void fetch());
  store.on('overview', () => void fetch());
}
