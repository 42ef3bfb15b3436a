/** The view "Stalls": cause, its stalls, and the evidence of each as its verdict lists it. */
import * as vscode from 'vscode';
import { causeNames, group } from '../../analyzer/view/phrases.ts';
import { formatDuration, formatTimeOfDay } from '../../analyzer/trace/time.ts';
import type { Card, Clause, FindingReport, Overview, Place, StallSummary } from '../../analyzer/view/protocol.ts';
import type { Evidence } from '../../analyzer/view/report.ts';
import type { Branch } from '../branch.ts';
import type { OpenTrace } from '../trace.ts';

/** Of one cause; nobody reads on. */
const MOST_STALLS = 500;

const icons: Readonly<Record<Card['tone'], string>> = { alarm: 'error', warning: 'warning', good: 'pass', neutral: 'info' };

function clauseBranch({ text, proof, place, note }: Clause): Branch {
  return {
    label: text,
    tooltip: [text, proof, note].filter((part) => part !== undefined).join('\n'),
    ...(proof === undefined ? {} : { description: proof }),
    ...(place ? { target: { place }, icon: place.line === undefined ? 'symbol-event' : 'go-to-file' } : {}),
  };
}

const placeOf = ({ file, line, frame }: { file: string; line?: number | undefined; frame?: number | undefined }): Place => ({
  file, ...(line === undefined ? {} : { line }), ...(frame === undefined ? {} : { frame }),
});

function evidenceBranch({ clause, file, line, frame }: Evidence): Branch {
  const where = line === undefined ? vscode.l10n.t('{0}, frame {1}', file, frame ?? 0) : `${file}:${line}`;
  return clauseBranch({ text: clause, proof: where, place: placeOf({ file, line, frame }) });
}

/** Sections of the verdict that lead somewhere or say what to do. */
function cardBranches(cards: readonly Card[]): Branch[] {
  return cards.flatMap(({ sections }) => sections).filter(({ clauses }) => clauses.length > 0).map(({ heading, clauses }) => ({
    label: heading,
    isOpen: clauses.some(({ place }) => place !== undefined),
    children: clauses.map(clauseBranch),
  }));
}

/** `others`: stalls of the same backlog, which stand behind it. */
function stallBranch(trace: OpenTrace, overview: Overview, stall: StallSummary, others: readonly StallSummary[] = []): Branch {
  const { epochSeconds } = overview;
  const { id, start, end, title, label, tone, eagainCount, confidence } = stall;
  return {
    label: formatTimeOfDay(epochSeconds, start, 3),
    description: label,
    tooltip: [
      title,
      vscode.l10n.t('{0}, refused sends: {1}, confidence: {2}', formatDuration(end - start), eagainCount, confidence),
    ].join('\n'),
    icon: icons[tone],
    tone,
    target: { ref: { table: 'stalls', row: id } },
    children: async () => [...cardBranches(await trace.request('cards', { stall: id })), ...othersBranch(trace, overview, others)],
  };
}

function othersBranch(trace: OpenTrace, overview: Overview, others: readonly StallSummary[]): Branch[] {
  if (others.length === 0) return [];
  const refused = others.reduce((sum, { eagainCount }) => sum + eagainCount, 0);
  return [{
    label: vscode.l10n.t('Of the same backlog'),
    description: `${numbersOf(others)} · ${vscode.l10n.t('refused sends: {0}', group(refused))}`,
    icon: 'list-tree',
    children: [...others.slice(0, MOST_STALLS).map((stall) => stallBranch(trace, overview, stall)), ...moreBranch(others.length)],
  }];
}

/** "S3", "S3, S5-S314": as the verdict numbers them. */
function numbersOf(stalls: readonly StallSummary[]): string {
  const runs: [number, number][] = [];
  for (const { id } of stalls) {
    const last = runs.at(-1);
    if (last && last[1] === id - 1) last[1] = id;
    else runs.push([id, id]);
  }
  return runs.map(([from, to]) => (from === to ? `S${from}` : `S${from}-S${to}`)).join(', ');
}

function moreBranch(stalls: number): Branch[] {
  return stalls > MOST_STALLS ? [{ label: vscode.l10n.t('and {0} more: the timeline has them', group(stalls - MOST_STALLS)) }] : [];
}

const severities: Readonly<Record<FindingReport['severity'], readonly [icon: string, tone: Card['tone']]>> = {
  error: ['error', 'alarm'], warning: ['warning', 'warning'], info: ['info', 'neutral'],
};

/** What was noticed besides stalls. */
function findingsBranch({ findings }: Overview): Branch[] {
  if (findings.length === 0) return [];
  const children = findings.map(({ severity, title, evidence }): Branch => {
    const [icon, tone] = severities[severity];
    const [first] = evidence;
    return { label: title, tooltip: title, icon, tone, ...(first ? { target: { place: placeOf(first) } } : {}), children: evidence.map(evidenceBranch) };
  });
  return [{ label: vscode.l10n.t('Also found'), description: group(findings.length), icon: 'search', isOpen: true, children }];
}

function listed<Key>(lists: Map<Key, StallSummary[]>, key: Key): StallSummary[] {
  let list = lists.get(key);
  if (!list) lists.set(key, (list = []));
  return list;
}

const mainOnes = (stalls: readonly StallSummary[]): readonly StallSummary[] => stalls.filter(({ id, episode }) => id === episode);

export function stallBranches(trace: OpenTrace): readonly Branch[] {
  const { overview } = trace;
  if (!overview) return [];
  const byCause = new Map<StallSummary['cause'], StallSummary[]>();
  for (const stall of overview.stalls) listed(byCause, stall.cause).push(stall);
  const othersOf = new Map<number, StallSummary[]>();
  for (const stall of overview.stalls) if (stall.id !== stall.episode) listed(othersOf, stall.episode).push(stall);
  const causes = [...byCause].map(([cause, stalls]): Branch => ({
    label: causeNames[cause],
    description: group(stalls.length),
    icon: 'debug-breakpoint-conditional',
    isOpen: true,
    children: [...mainOnes(stalls).slice(0, MOST_STALLS).map((stall) => stallBranch(trace, overview, stall, othersOf.get(stall.id))), ...moreBranch(mainOnes(stalls).length)],
  }));
  return [...causes, ...findingsBranch(overview)];
}
