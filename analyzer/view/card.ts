/** A report as cards: headings, sections and clauses with their proofs, in the order they are read. Renderers only lay them out. */
import { DAY, formatDuration, MILLISECOND } from '../trace/time.ts';
import { episodesOf, foldedTexts, stallsOf, type Episode } from './episodes.ts';
import {
  associationText, between, causeNames, count, dateOf, group, placeOf, shortPath, signed, timeOfDay,
} from './phrases.ts';
import type { ClockReport, Evidence, LimitsReport, Report, StallReport } from './report.ts';

/** A line of a log or a frame of a capture; `file` is the path of an input. */
export interface Place {
  readonly file: string;
  readonly line?: number;
  readonly frame?: number;
}

export interface Clause {
  readonly text: string;
  /** Where it can be looked up, in words. */
  readonly proof?: string;
  /** The same for whoever can open it. */
  readonly place?: Place;
  /** A second thought, set back: what to check first, how to record better. */
  readonly note?: string;
}

export interface CardTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** By row: where it can be looked up. */
  readonly places?: readonly Place[];
  /** Told below: "and 46 more". */
  readonly rest?: string;
}

export interface Section {
  readonly heading: string;
  readonly clauses: readonly Clause[];
  readonly numbered?: boolean;
  readonly table?: CardTable;
}

export interface Card {
  readonly title: string;
  readonly tone: 'alarm' | 'warning' | 'good' | 'neutral';
  /** Who, where and when, in one line. */
  readonly subject: string;
  readonly summary: readonly string[];
  readonly sections: readonly Section[];
}

/** Rows of a table in a card; the JSON has all. */
const MOST_ROWS = 8;

const serious: ReadonlySet<string> = new Set(['association-closed-by-app', 'association-lost', 'message-dropped', 'unresolved']);

const pointAt = (report: Report, evidence: Evidence): Pick<Clause, 'proof' | 'place'> => ({ proof: placeOf(report, evidence), place: placeIn(evidence) });

function placeIn({ file, line, frame }: Place): Place {
  return { file, ...(line === undefined ? {} : { line }), ...(frame === undefined ? {} : { frame }) };
}

const clauseOf = (report: Report, evidence: Evidence): Clause => ({ text: evidence.clause, ...pointAt(report, evidence) });

function subjectOf(report: Report, stall: StallReport): string {
  const association = report.associations.find(({ id }) => id === stall.association);
  const date = dateOf(stall.start);
  return [
    date === undefined ? timeOfDay(stall.start) : `${date} ${timeOfDay(stall.start)} UTC`,
    ...(association ? [`association ${association.id}: ${associationText(association)}`] : []),
    `fd ${stall.fd}`,
    `pid ${stall.pid}`,
    ...(stall.stack === 'unknown' ? [] : [stall.stack]),
  ].join(' · ');
}

function limitClauses(limits: LimitsReport): Clause[] {
  const figure = (name: keyof LimitsReport, text: string): string => (limits.derived.includes(name) ? `${text} (derived)` : text);
  const texts: string[] = [];
  if (limits.aRwnd !== undefined) texts.push(figure('aRwnd', `a_rwnd ${group(limits.aRwnd)} B`));
  if (limits.outstandingPayloadBytes !== undefined) texts.push(figure('outstandingPayloadBytes', `${group(limits.outstandingPayloadBytes)} B outstanding`));
  if (limits.rwnd !== undefined) texts.push(figure('rwnd', `room for ${group(limits.rwnd)} B`));
  if (limits.congestionWindowBytes !== undefined) {
    texts.push(figure('congestionWindowBytes', `cwnd ${group(limits.congestionWindowBytes)} B${limits.inFlightBytes === undefined ? '' : `, ${group(limits.inFlightBytes)} B in flight`}`));
  }
  if (limits.queuedMessages !== undefined && limits.queuedMessages > 0) {
    const bytes = limits.queuedBytes === undefined ? '' : `, ${group(limits.queuedBytes)} B,`;
    texts.push(figure('queuedMessages', `${count(limits.queuedMessages, 'message')}${bytes} accepted and not yet on the wire`));
  }
  if (limits.sendBufferBytes !== undefined) {
    const about = limits.derived.includes('sendBufferUsedBytes') ? 'about ' : '';
    const used = limits.sendBufferUsedBytes === undefined ? '' : `, ${about}${group(Math.round(limits.sendBufferUsedBytes))} B in use`;
    texts.push(figure('sendBufferBytes', `send buffer ${group(limits.sendBufferBytes)} B${used}`));
  }
  if (limits.sackSilenceNs !== undefined) texts.push(figure('sackSilenceNs', `last SACK ${formatDuration(limits.sackSilenceNs)} before`));
  return texts.length === 0 ? [] : [{ text: texts.join(' · ') }];
}

