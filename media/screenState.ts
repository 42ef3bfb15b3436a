/** What outlives the page while it is hidden and is no part of the view kept with a recording: filters used before, the panel, the selection. */
import { selectableTables, type RowRef } from '../analyzer/view/protocol.ts';
import type { Screen } from './screen.ts';
import type { PanelState, State, Store } from './store.ts';

export const stateKeys = ['filterHistory', 'panel', 'selection'] as const;

export interface ScreenState {
  readonly filterHistory: readonly string[];
  readonly panel: PanelState;
  readonly selected?: RowRef;
}

export function toScreenState(store: Store): ScreenState {
  const selected = store.get('selection')?.ref;
  return { filterHistory: store.get('filterHistory'), panel: store.get('panel'), ...(selected ? { selected } : {}) };
}

/** What a kept state says, as a change of the store's; members that make no sense are left out. */
export function fromScreenState(state: unknown): Partial<State> {
  const { filterHistory, panel } = (state ?? {}) as { readonly filterHistory?: unknown; readonly panel?: unknown };
  const { tab, folded, width } = (panel ?? {}) as { readonly tab?: unknown; readonly folded?: unknown; readonly width?: unknown };
  return {
    ...(Array.isArray(filterHistory) ? { filterHistory: filterHistory.filter((text): text is string => typeof text === 'string') } : {}),
    ...(typeof tab === 'string' ? { panel: { tab, folded: folded === true, width: typeof width === 'number' && width > 0 ? width : undefined } } : {}),
  };
}

/** Selects again what was selected. Rows of one recording keep their numbers. */
export async function selectAgain({ analysis, store }: Screen, state: unknown): Promise<void> {
  const { table, row } = ((state ?? {}) as { readonly selected?: Partial<RowRef> }).selected ?? {};
  if (table === undefined || !selectableTables.includes(table) || !Number.isInteger(row)) return;
  const located = await analysis.request('locate', { ref: { table, row: row! } }).catch(() => undefined);
  if (located && !store.get('selection')) store.select(located, 'restored');
}
