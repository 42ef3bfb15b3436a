/** What the status bar says of the active trace: how far it is read, then the verdict; and which files were taken with it. */
import * as vscode from 'vscode';
import { emptyWords, noStallWords } from './emptyWords.ts';
import { plainWords } from './plainWords.ts';
import type { TimelineDocument } from './timelineDocument.ts';
import type { TimelineEditor } from './timelineEditor.ts';
import type { OpenTrace } from './trace.ts';
import type { Traces } from './traces.ts';

interface Words {
  readonly text: string;
  readonly tooltip: string;
  readonly background?: 'statusBarItem.errorBackground' | 'statusBarItem.warningBackground';
}

function readingWords({ progress }: OpenTrace): Words {
  const percent = progress?.totalBytes ? Math.floor((progress.doneBytes / progress.totalBytes) * 100) : undefined;
  return {
    text: percent === undefined ? vscode.l10n.t('$(sync~spin) Reading') : vscode.l10n.t('$(sync~spin) Reading {0} %', percent),
    tooltip: progress?.path ?? '',
  };
}

/** "5,012/s · 0 dropped": before the verdict of a session that is live. */
function liveText({ figures, overview }: OpenTrace): string {
  if (!figures || overview?.state !== 'reading') return '';
  return `$(pulse) ${vscode.l10n.t('{0}/s · {1} dropped', Math.round(figures.packetsPerSecond), figures.dropped)}  `;
}

function words(trace: OpenTrace): Words {
  const said = judgedWords(trace);
  return { ...said, text: liveText(trace) + said.text };
}

function judgedWords(trace: OpenTrace): Words {
  const { overview, failure, trouble } = trace;
  if (failure !== undefined) return { text: vscode.l10n.t('$(error) Analysis failed'), tooltip: failure, background: 'statusBarItem.errorBackground' };
  if (!overview) return readingWords(trace);
  const isReading = overview.state === 'reading' && !trace.figures ? '$(sync~spin) ' : '';
  const worst = overview.stalls.find(({ tone }) => tone === 'alarm') ?? overview.stalls[0];
  if (!worst) {
    const empty = emptyWords(overview);
    if (empty) return { text: `$(question) ${empty.short}`, tooltip: empty.whole, background: 'statusBarItem.warningBackground' };
    if (trace.isReading) return { text: `${isReading}$(pass) ${vscode.l10n.t('No stall')}`, tooltip: vscode.l10n.t('No stall so far.') };
    const { icon, short, whole } = noStallWords(overview);
    return trouble === undefined
      ? { text: `${isReading}$(${icon}) ${short}`, tooltip: whole }
      : { text: `$(warning) ${short}`, tooltip: `${whole}\n${trouble}` };
  }
  const count = overview.stalls.length === 1 ? vscode.l10n.t('1 stall') : vscode.l10n.t('{0} stalls', overview.stalls.length);
  return {
    text: `${isReading}${worst.tone === 'alarm' ? '$(error)' : '$(warning)'} ${plainWords(worst.label)}`,
    tooltip: [worst.title, count, ...(trouble === undefined ? [] : [trouble])].join('\n'),
    background: worst.tone === 'alarm' ? 'statusBarItem.errorBackground' : 'statusBarItem.warningBackground',
  };
}

/** "with client.strace, found beside it" */
function companyText({ set, trace }: TimelineDocument): string | undefined {
  if (!set || !trace) return undefined;
  const others = trace.inputs.slice(1).map(({ path }) => path);
  const [first] = others;
  if (first === undefined) return set.offered.length > 0 ? vscode.l10n.t('$(add) {0} more beside it', set.offered.length) : undefined;
  const names = plainWords(others.length === 1 ? first : vscode.l10n.t('{0} and {1} more', first, others.length - 1));
  return set.how === 'found' ? vscode.l10n.t('$(link) with {0}, found beside it', names) : vscode.l10n.t('$(link) with {0}', names);
}

export class StatusBar implements vscode.Disposable {
  readonly #traces: Traces;
  readonly #editor: TimelineEditor;
  readonly #verdict = vscode.window.createStatusBarItem('stallscope.verdict', vscode.StatusBarAlignment.Left, 10);
  readonly #company = vscode.window.createStatusBarItem('stallscope.files', vscode.StatusBarAlignment.Left, 9);
  readonly #subscriptions: vscode.Disposable[];

  constructor(traces: Traces, editor: TimelineEditor) {
    this.#traces = traces;
    this.#editor = editor;
    this.#verdict.name = vscode.l10n.t('Stallscope: verdict');
    this.#verdict.command = 'stallscope.stalls.focus';
    this.#company.name = vscode.l10n.t('Stallscope: files');
    this.#company.command = 'stallscope.chooseFiles';
    this.#company.tooltip = vscode.l10n.t('Choose which files are analysed together');
    this.#subscriptions = [this.#verdict, this.#company, traces.onDidChange(() => this.#update()), editor.onDidOpen(() => this.#update())];
    this.#update();
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #update(): void {
    const { active } = this.#traces;
    if (!active) {
      this.#verdict.hide();
      this.#company.hide();
      return;
    }
    const { text, tooltip, background } = words(active);
    this.#verdict.text = text;
    this.#verdict.tooltip = tooltip;
    this.#verdict.backgroundColor = background && new vscode.ThemeColor(background);
    this.#verdict.show();
    const document = this.#editor.documentOf(active);
    const company = document && companyText(document);
    if (company === undefined) this.#company.hide();
    else {
      this.#company.text = company;
      this.#company.show();
    }
  }
}
