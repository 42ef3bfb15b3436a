/** The outline of a log: processes, their sockets with what was refused on them, their threads. Stalls carry their verdict when there is one. */
import * as vscode from 'vscode';
import type { LogIndexes } from './logIndexes.ts';
import type { LogLines } from './logLines.ts';
import { logOutline, type OutlineNode } from './logOutline.ts';

const kinds: Readonly<Record<OutlineNode['kind'], vscode.SymbolKind>> = {
  process: vscode.SymbolKind.Module,
  thread: vscode.SymbolKind.Method,
  socket: vscode.SymbolKind.Interface,
  refusals: vscode.SymbolKind.Event,
};

/** Verdicts asked for; a log with more refusals keeps the words of its text. */
const MOST_VERDICTS = 200;

export class SymbolProvider implements vscode.DocumentSymbolProvider {
  readonly #indexes: LogIndexes;
  readonly #lines: LogLines;

  constructor(indexes: LogIndexes, lines: LogLines) {
    this.#indexes = indexes;
    this.#lines = lines;
  }

  async provideDocumentSymbols(document: vscode.TextDocument): Promise<vscode.DocumentSymbol[]> {
    const index = await this.#indexes.of(document);
    if (!index) return [];
    const nodes = logOutline(index);
    const verdicts = await this.#verdicts(document, nodes);
    const symbolOf = (node: OutlineNode): vscode.DocumentSymbol => {
      const range = new vscode.Range(node.start - 1, 0, node.end - 1, Number.MAX_SAFE_INTEGER);
      const verdict = verdicts.get(node.start);
      const symbol = new vscode.DocumentSymbol(
        node.name, node.kind === 'refusals' && verdict !== undefined ? `${verdict} · ${node.detail}` : node.detail,
        kinds[node.kind], document.validateRange(range), document.lineAt(Math.min(node.start, document.lineCount) - 1).range,
      );
      symbol.children = node.children.map(symbolOf);
      return symbol;
    };
    return nodes.map(symbolOf);
  }

  /** By line (from 1) where a run of refusals begins: what limited it. */
  async #verdicts(document: vscode.TextDocument, nodes: readonly OutlineNode[]): Promise<ReadonlyMap<number, string>> {
    const verdicts = new Map<number, string>();
    if (!this.#lines.tracedOf(document)) return verdicts;
    const starts = nodes.flatMap(({ children }) => children.flatMap((socket) => socket.children)).filter(({ kind }) => kind === 'refusals').slice(0, MOST_VERDICTS);
    await Promise.all(starts.map(async ({ start, end }) => {
      for (const { refused } of (await this.#lines.notes(document, start - 1, Math.min(end, start + 20))).values()) {
        if (refused) {
          verdicts.set(start, refused.text);
          return;
        }
      }
    }));
    return verdicts;
  }
}
