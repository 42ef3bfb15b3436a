/** The view "Inputs": the files, how their clocks were fitted, what is wrong with them, and how to record better next time. */
import * as vscode from 'vscode';
import { group } from '../../analyzer/view/phrases.ts';
import type { InputReport, Overview } from '../../analyzer/view/protocol.ts';
import type { Branch } from '../branch.ts';
import type { OpenTrace } from '../trace.ts';

const kindNames: Readonly<Record<InputReport['kind'], string>> = { strace: 'strace', pcap: 'pcap', pcapng: 'pcapng', states: 'states', unknown: '?' };

const remedyBranch = (remedy: string): Branch[] => (remedy === '' ? [] : [{ label: remedy, tooltip: remedy, icon: 'lightbulb' }]);

function inputBranch({ clocks }: Overview, said: string | undefined, { path, kind, records, problems }: InputReport): Branch {
  const clock = clocks.find(({ file }) => file === path);
  const amount = kind === 'states' ? vscode.l10n.t('{0} states', records) : kind === 'strace' ? vscode.l10n.t('{0} calls', group(records)) : vscode.l10n.t('{0} frames', group(records));
  const what = kind !== 'unknown' ? `${kindNames[kind]}, ${amount}` : problems.length === 0 ? vscode.l10n.t('nothing has come yet') : vscode.l10n.t('neither a log nor a capture');
  return {
    label: path,
    file: path,
    // Not a line below it: a row that had none when it was drawn first stays closed.
    description: [what, said].filter((text) => text !== undefined).join(' · '),
    ...(said === undefined ? {} : { tooltip: `${path}\n${said}` }),
    icon: kind === 'strace' ? 'output' : kind === 'unknown' ? (problems.length === 0 ? 'ellipsis' : 'question') : 'radio-tower',
    ...(problems.length > 0 ? { tone: records === 0 ? ('alarm' as const) : ('warning' as const) } : {}),
    isOpen: true,
    children: [
      ...(clock && clock.text !== '' ? [{ label: clock.text, tooltip: clock.text, icon: 'watch' }] : []),
      ...problems.map(({ what, count, remedy, detail }): Branch => ({
        label: what,
        description: count > 1 ? `× ${group(count)}` : '',
        tooltip: [what, detail, remedy].filter((part) => part !== undefined && part !== '').join('\n'),
        icon: 'warning',
        tone: 'warning',
        children: remedyBranch(remedy),
      })),
    ],
  };
}

export function inputBranches(trace: OpenTrace): readonly Branch[] {
  const { overview, trouble, failure, said } = trace;
  const told = [failure, trouble].filter((text) => text !== undefined).map((text): Branch => ({ label: text, tooltip: text, icon: 'error', tone: 'alarm' }));
  if (!overview) return [...told, ...trace.inputs.map(({ path }) => ({ label: path, file: path, icon: 'file' }))];
  return [
    ...told,
    ...overview.inputs.map((input) => inputBranch(overview, said.get(input.path), input)),
    ...(overview.dataQuality.length === 0 ? [] : [{
      label: vscode.l10n.t('What the recording cannot show'),
      icon: 'info',
      isOpen: true,
      children: overview.dataQuality.map(({ text, remedy }): Branch => ({
        label: text, tooltip: remedy === '' ? text : `${text}\n${remedy}`, icon: 'info', children: remedyBranch(remedy),
      })),
    }]),
  ];
}
