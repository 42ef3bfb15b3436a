/** Which lanes stand where: groups with their lanes in the order the reader gave them, pinned ones apart. Pixels from the top of their part. */
import type { LaneGroup, LaneInfo, Overview } from '../analyzer/view/protocol.ts';
import { SPAN_MARGIN } from './painters/spans.ts';
import type { State } from './store.ts';

export interface LaneRow {
  readonly kind: 'lane';
  readonly lane: LaneInfo;
  readonly pinned: boolean;
  readonly y: number;
  readonly height: number;
}

export interface GroupRow {
  readonly kind: 'group';
  readonly group: LaneGroup;
  readonly collapsed: boolean;
  /** Lanes that are hidden one by one. */
  readonly hidden: readonly LaneInfo[];
  readonly y: number;
  readonly height: number;
}

export type Row = LaneRow | GroupRow;

export interface Layout {
  /** Stay on top while the rest scrolls. */
  readonly pinned: readonly LaneRow[];
  readonly pinnedHeight: number;
  readonly rows: readonly Row[];
  readonly height: number;
}

export type LayoutState = Pick<State, 'collapsed' | 'pinned' | 'hidden' | 'order' | 'laneSearch'> & Partial<Pick<State, 'laneRows'>>;

/** Lanes that explain little are hidden until they are asked for: `toggled` names those that are not as they are by themselves. */
export const isLaneHidden = ({ id, secondary }: LaneInfo, toggled: readonly string[]): boolean => toggled.includes(id) !== (secondary === true);

/** Groups that are open from the start, in the order of the analysis: those with stalls come first. */
const OPEN_GROUPS = 6;

/** Of many associations only the first are open, and those that stall: `toggled` names the groups that are not as they are by themselves. */
export function isCollapsed({ groups, stalls }: Pick<Overview, 'groups' | 'stalls'>, group: LaneGroup, toggled: readonly string[]): boolean {
  const stands = groups.length > OPEN_GROUPS && groups.indexOf(group) >= OPEN_GROUPS / 2 && !stalls.some(({ association }) => association !== undefined && association === group.association);
  return toggled.includes(group.id) !== stands;
}

const GROUP_HEIGHT = 28;
const MARKS_HEIGHT = 38;
const BAND_HEIGHT = 38;
const SUB_ROW = 9;
const LABELLED_ROW = 21;
const BYTES_HEIGHT = 150;
const COUNT_HEIGHT = 72;

function laneHeight(lane: LaneInfo): number {
  if (lane.kind === 'marks') return MARKS_HEIGHT;
  if (lane.kind === 'steps') return lane.unit === 'bytes' ? BYTES_HEIGHT : COUNT_HEIGHT;
  if (lane.rows <= 1) return BAND_HEIGHT;
  return Math.max(MARKS_HEIGHT, lane.rows * (lane.labelled ? LABELLED_ROW : SUB_ROW) + 2 * SPAN_MARGIN);
}

export function buildLayout(overview: Overview, state: LayoutState): Layout {
  const needle = state.laneSearch.trim().toLowerCase();
  const rank = new Map(state.order.map((id, i) => [id, i]));
  const place = new Map(overview.lanes.map(({ id }, i) => [id, i]));
  const inOrder = [...overview.lanes].sort((a, b) => (rank.get(a.id) ?? Infinity) - (rank.get(b.id) ?? Infinity) || place.get(a.id)! - place.get(b.id)!);
  const titles = new Map(overview.groups.map((group) => [group.id, `${group.title} ${group.subtitle}`.toLowerCase()]));
  const isFound = (lane: LaneInfo): boolean => needle === '' || lane.title.toLowerCase().includes(needle) || (titles.get(lane.group) ?? '').includes(needle);
  const isShown = (lane: LaneInfo): boolean => isFound(lane) && !isLaneHidden(lane, state.hidden);

  let y = 0;
  const put = (info: LaneInfo, pinned: boolean): LaneRow => {
    const lane = info.kind === 'spans' ? { ...info, rows: Math.min(info.rows, state.laneRows?.get(info.id) ?? Infinity) } : info;
    const row: LaneRow = { kind: 'lane', lane, pinned, y, height: laneHeight(lane) };
    y += row.height;
    return row;
  };
  const pinned = inOrder.filter((lane) => state.pinned.includes(lane.id) && isShown(lane)).map((lane) => put(lane, true));
  const pinnedHeight = y;
  y = 0;
  const rows: Row[] = [];
  for (const group of overview.groups) {
    const own = inOrder.filter((lane) => lane.group === group.id);
    const lanes = own.filter((lane) => isShown(lane) && !state.pinned.includes(lane.id));
    if (needle !== '' && !own.some(isFound)) continue;
    const collapsed = needle === '' && isCollapsed(overview, group, state.collapsed);
    rows.push({ kind: 'group', group, collapsed, hidden: own.filter((lane) => isLaneHidden(lane, state.hidden)), y, height: GROUP_HEIGHT });
    y += GROUP_HEIGHT;
    if (!collapsed) for (const lane of lanes) rows.push(put(lane, false));
  }
  return { pinned, pinnedHeight, rows, height: y };
}

/** `lane` moved `by` places among the lanes of its group: the order of all lanes of the recording. */
export function moved(overview: Overview, state: LayoutState, lane: string, by: number): readonly string[] {
  const all = { ...state, laneSearch: '', pinned: [], collapsed: [], hidden: overview.lanes.flatMap(({ id, secondary }) => (secondary ? [id] : [])) };
  const ids = buildLayout(overview, all).rows.flatMap((row) => (row.kind === 'lane' ? [row.lane.id] : []));
  const group = overview.lanes.find(({ id }) => id === lane)?.group;
  const shown = ids.filter((id) => overview.lanes.some((other) => other.id === id && other.group === group && !isLaneHidden(other, state.hidden)));
  const to = shown[Math.min(Math.max(shown.indexOf(lane) + by, 0), shown.length - 1)];
  if (to === undefined || to === lane) return ids;
  const rest = ids.filter((id) => id !== lane);
  rest.splice(rest.indexOf(to) + (by > 0 ? 1 : 0), 0, lane);
  return rest;
}