function costClauses({ cost, eagainCount }: StallReport): Clause[] {
  const texts = [
    eagainCount > 0 ? `${formatDuration(cost.durationNs)}, ${count(eagainCount, 'send')} refused` : `${formatDuration(cost.durationNs)} in the kernel`,
  ];
  if (cost.delayedMessages > 0) texts.push(`${count(cost.delayedMessages, 'message')} late, by up to ${formatDuration(cost.longestDelayNs)}`);
  const discarded = cost.lostMessages.filter(({ why }) => why === 'discarded').length;
  const refused = cost.lostMessages.length - discarded;
  if (cost.lostMessageCount > cost.lostMessages.length) texts.push(`${count(cost.lostMessageCount, 'message')} lost`);
  else {
    if (discarded > 0) texts.push(`${count(discarded, 'message')} accepted by the kernel and never on the wire`);
    if (refused > 0) texts.push(`${count(refused, 'refused message')} never sent again`);
  }
  if (cost.pendingRequests > 0) texts.push(`${count(cost.pendingRequests, 'request')} without an answer when it began`);
  if (cost.orphanedRequests > 0) texts.push(`${count(cost.orphanedRequests, 'request')} never answered because the association ended`);
  if (cost.answerTimeBeforeNs !== undefined && cost.answerTimeDuringNs !== undefined) {
    texts.push(`answers took ${formatDuration(cost.answerTimeDuringNs)} instead of ${formatDuration(cost.answerTimeBeforeNs)} (median)`);
  }
  return texts.map((text) => ({ text }));
}

function lostTable(report: Report, { cost }: StallReport): CardTable | undefined {
  if (cost.lostMessages.length === 0) return undefined;
  const shown = cost.lostMessages.slice(0, MOST_ROWS);
  const withSession = shown.some(({ sessionId }) => sessionId !== undefined);
  const more = cost.lostMessageCount - shown.length;
  return {
    columns: ['lost', 'bytes', 'hop-by-hop', ...(withSession ? ['session'] : []), 'where'],
    rows: shown.map((message) => [
      `${message.name} ${message.why}`, group(message.length), message.hopByHopId ?? '', ...(withSession ? [message.sessionId ?? ''] : []),
      placeOf(report, message),
    ]),
    places: shown.map(placeIn),
    ...(more > 0 ? { rest: `and ${group(more)} more` } : {}),
  };
}

/** Episodes of one socket with one cause and one consequence, in the order in which each kind came first. */
function groupAlike(episodes: readonly Episode[]): Iterable<readonly Episode[]> {
  const groups = new Map<string, Episode[]>();
  for (const episode of episodes) {
    const { association, pid, fd, cause, consequence, blamedAssociation } = episode.main;
    const key = [association, pid, fd, cause, consequence, blamedAssociation].join(' ');
    const alike = groups.get(key);
    if (alike) alike.push(episode);
    else groups.set(key, [episode]);
  }
  return groups.values();
}

/** The other episodes of the same kind, one line each. */
function alikeTable(others: readonly Episode[]): CardTable {
  const more = others.length - MOST_ROWS;
  const sum = (stalls: readonly StallReport[], figure: (stall: StallReport) => number): string => group(stalls.reduce((total, stall) => total + figure(stall), 0));
  return {
    columns: ['start', 'for', 'refused', 'late', 'lost', 'confidence'],
    rows: others.slice(0, MOST_ROWS).map((episode) => {
      const stalls = stallsOf(episode);
      return [
        timeOfDay(stalls[0]!.start), formatDuration(stalls.length === 1 ? episode.main.cost.durationNs : Number(BigInt(stalls.at(-1)!.end) - BigInt(stalls[0]!.start))),
        sum(stalls, ({ eagainCount }) => eagainCount), sum(stalls, ({ cost }) => cost.delayedMessages), sum(stalls, ({ cost }) => cost.lostMessageCount), episode.main.confidence,
      ];
    }),
    ...(more > 0 ? { rest: `and ${group(more)} more` } : {}),
  };
}

/** The stalls that stand behind the one of a card. */
function foldedClauses(report: Report, episode: Episode): Clause[] {
  return foldedTexts(episode).map(({ text, stalls: [first] }) => ({ text, ...pointAt(report, first!.evidence[0]!) }));
}

