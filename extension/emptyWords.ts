/** Why there is nothing to see: files that are no recordings, or recordings of something else. Undefined where there is something. */
import * as vscode from 'vscode';
import type { Overview } from '../analyzer/view/protocol.ts';

export interface EmptyWords {
  readonly short: string;
  readonly whole: string;
}

export function emptyWords({ inputs, associations, lanes, state }: Overview): EmptyWords | undefined {
  if (state === 'reading' || associations.length > 0 || lanes.length > 0) return undefined;
  const useless = inputs.filter(({ records }) => records === 0);
  if (useless.length === inputs.length) {
    const whole = useless.map(({ path, problems: [problem] }) => [path, problem?.detail ?? problem?.what, problem?.remedy].filter(Boolean).join(': ')).join('\n');
    return { short: vscode.l10n.t('No recording'), whole };
  }
  return { short: vscode.l10n.t('No SCTP'), whole: vscode.l10n.t('Nothing in these files is of SCTP. Record where the association runs, and trace the process that sends.') };
}
