/**
 * The only file that knows the order of the rooms: bytes -> records -> rows -> associations, transactions, stalls -> findings.
 * An Engine can be fed from several inputs at once and concluded again and again while they grow.
 */
import { Correlation, joinAll } from './correlate/correlation.ts';
import { judge, type Diagnosis } from './diagnose/diagnosis.ts';
import { createPacketDissector, type PacketDissector } from './dissect/packet.ts';
import { createSctpDissector } from './dissect/sctp.ts';
import { createStateDissector } from './dissect/states.ts';
import { createSyscallDissector } from './dissect/syscalls/syscalls.ts';
import { createTcpDissector } from './dissect/tcp.ts';
import { openInput } from './readers/formats.ts';
import type { Reader } from './readers/format.ts';
import type { ByteSource } from './trace/input.ts';
import type { RecordSink } from './trace/records.ts';
import { finish, inTurns, type Pace, type Steps } from './trace/steps.ts';
import { Trace } from './trace/trace.ts';
import type { Usual } from './usual/usual.ts';
import { UsualLines } from './usual/usualLines.ts';
import { UsualPackets } from './usual/usualPackets.ts';
import { fetchQuotes } from './quotes.ts';
import { writeReport } from './view/buildReport.ts';
import type { Report } from './view/report.ts';

/** Of the tool and of the extension; package.json says the same (a test compares them). */
export const VERSION = '0.1.0';

export interface AnalysisInput {
  /** As the user wrote it: shown, and used for the pid of a `strace -ff` file; it never decides the format. */
  readonly path: string;
  /** Bytes, where known: for progress only. */
  readonly size?: number;
  readonly source: ByteSource;
}

export interface Progress {
  readonly doneBytes: number;
  /** Undefined while an input's size is unknown. */
  readonly totalBytes: number | undefined;
  readonly path: string;
}

export interface AnalysisOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** Others have their turns meanwhile. */
  readonly pace?: Pace;
  /** How the inputs are read; by default one after the other. */
  readonly read?: (inputs: readonly AnalysisInput[], options: AnalysisOptions) => Promise<Trace>;
}

export class Engine {
  readonly trace = new Trace();
  readonly #sink: RecordSink;
  readonly #packets: PacketDissector;
  readonly #usual: Usual = { lines: UsualLines.create(), packets: UsualPackets.create() };

  constructor() {
    const sctp = createSctpDissector(this.trace, {}, this.#usual.packets);
    const tcp = createTcpDissector(this.trace);
    const packets = createPacketDissector(this.trace, { sctp: sctp.sctp, tcp: tcp.tcp });
    const syscalls = createSyscallDissector(this.trace, this.#usual.lines);
    this.#packets = packets;
    this.#sink = { packet: packets.packet, syscall: syscalls.syscall, status: syscalls.status, state: createStateDissector(this.trace).state };
  }

  /** A reader for one more input; push bytes as they come. */
  open(path: string): Reader {
    return openInput(this.trace.addInput(path), this.trace, this.#sink, this.#usual);
  }

  /** No input will grow any more: what waits for its other parts is reported. */
  end(): void {
    this.#packets.end();
  }
}

/** What one of several threads reads of the inputs: all know the same ones, by the same numbers. */
export interface Part {
  /** Of the trace, which each of them might find another one for. */
  readonly epochSeconds: number | undefined;
  readonly has: (index: number) => boolean;
}

/** Reads all inputs, or a part of them, one after the other, into the tables of one trace. */
export async function readAll(inputs: readonly AnalysisInput[], options: AnalysisOptions = {}, part?: Part): Promise<Trace> {
  const engine = new Engine();
  engine.trace.epochSeconds = part?.epochSeconds;
  const sized = inputs.every((input) => input.size !== undefined);
  const totalBytes = sized ? inputs.reduce((sum, input) => sum + input.size!, 0) : undefined;
  let doneBytes = 0;
  for (const [index, input] of inputs.entries()) {
    const reader = engine.open(input.path);
    if (part && !part.has(index)) continue;
    const before = engine.trace.tables().map((table) => table.length);
    let inputBytes = 0;
    let isSized = false;
    for await (const bytes of input.source.stream(options.signal)) {
      reader.push(bytes);
      doneBytes += bytes.length;
      inputBytes += bytes.length;
      if (!isSized && inputBytes >= SAMPLE_BYTES && input.size !== undefined) {
        isSized = true;
        reserveTables(engine.trace, before, inputBytes, input.size);
      }
      options.onProgress?.({ doneBytes, totalBytes, path: input.path });
      if (options.signal?.aborted) return engine.trace;
      await options.pace?.breathe();
    }
    reader.end();
  }
  engine.end();
  return engine.trace;
}

/** The epoch that reading all inputs one after the other would find: that of the first one which begins with an absolute time. */
export async function findEpoch(inputs: readonly AnalysisInput[]): Promise<number | undefined> {
  const engine = new Engine();
  for (const { path, source } of inputs) {
    engine.open(path).push((await source.read?.(0, HEAD_BYTES)) ?? new Uint8Array(0));
    if (engine.trace.epochSeconds !== undefined) return engine.trace.epochSeconds;
  }
  return undefined;
}

/** Holds the first frames of a capture, and the first lines of a log. */
const HEAD_BYTES = 64 * 1024;
/** So much of an input tells how many rows the rest will bring. */
const SAMPLE_BYTES = 4 * 1024 * 1024;
const RESERVE = 1.1;

function reserveTables(trace: Trace, before: readonly number[], done: number, size: number): void {
  trace.tables().forEach((table, i) => {
    const brought = table.length - before[i]!;
    table.reserve(Math.ceil(table.length + ((brought * (size - done)) / done) * RESERVE));
  });
}

export interface Analysis {
  readonly trace: Trace;
  readonly diagnosis: Diagnosis;
  readonly report: Report;
}

/** The whole way: reads the inputs, joins, judges, and quotes the lines that prove it. */
export async function analyze(inputs: readonly AnalysisInput[], options: AnalysisOptions = {}): Promise<Analysis> {
  const trace = await (options.read ?? readAll)(inputs, options);
  const { pace } = options;
  const run = <T>(steps: Steps<T>): T | Promise<T> => (pace ? inTurns(steps, pace) : finish(steps));
  const diagnosis = await run(judge(new Correlation(trace, await run(joinAll(trace)))));
  const report = await run(writeReport(diagnosis, await fetchQuotes(diagnosis, inputs), VERSION));
  return { trace, diagnosis, report };
}