/** The longest of several alike stands for them. */
function stallCard(report: Report, alike: readonly Episode[]): Card {
  const shown = alike.reduce((longest, other) => (other.main.cost.durationNs > longest.main.cost.durationNs ? other : longest));
  const stall = shown.main;
  const others = alike.filter((other) => other !== shown);
  const blamed = report.associations.find(({ id }) => id === stall.blamedAssociation);
  const [title = 'send() refused', ...summary] = stall.summary;
  const table = lostTable(report, stall);
  const clausesOf = (part: Evidence['part']): Clause[] => stall.evidence.filter((item) => item.part === part).map((item) => clauseOf(report, item));
  const sections: Section[] = [
    { heading: 'Blamed', clauses: blamed ? [{ text: `association ${blamed.id}: ${associationText(blamed)}` }] : [] },
    { heading: 'Seen', clauses: clausesOf('refusal') },
    { heading: 'Because', clauses: clausesOf('cause') },
    { heading: 'Not because', clauses: stall.ruledOut.map((item) => ({ text: `${causeNames[item.cause]}: ${item.because}` })) },
    { heading: 'At that time', clauses: limitClauses(stall.limits) },
    { heading: 'Then', clauses: clausesOf('consequence') },
    { heading: 'With it', clauses: foldedClauses(report, shown) },
    { heading: 'It cost', clauses: costClauses(stall), ...(table ? { table } : {}) },
    {
      heading: 'Do',
      numbered: true,
      clauses: stall.remedies.map(({ text, checkFirst }) => ({ text, ...(checkFirst === '' ? {} : { note: `check first: ${checkFirst}` }) })),
    },
    { heading: 'And alike', clauses: [], ...(others.length > 0 ? { table: alikeTable(others) } : {}) },
  ];
  return {
    title: others.length === 0 ? title : `${title} · ${group(alike.length)} times`,
    tone: serious.has(stall.consequence) ? 'alarm' : 'warning',
    subject: subjectOf(report, stall),
    summary,
    sections: sections.filter(hasContent),
  };
}

/** The verdict on one stall; with what stands behind it, or the one that it stands behind. */
export function cardOf(report: Report, stall: StallReport): Card {
  const episode = episodesOf(report.stalls).find((one) => stallsOf(one).includes(stall)) ?? { main: stall, before: [], after: [] };
  if (episode.main === stall) return stallCard(report, [episode]);
  const card = stallCard(report, [{ main: stall, before: [], after: [] }]);
  const { main } = episode;
  const belongs: Clause = { text: `one of ${group(stallsOf(episode).length)} refusals of one backlog; the longest is S${main.id}, of ${formatDuration(main.cost.durationNs)}`, ...pointAt(report, main.evidence[0]!) };
  return { ...card, sections: [{ heading: 'Part of', clauses: [belongs] }, ...card.sections] };
}

function qualitySection(report: Report): Section {
  return { heading: 'Mind', clauses: report.dataQuality.map(({ text, remedy }) => ({ text, ...(remedy === '' ? {} : { note: remedy }) })) };
}

function findingsCard(report: Report): Card {
  const clauses: Clause[] = report.findings.flatMap(({ severity, title, evidence: [first, ...others] }) => [
    { text: severity === 'info' ? title : `${severity}: ${title}`, ...(first ? { ...pointAt(report, first), note: first.clause } : {}) },
    ...others.map((item) => clauseOf(report, item)),
  ]);
  return { ...untitled, sections: [{ heading: 'Also found', clauses }].filter(hasContent) };
}

/** Clocks that differ by less agree, ns: strace itself costs about as much a call. */
const SAME_CLOCK = 5 * MILLISECOND;
/** A log without times, or with times since its own start, is further off than any clock. */
const CLOCKLESS = 3650 * DAY;

function clockText(report: Report, { from, to, offsetNs, logDate, lowNs, highNs, driftPpm, anchors }: ClockReport): string {
  const offset = Number(offsetNs);
  const [log, capture] = [shortPath(report, from), shortPath(report, to)];
  const relation =
    Math.abs(offset) > CLOCKLESS ? `${log} has no clock and follows ${capture}`
    : Math.abs(offset) < SAME_CLOCK ? `${log} and ${capture} agree`
    : `${log} ${signed(offset)} is ${capture}`;
  const drift = Math.abs(driftPpm) >= 0.05 ? `, drift ${driftPpm.toFixed(1)} ppm` : '';
  const range = `${signed(Number(lowNs) - offset)} … ${signed(Number(highNs) - offset)}`;
  return `clocks: ${relation} (within ${range}${drift}; ${count(anchors, 'anchor')})${logDate === undefined ? '' : `; the log begins on ${logDate}`}`;
}

