/**
 * What the lanes draw from: one tile a lane, asked for when what is in sight has left it or has become too coarse. One request travels at a
 * time; until it is back the old tiles are drawn, stretched. So memory follows the screen and not the recording.
 */
import type { Tile } from '../analyzer/view/protocol.ts';
import type { AnalysisClient } from './host.ts';
import { mergeTiles } from './mergeTiles.ts';
import type { Range } from './store.ts';

export interface Wish {
  readonly lanes: readonly string[];
  /** What is in sight, in order: one stretch, or those between folds. At least one. */
  readonly stretches: readonly Range[];
  /** ns a pixel column. */
  readonly resolution: number;
  readonly filter: string;
  readonly generation: number;
}

interface Kept {
  readonly tile: Tile;
  readonly stretches: readonly Range[];
  readonly resolution: number;
  readonly filter: string;
  readonly generation: number;
}

/** Beyond each edge, in widths of the view: a pan draws at once. */
const MARGIN = 0.5;
/** A tile serves until the view is so much closer or so much wider than it was made for. */
const TOO_COARSE = 1.35;
const TOO_FINE = 4;
/** Lanes kept besides those in sight. */
const SPARE_LANES = 16;

export class Tiles {
  readonly #analysis: AnalysisClient;
  readonly #arrived: () => void;
  readonly #failed: (text: string) => void;
  readonly #kept = new Map<string, Kept>();
  #wish: Wish | undefined;
  #underWay = false;

  constructor(analysis: AnalysisClient, arrived: () => void, failed: (text: string) => void) {
    this.#analysis = analysis;
    this.#arrived = arrived;
    this.#failed = failed;
  }

  get(lane: string): Tile | undefined {
    return this.#kept.get(lane)?.tile;
  }

  /** Whether all that was wished for is there. */
  get fresh(): boolean {
    return this.#wish !== undefined && !this.#underWay && this.#stale(this.#wish).length === 0;
  }

  /** Bytes of all arrays kept. */
  get bytes(): number {
    let sum = 0;
    for (const { tile } of this.#kept.values()) sum += bytesOf(tile);
    return sum;
  }

  wish(wish: Wish): void {
    this.#wish = wish;
    if (!this.#underWay) void this.#fetch();
  }

  #stale({ lanes, stretches, resolution, filter, generation }: Wish): string[] {
    return lanes.filter((lane) => {
      const kept = this.#kept.get(lane);
      if (!kept || kept.filter !== filter || kept.generation !== generation) return true;
      if (!stretches.every(({ start, end }) => kept.stretches.some((own) => own.start <= start && own.end >= end))) return true;
      return kept.resolution > resolution * TOO_COARSE || kept.resolution < resolution / TOO_FINE;
    });
  }

  async #fetch(): Promise<void> {
    this.#underWay = true;
    let lanes: string[];
    // What is wished for may have changed while a request was on its way.
    while (this.#wish && (lanes = this.#stale(this.#wish)).length > 0) {
      const { resolution, filter, generation } = this.#wish;
      const stretches = withMargin(this.#wish.stretches);
      try {
        const answers = await Promise.all(stretches.map((stretch) => {
          const pixels = Math.max(1, Math.ceil((stretch.end - stretch.start) / resolution));
          return this.#analysis.request('tiles', { lanes, ...stretch, pixels, ...(filter === '' ? {} : { filter }) });
        }));
        for (const lane of lanes) {
          const own = answers.flatMap((tiles) => tiles.find((tile) => tile.lane === lane) ?? []);
          this.#kept.set(lane, { tile: own.length === 0 ? emptyTile(lane, stretches) : mergeTiles(own), stretches, resolution, filter, generation });
        }
        this.#forget(this.#wish);
      } catch (error) {
        this.#underWay = false;
        this.#failed(error instanceof Error ? error.message : String(error));
        return;
      }
      this.#arrived();
    }
    this.#underWay = false;
    this.#arrived();
  }

  #forget({ lanes }: Wish): void {
    const inSight = new Set(lanes);
    let spare = this.#kept.size - inSight.size - SPARE_LANES;
    for (const lane of this.#kept.keys()) {
      if (spare <= 0) return;
      if (inSight.has(lane)) continue;
      this.#kept.delete(lane);
      spare -= 1;
    }
  }
}

/** The first stretch begins and the last one ends further out. */
function withMargin(stretches: readonly Range[]): readonly Range[] {
  const margin = MARGIN * stretches.reduce((sum, { start, end }) => sum + end - start, 0);
  return stretches.map(({ start, end }, i) => ({ start: i === 0 ? start - margin : start, end: i === stretches.length - 1 ? end + margin : end }));
}

/** Stands for a lane that the analysis no longer has. */
function emptyTile(lane: string, stretches: readonly Range[]): Tile {
  const range = { start: stretches[0]!.start, end: stretches.at(-1)!.end };
  return { kind: 'marks', lane, ...range, time: new Float64Array(), class: new Uint8Array(), row: new Uint32Array(), count: new Uint32Array(), totals: [] };
}

function bytesOf(tile: Tile): number {
  const arrays = tile.kind === 'steps' ? tile.series.flatMap((series) => Object.values(series)) : Object.values(tile);
  return arrays.reduce((sum: number, value) => sum + (ArrayBuffer.isView(value) ? value.byteLength : 0), 0);
}
