/**
 * The traces that are open and who uses them: editors, the text side and the views find one analysis for one set of files. Also the
 * place where a selection is told to everybody.
 */
import * as vscode from 'vscode';
import type { Located } from '../analyzer/view/protocol.ts';
import { OpenTrace, type TraceSettings } from './trace.ts';
import { traceInputs } from './traceInput.ts';

/** A user's hold on a trace: it lives until all have let go. */
export interface Lease extends vscode.Disposable {
  readonly trace: OpenTrace;
}

export interface Selection {
  readonly trace: OpenTrace;
  readonly located: Located;
  /** Who selected it, and need not be told. */
  readonly source?: unknown;
}

interface Entry {
  readonly key: string;
  readonly trace: OpenTrace;
  users: number;
}

export class Traces implements vscode.Disposable {
  readonly #settings: TraceSettings;
  readonly #entries = new Map<string, Entry>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #opened = new vscode.EventEmitter<OpenTrace>();
  readonly #selected = new vscode.EventEmitter<Selection>();
  readonly onDidOpen = this.#opened.event;
  /** Another trace is active, or the active one says something new. */
  readonly onDidChange = this.#changed.event;
  readonly onDidSelect = this.#selected.event;
  #active: OpenTrace | undefined;

  constructor(settings: TraceSettings) {
    this.#settings = settings;
  }

  /** What the views show: the trace of the editor that was active last. */
  get active(): OpenTrace | undefined {
    return this.#active;
  }

  get all(): readonly OpenTrace[] {
    return [...this.#entries.values()].map(({ trace }) => trace);
  }

  /** The trace a file belongs to; the active one first. */
  traceOf(uri: vscode.Uri): OpenTrace | undefined {
    if (this.#active?.pathOf(uri) !== undefined) return this.#active;
    return this.all.find((trace) => trace.pathOf(uri) !== undefined);
  }

  /** `dictionaries`: besides those of the settings. */
  acquire(uris: readonly vscode.Uri[], dictionaries: readonly string[] = []): Lease {
    const inputs = traceInputs(uris);
    const key = [...inputs.map(({ uri }) => uri.toString()).toSorted(), ...dictionaries].join('\n');
    let entry = this.#entries.get(key);
    if (!entry) {
      const settings = this.#settings;
      const trace = new OpenTrace(inputs, { ...settings, dictionaries: () => [...settings.dictionaries(), ...dictionaries] });
      trace.onDidChange(() => {
        if (trace === this.#active) this.#changed.fire();
      });
      entry = { key, trace, users: 0 };
      this.#entries.set(key, entry);
      this.#opened.fire(trace);
      this.activate(trace);
    }
    return this.#lease(entry);
  }

  /** One more hold on a trace that is open. */
  hold(trace: OpenTrace): Lease | undefined {
    const entry = [...this.#entries.values()].find((each) => each.trace === trace);
    return entry && this.#lease(entry);
  }

  activate(trace: OpenTrace): void {
    if (trace === this.#active) return;
    this.#active = trace;
    this.#changed.fire();
  }

  select(selection: Selection): void {
    this.#selected.fire(selection);
  }

  dispose(): void {
    for (const { trace } of this.#entries.values()) trace.dispose();
    this.#entries.clear();
    this.#changed.dispose();
    this.#opened.dispose();
    this.#selected.dispose();
  }

  #lease(entry: Entry): Lease {
    entry.users++;
    let isHeld = true;
    return {
      trace: entry.trace,
      dispose: () => {
        if (!isHeld) return;
        isHeld = false;
        if (--entry.users === 0) this.#close(entry);
      },
    };
  }

  #close({ key, trace }: Entry): void {
    this.#entries.delete(key);
    trace.dispose();
    if (trace !== this.#active) return;
    this.#active = this.all.at(-1);
    this.#changed.fire();
  }
}
