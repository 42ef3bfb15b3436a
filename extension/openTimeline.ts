/** Logs, captures and folders that a user wants to see -> one timeline over all of them. */
import * as vscode from 'vscode';
import { findInputs } from '../cli/inputs.ts';
import { plainWords } from './plainWords.ts';
import { isStallscopeFile, type RecordingSets } from './recordingSets.ts';
import { viewTypeOf } from './viewType.ts';

const CAPTURE = /\.(pcap|pcapng|cap)(\.(gz|zst))?$/i;

/** Files, with folders replaced by the recordings in them, and what could not be used. */
async function expand(uris: readonly vscode.Uri[]): Promise<{ files: vscode.Uri[]; refused: readonly string[] }> {
  if (uris.some(({ scheme }) => scheme !== 'file')) return { files: [...uris], refused: [] };
  const { inputs, refused } = await findInputs(uris.map(({ fsPath }) => fsPath));
  return { files: inputs.map(({ path }) => vscode.Uri.file(path)), refused };
}

/** Several files are one set from now on; a single one is joined by what obviously belongs to it. Resolves to the file whose timeline it is. */
export async function openTimeline(sets: RecordingSets, uris: readonly vscode.Uri[]): Promise<vscode.Uri | undefined> {
  const saved = uris.find(isStallscopeFile);
  const { files, refused } = saved ? { files: [saved], refused: [] } : await expand(uris);
  for (const sentence of refused) void vscode.window.showWarningMessage(plainWords(sentence));
  const primary = files.find(({ path }) => CAPTURE.test(path)) ?? files[0];
  if (!primary) return undefined;
  if (files.length > 1) await sets.choose(primary, [primary, ...files.filter((file) => file !== primary)]);
  await vscode.commands.executeCommand('vscode.openWith', primary, viewTypeOf(primary));
  return primary;
}

/** Without a look into the file: what the editor knows of it. */
function canBeRecording(uri: vscode.Uri): boolean {
  const isLog = vscode.workspace.textDocuments.some((document) => document.languageId === 'strace' && document.uri.toString() === uri.toString());
  return isLog || CAPTURE.test(uri.path) || isStallscopeFile(uri);
}

/** Of the file of the active editor, if it can be a recording; else of what the user picks. */
export async function askAndOpenTimeline(sets: RecordingSets, active: vscode.Uri | undefined): Promise<void> {
  if (active && canBeRecording(active)) {
    await openTimeline(sets, [active]);
    return;
  }
  const picked = await vscode.window.showOpenDialog({
    canSelectMany: true,
    canSelectFiles: true,
    openLabel: vscode.l10n.t('Open Timeline'),
    title: vscode.l10n.t('strace logs and captures of the same minutes'),
  });
  if (picked) await openTimeline(sets, picked);
}
