/** Writes a timeline as a *.stallscope file: its files, and how it is looked at now. */
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import type { SavedView } from '../analyzer/view/protocol.ts';
import { isStallscopeFile } from './recordingSets.ts';
import { formatStallscopeFile, parseStallscopeFile, writtenPath } from './stallscopeFile.ts';
import type { TimelineDocument } from './timelineDocument.ts';
import { viewTypeOf } from './viewType.ts';

/** "capture.pcap.gz" -> "capture.stallscope" */
const withoutExtension = (path: string): string => path.replace(/\.(gz|zst)$/i, '').replace(/(?<=[^/])\.[^./]+$/, '');

async function write(document: TimelineDocument, target: vscode.Uri, view: SavedView): Promise<void> {
  const folder = dirname(target.fsPath);
  const { inputs } = await document.ready;
  const text = formatStallscopeFile(inputs.map(({ uri }) => writtenPath(folder, uri.fsPath)), view, document.set?.saved);
  const parsed = parseStallscopeFile(text);
  if ('file' in parsed && target.toString() === document.uri.toString()) document.wrote(parsed.file);
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
}

export async function saveStallscopeAs(document: TimelineDocument): Promise<void> {
  const proposal = isStallscopeFile(document.uri) ? document.uri : document.uri.with({ path: `${withoutExtension(document.uri.path)}.stallscope` });
  const target = await vscode.window.showSaveDialog({ defaultUri: proposal, filters: { Stallscope: ['stallscope'] }, title: vscode.l10n.t('Save Files, View and Bookmarks') });
  if (!target) return;
  await write(document, target, document.view ?? {});
  if (target.toString() !== document.uri.toString()) await vscode.commands.executeCommand('vscode.openWith', target, viewTypeOf(target));
}

/** Over the file it came from; asks where for a timeline that came from none. */
export async function saveStallscope(document: TimelineDocument): Promise<void> {
  if (!isStallscopeFile(document.uri)) {
    await saveStallscopeAs(document);
    return;
  }
  await write(document, document.uri, document.view ?? {});
  vscode.window.setStatusBarMessage(vscode.l10n.t('$(save) Saved {0}', vscode.workspace.asRelativePath(document.uri)), 3000);
}

/** Bookmarks are work: those of a *.stallscope file are written into it at once, the view only when it is saved. */
export async function keepBookmarks(document: TimelineDocument, { bookmarks = [] }: SavedView): Promise<void> {
  const saved = document.set?.saved;
  if (!saved || !isStallscopeFile(document.uri)) return;
  if (JSON.stringify(bookmarks) === JSON.stringify(saved.view.bookmarks ?? [])) return;
  await write(document, document.uri, { ...saved.view, bookmarks });
}
