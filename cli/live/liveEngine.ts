/**
 * A live session: sources in, a session that is concluded again and again out. The same analyzer as for files, fed while it grows; when its tables
 * have grown far beyond what is kept, a fresh engine takes over with the last minutes, so that memory stays flat however long it runs.
 */
import { Engine, type AnalysisInput } from '../../analyzer/analyze.ts';
import { concludeTrace } from '../../analyzer/conclude.ts';
import { Details } from '../../analyzer/details/details.ts';
import { Dictionary } from '../../analyzer/dissect/diameter/dictionary.ts';
import type { Reader } from '../../analyzer/readers/format.ts';
import { inTurns, type Pace, type Steps } from '../../analyzer/trace/steps.ts';
import type { LiveFigures } from '../../analyzer/view/protocol.ts';
import type { Session } from '../../analyzer/view/session.ts';
import { Ingest, type SourceKind } from './ingest.ts';
import { SourceEnd, SourceTrouble, type LiveSource } from './liveSource.ts';
import { Ring } from './ring.ts';
import { Said } from './said.ts';

export interface LiveOptions {
  /** What is kept, seconds and bytes (of all sources together). */
  readonly seconds: number;
  readonly bytes: number;
  readonly dictionary?: Dictionary;
  /** A source that ends is started again after so long, ms. Without it, it stays ended. */
  readonly restartAfter?: number;
}

export interface LiveHooks {
  readonly onSession: (session: Session) => void;
  readonly onFigures: (figures: LiveFigures) => void;
  readonly onTrouble: (text: string, source: string) => void;
  /** A line of what a source tells besides its bytes, at most one a second. */
  readonly onSaid: (source: string, line: string) => void;
  /** All sources have ended. */
  readonly onEnd: () => void;
}

const CONCLUDE_EVERY = 1000;
/** Concluding takes at most this share of the time. */
const SHARE = 4;
const FIGURES_EVERY = 500;
/** The fresh engine takes over when the old one holds so many times what is kept, and at least so many rows. */
const OUTGROWN = 1.6;
const LEAST_ROWS = 200_000;
/** Of a table that has outgrown what is kept, for the next one: they become a little larger while the fresh engine catches up. */
const ROOM = 1.15;
/** A conclusion that takes longer than this looks at too much: half of it is left to the recording alone. ms */
const SLOW = 1500;
export const pace: Pace = { now: () => performance.now(), breathe: () => new Promise((resolve) => setImmediate(resolve)) };

interface Feed {
  readonly source: LiveSource;
  /** Its own: two sources may call themselves alike. */
  readonly name: string;
  readonly ring: Ring;
  readonly ingest: Ingest;
  reader: Reader;
  packets: number;
  lines: number;
  /** Packets lost by whoever captures. */
  dropped: number;
  failed: boolean;
  /** Records wait in the ring until the fresh engine has caught up. */
  catchingUp: boolean;
}

export class LiveEngine {
  readonly #options: LiveOptions;
  readonly #hooks: LiveHooks;
  readonly #feeds: Feed[] = [];
  readonly #abort = new AbortController();
  readonly #dictionary: Dictionary;
  #engine = new Engine();
  #generation = 0;
  #session: Session | undefined;
  #changed = true;
  #running: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #rate = { at: 0, packets: 0 };
  #concluding: Promise<Session> | undefined;
  /** That of the session. */
  #concluded: Engine | undefined;
  #takingOver: Promise<void> | undefined;

  constructor(sources: readonly LiveSource[], options: LiveOptions, hooks: LiveHooks) {
    this.#options = options;
    this.#hooks = hooks;
    this.#dictionary = options.dictionary ?? new Dictionary();
    for (const source of sources) this.#feeds.push(this.#feed(source));
  }

