/** Selects a row everywhere. An analysis that has gone answers no more; the screen says so elsewhere. */
import type { RowRef } from '../../analyzer/view/protocol.ts';
import type { Screen } from '../screen.ts';

export async function selectRef({ analysis, store }: Screen, ref: RowRef): Promise<void> {
  const located = await analysis.request('locate', { ref }).catch(() => undefined);
  if (located) store.select(located, 'panel');
}

export const isSameRef = (a: RowRef | undefined, b: RowRef | undefined): boolean => a !== undefined && a.table === b?.table && a.row === b.row;
