/** stallscope-capture under test: started in a namespace, its stream kept or not read, its account of what it saw. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Engine } from '../../analyzer/analyze.ts';
import type { Trace } from '../../analyzer/trace/trace.ts';
import type { Namespace } from './namespace.ts';

/** As shipped, and with sanitizers. */
export const builds = ['plain', 'sanitized'] as const;
export type Build = (typeof builds)[number];

const folders = { plain: `dist/native/linux-${process.arch}`, sanitized: 'native/build/sanitized' } as const satisfies Record<Build, string>;

export function program(name: string, build: Build = 'plain'): string {
  return fileURLToPath(new URL(`../../${folders[build]}/${name}`, import.meta.url));
}

export interface Account {
  readonly seen: number;
  readonly delivered: number;
  readonly kernel: number;
  readonly queue: number;
  readonly notTaken: number;
}

export interface Ended {
  readonly code: number | null;
  readonly errors: string;
  readonly bytes: Uint8Array;
  readonly account: Account;
}

const ACCOUNT = /(\d+) packets seen, (\d+) delivered, (\d+) dropped by the kernel, (\d+) by the queue, (\d+) not taken/;

function accountOf(errors: string): Account {
  const [seen, delivered, kernel, queue, notTaken] = (ACCOUNT.exec(errors) ?? []).slice(1).map(Number);
  return { seen: seen!, delivered: delivered!, kernel: kernel!, queue: queue!, notTaken: notTaken! };
}

export class Capturing {
  readonly process: ChildProcess;
  readonly #chunks: Uint8Array[] = [];
  readonly #exit: Promise<unknown>;
  #errors = '';
  #waiting: (() => void)[] = [];

  constructor(process: ChildProcess) {
    this.process = process;
    this.#exit = once(process, 'close');
    process.stderr!.setEncoding('utf8').on('data', (text: string) => {
      this.#errors += text;
      for (const wake of this.#waiting.splice(0)) wake();
    });
  }

  /** Resolves once it captures. `isRead` false: nobody reads its stream until `read`. */
  static async start(namespace: Namespace, words: readonly string[], { build = 'plain' as Build, isRead = true } = {}): Promise<Capturing> {
    const capturing = new Capturing(namespace.spawn([program('stallscope-capture', build), ...words], { stdio: ['pipe', 'pipe', 'pipe'] }));
    if (isRead) capturing.read();
    await capturing.says('capturing on');
    return capturing;
  }

  read(): void {
    this.process.stdout!.on('data', (chunk: Uint8Array) => this.#chunks.push(chunk));
  }

  /** Resolves once stderr holds `words`. */
  async says(words: string): Promise<void> {
    while (!this.#errors.includes(words)) {
      if (this.process.exitCode !== null) throw new Error(`it ended and said: ${this.#errors}`);
      await Promise.race([new Promise<void>((resolve) => this.#waiting.push(resolve)), this.#exit]);
    }
  }

  /** Closes its stdin, or does what `how` does, and waits for its end. */
  async end(how: () => unknown = () => this.process.stdin!.end()): Promise<Ended> {
    how();
    await this.#exit;
    return { code: this.process.exitCode, errors: this.#errors, bytes: Buffer.concat(this.#chunks), account: accountOf(this.#errors) };
  }
}

/** What the product's own readers find in a stream. */
export function readBack(bytes: Uint8Array): Trace {
  const engine = new Engine();
  const reader = engine.open('stream');
  reader.push(bytes);
  reader.end();
  engine.end();
  return engine.trace;
}