  #feed(source: LiveSource): Feed {
    const ring = new Ring();
    const alike = this.#feeds.filter((feed) => feed.source.name === source.name).length;
    const name = alike === 0 ? source.name : `${source.name} (${alike + 1})`;
    const push = (bytes: Buffer): void => {
      if (!feed.catchingUp) feed.reader.push(bytes);
    };
    const feed: Feed = {
      source, name, ring, packets: 0, lines: 0, dropped: 0, failed: false, catchingUp: false,
      reader: this.#engine.open(name),
      ingest: new Ingest(name, {
        head: (bytes) => {
          ring.addHead(bytes);
          push(bytes);
        },
        record: (bytes) => {
          ring.add(bytes, performance.now());
          push(bytes);
          if (feed.ingest.kind === 'packets') feed.packets++;
          else feed.lines++;
        },
        other: (bytes) => {
          ring.add(bytes, performance.now(), false);
          push(bytes);
        },
      }),
    };
    return feed;
  }

  get session(): Session | undefined {
    return this.#session;
  }

  get kinds(): readonly (SourceKind | undefined)[] {
    return this.#feeds.map(({ ingest }) => ingest.kind);
  }

  /** By source: its name and what is kept of it. */
  get rings(): readonly { readonly name: string; readonly kind: SourceKind | undefined; readonly ring: Ring }[] {
    return this.#feeds.map(({ name, ring, ingest }) => ({ name, kind: ingest.kind, ring }));
  }

  /** No source could be read, and nothing came of any. */
  get cameToNothing(): boolean {
    return this.#feeds.every(({ failed, packets, lines }) => failed && packets + lines === 0);
  }

  /** Resolves when all sources have ended or `stop` was called, and the last conclusion is there. */
  start(): Promise<void> {
    this.#rate = { at: performance.now(), packets: 0 };
    this.#timer = setInterval(() => this.#tellFigures(), FIGURES_EVERY);
    const sources = Promise.all(this.#feeds.map((feed) => this.#pump(feed)));
    const loop = this.#concludeAgain();
    return (this.#running = (async () => {
      await sources;
      this.#abort.abort();
      await loop;
      clearInterval(this.#timer);
      for (const { reader } of this.#feeds) reader.end();
      this.#engine.end();
      await this.conclude('done');
      this.#tellFigures();
      this.#hooks.onEnd();
    })());
  }

  /** Ends the sources; what came is concluded once more. */
  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#running;
  }

  async #pump(feed: Feed): Promise<void> {
    const { signal } = this.#abort;
    const { restartAfter } = this.#options;
    for (let again = false; ; again = true) {
      if (again) feed.ingest.restart();
      const why = await this.#read(feed);
      if (signal.aborted) return;
      const isLast = restartAfter === undefined;
      this.#hooks.onTrouble(isLast ? why : `${why}; it is started again in ${restartAfter / 1000} s, and what comes meanwhile is missing`, feed.name);
      if (isLast) return;
      await pause(restartAfter, signal);
      if (signal.aborted) return;
    }
  }

  /** Until the source ends; resolves to a sentence about that. */
  async #read(feed: Feed): Promise<string> {
    const said = new Said((line) => this.#hooks.onSaid(feed.name, line));
    try {
      for await (const bytes of feed.source.stream(this.#abort.signal, (line) => said.push(line))) {
        feed.ingest.push(bytes);
        this.#changed = true;
      }
      // It was stopped: its last words, as those of tcpdump on what was lost.
      said.flush();
      return `${feed.name} has ended`;
    } catch (error) {
      if (error instanceof SourceEnd) return error.message;
      feed.failed = true;
      return error instanceof SourceTrouble ? error.message : `${feed.name}: ${String(error)}`;
    } finally {
      said.drop();
      feed.ingest.end();
    }
  }

  async #concludeAgain(): Promise<void> {
    const { signal } = this.#abort;
    while (!signal.aborted) {
      const began = performance.now();
      if (this.#changed) await this.conclude('reading');
      const took = performance.now() - began;
      await pause(Math.max(CONCLUDE_EVERY, took * SHARE) - took, signal);
      await this.#forget(took);
    }
  }

  /** Concludes with what there is; one conclusion at a time. */
  conclude(state: 'reading' | 'done'): Promise<Session> {
    const before = this.#concluding;
    return (this.#concluding = (async () => {
      await before?.catch(() => {});
      return this.#conclude(state);
    })());
  }

  /** A session of the present engine: its frames and lines are numbered as those of the rings. To be asked for while they are held. */
  async current(): Promise<Session> {
    await this.#takingOver;
    return this.#session && this.#concluded === this.#engine ? this.#session : this.conclude('reading');
  }

  async #conclude(state: 'reading' | 'done'): Promise<Session> {
    this.#changed = false;
    const engine = this.#engine;
    const inputs: AnalysisInput[] = this.#feeds.map(({ name, ring }) => ({ path: name, source: ring.source() }));
    // Sources go on while the conclusion is made and looked at.
    const trace = engine.trace.snapshot();
    const decoded = new Details(trace, (input) => inputs[input]?.source, this.#dictionary);
    const session = await concludeTrace(trace, inputs, { decoded, generation: ++this.#generation, state, pace });
    this.#session = session;
    this.#concluded = engine;
    this.#hooks.onSession(session);
    return session;
  }

  /** `took`: the last conclusion, ms. */
  async #forget(took: number): Promise<void> {
    const oldest = performance.now() - this.#options.seconds * 1000;
    const share = this.#options.bytes / this.#feeds.length;
    for (const { ring } of this.#feeds) ring.forget(oldest, share);
    const fed = this.#feeds.reduce((sum, { ring }) => sum + ring.fed, 0);
    const { packets, calls, states } = this.#engine.trace;
    const rows = packets.length + calls.length + states.length;
    // Numbers change: not while somebody goes by them.
    if (rows <= LEAST_ROWS || this.#feeds.some(({ ring }) => ring.isHeld)) return;
    if (took > SLOW) this.#takingOver = this.#takeOver((ring) => ring.fed / 2);
    else if (rows > fed * OUTGROWN) this.#takingOver = this.#takeOver((ring) => ring.fed);
    await this.#takingOver;
  }

  /** A fresh engine with the last of what is kept. Sources go on meanwhile. */
  async #takeOver(mostOf: (ring: Ring) => number): Promise<void> {
    const outgrown = this.#engine.trace.tables().map(({ length }) => length);
    const before = this.#feeds.reduce((sum, { ring }) => sum + ring.fed, 0);
    this.#engine = new Engine();
    // Room for as much once more: tables that grow are copied, all at once. What is never written takes no memory.
    const share = (this.#feeds.reduce((sum, { ring }) => sum + Math.min(ring.fed, mostOf(ring)), 0) / Math.max(1, before)) * ROOM;
    this.#engine.trace.tables().forEach((table, i) => table.reserve(Math.ceil(outgrown[i]! * share)));
    for (const feed of this.#feeds) {
      feed.reader = this.#engine.open(feed.name);
      feed.catchingUp = true;
      feed.ring.restart(mostOf(feed.ring));
    }
    for (const feed of this.#feeds) await inTurns(catchUp(feed), pace);
    this.#changed = true;
  }

  #tellFigures(): void {
    // A fresh engine has seen a part of it.
    this.#feeds.forEach((feed, i) => (feed.dropped = Math.max(feed.dropped, this.#engine.trace.inputs[i]!.dropped)));
    const packets = this.#feeds.reduce((sum, feed) => sum + feed.packets, 0);
    const now = performance.now();
    const seconds = (now - this.#rate.at) / 1000;
    const packetsPerSecond = seconds > 0 ? (packets - this.#rate.packets) / seconds : 0;
    this.#rate = { at: now, packets };
    const { stalls = [], findings = [] } = this.#session?.conclusion.report ?? {};
    const showsSends = this.#feeds.some(({ ingest }) => ingest.kind === 'log');
    this.#hooks.onFigures({
      packets, packetsPerSecond,
      lines: this.#feeds.reduce((sum, feed) => sum + feed.lines, 0),
      dropped: this.#feeds.reduce((sum, { dropped }) => sum + dropped, 0),
      refused: showsSends ? stalls.reduce((sum, { eagainCount }) => sum + eagainCount, 0) : undefined,
      buffersFull: new Set(findings.flatMap(({ rule, association }) => (rule === 'send-buffer-full' ? [association] : []))).size,
      stalls: stalls.length,
      keptBytes: this.#feeds.reduce((sum, { ring }) => sum + ring.bytes, 0),
    });
  }
}

/** Until nothing waits, with no gap in which something could come. */
function* catchUp(feed: Feed): Steps<void> {
  for (const bytes of feed.ring.pieces()) {
    feed.reader.push(bytes);
    yield;
  }
  feed.catchingUp = false;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(done, Math.max(0, ms));
    signal.addEventListener('abort', done, { once: true });
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}
