/** Keeps the Problems panel as the analyses judge: one entry a stall, what a recording cannot show once. */
import * as vscode from 'vscode';
import type { OpenTrace } from '../trace.ts';
import type { Traces } from '../traces.ts';
import { lineParts } from './lineParts.ts';
import type { LogViews } from './logViews.ts';
import { needsView } from './openLine.ts';
import { MOST_STALLS, qualityProblems, stallProblem, type StallProblem } from './stallProblems.ts';
import { textSettings } from './textSettings.ts';

const severities: Readonly<Record<StallProblem['severity'], vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
};

export class Problems implements vscode.Disposable {
  readonly #traces: Traces;
  readonly #views: LogViews;
  readonly #collection = vscode.languages.createDiagnosticCollection('stallscope');
  readonly #told = new Map<OpenTrace, { readonly generation: number; readonly problems: readonly (readonly [vscode.Uri, vscode.Diagnostic])[] }>();
  readonly #subscriptions: vscode.Disposable[];
  #updating: Promise<void> = Promise.resolve();

  constructor(traces: Traces, views: LogViews) {
    this.#traces = traces;
    this.#views = views;
    this.#subscriptions = [
      traces.onDidChange(() => this.refresh()),
      vscode.workspace.onDidOpenTextDocument(({ languageId }) => languageId === 'strace' && this.#publish()),
    ];
  }

  refresh(): void {
    this.#updating = this.#updating.then(() => this.#update());
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#collection.dispose();
  }

  async #update(): Promise<void> {
    const open = textSettings.problems ? this.#traces.all : [];
    let isChanged = false;
    for (const trace of this.#told.keys()) {
      if (open.includes(trace)) continue;
      this.#told.delete(trace);
      isChanged = true;
    }
    for (const trace of open) {
      const { overview } = trace;
      if (!overview || overview.state === 'reading' || this.#told.get(trace)?.generation === overview.generation) continue;
      try {
        this.#told.set(trace, { generation: overview.generation, problems: await diagnosticsOf(trace, this.#views) });
        isChanged = true;
      } catch {
        // The trace is closed or read anew: it tells when it has something to say.
      }
    }
    if (isChanged) this.#publish();
  }

  #publish(): void {
    const byFile = new Map<string, { readonly uri: vscode.Uri; readonly diagnostics: vscode.Diagnostic[] }>();
    for (const { problems } of this.#told.values()) {
      for (const [uri, diagnostic] of problems) {
        const key = uri.toString();
        const known = byFile.get(key) ?? { uri, diagnostics: [] };
        byFile.set(key, known);
        diagnostic.range = callIn(uri, diagnostic.range);
        known.diagnostics.push(diagnostic);
      }
    }
    this.#collection.clear();
    this.#collection.set([...byFile.values()].map(({ uri, diagnostics }) => [uri, diagnostics]));
  }
}

async function diagnosticsOf(trace: OpenTrace, views: LogViews): Promise<(readonly [vscode.Uri, vscode.Diagnostic])[]> {
  const overview = trace.overview!;
  const problems: StallProblem[] = [];
  // One backlog is one problem.
  const stalls = overview.stalls.filter(({ id, episode }) => id === episode);
  for (const stall of stalls.slice(0, MOST_STALLS)) {
    const [card] = await trace.request('cards', { stall: stall.id });
    const problem = card && stallProblem(stall, card);
    if (problem) problems.push(problem);
  }
  const more = stalls.length - MOST_STALLS;
  if (more > 0 && problems[0]) {
    problems.push({ place: problems[0].place, severity: 'information', message: vscode.l10n.t('{0} further stalls: the timeline shows them all', more), code: 'more-stalls', related: [] });
  }
  problems.push(...qualityProblems(overview));
  const inViews = new Set<vscode.Uri>();
  for (const { uri } of trace.inputs) if (await needsView(uri)) inViews.add(uri);
  return problems.flatMap((problem) => {
    const uri = trace.uriOf(problem.place);
    if (!uri) return [];
    const diagnostic = new vscode.Diagnostic(lineRange(problem.place.line ?? 1), problem.message, severities[problem.severity]);
    diagnostic.source = 'stallscope';
    diagnostic.code = problem.code;
    diagnostic.relatedInformation = problem.related.flatMap(({ text, place }) => {
      const target = trace.uriOf(place);
      if (!target) return [];
      const location = place.line !== undefined && inViews.has(target) ? views.locationOf(target, place.line) : new vscode.Location(target, lineRange(place.line ?? 1));
      return [new vscode.DiagnosticRelatedInformation(location, text)];
    });
    return [[uri, diagnostic] as const];
  });
}

const lineRange = (line: number): vscode.Range => new vscode.Range(line - 1, 0, line - 1, 0);

/** The name of the call, where the log is open: a mark under the whole line would hide it. */
function callIn(uri: vscode.Uri, range: vscode.Range): vscode.Range {
  const wanted = uri.toString();
  const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === wanted);
  const { line } = range.start;
  if (!document || line >= document.lineCount) return range;
  const { name } = lineParts(document.lineAt(line).text);
  return name ? new vscode.Range(line, name.start, line, name.end) : range;
}
