/** The view "Associations": what each carried, how it ended, and its stalls; a click shows its whole life in the timeline. */
import * as vscode from 'vscode';
import { group } from '../../analyzer/view/phrases.ts';
import { formatDuration, formatTimeOfDay } from '../../analyzer/trace/time.ts';
import type { AssociationSummary, Overview } from '../../analyzer/view/protocol.ts';
import type { Branch } from '../branch.ts';
import type { OpenTrace } from '../trace.ts';

function facts({ epochSeconds, stalls }: Overview, one: AssociationSummary): Branch[] {
  const { start, end, packets, retransmissions, minimumPeerARwnd, ending } = one;
  const fact = (label: string, description: string): Branch => ({ label, description });
  return [
    fact(vscode.l10n.t('Begins'), formatTimeOfDay(epochSeconds, start)),
    fact(vscode.l10n.t('Lasts'), `${formatDuration(end - start)} (${ending})`),
    fact(vscode.l10n.t('Packets'), group(packets)),
    fact(vscode.l10n.t('Retransmissions'), group(retransmissions)),
    ...(minimumPeerARwnd === undefined ? [] : [fact(vscode.l10n.t('Smallest window of the peer'), `${group(minimumPeerARwnd)} B`)]),
    ...stalls.filter(({ association }) => association === one.id).map((stall): Branch => ({
      label: formatTimeOfDay(epochSeconds, stall.start, 3),
      description: stall.label,
      tooltip: stall.title,
      icon: stall.tone === 'alarm' ? 'error' : 'warning',
      tone: stall.tone,
      target: { ref: { table: 'stalls', row: stall.id } },
    })),
  ];
}

export function associationBranches({ overview }: OpenTrace): readonly Branch[] {
  if (!overview) return [];
  return overview.associations.map((one) => ({
    label: one.title,
    description: one.upperLayer,
    icon: one.stalls > 0 ? 'warning' : 'arrow-both',
    ...(one.stalls > 0 ? { tone: 'warning' as const } : {}),
    target: { range: { start: one.start, end: Math.max(one.end, one.start + 1) } },
    children: facts(overview, one),
  }));
}
