/**
 * One set of files that is being, or has been, analysed: its worker, what it said last, and the way to ask it. Every request settles,
 * also when the worker crashes, is started again or is disposed of. Knows nothing of screens.
 */
import * as vscode from 'vscode';
import { answer, Client, type Message } from '../analyzer/view/client.ts';
import type { Events, Overview, Place, Requests } from '../analyzer/view/protocol.ts';
import type { Backend, BackendEvents } from './backend.ts';
import type { LiveRequests } from './live/liveTask.ts';
import type { TraceInput } from './traceInput.ts';
import type { ControlRequests, FileRequests } from './workerTask.ts';

/** What is stopped has so long to close its files. */
const CLOSING_MS = 500;

type WorkerClient = Client<Requests & ControlRequests & LiveRequests, Events>;

/** An event of the analysis on its way to a screen. */
export type TraceEvent = { [E in keyof Events]: { readonly event: E; readonly data: Events[E] } }[keyof Events];

export interface TraceSettings {
  /** Begins to analyse `inputs`: a worker for files, a process for a live session. */
  readonly startBackend: (inputs: readonly TraceInput[], dictionaries: readonly string[], events: BackendEvents) => Backend;
  /** Asked for whenever the files are read. */
  readonly dictionaries: () => readonly string[];
  /** Reads what is on no disk of this machine. */
  readonly readFile: (uri: vscode.Uri) => Promise<Uint8Array>;
}

export class OpenTrace implements vscode.Disposable {
  readonly inputs: readonly TraceInput[];
  /** What the files say now; undefined until something can be said. */
  overview: Overview | undefined;
  progress: Events['progress'] | undefined;
  /** Of a live session. */
  figures: Events['figures'] | undefined;
  /** Why there will be no more: the worker crashed, or nothing could be read. */
  failure: string | undefined;
  /** What happened to the files meanwhile; reading them again may help. */
  trouble: string | undefined;
  /** By source of a live session, the last that was heard of it. */
  said: ReadonlyMap<string, string> = new Map();

  readonly #settings: TraceSettings;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #events = new vscode.EventEmitter<TraceEvent>();
  /** Overview, progress, failure, trouble or what was said is another one. */
  readonly onDidChange = this.#changed.event;
  /** All that a screen should be told. */
  readonly onEvent = this.#events.event;
  readonly #closed = new vscode.EventEmitter<void>();
  readonly onDidClose = this.#closed.event;
  #backend: Backend | undefined;
  #client: WorkerClient | undefined;
  /** Of the last conclusion that was told of; its overview may still be on its way. */
  #generation = 0;
  /** The same when the last byte was read. */
  #generationWhenRead = 0;

  constructor(inputs: readonly TraceInput[], settings: TraceSettings) {
    this.inputs = inputs;
    this.#settings = settings;
    this.#start();
  }

  /** The files as they were when they were opened are not read to their ends yet. */
  get isReading(): boolean {
    const { overview, progress, failure, figures } = this;
    if (failure !== undefined || figures !== undefined || (overview && overview.state !== 'reading')) return false;
    const isDone = progress?.totalBytes !== undefined && progress.doneBytes >= progress.totalBytes;
    // What was read last is in the next conclusion.
    return !overview || !isDone || overview.generation <= this.#generationWhenRead;
  }

  /** Resolves when the files have been read to the ends that they had, or will not be. */
  untilRead(): Promise<void> {
    return new Promise((resolve) => {
      if (!this.isReading) resolve();
      const subscription = this.onDidChange(() => {
        if (this.isReading) return;
        subscription.dispose();
        resolve();
      });
      this.onDidClose(() => resolve());
    });
  }

