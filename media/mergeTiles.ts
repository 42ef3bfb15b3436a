/** Tiles of one lane, each of a stretch between two folds, as one: in order of time, and nothing twice. */
import type { StepTile, Tile } from '../analyzer/view/protocol.ts';

/** `tiles`: of the same lane, in order of time, at least one. */
export function mergeTiles(tiles: readonly Tile[]): Tile {
  const [first] = tiles as readonly [Tile];
  if (tiles.length === 1) return first;
  const range = { start: first.start, end: tiles.at(-1)!.end };
  if (first.kind === 'marks') {
    const all = tiles.filter((tile) => tile.kind === 'marks');
    // A lane sends one class after the other, and those who draw it rely on that.
    const places = all.flatMap((tile, t) => Array.from(tile.time, (_, i) => ({ t, i, class: tile.class[i]! }))).sort((a, b) => a.class - b.class || a.t - b.t || a.i - b.i);
    return {
      ...first, ...range, time: Float64Array.from(places, ({ t, i }) => all[t]!.time[i]!), class: Uint8Array.from(places, (place) => place.class),
      row: Uint32Array.from(places, ({ t, i }) => all[t]!.row[i]!), count: Uint32Array.from(places, ({ t, i }) => all[t]!.count[i]!),
    };
  }
  if (first.kind === 'spans') {
    const all = tiles.filter((tile) => tile.kind === 'spans');
    const seen = new Set<string>();
    const places = all.flatMap((tile, t) => Array.from(tile.from, (from, i) => ({ t, i, class: tile.class[i]!, sub: tile.sub[i]!, key: `${tile.class[i]} ${tile.sub[i]} ${from}` })))
      .filter(({ key }) => !seen.has(key) && seen.add(key))
      .sort((a, b) => a.class - b.class || a.sub - b.sub || a.t - b.t || a.i - b.i);
    return {
      ...first, ...range, from: Float64Array.from(places, ({ t, i }) => all[t]!.from[i]!), to: Float64Array.from(places, ({ t, i }) => all[t]!.to[i]!),
      class: Uint8Array.from(places, (place) => place.class), sub: Uint8Array.from(places, ({ sub }) => sub), row: Uint32Array.from(places, ({ t, i }) => all[t]!.row[i]!),
      count: Uint32Array.from(places, ({ t, i }) => all[t]!.count[i]!),
    };
  }
  const all = tiles.filter((tile) => tile.kind === 'steps');
  return { ...first, ...range, series: first.series.map((_, number) => mergeSteps(all.flatMap(({ series }) => series[number] ?? []))) };
}

/** The first point of a tile may lie before it, and then the tile before has it. */
function mergeSteps(parts: readonly StepTile[]): StepTile {
  const places: (readonly [part: number, at: number])[] = [];
  let before = -Infinity;
  parts.forEach(({ time }, part) => {
    time.forEach((at, i) => {
      if (at <= before) return;
      before = at;
      places.push([part, i]);
    });
  });
  const values = (name: 'time' | 'min' | 'max' | 'last'): Float64Array => Float64Array.from(places, ([part, i]) => parts[part]![name][i]!);
  return { time: values('time'), min: values('min'), max: values('max'), last: values('last'), row: Uint32Array.from(places, ([part, i]) => parts[part]!.row[i]!) };
}
