/**
 * Stalls that are one story to a reader: a buffer that is full lets single sends through while it drains, and refuses the next one each
 * time. In the data each is a stall of its own (its definition ends at the next accepted send); here those of one socket and cause
 * between which the queue was never seen to be empty stand behind the longest of them.
 */
import { formatDuration } from '../trace/time.ts';
import { count } from './phrases.ts';
import type { Consequence, StallReport } from './report.ts';

export interface Episode {
  /** The longest: its verdict stands for all. */
  readonly main: StallReport;
  /** The others before and after it, in order. */
  readonly before: readonly StallReport[];
  readonly after: readonly StallReport[];
}

/** Where nothing tells whether the queue emptied, stalls so close to each other are one episode, ns. */
const CLOSE = 100e6;

/** What ends well each time; anything else is only told together with its like. */
const harmless: ReadonlySet<Consequence> = new Set(['resumed-after-pollout', 'resumed-by-retry', 'spin-retry', 'blocked-in-call']);

const kindOf = (consequence: Consequence): string => (harmless.has(consequence) ? 'resumed' : consequence);

function continues(last: StallReport, next: StallReport): boolean {
  if (last.cause !== next.cause || last.blamedAssociation !== next.blamedAssociation || kindOf(last.consequence) !== kindOf(next.consequence)) return false;
  const stoodSince = next.queuedSince ?? next.start;
  return BigInt(stoodSince) <= BigInt(last.end) || (next.queuedSince === undefined && BigInt(next.start) - BigInt(last.end) <= CLOSE);
}

/** In the order of the first stall of each. */
export function episodesOf(stalls: readonly StallReport[]): readonly Episode[] {
  const runs: StallReport[][] = [];
  const lastOf = new Map<string, StallReport[]>();
  for (const stall of stalls) {
    const socket = `${stall.association} ${stall.fd}`;
    const run = lastOf.get(socket);
    if (run && continues(run.at(-1)!, stall)) run.push(stall);
    else {
      const begun = [stall];
      runs.push(begun);
      lastOf.set(socket, begun);
    }
  }
  return runs.map((run) => {
    const main = run.reduce((longest, stall) => (stall.cost.durationNs > longest.cost.durationNs ? stall : longest));
    const at = run.indexOf(main);
    return { main, before: run.slice(0, at), after: run.slice(at + 1) };
  });
}

export const stallsOf = ({ main, before, after }: Episode): readonly StallReport[] => [...before, main, ...after];

/** "S3", "S3-S314". */
function numbers(stalls: readonly StallReport[]): string {
  return stalls.length === 1 ? `S${stalls[0]!.id}` : `S${stalls[0]!.id}-S${stalls.at(-1)!.id}`;
}

/** "312 further refused sends in 41.2 s while the backlog drained, S3-S314, same cause"; what came before the main stall, and what after. */
export function foldedTexts({ before, after }: Episode): readonly { readonly text: string; readonly stalls: readonly StallReport[] }[] {
  const text = (stalls: readonly StallReport[], when: string): string => {
    const refused = stalls.reduce((sum, { eagainCount }) => sum + eagainCount, 0);
    const time = formatDuration(Number(BigInt(stalls.at(-1)!.end) - BigInt(stalls[0]!.start)));
    return `${refused > 0 ? count(refused, 'further refused send') : count(stalls.length, 'further waiting send')} in ${time} ${when}, ${numbers(stalls)}, same cause`;
  };
  return [
    ...(before.length > 0 ? [{ text: text(before, 'before, as the backlog built up'), stalls: before }] : []),
    ...(after.length > 0 ? [{ text: text(after, 'while the backlog drained'), stalls: after }] : []),
  ];
}

/** One line: what happened to whom, and what stands behind it. */
export function episodeText(episode: Episode): string {
  return [...episode.main.summary.slice(0, 2), ...foldedTexts(episode).map(({ text }) => text)].join(' · ');
}