/** How each log's clock was brought to the capture's, by path of the log. */
export function clockTexts(report: Report): ReadonlyMap<string, string> {
  return new Map(report.clocks.map((clock) => [clock.from, clockText(report, clock)]));
}

function recordSection(report: Report): Section {
  const { sends, matchedSends, dataChunks, matchedDataChunks } = report.links;
  const clauses: Clause[] = report.inputs.map(({ path, kind, records, problems }) => ({
    text: kind === 'unknown' && problems.length === 0 ? `${path}: nothing yet` : `${path}: ${kind}, ${count(records, kind === 'strace' ? 'call' : kind === 'states' ? 'state' : 'frame')}`,
    ...(problems.length === 0 ? {} : { note: problems.map((problem) => `${group(problem.count)} × ${problem.what}`).join('; ') }),
  }));
  for (const clock of report.clocks) clauses.push({ text: clockText(report, clock) });
  if (sends > 0 && dataChunks > 0) {
    clauses.push({ text: `matched: ${group(matchedSends)} of ${count(sends, 'send')}, ${group(matchedDataChunks)} of ${count(dataChunks, 'DATA chunk')}` });
  }
  return { heading: 'Read', clauses };
}

function associationsSection(report: Report): Section {
  const rows = report.associations.slice(0, MOST_ROWS).map((association) => [
    String(association.id), associationText(association), association.upperLayer, timeOfDay(association.start).slice(0, 12),
    between(association.start, association.end), association.ending, group(association.packets), group(association.retransmissions),
    association.minimumPeerARwnd === null ? '' : group(association.minimumPeerARwnd),
  ]);
  const more = report.associations.length - rows.length;
  return {
    heading: 'Associations',
    clauses: [],
    table: {
      columns: ['', 'local → peer', 'carries', 'start', 'for', 'ending', 'packets', 'rtx', 'min a_rwnd'],
      rows,
      ...(more > 0 ? { rest: `and ${group(more)} more` } : {}),
    },
  };
}

/** Files that are no recordings: what each is instead, and what to do. */
function unknownSection({ inputs }: Report): Section {
  const clauses = inputs.map(({ path, problems: [problem] }) => ({ text: `${path}: ${problem?.what ?? 'unknown'}`, ...(problem?.remedy ? { note: problem.remedy } : {}) }));
  return { heading: 'Read', clauses };
}

const untitled = { title: '', tone: 'neutral', subject: '', summary: [], sections: [] } as const;

const hasContent = ({ clauses, table }: Section): boolean => clauses.length > 0 || (table !== undefined && table.rows.length > 0);

/** The cards of a report: what weakens the verdicts, the verdicts, what stands behind them. */
export function cardsOf(report: Report): readonly Card[] {
  const quality: Card = { ...untitled, sections: [qualitySection(report)].filter(hasContent) };
  const findings = findingsCard(report);
  const ground: Card = { ...untitled, sections: [associationsSection(report), recordSection(report)].filter(hasContent) };
  if (report.stalls.length > 0) {
    const stalls = [...groupAlike(episodesOf(report.stalls))].map((alike) => stallCard(report, alike));
    return [quality, ...stalls, findings, ground].filter(isWorthShowing);
  }
  if (report.inputs.every(({ kind }) => kind === 'unknown')) {
    // Of a source that has not begun nobody knows what it will be.
    if (report.inputs.every(({ problems }) => problems.length === 0)) return report.inputs.length > 0 ? [{ ...untitled, title: 'nothing has come yet' }] : [];
    const nothing: Card = { ...untitled, title: 'neither an strace log nor a packet capture', tone: 'warning', sections: [unknownSection(report)] };
    return report.inputs.length > 0 ? [nothing] : [];
  }
  if (report.inputs.every(({ kind }) => kind !== 'strace')) {
    const blind: Card = { ...untitled, title: 'refused sends are not visible without an strace log; the wire shows this' };
    return [blind, findings, quality, ground].filter(isWorthShowing);
  }
  const healthy: Card = { ...untitled, title: 'no stall', tone: 'good' };
  return [healthy, findings, quality].filter(isWorthShowing);
}

function isWorthShowing({ title, sections }: Card): boolean {
  return title !== '' || sections.length > 0;
}
