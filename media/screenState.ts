/** What outlives the page while it is hidden and is no part of the view kept with a recording: filters used before, groups and classes, the panel, the selection. */
import { selectableTables, type RowRef } from '../analyzer/view/protocol.ts';
import type { Screen } from './screen.ts';
import type { PanelState, State, Store } from './store.ts';

/** Names of groups, and of classes of lanes. */
const nameKeys = ['filterHistory', 'collapsed', 'hiddenClasses'] as const;

export const stateKeys = [...nameKeys, 'panel', 'selection', 'follow', 'scroll'] as const;

export interface ScreenState {
  readonly filterHistory: readonly string[];
  readonly collapsed: readonly string[];
  readonly hiddenClasses: readonly string[];
  readonly follow: boolean;
  readonly scroll: number;
  readonly panel: PanelState;
  readonly selected?: RowRef;
}

export function toScreenState(store: Store): ScreenState {
  const selected = store.get('selection')?.ref;
  return {
    filterHistory: store.get('filterHistory'), collapsed: store.get('collapsed'), hiddenClasses: store.get('hiddenClasses'), follow: store.get('follow'),
    scroll: store.get('scroll'), panel: store.get('panel'), ...(selected ? { selected } : {}),
  };
}

/** What a kept state says, as a change of the store's; members that make no sense are left out. */
export function fromScreenState(state: unknown): Partial<State> {
  const { panel, follow, scroll, ...rest } = (state ?? {}) as Readonly<Record<string, unknown>>;
  const { tab, folded, width } = (panel ?? {}) as { readonly tab?: unknown; readonly folded?: unknown; readonly width?: unknown };
  return {
    ...Object.fromEntries(nameKeys.flatMap((key) => (Array.isArray(rest[key]) ? [[key, rest[key].filter((name) => typeof name === 'string')]] : []))),
    ...(typeof follow === 'boolean' ? { follow } : {}),
    ...(typeof scroll === 'number' && scroll >= 0 ? { scroll } : {}),
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
