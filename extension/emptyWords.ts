/** What is said where there is no stall to show. */
import * as vscode from 'vscode';
import type { Overview } from '../analyzer/view/protocol.ts';

export interface EmptyWords {
  readonly short: string;
  readonly whole: string;
}

/** Why there is nothing to see: files that are no recordings, or recordings of something else. Undefined where there is something. */
export function emptyWords({ inputs, associations, lanes, state }: Overview): EmptyWords | undefined {
  if (state === 'reading' || associations.length > 0 || lanes.length > 0) return undefined;
  const useless = inputs.filter(({ records }) => records === 0);
  if (useless.length === inputs.length) {
    const whole = useless.map(({ path, problems: [problem] }) => [path, problem?.detail ?? problem?.what, problem?.remedy].filter(Boolean).join(': ')).join('\n');
    return { short: vscode.l10n.t('No recording'), whole };
  }
  return { short: vscode.l10n.t('No SCTP'), whole: vscode.l10n.t('Nothing in these files is of SCTP. Record where the association runs, and trace the process that sends.') };
}

/** Of a recording without a stall. Without a log of sends nobody knows: refused ones are inferred at most, from what the kernel says of the send buffer. */
export function noStallWords({ inputs, findings, state }: Overview): EmptyWords & { readonly icon: 'pass' | 'info' | 'warning' } {
  const full = findings.find(({ rule }) => rule === 'send-buffer-full');
  if (full) return { icon: 'warning', short: vscode.l10n.t('Send buffer full (inferred)'), whole: full.title };
  if (inputs.some(({ kind }) => kind === 'strace')) {
    const whole = state === 'reading' ? vscode.l10n.t('No stall so far.') : vscode.l10n.t('No send() was refused or held back in these files.');
    return { icon: 'pass', short: vscode.l10n.t('No stall'), whole };
  }
  return { icon: 'info', short: vscode.l10n.t('No log of sends'), whole: vscode.l10n.t('Refused sends are not visible without a log of sends.') };
}
