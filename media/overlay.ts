/** Above the lanes: crosshair, selection, the clock's uncertainty, measure, bookmarks, the box being drawn, the focused lane. */
import { formatDuration } from '../analyzer/trace/time.ts';
import type { Located } from '../analyzer/view/protocol.ts';
import type { Lanes } from './lanes.ts';
import type { LaneRow } from './laneLayout.ts';
import { AXIS_HEIGHT } from './painters/axisPainter.ts';
import { MARK_MARGIN } from './painters/marks.ts';
import { snap, textWidth } from './painters/frame.ts';
import { subRow } from './painters/spans.ts';
import { valueY } from './painters/steps.ts';
import { valueAt } from './pick.ts';
import type { Range, Store } from './store.ts';
import { digitsFor, timeText } from './timeText.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

export function paintOverlay(ctx: CanvasRenderingContext2D, lanes: Lanes, store: Store, size: Size): void {
  const { theme, scale } = lanes;
  paintHoveredLane(ctx, lanes, store, size);
  paintFocus(ctx, lanes, size);
  for (const { time, end, note } of store.get('bookmarks')) paintBookmark(ctx, lanes, size, time, end, note);
  const selection = store.get('selection');
  if (selection) {
    paintRelated(ctx, lanes, selection, store.get('related'));
    paintSelection(ctx, lanes, store, size, selection);
  }
  const hover = store.get('hover');
  if (hover) {
    if (hover.located && hover.located.title !== selection?.title) outline(ctx, lanes, hover.located, 0.65);
    if (hover.located) paintUncertainty(ctx, lanes, size, hover.located, uncertaintyOf(store, hover.located));
    paintDots(ctx, lanes, hover.time);
    const x = snap(scale.toX(hover.time), devicePixelRatio);
    ctx.fillStyle = theme.muted;
    ctx.globalAlpha = 0.55;
    ctx.fillRect(x, AXIS_HEIGHT, 1 / devicePixelRatio, size.height);
    ctx.globalAlpha = 1;
    axisChip(ctx, lanes, size, x, timeText(hover.time, lanes.base, digitsFor(1 / scale.slope)), theme.raised, theme.text);
  }
  const measure = store.get('measure');
  if (measure) paintMeasure(ctx, lanes, size, measure);
  if (lanes.box) paintBox(ctx, lanes, size, lanes.box);
}

/** A long lane is followed more easily by the eye when it stands out. */
function paintHoveredLane(ctx: CanvasRenderingContext2D, lanes: Lanes, store: Store, { width }: Size): void {
  const row = lanes.rowOf(store.get('hover')?.lane);
  if (!row) return;
  const top = Math.max(lanes.topOf(row), AXIS_HEIGHT);
  ctx.fillStyle = lanes.theme.text;
  ctx.globalAlpha = 0.04;
  ctx.fillRect(0, top, width, lanes.topOf(row) + row.height - top);
  ctx.globalAlpha = 1;
}

/** Lines from the selection to what belongs to it. */
function paintRelated(ctx: CanvasRenderingContext2D, lanes: Lanes, selection: Located, related: readonly Located[]): void {
  const from = anchorOf(lanes, selection);
  if (!from) return;
  const { theme } = lanes;
  ctx.save();
  ctx.beginPath();
  ctx.rect(0, AXIS_HEIGHT, lanes.scale.width, 1e5);
  ctx.clip();
  for (const one of related) {
    const to = anchorOf(lanes, one);
    if (!to) continue;
    outline(ctx, lanes, one, 0.75);
    const middle = (from.y + to.y) / 2;
    ctx.beginPath();
    ctx.moveTo(from.x, from.y);
    ctx.bezierCurveTo(from.x, middle, to.x, middle, to.x, to.y);
    ctx.strokeStyle = theme.background;
    ctx.lineWidth = 3.5;
    ctx.stroke();
    ctx.strokeStyle = theme.focus;
    ctx.lineWidth = 1.5;
    ctx.stroke();
    ctx.fillStyle = theme.focus;
    ctx.beginPath();
    ctx.arc(to.x, to.y, 3, 0, Math.PI * 2);
    ctx.fill();
  }
  ctx.restore();
}

/** Where a line begins or ends: the begin of an item, in the middle of its lane. */
function anchorOf(lanes: Lanes, located: Located): { readonly x: number; readonly y: number } | undefined {
  const row = lanes.rowOf(located.lane);
  if (!row || row.lane.kind === 'steps') return undefined;
  const [y, high] = itemBox(lanes, row, located, lanes.topOf(row));
  return { x: lanes.scale.toX(located.start), y: y + high / 2 };
}

function paintFocus(ctx: CanvasRenderingContext2D, lanes: Lanes, { width, height }: Size): void {
  if (!lanes.canvas.matches(':focus-visible')) return;
  const row = lanes.rowOf(lanes.focused);
  ctx.fillStyle = lanes.theme.focus;
  if (!row) {
    ctx.strokeStyle = lanes.theme.focus;
    ctx.lineWidth = 1;
    ctx.strokeRect(0.5, 0.5, width - 1, height - 1);
    return;
  }
  const top = lanes.topOf(row);
  if (top + row.height < AXIS_HEIGHT) return;
  ctx.fillRect(0, Math.max(top + 1, AXIS_HEIGHT), width, 1);
  ctx.fillRect(0, top + row.height - 1, width, 1);
}

