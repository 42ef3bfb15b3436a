/** One file of a trace: where it is, and the short name that the analysis and the screens use for it. */
import * as vscode from 'vscode';

export interface TraceInput {
  readonly uri: vscode.Uri;
  readonly path: string;
}

/** Names as short as they can be told apart: relative to the workspace, else to the folder of the files, else whole. */
export function traceInputs(uris: readonly vscode.Uri[]): TraceInput[] {
  const unique = [...new Map(uris.map((uri) => [uri.toString(), uri])).values()];
  const names = unique.map((uri) => vscode.workspace.asRelativePath(uri));
  return unique.map((uri, i) => {
    const name = names[i]!;
    const isOutside = vscode.workspace.getWorkspaceFolder(uri) === undefined;
    const short = isOutside ? uri.path.slice(uri.path.lastIndexOf('/') + 1) : name;
    const isUnique = unique.every((other, j) => j === i || (short !== names[j] && !other.path.endsWith(`/${short}`)));
    return { uri, path: isUnique ? short : uri.fsPath };
  });
}
