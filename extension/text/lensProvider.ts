/**
 * Over each run of refused sends and over what ended it: what limited the sender, and the way into the timeline. A run is one lens however
 * long it is, and its words are fetched when it comes into view.
 */
import * as vscode from 'vscode';
import { formatDuration } from '../../analyzer/trace/time.ts';
import { logCommands } from './logCommands.ts';
import type { LogIndex } from './logIndex.ts';
import type { LogIndexes } from './logIndexes.ts';
import type { LogLines } from './logLines.ts';
import { refusalRuns, type RefusalRun } from './refusalRuns.ts';
import { textSettings } from './textSettings.ts';

class RunLens extends vscode.CodeLens {
  readonly document: vscode.TextDocument;
  readonly index: LogIndex;
  readonly run: RefusalRun;
  readonly isEnd: boolean;

  constructor(document: vscode.TextDocument, index: LogIndex, run: RefusalRun, line: number, isEnd: boolean) {
    super(new vscode.Range(line, 0, line, 0));
    this.document = document;
    this.index = index;
    this.run = run;
    this.isEnd = isEnd;
  }
}

/** A log with more runs shows the first ones. */
const MOST_RUNS = 2000;
/** An end so near the beginning needs no lens of its own. */
const NEAR_LINES = 8;

export class LensProvider implements vscode.CodeLensProvider<vscode.CodeLens> {
  readonly #indexes: LogIndexes;
  readonly #lines: LogLines;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(indexes: LogIndexes, lines: LogLines) {
    this.#indexes = indexes;
    this.#lines = lines;
  }

  refresh(): void {
    this.#changed.fire();
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    if (!textSettings.refusedSends) return [];
    const index = await this.#indexes.of(document);
    if (!index) return [];
    return refusalRuns(index).slice(0, MOST_RUNS).flatMap((run) => {
      const first = index.calls.endLine[run.calls[0]!]! - 1;
      const end = run.end === undefined ? -1 : index.calls.line[run.end]! - 1;
      const lenses = [new RunLens(document, index, run, first, false)];
      if (end > first + NEAR_LINES) lenses.push(new RunLens(document, index, run, end, true));
      return lenses;
    });
  }

  async resolveCodeLens(lens: vscode.CodeLens): Promise<vscode.CodeLens> {
    if (!(lens instanceof RunLens)) return lens;
    const { document, range: { start: { line } } } = lens;
    const note = await this.#lines.note(document, line);
    const { uri, offset } = this.#lines.originOf(document);
    const words = lens.isEnd ? (note?.ended?.text ?? endWords(lens)) : refusedWords(lens, note?.refused?.text);
    lens.command = { title: vscode.l10n.t('{0} - open timeline', words), command: logCommands.reveal, arguments: [uri.toString(), line + offset] };
    return lens;
  }
}

function refusedWords({ run, index }: RunLens, text: string | undefined): string {
  if (run.isBlocked) return text ?? vscode.l10n.t('send() took {0}', formatDuration(index.calls.duration[run.calls[0]!]!));
  const times = run.calls.length === 1 ? '' : vscode.l10n.t('refused {0} times', run.calls.length);
  // Without a capture there is nothing to tell but the refusal.
  if (text === undefined || text === 'refused') return times === '' ? vscode.l10n.t('send refused') : times;
  return times === '' ? text : `${text} · ${times}`;
}

function endWords({ index: { calls, trace }, run }: RunLens): string {
  const lasted = calls.time[run.end!]! - calls.time[run.calls[0]!]!;
  const isTimed = trace.inputs[0]!.clock !== 'ordinal' && lasted >= 0;
  const isAccepted = calls.errno[run.end!] === 0 && calls.returnValue[run.end!]! > 0;
  const what = isAccepted ? vscode.l10n.t('accepted again') : vscode.l10n.t('closed');
  return isTimed ? vscode.l10n.t('{0} after {1}', what, formatDuration(lasted)) : what;
}