function paintSelection(ctx: CanvasRenderingContext2D, lanes: Lanes, store: Store, size: Size, selection: Located): void {
  const { theme, scale } = lanes;
  const x = snap(scale.toX(selection.start), devicePixelRatio);
  const uncertainty = uncertaintyOf(store, selection);
  paintUncertainty(ctx, lanes, size, selection, uncertainty);
  if (x >= -1 && x <= size.width + 1) {
    ctx.fillStyle = theme.text;
    for (let y = AXIS_HEIGHT; y < size.height; y += 6) ctx.fillRect(x, y, 1, 3);
    const doubt = uncertainty > 0 ? ` ± ${formatDuration(uncertainty)}` : '';
    axisChip(ctx, lanes, size, x, `${timeText(selection.start, lanes.base, Math.max(6, digitsFor(1 / scale.slope)))}${doubt}`, theme.focus, '#ffffff');
  }
  outline(ctx, lanes, selection, 1);
}

/** Around what is selected, in its lane. */
function outline(ctx: CanvasRenderingContext2D, lanes: Lanes, located: Located, alpha: number): void {
  const row = lanes.rowOf(located.lane);
  if (!row || row.lane.kind === 'steps') return;
  const { scale, theme } = lanes;
  const [left, right] = [Math.max(scale.toX(located.start), -6), Math.min(scale.toX(located.end), scale.width + 6)];
  const top = lanes.topOf(row);
  if (right < -5 || left > scale.width + 5 || top + row.height < AXIS_HEIGHT) return;
  const [y, high] = itemBox(lanes, row, located, top);
  ctx.save();
  ctx.beginPath();
  ctx.rect(0, row.pinned ? AXIS_HEIGHT : AXIS_HEIGHT + lanes.layout.pinnedHeight, scale.width, 1e5);
  ctx.clip();
  ctx.globalAlpha = alpha;
  ctx.strokeStyle = theme.background;
  ctx.lineWidth = 3.5;
  ctx.beginPath();
  const air = right - left < 4 ? 7 : 1.5;
  ctx.roundRect(left - air, y, right - left + 2 * air, high, 3);
  ctx.stroke();
  ctx.strokeStyle = theme.selection;
  ctx.lineWidth = 1.75;
  ctx.stroke();
  ctx.restore();
}

function itemBox(lanes: Lanes, row: LaneRow, located: Located, top: number): readonly [number, number] {
  if (row.lane.kind === 'spans' && row.lane.rows > 1) {
    const x = (lanes.scale.toX(located.start) + lanes.scale.toX(located.end)) / 2;
    const tile = lanes.tiles.get(row.lane.id);
    if (tile?.kind === 'spans') {
      for (let i = 0; i < tile.row.length; i++) {
        if (tile.row[i] === located.ref.row && tile.from[i]! <= located.end && tile.to[i]! >= located.start && Number.isFinite(x)) {
          const { top: y, high } = subRow(row.lane, top, row.height, tile.sub[i]!);
          return [y - 1.5, high + 3];
        }
      }
    }
  }
  return [top + MARK_MARGIN - 4, row.height - 2 * (MARK_MARGIN - 4)];
}

/** ns that a log's clock may be off where it was fitted to the capture's. */
function uncertaintyOf(store: Store, { places }: Located): number {
  return store.get('overview')?.clocks.find(({ file }) => places.some((place) => place.line !== undefined && place.file === file))?.uncertainty ?? 0;
}

/** A call's place on the axis is as good as the fit of its log's clock: a whisker as long as the doubt, and a band through all lanes. */
function paintUncertainty(ctx: CanvasRenderingContext2D, lanes: Lanes, size: Size, located: Located, uncertainty: number): void {
  const { theme, scale } = lanes;
  const [left, right] = [scale.toX(located.start - uncertainty), scale.toX(located.start + uncertainty)];
  // Where all that is in sight lies within the doubt, there is no edge to show.
  if (right - left < 3 || right < 0 || left > size.width || (left < 0 && right > size.width)) return;
  const row = lanes.rowOf(located.lane);
  const y = row ? lanes.topOf(row) + row.height - 3 : AXIS_HEIGHT + 6;
  ctx.fillStyle = theme.focus;
  ctx.globalAlpha = 0.12;
  ctx.fillRect(left, AXIS_HEIGHT, right - left, size.height);
  ctx.globalAlpha = 1;
  ctx.fillRect(left, y - 0.75, right - left, 1.5);
  for (const end of [left, right]) ctx.fillRect(end - 0.75, y - 5, 1.5, 10);
}

