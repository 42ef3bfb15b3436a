/** What can be folded away in a log: waits that came to nothing, a run of refused sends, a call and what ran before it returned, stack frames. */
import { isReceive, isSend, Syscall } from '../../analyzer/trace/schema.ts';
import { EAGAIN } from '../../analyzer/correlate/calls.ts';
import { NONE } from '../../analyzer/trace/table.ts';
import type { LogIndex } from './logIndex.ts';

export interface Fold {
  /** 1-based; the first line stays. */
  readonly start: number;
  readonly end: number;
  /** loop: repeated polls. refused: repeated refusals. unfinished: from `<unfinished ...>` to `resumed`. lines: what belongs to the line above. */
  readonly kind: 'loop' | 'refused' | 'unfinished' | 'lines';
}

/** Fewer repeats are no loop. */
const LEAST_REPEATS = 4;
/** The editor folds no more than some thousands. */
const MOST_FOLDS = 5000;

const waits = new Set('epoll_wait epoll_pwait epoll_pwait2 poll ppoll ppoll_time64 select _newselect pselect6 pselect6_time64'.split(' '));
/** They stand in every loop and say nothing of their own. */
const fillers = new Set('clock_gettime gettimeofday time nanosleep clock_nanosleep sched_yield timerfd_settime futex getpid gettid restart_syscall'.split(' '));
const reads = new Set('read readv recv recvfrom recvmsg recvmmsg recvmmsg_time64'.split(' '));

const Part = { Other: 0, Filler: 1, Loop: 2, Refused: 3 } as const;

function partOf(index: LogIndex, call: number): number {
  const { calls, trace } = index;
  const name = index.nameOf(call);
  const errno = calls.errno[call]!;
  if (waits.has(name)) return Part.Loop;
  if (fillers.has(name)) return Part.Filler;
  if (errno !== EAGAIN) return Part.Other;
  if (reads.has(name)) return Part.Loop;
  const row = calls.row[call]!;
  const syscall: number = row === NONE ? Syscall.Exit : trace.calls.syscall[row]!;
  return isSend(syscall) ? Part.Refused : isReceive(syscall) ? Part.Loop : Part.Other;
}

/** Sorted, nested and never crossing, as an editor wants them. */
export function logFolds(index: LogIndex): Fold[] {
  const folds = [...runs(index), ...unfinished(index), ...attachedLines(index)];
  folds.sort((a, b) => a.start - b.start || b.end - a.end);
  const kept: Fold[] = [];
  const around: Fold[] = [];
  for (const fold of folds) {
    while (around.length > 0 && around.at(-1)!.end < fold.start) around.pop();
    const outer = around.at(-1);
    if (outer && (fold.end > outer.end || fold.start === outer.start)) continue;
    kept.push(fold);
    around.push(fold);
    if (kept.length === MOST_FOLDS) break;
  }
  return kept;
}

/** Neighbouring lines that only poll, or only are refused. */
function* runs(index: LogIndex): Generator<Fold> {
  let start = 0;
  let end = 0;
  let repeats = 0;
  let part: number = Part.Other;
  const finish = (): Fold | undefined => (repeats >= LEAST_REPEATS && end > start ? { start, end, kind: part === Part.Refused ? 'refused' : 'loop' } : undefined);
  for (let line = 1; line <= index.lines + 1; line++) {
    const call = line > index.lines ? -1 : index.callAt(line);
    const own = call < 0 ? Part.Other : partOf(index, call);
    if (own === Part.Filler && part !== Part.Other) continue;
    // A refused sender that polls is one loop: the refusals are what it is about.
    const joins = part !== Part.Other && (own === part || (own === Part.Loop && part === Part.Refused));
    if (!joins) {
      const fold = finish();
      if (fold) yield fold;
      start = line;
      repeats = 0;
      part = own === Part.Filler ? Part.Other : own;
    }
    if (part === Part.Other) continue;
    end = line;
    if (call >= 0 && index.calls.endLine[call] === line) repeats++;
  }
}

/** Calls that other lines stand in, the innermost of those that cross. */
function* unfinished({ calls }: LogIndex): Generator<Fold> {
  for (let call = 0; call < calls.length; call++) {
    const [start, end] = [calls.line[call]!, calls.endLine[call]!];
    if (end > start + 1) yield { start, end, kind: 'unfinished' };
  }
}

/** A call and the lines below it that belong to it. */
function* attachedLines({ attached }: LogIndex): Generator<Fold> {
  for (let i = 0; i < attached.length; ) {
    const first = attached[i]!;
    let last = first;
    for (i++; attached[i] === last + 1; i++) last++;
    if (first > 1) yield { start: first - 1, end: last, kind: 'lines' };
  }
}
