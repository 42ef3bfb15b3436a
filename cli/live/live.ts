/** `stallscope live`: watches sources while they come, tells stalls as they are recognised, and keeps what led to them. */
import { join } from 'node:path';
import { episodesOf, episodeText } from '../../analyzer/view/episodes.ts';
import { renderText } from '../../analyzer/view/text.ts';
import type { LiveFigures } from '../../analyzer/view/protocol.ts';
import { plain, terminalPalette } from '../palette.ts';
import { Refusal } from '../refusal.ts';
import { arrivalOf, beginningsOf } from './beginnings.ts';
import { chosenSources, type Chosen, type SourceOptions } from './chosenSources.ts';
import { Feeds } from './feeds.ts';
import { LiveEngine } from './liveEngine.ts';
import { probe } from './probe.ts';
import { saveRecording } from './recording.ts';
import { liveLines, Screen } from './screen.ts';
import { Seen } from './seen.ts';
import { StallTeller } from './stallTeller.ts';
import { parseTrigger, triggerHelp, type Trigger } from './triggers.ts';

export interface LiveCommandOptions extends SourceOptions {
  readonly trigger?: readonly string[];
  /** Seconds. */
  readonly before: number;
  readonly after: number;
  readonly keep: number;
  readonly for?: number;
  readonly memory: number;
  readonly out?: string;
  /** Recordings of one session. */
  readonly most: number;
  readonly restart?: boolean;
}

const UNUSABLE = 2;
const WIDTH = 100;
const MOST_NOTES = 4;
const MEGABYTE = 1e6;
const MILLISECOND = 1e6;
/** A host that cannot be reached is not asked all the time. */
const RESTART_AFTER = 3000;
/** An incident is recognised at the next conclusion: what led to it is kept until then, s. */
const RECOGNISED_WITHIN = 10;

/** Resolves to the exit code. */
export async function live(options: LiveCommandOptions): Promise<number> {
  const keyed = (options.trigger ?? []).includes('key');
  const triggers = (options.trigger ?? []).filter((text) => text !== 'key').map(triggerOf);
  if (triggers.length > 0 && options.out === undefined) throw new Refusal('a trigger needs --out DIR, where the recording goes');
  const feeds = new Feeds();
  try {
    return await new LiveRun(await chosenSources(options, probe(), feeds), triggers, keyed, options).run();
  } finally {
    feeds.remove();
  }
}

function triggerOf(text: string): Trigger {
  const trigger = parseTrigger(text);
  if (!trigger) throw new Refusal(`${text} is no trigger; there are ${triggerHelp}`);
  return trigger;
}

class LiveRun {
  readonly #options: LiveCommandOptions;
  readonly #request: string;
  readonly #triggers: readonly Trigger[];
  readonly #keyed: boolean;
  readonly #engine: LiveEngine;
  readonly #screen: Screen | undefined = process.stdout.isTTY ? new Screen(process.stdout) : undefined;
  readonly #began = performance.now();
  #notes: string[] = [];
  /** By source, the last that it said. */
  readonly #said = new Map<string, string>();
  readonly #seen = new Seen();
  readonly #teller = new StallTeller((line) => void process.stdout.write(`${line}\n`));
  #saving: Promise<void> | undefined;
  #recordings = 0;
  /** The verdict stands where the screen was. */
  #isOver = false;
  #end!: () => void;
  readonly #ended = new Promise<void>((resolve) => (this.#end = resolve));
  #figures: LiveFigures = { packets: 0, packetsPerSecond: 0, lines: 0, dropped: 0, refused: undefined, buffersFull: 0, stalls: 0, keptBytes: 0 };

