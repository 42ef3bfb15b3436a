/** What belongs to the selection in other lanes: the packet of a send, the transaction it began, the SACK that answered. Lines join them. */
import type { Located } from '../analyzer/view/protocol.ts';
import type { Screen } from './screen.ts';

/** More lines would hide what they join. */
const MOST = 8;

export function keepRelations({ store, analysis }: Screen): void {
  const relate = async (selection: Located): Promise<void> => {
    const details = await analysis.request('details', { ref: selection.ref }).catch(() => undefined);
    const found = await Promise.all((details?.related ?? []).slice(0, 2 * MOST).map(({ ref }) => analysis.request('locate', { ref }).catch(() => undefined)));
    if (store.get('selection') !== selection) return;
    const seen = new Set<string>();
    const related = found.flatMap((located) => {
      if (!located?.lane || located.lane === selection.lane) return [];
      const key = `${located.lane} ${located.start}`;
      if (seen.has(key)) return [];
      seen.add(key);
      return [located];
    });
    store.set({ related: related.slice(0, MOST) });
  };
  store.on('selection', () => {
    const selection = store.get('selection');
    store.set({ related: [] });
    if (selection) void relate(selection);
  });
}
