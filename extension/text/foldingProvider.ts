/** Folding of a log: loops, refused runs, calls that were interrupted, stack frames. */
import * as vscode from 'vscode';
import { logFolds, type Fold } from './logFolds.ts';
import type { LogIndexes } from './logIndexes.ts';

/** "Fold All Block Comments" folds the interrupted calls, "Fold All Regions" the loops. */
const kinds: Readonly<Record<Fold['kind'], vscode.FoldingRangeKind | undefined>> = {
  loop: vscode.FoldingRangeKind.Region,
  refused: vscode.FoldingRangeKind.Region,
  unfinished: vscode.FoldingRangeKind.Comment,
  lines: undefined,
};

export class FoldingProvider implements vscode.FoldingRangeProvider {
  readonly #indexes: LogIndexes;

  constructor(indexes: LogIndexes) {
    this.#indexes = indexes;
  }

  async provideFoldingRanges(document: vscode.TextDocument): Promise<vscode.FoldingRange[]> {
    const index = await this.#indexes.of(document);
    return index ? logFolds(index).map(({ start, end, kind }) => new vscode.FoldingRange(start - 1, end - 1, kinds[kind])) : [];
  }
}
