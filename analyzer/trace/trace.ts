/** The hub: everything the readers and dissectors have found, as growing tables. Knows no protocol. */
import { copyOf, type Association } from './association.ts';
import type { Gap } from './gap.ts';
import type { ClockKind, Input } from './input.ts';
import { Problems } from './problems.ts';
import {
  callSchema, controlChunkSchema, dataChunkSchema, duplicateTsnSchema, gapBlockSchema, messageSchema, optionSchema, packetSchema, pollSchema,
  sackSchema, stateSchema, transferSchema,
} from './schema.ts';
import type { Process, Socket, Thread } from './socket.ts';
import { Strings } from './strings.ts';
import { createTable, TableCore } from './table.ts';
import { DAY_SECONDS, SECOND, type Nanoseconds } from './time.ts';

const TWO_SECONDS = 2 * SECOND;

export class Trace {
  /** UTC midnight before the first absolute time, in seconds since 1970; undefined while there was none. */
  epochSeconds: number | undefined;

  readonly inputs: Input[] = [];
  readonly problems = new Problems();
  readonly strings = new Strings();

  readonly gaps: Gap[] = [];

  readonly associations: Association[] = [];
  readonly packets = createTable(packetSchema);
  readonly dataChunks = createTable(dataChunkSchema);
  readonly sacks = createTable(sackSchema);
  readonly gapBlocks = createTable(gapBlockSchema);
  readonly duplicateTsns = createTable(duplicateTsnSchema);
  readonly controlChunks = createTable(controlChunkSchema);
  readonly messages = createTable(messageSchema);

  readonly threads: Thread[] = [];
  readonly processes: Process[] = [];
  readonly sockets: Socket[] = [];
  readonly calls = createTable(callSchema);
  readonly transfers = createTable(transferSchema);
  readonly polls = createTable(pollSchema);
  readonly options = createTable(optionSchema);
  readonly states = createTable(stateSchema);

  /** Time of an absolute (seconds, nanoseconds) pair; the first call fixes the epoch. */
  at(seconds: number, nanoseconds: number): Nanoseconds {
    this.epochSeconds ??= Math.floor(seconds / DAY_SECONDS) * DAY_SECONDS;
    // Halved, it is no whole number for the compiler: those overflow after two seconds, and all that is compiled by then would be made anew.
    return (seconds - this.epochSeconds) * 0.5 * TWO_SECONDS + nanoseconds;
  }

  addInput(path: string): Input {
    const input: Input = {
      id: this.inputs.length,
      path,
      kind: 'unknown',
      clock: 'epoch' satisfies ClockKind,
      clockResolution: 1,
      records: 0,
      lines: 0,
      bytes: 0,
      firstTime: NaN,
      lastTime: NaN,
      sections: [],
      interfaces: [],
      dropped: 0,
      partial: false,
      has: { pid: false, duration: false, stack: false, fdPaths: false },
    };
    this.inputs.push(input);
    return input;
  }

  /** What there is now: what is added later, while somebody still reads it, is not in it. */
  snapshot(): Trace {
    const copy: Trace = Object.assign(new Trace(), this);
    const all = copy as unknown as Record<string, unknown>;
    for (const [name, value] of Object.entries(this)) {
      if (value instanceof TableCore) all[name] = value.snapshot();
    }
    all['gaps'] = this.gaps.slice();
    all['inputs'] = this.inputs.map((input) => ({ ...input }));
    all['associations'] = this.associations.map(copyOf);
    all['threads'] = this.threads.map((thread) => ({ ...thread }));
    all['processes'] = this.processes.map((process) => ({ ...process }));
    all['sockets'] = this.sockets.map((socket) => ({ ...socket }));
    return copy;
  }

  /** The tables that grow with the input. */
  tables(): readonly TableCore[] {
    return [
      this.packets, this.dataChunks, this.sacks, this.gapBlocks, this.duplicateTsns, this.controlChunks, this.messages, this.calls, this.transfers, this.polls,
      this.options, this.states,
    ];
  }
}
