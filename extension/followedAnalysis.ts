/**
 * An analysis of files that may still be written: reads on while they grow, and says when one vanished, was cut or was written anew. What
 * was read before stands until the user asks to read again.
 */
import { open, type FileHandle } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AnalysisInput } from '../analyzer/analyze.ts';
import type { Dictionary } from '../analyzer/dissect/diameter/dictionary.ts';
import { RunningAnalysis } from '../analyzer/runningAnalysis.ts';
import type { Events } from '../analyzer/view/protocol.ts';
import type { Session } from '../analyzer/view/session.ts';

export interface FollowedInput {
  readonly input: AnalysisInput;
  /** On the disk; only such a file is followed. */
  readonly file?: string;
}

type Tell = <E extends keyof Events>(event: E, data: Events[E]) => void;

/** What tells a file from one of the same name. */
interface Identity {
  readonly inode: number;
  readonly size: number;
  /** Its first bytes: a file that is written anew into the same place has others, captures and logs begin with times. */
  readonly beginning: Buffer;
}

const LOOK_MS = 1000;
const BEGINNING_BYTES = 4096;
/** A file that has grown is read on until nothing came for so long; what comes later takes reading it from the beginning. */
const QUIET_MS = 60_000;
/** Concluding over and over takes at most this share of the time. */
const CONCLUDING_SHARE = 8;

async function identityOf(file: string): Promise<Identity | undefined> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file, 'r');
    const { ino, size } = await handle.stat();
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(BEGINNING_BYTES), 0, BEGINNING_BYTES, 0);
    return { inode: ino, size, beginning: buffer.subarray(0, bytesRead) };
  } catch {
    return undefined;
  } finally {
    await handle?.close();
  }
}

/** Compressed bytes cannot be read on from the middle. */
const isCompressed = ({ beginning: [first, second] }: Identity): boolean => (first === 0x1f && second === 0x8b) || (first === 0x28 && second === 0xb5);

/** `now` begins as `before` did, as far as that went. */
const beginsAs = (now: Identity, { beginning }: Identity): boolean => now.beginning.subarray(0, beginning.length).equals(beginning);

export class FollowedAnalysis {
  readonly #inputs: readonly FollowedInput[];
  readonly #tell: Tell;
  readonly #dictionary: Dictionary;
  readonly #abort = new AbortController();
  readonly #first: Promise<Session>;
  #resolveFirst!: (session: Session) => void;
  #latest: Session | undefined;
  #identities: (Identity | undefined)[] = [];
  /** Of each input: what was said of it, so that it is said once. */
  readonly #said = new Set<number>();

  constructor(inputs: readonly FollowedInput[], dictionary: Dictionary, tell: Tell) {
    this.#inputs = inputs;
    this.#dictionary = dictionary;
    this.#tell = tell;
    this.#first = new Promise((resolve) => (this.#resolveFirst = resolve));
  }

  /** The latest conclusion, once there is one. */
  async session(): Promise<Session> {
    return this.#latest ?? this.#first;
  }

  cancel(): void {
    this.#abort.abort();
  }

  /** Resolves when reading was cancelled; otherwise the files are looked at for as long as the worker lives. */
  async run(): Promise<void> {
    const { signal } = this.#abort;
    let analysis = this.#begin();
    this.#identities = await Promise.all(this.#inputs.map(({ file }) => (file === undefined ? undefined : identityOf(file))));
    for (let isGrowing = false; !signal.aborted; isGrowing = await this.#untilGrown(analysis)) {
      if (isGrowing) analysis = this.#begin();
      if ((await analysis.read(signal)) && isGrowing) {
        await analysis.conclude('reading');
        await this.#readOn(analysis);
      }
      await analysis.conclude(signal.aborted ? 'cancelled' : 'done');
    }
  }

  #begin(): RunningAnalysis {
    return new RunningAnalysis(this.#inputs.map(({ input }) => input), {
      onSession: (session) => {
        this.#latest = session;
        this.#resolveFirst(session);
        this.#tell('changed', { generation: session.conclusion.generation });
      },
      onProgress: ({ doneBytes, totalBytes, path }) => this.#tell('progress', { doneBytes, path, ...(totalBytes === undefined ? {} : { totalBytes }) }),
      now: () => performance.now(),
      breathe: () => new Promise((resolve) => setImmediate(resolve)),
    }, { dictionary: this.#dictionary, generation: this.#latest?.conclusion.generation ?? 0 });
  }

  /** Reads what is written until nothing has been for a while. */
  async #readOn(analysis: RunningAnalysis): Promise<void> {
    const { signal } = this.#abort;
    let isConcluded = true;
    let due = 0;
    for (let quiet = 0; quiet < QUIET_MS && !signal.aborted; quiet += LOOK_MS) {
      await sleep(LOOK_MS);
      const before = analysis.doneBytes;
      for (const index of await this.#grown(analysis)) {
        if (!isCompressed(this.#identities[index]!)) await analysis.readOn(index, signal);
      }
      if (analysis.doneBytes.some((bytes, i) => bytes !== before[i])) {
        isConcluded = false;
        quiet = 0;
      }
      const began = performance.now();
      if (isConcluded || began < due) continue;
      await analysis.conclude('reading');
      isConcluded = true;
      due = performance.now() + (performance.now() - began) * CONCLUDING_SHARE;
    }
  }

  async #untilGrown(analysis: RunningAnalysis): Promise<boolean> {
    while (!this.#abort.signal.aborted) {
      await sleep(LOOK_MS, undefined, { ref: false });
      if ((await this.#grown(analysis)).length > 0) return true;
    }
    return false;
  }

  /** Inputs that are longer than what has been read of them. Says what else became of the files. */
  async #grown(analysis: RunningAnalysis): Promise<number[]> {
    const grown: number[] = [];
    for (const [index, { input, file }] of this.#inputs.entries()) {
      const before = this.#identities[index];
      if (file === undefined || !before || this.#said.has(index)) continue;
      const now = await identityOf(file);
      const done = analysis.doneBytes[index]!;
      if (!now) this.#say(index, `${input.path} has vanished; what was read of it stays`);
      else if (now.inode !== before.inode) this.#say(index, `${input.path} has been replaced by another file; read it again to see that one`);
      else if (now.size < done || !beginsAs(now, before)) this.#say(index, `${input.path} has been cut or written anew; read it again to see what is in it now`);
      else if (now.size > done) grown.push(index);
    }
    return grown;
  }

  #say(index: number, text: string): void {
    this.#said.add(index);
    this.#tell('trouble', { text });
  }
}
