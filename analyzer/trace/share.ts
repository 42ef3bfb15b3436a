/**
 * What one thread has read of a trace, to be handed to another: everything that logs bring, and nothing that captures do. Columns travel
 * without being copied; the trace they are taken from is of no use afterwards.
 */
import type { Gap } from './gap.ts';
import type { Input } from './input.ts';
import type { Problem } from './problems.ts';
import type { Process, Socket, Thread } from './socket.ts';
import type { Column, TableCore } from './table.ts';
import type { Trace } from './trace.ts';

/** Tables that no capture fills. */
const tableNames = ['calls', 'transfers', 'polls', 'options', 'states'] as const;

export interface TableShare {
  readonly length: number;
  readonly columns: Readonly<Record<string, Column>>;
}

export interface Share {
  readonly tables: Readonly<Record<(typeof tableNames)[number], TableShare>>;
  readonly threads: readonly Thread[];
  readonly processes: readonly Process[];
  readonly sockets: readonly Socket[];
  readonly inputs: readonly Input[];
  readonly problems: readonly Problem[];
  readonly gaps: readonly Gap[];
  /** Of Trace.strings, by their ids. */
  readonly texts: readonly string[];
}

/** `inputs` are those that were read for it. */
export function takeShare(trace: Trace, inputs: readonly Input[]): Share {
  return {
    tables: Object.fromEntries(tableNames.map((name) => [name, (trace[name] as TableCore).share()])) as Share['tables'],
    threads: trace.threads,
    processes: trace.processes,
    sockets: trace.sockets,
    inputs,
    problems: trace.problems.all,
    gaps: trace.gaps,
    texts: trace.strings.all(),
  };
}

/** The buffers that a share travels in. */
export function buffersOf({ tables }: Share): ArrayBuffer[] {
  return Object.values(tables).flatMap(({ columns }) => Object.values(columns).map((column) => column.buffer as ArrayBuffer));
}

/** Puts a share into a trace of the same inputs, which has read none of them and no log. The order is that of reading them one after the other. */
export function addShare(trace: Trace, share: Share): void {
  for (const name of tableNames) (trace[name] as TableCore).take(share.tables[name]);
  for (const thread of share.threads) trace.threads.push(thread);
  for (const process of share.processes) trace.processes.push(process);
  for (const socket of share.sockets) trace.sockets.push(socket);
  for (const input of share.inputs) trace.inputs[input.id] = input;
  for (const text of share.texts) trace.strings.id(text);
  for (const gap of share.gaps) trace.gaps.push(gap);
  trace.gaps.sort((a, b) => a.input - b.input);
  for (const { kind, input, firstOffset, firstPlace, detail, count } of share.problems) {
    trace.problems.report(kind, input, firstOffset, firstPlace, detail, count);
  }
  trace.problems.all.sort((a, b) => a.input - b.input);
}
