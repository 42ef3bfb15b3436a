/** A live session on a terminal: a few lines that are drawn again in place. */
import { episodesOf, episodeText } from '../../analyzer/view/episodes.ts';
import type { LiveFigures } from '../../analyzer/view/protocol.ts';
import type { Session } from '../../analyzer/view/session.ts';
import { count, group } from '../../analyzer/view/phrases.ts';

const BARS = '▁▂▃▄▅▆▇█';
/** Columns of the curve, and the time it shows, ns. */
const CURVE = 40;
const CURVE_TIME = 60e9;
const MOST_ASSOCIATIONS = 8;
const MOST_STALLS = 5;

export async function liveLines(session: Session | undefined, figures: LiveFigures, seconds: number, notes: readonly string[]): Promise<string[]> {
  const clock = `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;
  const lines = [[
    `live ${clock}`, `${group(Math.round(figures.packetsPerSecond))} packets/s`, count(figures.packets, 'packet'),
    `${group(figures.dropped)} dropped`, refusals(figures), `${(figures.keptBytes / 1e6).toFixed(0)} MB kept`,
  ].join(' · ')];
  if (session) lines.push(...(await associationLines(session)), ...stallLines(session));
  return [...lines, ...notes];
}

function refusals({ refused, buffersFull }: LiveFigures): string {
  if (refused !== undefined) return `${group(refused)} refused`;
  return buffersFull > 0 ? `${count(buffersFull, 'send buffer')} full (refused sends inferred)` : 'no log of sends';
}

async function associationLines({ handlers }: Session): Promise<string[]> {
  const { associations, end, lanes } = await handlers.overview({});
  const living = associations.filter((one) => one.ending === 'open').toSorted((a, b) => b.stalls - a.stalls || b.packets - a.packets);
  const lines: string[] = [];
  for (const { id, title } of living.slice(0, MOST_ASSOCIATIONS)) {
    const instant = await handlers.instant({ association: id, time: end });
    const lane = lanes.find((one) => one.kind === 'steps' && one.id.startsWith(`windows:${id}:`));
    const [tile] = lane ? await handlers.tiles({ lanes: [lane.id], start: end - CURVE_TIME, end, pixels: CURVE }) : [];
    const curve = tile?.kind === 'steps' && tile.series[0] ? curveOf(tile.series[0].time, tile.series[0].min, end, Math.max(tile.max, 1)) : '';
    lines.push(`${String(id).padStart(3)} ${title}  ${curve}  ${instant?.text ?? ''}`);
  }
  if (living.length > MOST_ASSOCIATIONS) lines.push(`    and ${count(living.length - MOST_ASSOCIATIONS, 'more association')}`);
  return lines;
}

/** The smallest value in each column; what holds is carried on. */
function curveOf(time: Float64Array, min: Float64Array, end: number, max: number): string {
  const columns: (number | undefined)[] = Array.from({ length: CURVE }, () => undefined);
  let before: number | undefined;
  for (let i = 0; i < time.length; i++) {
    const column = Math.floor(((time[i]! - (end - CURVE_TIME)) / CURVE_TIME) * CURVE);
    if (column < 0) before = min[i]!;
    else if (column < CURVE) columns[column] = Math.min(columns[column] ?? Infinity, min[i]!);
  }
  return columns.map((value) => {
    before = value ?? before;
    return before === undefined || Number.isNaN(before) ? ' ' : BARS[Math.min(BARS.length - 1, Math.floor((before / max) * BARS.length))]!;
  }).join('');
}

function stallLines({ conclusion: { report } }: Session): string[] {
  return episodesOf(report.stalls).slice(-MOST_STALLS).map((episode) => `stall ${episode.main.id}  ${episodeText(episode)}`);
}

/** Draws over what it drew before. Lines are cut to the width of the terminal. */
export class Screen {
  readonly #stream: NodeJS.WriteStream;
  #drawn = 0;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
  }

  draw(lines: readonly string[]): void {
    const width = Math.max(20, this.#stream.columns ?? 80);
    const up = this.#drawn > 0 ? `\x1b[${this.#drawn}A` : '';
    this.#stream.write(`${up}\x1b[J${lines.map((line) => `${[...line].slice(0, width - 1).join('')}\n`).join('')}`);
    this.#drawn = lines.length;
  }

  clear(): void {
    if (this.#drawn > 0) this.#stream.write(`\x1b[${this.#drawn}A\x1b[J`);
    this.#drawn = 0;
  }
}
