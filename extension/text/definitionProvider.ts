/**
 * From a descriptor to where it was opened and to all its uses; from one half of a call to the other; from a message to its answer (or of
 * an answer to its request).
 */
import * as vscode from 'vscode';
import { descriptorUses, openerOf } from './descriptorLife.ts';
import { descriptorAt, inPart, lineParts } from './lineParts.ts';
import type { LogIndex } from './logIndex.ts';
import type { LogIndexes } from './logIndexes.ts';
import type { LogLines } from './logLines.ts';

/** Lines around the cursor in which the same descriptor or thread is marked. */
const MARKED_LINES = 1500;

export class DefinitionProvider implements vscode.DefinitionProvider, vscode.ReferenceProvider, vscode.DocumentHighlightProvider {
  readonly #indexes: LogIndexes;
  readonly #lines: LogLines;

  constructor(indexes: LogIndexes, lines: LogLines) {
    this.#indexes = indexes;
    this.#lines = lines;
  }

  async provideDefinition(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.LocationLink[]> {
    const index = await this.#indexes.of(document);
    const call = index?.callAt(position.line + 1) ?? -1;
    if (!index || call < 0) return [];
    const text = document.lineAt(position.line).text;
    const { half, name } = lineParts(text);
    const fd = descriptorAt(text, position.character);
    if (fd) {
      const origin = new vscode.Range(position.line, fd.start, position.line, fd.end);
      const note = await this.#lines.note(document, position.line);
      const opened = note?.opened && inPart(lineParts(text).fd, position.character) ? await this.#lines.locationOf(document, note.opened) : undefined;
      if (opened) return [linkTo(opened, origin)];
      const opener = openerOf(index, call, Number(text.slice(fd.start, fd.end)));
      return opener < 0 ? [] : [linkTo(new vscode.Location(document.uri, new vscode.Position(index.calls.endLine[opener]! - 1, 0)), origin)];
    }
    if (half && inPart(half, position.character) || (half && name && inPart(name, position.character))) {
      const other = index.calls.line[call] === position.line + 1 ? index.calls.endLine[call]! : index.calls.line[call]!;
      if (other === position.line + 1) return [];
      return [linkTo(new vscode.Location(document.uri, new vscode.Position(other - 1, 0)), new vscode.Range(position.line, half.start, position.line, half.end))];
    }
    const note = await this.#lines.note(document, index.calls.line[call]! - 1);
    const place = note?.answer ?? note?.request;
    const location = place && (await this.#lines.locationOf(document, place));
    return location ? [linkTo(location, undefined)] : [];
  }

  async provideReferences(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Location[]> {
    const found = await this.#descriptorAt(document, position);
    return found ? found.calls.map((use) => new vscode.Location(document.uri, rangeOf(document, found.index.calls.line[use]! - 1))) : [];
  }

  async provideDocumentHighlights(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.DocumentHighlight[]> {
    const text = document.lineAt(position.line).text;
    const first = Math.max(0, position.line - MARKED_LINES);
    const last = Math.min(document.lineCount - 1, position.line + MARKED_LINES);
    const { pid } = lineParts(text);
    if (pid && inPart(pid, position.character)) return threadMarks(document, text.slice(pid.start, pid.end), first, last);
    const found = await this.#descriptorAt(document, position);
    if (!found) return [];
    return found.calls.map((use) => found.index.calls.line[use]! - 1).filter((line) => line >= first && line <= last)
      .map((line) => new vscode.DocumentHighlight(rangeOf(document, line), vscode.DocumentHighlightKind.Read));
  }

  /** The descriptor under the cursor, and the calls that use it while it is the same. */
  async #descriptorAt(document: vscode.TextDocument, position: vscode.Position): Promise<{ readonly index: LogIndex; readonly calls: readonly number[] } | undefined> {
    const text = document.lineAt(position.line).text;
    const part = descriptorAt(text, position.character);
    if (!part) return undefined;
    const index = await this.#indexes.of(document);
    const call = index?.callAt(position.line + 1) ?? -1;
    return index && call >= 0 ? { index, calls: descriptorUses(index, call, Number(text.slice(part.start, part.end))) } : undefined;
  }
}

function rangeOf(document: vscode.TextDocument, line: number): vscode.Range {
  const { fd } = lineParts(document.lineAt(line).text);
  return fd ? new vscode.Range(line, fd.start, line, fd.end) : document.lineAt(line).range;
}

function threadMarks(document: vscode.TextDocument, tid: string, first: number, last: number): vscode.DocumentHighlight[] {
  const marks: vscode.DocumentHighlight[] = [];
  for (let line = first; line <= last; line++) {
    const { text } = document.lineAt(line);
    const { pid } = lineParts(text);
    if (pid && text.slice(pid.start, pid.end) === tid) marks.push(new vscode.DocumentHighlight(new vscode.Range(line, pid.start, line, pid.end)));
  }
  return marks;
}

function linkTo({ uri, range }: vscode.Location, origin: vscode.Range | undefined): vscode.LocationLink {
  return { targetUri: uri, targetRange: range, ...(origin ? { originSelectionRange: origin } : {}) };
}
