/** Hovers over the lines of a log, with links into the timeline. */
import * as vscode from 'vscode';
import type { LineNote } from '../../analyzer/view/protocol.ts';
import { hoverText } from './hoverText.ts';
import type { LogIndexes } from './logIndexes.ts';
import type { LogLines } from './logLines.ts';
import { logCommands } from './logCommands.ts';

export class HoverProvider implements vscode.HoverProvider {
  readonly #indexes: LogIndexes;
  readonly #lines: LogLines;

  constructor(indexes: LogIndexes, lines: LogLines) {
    this.#indexes = indexes;
    this.#lines = lines;
  }

  async provideHover(document: vscode.TextDocument, { line }: vscode.Position): Promise<vscode.Hover | undefined> {
    const index = await this.#indexes.of(document);
    const row = index?.callAt(line + 1) ?? -1;
    if (!index || row < 0) return undefined;
    const first = index.calls.line[row]! - 1;
    const last = index.calls.endLine[row]! - 1;
    const [begun, returned] = await Promise.all([this.#lines.note(document, first), first === last ? undefined : this.#lines.note(document, last)]);
    const note: LineNote | undefined = begun && { ...returned, ...begun, ...(returned?.refused ? { refused: returned.refused } : {}), ...(returned?.sentAgain ? { sentAgain: returned.sentAgain } : {}), ...(returned?.ended ? { ended: returned.ended } : {}) };
    const traced = this.#lines.tracedOf(document);
    const association = note?.association === undefined ? undefined : traced?.trace.overview?.associations.find(({ id }) => id === note.association)?.title;
    const { uri, offset } = this.#lines.originOf(document);
    const lines = [...new Set([first, last])].map((at) => document.lineAt(at).text);
    const text = new vscode.MarkdownString(hoverText({ lines, call: { index, row }, note, association, links: links(uri, line + offset, note), lineOffset: offset - 1 }).join('\n\n'));
    text.isTrusted = { enabledCommands: Object.values(logCommands) };
    return new vscode.Hover(text, document.lineAt(line).range);
  }
}

function links(uri: vscode.Uri, line: number, note: LineNote | undefined): string {
  const link = (label: string, command: string, ...args: readonly unknown[]): string => `[${label}](command:${command}?${encodeURIComponent(JSON.stringify(args))})`;
  const file = uri.toString();
  return [
    link(vscode.l10n.t('Open timeline here'), logCommands.reveal, file, line),
    ...(note?.packet ? [link(vscode.l10n.t('Open packet'), logCommands.show, file, note.packet)] : []),
    ...(note?.sentAgain ? [link(vscode.l10n.t('Open the send that was accepted'), logCommands.show, file, note.sentAgain)] : []),
    ...(note?.answer ? [link(vscode.l10n.t('Open answer'), logCommands.show, file, note.answer)] : []),
    ...(note?.request ? [link(vscode.l10n.t('Open request'), logCommands.show, file, note.request)] : []),
  ].join(' · ');
}