  constructor({ sources, request }: Chosen, triggers: readonly Trigger[], keyed: boolean, options: LiveCommandOptions) {
    this.#options = options;
    this.#request = request;
    this.#triggers = triggers;
    this.#keyed = keyed;
    this.#engine = new LiveEngine(sources, { seconds: Math.max(options.keep, options.before + options.after + RECOGNISED_WITHIN), bytes: options.memory * MEGABYTE, ...(options.restart ? { restartAfter: RESTART_AFTER } : {}) }, {
      onSession: () => this.#look(),
      onFigures: (figures) => void this.#draw(figures),
      onTrouble: (text, source) => {
        // Its end says its last words as well.
        this.#said.delete(source);
        this.#note(text);
      },
      onSaid: (source, line) => this.#hear(source, line),
      onEnd: () => this.#end(),
    });
  }

  async run(): Promise<number> {
    const stop = (): void => void this.#engine.stop();
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
    process.once('SIGHUP', stop);
    process.stderr.write(this.#request);
    const timer = this.#options.for === undefined ? undefined : setTimeout(stop, this.#options.for * 1000);
    this.#listen(stop);
    await this.#engine.start();
    clearTimeout(timer);
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
    process.off('SIGHUP', stop);
    if (process.stdin.isTTY) process.stdin.setRawMode(false);
    process.stdin.pause();
    await this.#saving;
    if (this.#options.out !== undefined && this.#triggers.length === 0 && !this.#engine.cameToNothing) await this.#save(join(this.#options.out, folderName()), [], 'the session has ended');
    this.#isOver = true;
    this.#screen?.clear();
    this.#teller.finish();
    for (const note of this.#screen ? this.#notes : []) process.stderr.write(`${note}\n`);
    if (this.#engine.cameToNothing) return UNUSABLE;
    const { report } = this.#engine.session!.conclusion;
    const terminal = process.stdout.isTTY;
    process.stdout.write(renderText(report, { width: terminal ? process.stdout.columns : WIDTH, palette: terminal ? terminalPalette() : plain }));
    return 0;
  }

  #listen(stop: () => void): void {
    if (!process.stdin.isTTY) return;
    process.stdin.setRawMode(true);
    process.stdin.on('data', (bytes) => {
      const key = String(bytes);
      if (key === 'q' || key === '\x03') stop();
      else if ((key === 's' || key === ' ') && this.#options.out !== undefined && (this.#triggers.length === 0 || this.#keyed)) {
        const now = performance.now();
        this.#fire('a key was pressed', now, this.#engine.rings.map(() => now - this.#options.before * 1000));
      }
    });
    this.#notes.push(this.#options.out === undefined ? 'q stops' : 's saves the last minutes · q stops');
  }

  #look(): void {
    const { session } = this.#engine;
    if (!session) return;
    if (!this.#screen) this.#teller.look(session, this.#seen);
    // What happens while a recording is made is in it.
    for (const trigger of this.#saving ? [] : this.#triggers) {
      const incident = trigger.fires(session, this.#seen);
      if (!incident) continue;
      const rings = this.#engine.rings.map(({ ring }) => ring);
      const ended = arrivalOf(rings, incident) + incident.grace / MILLISECOND;
      this.#fire(`${trigger.name}: ${incident.why}`, ended, beginningsOf(session, rings, incident, this.#options.before * 1000));
      break;
    }
    this.#seen.note(session);
  }

  /** Waits for what follows an incident that was over at `ended` (ms), then saves what led to it and what followed. */
  #fire(why: string, ended: number, beginnings: readonly number[]): void {
    if (this.#saving || this.#options.out === undefined) return;
    const folder = join(this.#options.out, folderName());
    if (++this.#recordings > this.#options.most) return;
    this.#note(`${why} · to be saved with ${this.#options.after} s after it to ${folder}`);
    const wait = ended + this.#options.after * 1000 - performance.now();
    this.#saving = (async () => {
      // Nothing follows once the sources have ended.
      await Promise.race([new Promise((resolve) => setTimeout(resolve, Math.max(0, wait)).unref()), this.#ended]);
      await this.#save(folder, beginnings, why);
      this.#saving = undefined;
    })();
  }

  async #save(folder: string, beginnings: readonly number[], why: string): Promise<void> {
    try {
      const { report, files } = await saveRecording(this.#engine, folder, beginnings);
      const stalls = report.stalls.length === 0 ? 'no stall in it' : episodesOf(report.stalls).map(episodeText).join('\n  ');
      this.#note(`saved ${folder} (${files.join(', ')}): ${why}\n  ${stalls}`);
      if (this.#recordings === this.#options.most) this.#note(`${this.#recordings} recordings were made, no more follow (--most)`);
    } catch (error) {
      this.#note(`${folder}: it cannot be written (${(error as NodeJS.ErrnoException).code ?? String(error)}); the session goes on`);
    }
  }

  #note(text: string): void {
    if (!this.#screen) process.stderr.write(`${text}\n`);
    this.#notes = [...this.#notes, text].slice(-MOST_NOTES);
  }

  #hear(source: string, line: string): void {
    this.#said.set(source, line);
    if (!this.#screen) process.stderr.write(`${source}: ${line}\n`);
  }

  async #draw(figures: LiveFigures): Promise<void> {
    this.#figures = figures;
    if (!this.#screen) return;
    const lines = await liveLines(this.#engine.session, this.#figures, (performance.now() - this.#began) / 1000, [
      ...Array.from(this.#said, ([source, line]) => `${source}: ${line}`), ...this.#notes.flatMap((note) => note.split('\n')),
    ]);
    if (!this.#isOver) this.#screen.draw(lines);
  }
}

/** "stallscope-20261124-034652Z" */
const folderName = (): string => `stallscope-${new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')}Z`;
