/** What held a sender back at an instant, in a few words: "window 0 B since 412 ms". Derived figures hold at the capture point. */
import { queuedAt } from '../correlate/handover.ts';
import { UNKNOWN_WINDOW, sampleAt } from '../correlate/sendWindow.ts';
import type { JudgedStall } from '../diagnose/diagnosis.ts';
import { silenceAt, type LimitContext, type LimitTimeline, limits, type Limit } from '../diagnose/limits.ts';
import { sendBufferBytes } from '../diagnose/sendBuffer.ts';
import { countUpTo } from '../trace/search.ts';
import { formatDuration } from '../trace/time.ts';
import { causeNames, count, group } from './phrases.ts';

/** One sender of one association: its window and what limited it. */
export interface SenderView {
  readonly context: LimitContext;
  readonly timeline: LimitTimeline;
}

/** "a_rwnd 1,188 B, 700 B outstanding, 51 messages queued"; undefined before the first packet and after the last. */
export function windowWords({ context: { window, handover } }: SenderView, time: number): string | undefined {
  const { samples } = window;
  const sample = sampleAt(samples, time);
  if (sample < 0 || time > window.end) return undefined;
  const queued = handover ? queuedAt(handover, time).messages : 0;
  return [
    ...(samples.aRwnd[sample] === UNKNOWN_WINDOW ? [] : [`a_rwnd ${group(samples.aRwnd[sample]!)} B`]),
    `${group(samples.outstanding[sample]!)} B outstanding`,
    ...(queued > 0 ? [`${count(queued, 'message')} accepted and not yet sent`] : []),
  ].join(', ');
}

/** The limit in force at `time`, and since when. */
function limitAt({ segments, end }: LimitTimeline, time: number): { readonly limit: Limit; readonly start: number } | undefined {
  const at = countUpTo(segments.start, time, segments.length) - 1;
  return at < 0 || time > end ? undefined : { limit: limits[segments.limit[at]!]!, start: segments.start[at]! };
}

/** Why a send was refused at `time`. Without a verdict the limit of the instant is told, without a capture nothing but the refusal. */
export function refusalWords(view: SenderView | undefined, judged: JudgedStall | undefined, time: number): string {
  const now = view && limitAt(view.timeline, time);
  const since = (limit: Limit): string => (now?.limit === limit ? ` since ${formatDuration(time - now.start)}` : '');
  switch (judged?.verdict.cause) {
    case 'peer-receive-window': return view ? roomWords(view, time) + since('peer-receive-window') : causeNames['peer-receive-window'];
    case 'congestion-window': {
      const isLoss = (judged.situation.wire?.retransmissions.length ?? 0) > 0;
      return `${isLoss ? 'loss, recovering' : 'congestion window'}${since('congestion-window')}`;
    }
    case 'path-failure': {
      const silence = view && silenceAt(view.context.silences, time);
      return `path silent${silence ? ` since ${formatDuration(time - silence.start)}` : ''}`;
    }
    case 'send-buffer': {
      const bytes = sendBufferBytes(judged.situation);
      return `send buffer${bytes === undefined ? '' : ` of ${group(bytes)} B`} full`;
    }
    case 'shared-socket': return judged.verdict.blamed === undefined ? 'send buffer held by another association' : `send buffer held by association ${judged.verdict.blamed + 1}`;
    case 'nagle-delayed-sack': return `Nagle waits for a delayed SACK${since('nagle-delayed-sack')}`;
    case 'memory-pressure': return 'no SCTP memory left in the kernel';
    case 'unknown':
    case undefined: return view && now ? unjudgedWords(view, now, time) : 'refused';
  }
}

function unjudgedWords(view: SenderView, { limit, start }: { limit: Limit; start: number }, time: number): string {
  const since = ` since ${formatDuration(time - start)}`;
  switch (limit) {
    case 'peer-receive-window': return roomWords(view, time) + since;
    case 'congestion-window': return `congestion window${since}`;
    case 'path-failure': return `path silent${since}`;
    case 'nagle-delayed-sack': return `Nagle waits for a delayed SACK${since}`;
    case 'idle':
    case 'flowing': return 'refused, and the wire does not show why';
  }
}

/** What the peer's window had left, and what did not fit. */
function roomWords({ context }: SenderView, time: number): string {
  const { samples } = context.window;
  const sample = sampleAt(samples, time);
  if (sample < 0 || samples.aRwnd[sample] === UNKNOWN_WINDOW) return 'peer window';
  const room = Math.max(0, samples.aRwnd[sample]! - samples.outstanding[sample]!);
  const next = context.nextDataLength()[sample + 1]!;
  if (room > 0 && room >= next) return `window open again, ${group(room)} B`;
  return `window ${group(room)} B${room > 0 ? ` (the next chunk needs ${group(next)} B)` : ''}`;
}