/** On each line of values, what holds under the crosshair. */
function paintDots(ctx: CanvasRenderingContext2D, lanes: Lanes, time: number): void {
  const x = lanes.scale.toX(time);
  for (const row of lanes.laneRows()) {
    const tile = lanes.tiles.get(row.lane.id);
    if (row.lane.kind !== 'steps' || tile?.kind !== 'steps') continue;
    row.lane.series.forEach(({ role, name }, number) => {
      const value = valueAt(tile, number, time);
      if (value === undefined || Number.isNaN(value) || lanes.isHidden(row.lane, name)) return;
      const y = valueY(tile.max, lanes.topOf(row), row.height, value);
      if (y < AXIS_HEIGHT) return;
      ctx.fillStyle = lanes.theme.background;
      ctx.beginPath();
      ctx.arc(x, y, 4, 0, Math.PI * 2);
      ctx.fill();
      ctx.fillStyle = lanes.theme.line[role];
      ctx.beginPath();
      ctx.arc(x, y, 2.75, 0, Math.PI * 2);
      ctx.fill();
    });
  }
}

function paintMeasure(ctx: CanvasRenderingContext2D, lanes: Lanes, size: Size, { start, end }: Range): void {
  const { theme, scale } = lanes;
  const [left, right] = [scale.toX(Math.min(start, end)), scale.toX(Math.max(start, end))];
  ctx.fillStyle = theme.focus;
  ctx.globalAlpha = 0.14;
  ctx.fillRect(left, AXIS_HEIGHT, right - left, size.height);
  ctx.globalAlpha = 1;
  for (const x of [left, right]) ctx.fillRect(snap(x, devicePixelRatio) - 0.5, AXIS_HEIGHT, 1, size.height);
  const y = size.height - 26;
  ctx.fillRect(left, y, right - left, 1);
  const text = formatDuration(Math.abs(end - start));
  ctx.font = lanes.theme.font;
  const width = textWidth(ctx, text);
  chip(ctx, lanes, Math.min(Math.max((left + right - width) / 2 - 8, 4), size.width - width - 20), y, text);
}

function paintBox(ctx: CanvasRenderingContext2D, lanes: Lanes, size: Size, { start, end }: Range): void {
  const { theme, scale } = lanes;
  const [left, right] = [scale.toX(start), scale.toX(end)];
  ctx.fillStyle = theme.background;
  ctx.globalAlpha = 0.55;
  ctx.fillRect(0, 0, left, size.height);
  ctx.fillRect(right, 0, size.width - right, size.height);
  ctx.globalAlpha = 1;
  ctx.fillStyle = theme.focus;
  ctx.fillRect(left, 0, 1, size.height);
  ctx.fillRect(right, 0, 1, size.height);
  chip(ctx, lanes, Math.min(left + 6, size.width - 80), AXIS_HEIGHT + 16, formatDuration(end - start));
}

function paintBookmark(ctx: CanvasRenderingContext2D, lanes: Lanes, size: Size, time: number, end: number | undefined, note: string): void {
  const { theme, scale } = lanes;
  const x = snap(scale.toX(time), devicePixelRatio);
  const right = end === undefined ? x : scale.toX(end);
  if (right < 0 || x > size.width) return;
  ctx.fillStyle = theme.line.warning;
  if (end !== undefined) {
    ctx.globalAlpha = 0.08;
    ctx.fillRect(x, AXIS_HEIGHT, right - x, size.height);
    ctx.globalAlpha = 1;
  }
  ctx.fillRect(x, AXIS_HEIGHT - 12, 1, size.height);
  ctx.beginPath();
  ctx.moveTo(x, AXIS_HEIGHT - 12);
  ctx.lineTo(x + 8, AXIS_HEIGHT - 8);
  ctx.lineTo(x, AXIS_HEIGHT - 4);
  ctx.fill();
  if (note !== '') chip(ctx, lanes, x + 4, size.height - 14, note.slice(0, 60));
}

/** A time on the axis, kept inside. */
function axisChip(ctx: CanvasRenderingContext2D, lanes: Lanes, size: Size, x: number, text: string, fill: string, color: string): void {
  ctx.font = lanes.theme.smallFont;
  const width = textWidth(ctx, text) + 10;
  const left = Math.min(Math.max(x - width / 2, 1), size.width - width - 1);
  ctx.fillStyle = fill;
  ctx.beginPath();
  ctx.roundRect(left, 3, width, AXIS_HEIGHT - 11, 3);
  ctx.fill();
  ctx.strokeStyle = lanes.theme.border;
  ctx.lineWidth = 1;
  ctx.stroke();
  ctx.fillStyle = color;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  ctx.fillText(text, left + 5, 3 + (AXIS_HEIGHT - 11) / 2 + 0.5);
}

function chip(ctx: CanvasRenderingContext2D, lanes: Lanes, x: number, middle: number, text: string): void {
  const { theme } = lanes;
  ctx.font = theme.smallFont;
  const width = textWidth(ctx, text) + 12;
  ctx.fillStyle = theme.raised;
  ctx.strokeStyle = theme.border;
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.roundRect(x, middle - 9, width, 18, 4);
  ctx.fill();
  ctx.stroke();
  ctx.fillStyle = theme.text;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  ctx.fillText(text, x + 6, middle + 0.5);
}
