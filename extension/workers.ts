/**
 * The workers that analyse files (dist/analysisWorker.cjs). One is started before it is needed and the one that looked into a folder goes on with the
 * analysis: starting one and compiling its program would come before the first picture of every file.
 */
import { Worker } from 'node:worker_threads';
import type { Recording } from './recording.ts';
import type { AnalysisTask, WorkerTask } from './workerTask.ts';

/** A worker that nobody needed for so long is ended, ms. */
const IDLE_MS = 30_000;

export class Workers {
  readonly #file: string;
  #spare: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;

  /** `file`: of the worker's program. */
  constructor(file: string) {
    this.#file = file;
  }

  /** Has a worker ready for what is likely to come. */
  prepare(): void {
    if (!this.#spare) this.#keep(new Worker(this.#file));
  }

  /** A worker of its own for an analysis; whoever asked for it ends it. */
  analyse(task: AnalysisTask): Worker {
    const worker = this.#take();
    give(worker, task);
    return worker;
  }

  /** Which recordings lie beside a file. Empty when the worker fails: a file without partners is still a file. */
  recordingsBeside(file: string): Promise<readonly Recording[]> {
    const worker = this.#take();
    return new Promise((settle) => {
      const fail = (): void => settle([]);
      worker.once('message', (recordings: readonly Recording[]) => {
        worker.off('error', fail).off('exit', fail);
        if (this.#spare) void worker.terminate();
        else this.#keep(worker);
        settle(recordings);
      });
      worker.once('error', fail).once('exit', fail);
      give(worker, { kind: 'survey', file });
    });
  }

  dispose(): void {
    if (this.#spare) void this.#take().terminate();
  }

  #take(): Worker {
    clearTimeout(this.#idle);
    const worker = this.#spare?.off('error', this.#lose).off('exit', this.#lose) ?? new Worker(this.#file);
    this.#spare = undefined;
    return worker;
  }

  #keep(worker: Worker): void {
    this.#spare = worker.on('error', this.#lose).on('exit', this.#lose);
    this.#idle = setTimeout(() => this.dispose(), IDLE_MS);
  }

  readonly #lose = (): void => {
    clearTimeout(this.#idle);
    this.#spare = undefined;
  };
}

const give = (worker: Worker, task: WorkerTask): void => worker.postMessage(task);
