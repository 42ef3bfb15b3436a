/** A file that is on no disk of this machine, whole: the editor's file systems cannot read a part. */
import * as vscode from 'vscode';

/** What is kept in memory twice should stay small. */
const MOST_BYTES = 256 * (1 << 20);

export async function readWholeFile(uri: vscode.Uri): Promise<Uint8Array> {
  const { size } = await vscode.workspace.fs.stat(uri);
  if (size > MOST_BYTES) {
    throw new Error(vscode.l10n.t('{0} is larger than {1} MB. From a virtual file system a file can only be read whole: open it where it lies on a disk.', vscode.workspace.asRelativePath(uri), MOST_BYTES >> 20));
  }
  return vscode.workspace.fs.readFile(uri);
}
