/** Lets the user say which files are analysed together: those of now, those beside them, and any others. */
import * as vscode from 'vscode';
import { plainWords } from './plainWords.ts';
import type { RecordingSet, RecordingSets } from './recordingSets.ts';
import type { TimelineDocument } from './timelineDocument.ts';

interface FileItem extends vscode.QuickPickItem {
  /** undefined: any other file. */
  readonly uri?: vscode.Uri;
}

const nameOf = (uri: vscode.Uri): string => plainWords(vscode.workspace.asRelativePath(uri));

export async function chooseFiles(sets: RecordingSets, document: TimelineDocument): Promise<void> {
  await document.ready;
  const { uri, set } = document;
  if (!set) return;
  const item = (each: vscode.Uri, picked: boolean): FileItem => ({
    label: nameOf(each), picked, uri: each, ...(each.toString() === uri.toString() ? { description: vscode.l10n.t('the file of this timeline') } : {}),
  });
  const others: FileItem = { label: vscode.l10n.t('$(folder-opened) Other files…'), alwaysShow: true };
  const items = [...set.uris.map((each) => item(each, true)), ...set.offered.map((each) => item(each, false)), others];
  const picked = await vscode.window.showQuickPick<FileItem>(items, {
    canPickMany: true,
    title: vscode.l10n.t('Files that are analysed together'),
    placeHolder: vscode.l10n.t('Logs and captures of the same minutes, from one host or from both ends'),
  });
  if (!picked) return;
  const uris = picked.flatMap((each) => each.uri ?? []);
  if (picked.includes(others)) {
    uris.push(...((await vscode.window.showOpenDialog({ canSelectMany: true, defaultUri: vscode.Uri.joinPath(uri, '..'), openLabel: vscode.l10n.t('Analyse Together') })) ?? []));
  }
  const isKept = uris.some((each) => each.toString() === uri.toString());
  if (uris.length > 0) await sets.choose(uri, isKept ? [uri, ...uris.filter((each) => each.toString() !== uri.toString())] : uris);
}

function offerText(set: RecordingSet, uri: vscode.Uri): string {
  const [first] = set.large ?? set.offered;
  if (set.large) return vscode.l10n.t('{0} is of the same recording as {1}, and large.', nameOf(first!), nameOf(uri));
  return set.offered.length === 1
    ? vscode.l10n.t('{0} beside {1} may be of the same recording.', nameOf(first!), nameOf(uri))
    : vscode.l10n.t('{0} files beside {1} may be of the same recording.', set.offered.length, nameOf(uri));
}

/** For a file whose partners are for the user to say: tells so, without standing in the way. */
export async function offerPartners(sets: RecordingSets, document: TimelineDocument): Promise<void> {
  const { set, uri } = document;
  if (set?.how !== 'alone' || set.offered.length === 0) return;
  const together = vscode.l10n.t('Analyse Together');
  const choose = vscode.l10n.t('Choose…');
  const alone = vscode.l10n.t('Only This File');
  const answer = await vscode.window.showInformationMessage(offerText(set, uri), ...(set.large ? [together] : []), choose, alone);
  if (answer === together) await sets.choose(uri, [uri, ...set.large!]);
  if (answer === choose) await chooseFiles(sets, document);
  if (answer === alone) await sets.choose(uri, [uri]);
}
