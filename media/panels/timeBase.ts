/** What the store says of how times are written. */
import type { Store } from '../store.ts';
import type { TimeBase } from '../timeText.ts';

export function timeBase(store: Store): TimeBase {
  const overview = store.get('overview');
  return { format: store.get('timeFormat'), epochSeconds: overview?.epochSeconds ?? 0, start: overview?.start ?? 0, selected: store.get('selection')?.start };
}
