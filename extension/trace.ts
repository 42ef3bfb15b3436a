/**
 * One set of files that is being, or has been, analysed: its worker, what it said last, and the way to ask it. Every request settles,
 * also when the worker crashes, is started again or is disposed of. Knows nothing of screens.
 */
import { Worker } from 'node:worker_threads';
import * as vscode from 'vscode';
import { answer, Client, type Message } from '../analyzer/view/client.ts';
import type { Events, Overview, Place, Requests } from '../analyzer/view/protocol.ts';
import type { TraceInput } from './traceInput.ts';
import type { AnalysisTask, ControlRequests, FileRequests } from './workerTask.ts';

/** A worker that is stopped has so long to close its files. */
const CLOSING_MS = 500;

type WorkerClient = Client<Requests & ControlRequests, Events>;

/** An event of the analysis on its way to a screen. */
export type TraceEvent = { [E in keyof Events]: { readonly event: E; readonly data: Events[E] } }[keyof Events];

export interface TraceSettings {
  /** Path of dist/analysisWorker.cjs. */
  readonly workerFile: string;
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
  /** Why there will be no more: the worker crashed, or nothing could be read. */
  failure: string | undefined;
  /** What happened to the files meanwhile; reading them again may help. */
  trouble: string | undefined;

  readonly #settings: TraceSettings;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #events = new vscode.EventEmitter<TraceEvent>();
  /** Overview, progress, failure or trouble is another one. */
  readonly onDidChange = this.#changed.event;
  /** All that a screen should be told. */
  readonly onEvent = this.#events.event;
  readonly #closed = new vscode.EventEmitter<void>();
  readonly onDidClose = this.#closed.event;
  #worker: Worker | undefined;
  #client: WorkerClient | undefined;

  constructor(inputs: readonly TraceInput[], settings: TraceSettings) {
    this.inputs = inputs;
    this.#settings = settings;
    this.#start();
  }

  /** The files as they were when they were opened are not read to their ends yet. */
  get isReading(): boolean {
    const { overview, progress, failure } = this;
    if (failure !== undefined || (overview && overview.state !== 'reading')) return false;
    return !overview || progress?.totalBytes === undefined || progress.doneBytes < progress.totalBytes;
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

  /** Stops reading; what has been read is judged. */
  cancel(): void {
    this.#client?.request('cancel', {}).catch(() => {});
  }

  /** From the beginning, with a new worker: the files have changed, or the old worker is dead. */
  readAgain(): void {
    this.#stop('the files are being read again');
    this.overview = undefined;
    this.progress = undefined;
    this.failure = undefined;
    this.trouble = undefined;
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
    const { workerFile, dictionaries, readFile } = this.#settings;
    const inputs = this.inputs.map(({ uri, path }) => ({ path, ...(uri.scheme === 'file' ? { file: uri.fsPath } : {}) }));
    const task: AnalysisTask = { kind: 'analysis', inputs, dictionaries: dictionaries() };
    const worker = new Worker(workerFile, { workerData: task });
    const client: WorkerClient = new Client((message) => worker.postMessage(message));
    this.#worker = worker;
    this.#client = client;

    client.on('progress', (data) => {
      this.progress = data;
      this.#tell({ event: 'progress', data });
    });
    client.on('changed', (data) => {
      this.#events.fire({ event: 'changed', data });
      void this.#refresh(client);
    });
    client.on('trouble', (data) => {
      this.trouble = data.text;
      this.#tell({ event: 'trouble', data });
    });
    client.on('failed', (data) => this.#fail(client, data.text));

    const files = { readFile: ({ path }: { path: string }) => readFile(this.inputs.find((input) => input.path === path)!.uri) };
    worker.on('message', (message: Message) => {
      if (!answer<FileRequests>(files, message, (reply) => worker.postMessage(reply))) client.receive(message);
    });
    worker.on('error', (error: Error & { code?: string }) => this.#fail(client, crashText(error)));
    worker.on('exit', (code) => this.#fail(client, vscode.l10n.t('The analysis ended unexpectedly (exit code {0}).', code)));
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
    const worker = this.#worker;
    // It closes its files first, if it still can.
    this.cancel();
    this.#client?.dispose(why);
    this.#client = undefined;
    this.#worker = undefined;
    setTimeout(() => void worker?.terminate(), CLOSING_MS);
  }
}

function crashText(error: Error & { code?: string }): string {
  return error.code === 'ERR_WORKER_OUT_OF_MEMORY'
    ? vscode.l10n.t('The recording needs more memory than the analysis may use. Cut it to the minutes around the stall and open it again.')
    : vscode.l10n.t('The analysis stopped by a mistake of Stallscope, not of your files: {0}', error.message);
}