  request<T extends keyof Requests>(type: T, params: Requests[T]['params']): Promise<Requests[T]['result']> {
    if (!this.#client) return Promise.reject(new Error(this.failure ?? 'the timeline has been closed'));
    return this.#client.request(type, params as never) as Promise<Requests[T]['result']>;
  }

  /** The name under which the analysis knows a file. */
  pathOf(uri: vscode.Uri): string | undefined {
    const wanted = uri.toString();
    return this.inputs.find((input) => input.uri.toString() === wanted)?.path;
  }

  uriOf({ file }: Pick<Place, 'file'>): vscode.Uri | undefined {
    return this.inputs.find(({ path }) => path === file)?.uri;
  }

  /** Writes what a live session has kept into a folder. */
  saveRecording(folder: string): Promise<LiveRequests['saveRecording']['result']> {
    if (!this.#client) return Promise.reject(new Error(this.failure ?? 'the timeline has been closed'));
    return this.#client.request('saveRecording', { folder });
  }

  /** Stops reading; what has been read is judged. */
  cancel(): void {
    this.#client?.request('cancel', {}).catch(() => {});
  }

  /** From the beginning, with a new worker: the files have changed, or the old worker is dead. */
  readAgain(): void {
    this.#stop('the files are being read again');
    this.overview = undefined;
    this.progress = undefined;
    this.#generation = this.#generationWhenRead = 0;
    this.failure = undefined;
    this.trouble = undefined;
    this.said = new Map();
    this.#start();
    this.#changed.fire();
    this.#events.fire({ event: 'changed', data: { generation: 0 } });
  }

  dispose(): void {
    this.#stop('the timeline has been closed');
    this.#closed.fire();
    this.#closed.dispose();
    this.#changed.dispose();
    this.#events.dispose();
  }

  #start(): void {
    const { startBackend, dictionaries, readFile } = this.#settings;
    const files = { readFile: ({ path }: { path: string }) => readFile(this.inputs.find((input) => input.path === path)!.uri) };
    const client: WorkerClient = new Client((message) => backend.post(message));
    const backend = startBackend(this.inputs, dictionaries(), {
      onMessage: (message: Message) => {
        if (!answer<FileRequests>(files, message, (reply) => backend.post(reply))) client.receive(message);
      },
      onFail: (text) => this.#fail(client, text),
    });
    this.#backend = backend;
    this.#client = client;

    client.on('progress', (data) => {
      this.progress = data;
      if (this.isReading) this.#generationWhenRead = this.#generation;
      this.#tell({ event: 'progress', data });
    });
    client.on('changed', (data) => {
      this.#generation = data.generation;
      this.#events.fire({ event: 'changed', data });
      void this.#refresh(client);
    });
    client.on('trouble', (data) => {
      this.trouble = data.text;
      if (data.source !== undefined) this.#hear(data.source, data.text);
      this.#tell({ event: 'trouble', data });
    });
    client.on('said', (data) => {
      this.#hear(data.source, data.text);
      this.#tell({ event: 'said', data });
    });
    client.on('figures', (data) => {
      this.figures = data;
      this.#tell({ event: 'figures', data });
    });
    client.on('failed', (data) => this.#fail(client, data.text));
  }

  #hear(source: string, text: string): void {
    this.said = new Map([...this.said, [source, text]]);
  }

  #tell(event: TraceEvent): void {
    this.#events.fire(event);
    this.#changed.fire();
  }

  async #refresh(client: WorkerClient): Promise<void> {
    try {
      const overview = await client.request('overview', {});
      if (client !== this.#client) return;
      this.overview = overview;
      this.#changed.fire();
    } catch {
      // The worker is gone; #fail has said so.
    }
  }

  #fail(client: WorkerClient, text: string): void {
    if (client !== this.#client) return;
    this.#stop(text);
    this.failure = text;
    this.#tell({ event: 'failed', data: { text } });
  }

  #stop(why: string): void {
    const backend = this.#backend;
    // It closes its files first, if it still can.
    this.cancel();
    this.#client?.dispose(why);
    this.#client = undefined;
    this.#backend = undefined;
    setTimeout(() => backend?.stop(), CLOSING_MS);
  }
}
