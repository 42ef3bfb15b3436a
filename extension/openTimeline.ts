/** Logs, captures and folders that a user wants to see -> one timeline over all of them. */
import * as vscode from 'vscode';
import { findInputs } from '../cli/inputs.ts';
import type { RecordingSets } from './recordingSets.ts';
import { timelineViewType } from './timelineEditor.ts';

const CAPTURE = /\.(pcap|pcapng|cap)(\.(gz|zst))?$/i;

/** Files, with folders replaced by the recordings in them, and what could not be used. */
async function expand(uris: readonly vscode.Uri[]): Promise<{ files: vscode.Uri[]; refused: readonly string[] }> {
  const isLocal = uris.every(({ scheme }) => scheme === 'file');
  if (!isLocal) return { files: [...uris], refused: [] };
  const { inputs, refused } = await findInputs(uris.map(({ fsPath }) => fsPath));
  return { files: inputs.map(({ path }) => vscode.Uri.file(path)), refused };
}

export async function openTimeline(sets: RecordingSets, uris: readonly vscode.Uri[]): Promise<void> {
  const { files, refused } = await expand(uris);
  for (const sentence of refused) void vscode.window.showWarningMessage(sentence);
  if (files.length === 0) return;
  const primary = files.find(({ path }) => CAPTURE.test(path)) ?? files[0];
  if (files.length > 1) sets.choose(primary, files);
  await vscode.commands.executeCommand('vscode.openWith', primary, timelineViewType);
}
