/** A line of a log in an editor: as text where the editor can show it, else in the log view. */
import { open, stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { LogViews } from './logViews.ts';

const MEGABYTE = 1 << 20;
/** Above this an editor gives extensions no document: no outline, no hovers, no lenses. */
export const MOST_TEXT_BYTES = 50 * MEGABYTE;
/** Above this it does not colour. */
export const MOST_COLOURED_BYTES = 20 * MEGABYTE;

export interface LogSize {
  readonly bytes: number;
  readonly isCompressed: boolean;
}

/** Undefined for a file that is not on this machine, or not there. */
export async function sizeOf(uri: vscode.Uri): Promise<LogSize | undefined> {
  if (uri.scheme !== 'file') return undefined;
  try {
    const { size } = await stat(uri.fsPath);
    const file = await open(uri.fsPath);
    try {
      const { buffer } = await file.read(new Uint8Array(4), 0, 4, 0);
      const isCompressed = (buffer[0] === 0x1f && buffer[1] === 0x8b) || (buffer[0] === 0x28 && buffer[1] === 0xb5 && buffer[2] === 0x2f);
      return { bytes: size, isCompressed };
    } finally {
      await file.close();
    }
  } catch {
    return undefined;
  }
}

/** A text editor cannot show it, or shows it without help. */
export async function needsView(uri: vscode.Uri): Promise<boolean> {
  const size = await sizeOf(uri);
  return size !== undefined && (size.isCompressed || size.bytes > MOST_TEXT_BYTES);
}

/** `line` counts from 1. */
export async function openLine(views: LogViews, uri: vscode.Uri, line: number, options: vscode.TextDocumentShowOptions): Promise<void> {
  if (await needsView(uri)) {
    await views.open(uri, line, options);
    return;
  }
  const position = new vscode.Position(line - 1, 0);
  // The command, unlike the function, also opens files that are too large for an extension to see.
  await vscode.commands.executeCommand('vscode.open', uri, { preview: false, ...options, selection: new vscode.Range(position, position) } satisfies vscode.TextDocumentShowOptions);
}
