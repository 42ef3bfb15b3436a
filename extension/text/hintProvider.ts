/** Before the name of a call: how long after the previous call on the same descriptor it began. */
import * as vscode from 'vscode';
import { formatDuration } from '../../analyzer/trace/time.ts';
import { lineParts } from './lineParts.ts';
import type { LogIndexes } from './logIndexes.ts';
import { textSettings } from './textSettings.ts';

/** "+40.7 ms": hints of one width keep the calls below each other. */
const WIDTH = 8;
const FIGURE_SPACE = '\u2007';

export class HintProvider implements vscode.InlayHintsProvider {
  readonly #indexes: LogIndexes;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeInlayHints = this.#changed.event;

  constructor(indexes: LogIndexes) {
    this.#indexes = indexes;
  }

  refresh(): void {
    this.#changed.fire();
  }

  async provideInlayHints(document: vscode.TextDocument, range: vscode.Range): Promise<vscode.InlayHint[]> {
    if (!textSettings.timeSincePrevious) return [];
    const index = await this.#indexes.of(document);
    if (!index) return [];
    const hints: vscode.InlayHint[] = [];
    for (let line = range.start.line; line <= Math.min(range.end.line, document.lineCount - 1); line++) {
      const call = index.callAt(line + 1);
      if (call < 0 || index.calls.line[call] !== line + 1) continue;
      const since = index.calls.sincePrevious[call]!;
      const { name } = lineParts(document.lineAt(line).text);
      if (!(since >= 0) || !name) continue;
      const hint = new vscode.InlayHint(new vscode.Position(line, name.start), `+${formatDuration(since)}`.padStart(WIDTH, FIGURE_SPACE));
      hint.paddingRight = true;
      hint.tooltip = vscode.l10n.t('Since the previous call on fd {0} began', index.calls.fd[call]!);
      hints.push(hint);
    }
    return hints;
  }
}
