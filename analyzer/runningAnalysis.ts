/**
 * An analysis that can be looked at while it runs: reads its inputs, concludes early and again as more is read, and goes on where a file has grown. The
 * tables of a conclusion are those of `analyze()` on the same bytes.
 */
import { SNIFF_BYTES, type Reader } from './readers/format.ts';
import { formats } from './readers/formats.ts';
import { Details } from './details/details.ts';
import { Dictionary } from './dissect/diameter/dictionary.ts';
import { Engine, type AnalysisInput, type Progress } from './analyze.ts';
import { concludeTrace } from './conclude.ts';
import type { Session } from './view/session.ts';

export interface RunningHooks {
  /** Called with each new conclusion; earlier sessions are out of date. */
  readonly onSession: (session: Session) => void;
  readonly onProgress: (progress: Progress) => void;
  /** Milliseconds of any steady clock. */
  readonly now: () => number;
  /** Lets others run: requests are answered between two pieces of work. */
  readonly breathe: () => Promise<void>;
}

/** The first picture of a large input comes after so long, ms. */
const FIRST_CONCLUSION = 150;
/** Concluding takes at most this share of the time. */
const SHARE = 8;
/** Not more often than this, ms. */
const LEAST_INTERVAL = 1500;
/** Nobody waits longer for an answer while pieces are read, ms. */
const BREATH = 20;
/** Asked for at once where an input is read on. */
const CHUNK_BYTES = 1 << 20;

interface Reading {
  readonly input: AnalysisInput;
  readonly reader: Reader;
  doneBytes: number;
}

export class RunningAnalysis {
  readonly #engine = new Engine();
  readonly #readings: readonly Reading[];
  readonly #hooks: RunningHooks;
  readonly #decoded: Details;
  #generation: number;
  #began: number;
  #concludedAt: number;
  #concludingTook = 0;
  #breathedAt: number;
  #ended = false;

  /** `dictionary`: of Diameter, for details. `generation`: of the last conclusion of an analysis that this one takes the place of. */
  constructor(inputs: readonly AnalysisInput[], hooks: RunningHooks, { dictionary = new Dictionary(), generation = 0 } = {}) {
    this.#hooks = hooks;
    this.#decoded = new Details(this.#engine.trace, (input) => inputs[input]?.source, dictionary);
    this.#generation = generation;
    this.#readings = inputs.map((input) => ({ input, reader: this.#engine.open(input.path), doneBytes: 0 }));
    this.#began = this.#concludedAt = this.#breathedAt = hooks.now();
  }

  /** By input: bytes read so far. */
  get doneBytes(): readonly number[] {
    return this.#readings.map(({ doneBytes }) => doneBytes);
  }

  /**
   * Reads what there is. Logs and captures take turns, so that an early conclusion has both; captures follow each other in the order given, as do logs,
   * because what is found of an association or of a descriptor depends on that order. Resolves to false when `signal` ended it.
   */
  async read(signal?: AbortSignal): Promise<boolean> {
    const queues: [Reading[], Reading[]] = [[], []];
    for (const reading of this.#readings) queues[(await isLog(reading.input)) ? 0 : 1].push(reading);
    const streams = queues.map((queue) => this.#pieces(queue, signal));
    const shares = queues.map((queue) => Math.max(1, queue.reduce((sum, { input }) => sum + (input.size ?? 0), 0)));
    const read = [0, 0];
    const open = [true, true];
    try {
      while (open[0] || open[1]) {
        const turn = !open[1] || (open[0] && read[0]! / shares[0]! <= read[1]! / shares[1]!) ? 0 : 1;
        const piece = await streams[turn]!.next();
        if (piece.done) open[turn] = false;
        else {
          read[turn]! += piece.value;
          // A log may have its date, and both their meaning, from the other one.
          if (read.every((bytes, i) => bytes > 0 || !open[i])) await this.#concludeIfDue();
        }
        if (signal?.aborted) return false;
      }
      return true;
    } finally {
      // Files are closed, also those whose turn has not come again.
      for (const stream of streams) await stream.return(undefined);
    }
  }

  /** Reads what `input` has grown by; its source must be able to go back. */
  async readOn(index: number, signal?: AbortSignal): Promise<void> {
    const { input, reader } = this.#readings[index]!;
    while (!signal?.aborted && input.source.read) {
      const bytes = await input.source.read(this.#readings[index]!.doneBytes, CHUNK_BYTES);
      if (bytes.length === 0) return;
      reader.push(bytes);
      this.#readings[index]!.doneBytes += bytes.length;
      await this.#concludeIfDue();
    }
  }

  /** Concludes with what there is. `state`: 'done' ends the inputs, and nothing can be read on after that. */
  async conclude(state: 'reading' | 'done' | 'cancelled'): Promise<Session> {
    const began = this.#hooks.now();
    if (state !== 'reading' && !this.#ended) {
      this.#ended = true;
      for (const { reader } of this.#readings) reader.end();
      this.#engine.end();
    }
    const session = await concludeTrace(this.#engine.trace, this.#readings.map(({ input }) => input), {
      decoded: this.#decoded, generation: ++this.#generation, state, pace: this.#hooks,
    });
    this.#concludedAt = this.#hooks.now();
    this.#concludingTook = this.#concludedAt - began;
    this.#hooks.onSession(session);
    return session;
  }

  async #concludeIfDue(): Promise<void> {
    const now = this.#hooks.now();
    const isFirst = this.#concludingTook === 0;
    const due = isFirst ? this.#began + FIRST_CONCLUSION : this.#concludedAt + Math.max(LEAST_INTERVAL, this.#concludingTook * SHARE);
    if (now >= due) await this.conclude('reading');
    else if (now < this.#breathedAt + BREATH) return;
    await this.#hooks.breathe();
    this.#breathedAt = this.#hooks.now();
  }

  /** Pushes the inputs of a queue one after the other; yields the bytes of each piece. */
  async *#pieces(queue: readonly Reading[], signal?: AbortSignal): AsyncGenerator<number> {
    for (const reading of queue) {
      for await (const bytes of reading.input.source.stream(signal)) {
        reading.reader.push(bytes);
        reading.doneBytes += bytes.length;
        this.#hooks.onProgress(this.#progress(reading.input.path));
        yield bytes.length;
      }
    }
  }

  #progress(path: string): Progress {
    const sizes = this.#readings.map(({ input }) => input.size);
    const total = sizes.every((size) => size !== undefined) ? sizes.reduce((sum, size) => sum + size, 0) : undefined;
    return { doneBytes: this.#readings.reduce((sum, { doneBytes }) => sum + doneBytes, 0), totalBytes: total, path };
  }
}

/** A pipe and a compressed input count as captures: their turn comes, only later. */
async function isLog({ source }: AnalysisInput): Promise<boolean> {
  const head = await source.read?.(0, SNIFF_BYTES);
  return head !== undefined && formats.find((format) => format.sniff(head))?.name === 'strace';
}
