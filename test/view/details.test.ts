import { expect, test } from 'vitest';
import { formatDuration } from '../../analyzer/trace/time.ts';
import { DataFlag } from '../../analyzer/trace/schema.ts';
import { NONE } from '../../analyzer/trace/table.ts';
import { detailsOf } from '../../analyzer/view/details.ts';
import type { Details, RowRef } from '../../analyzer/view/protocol.ts';
import { selectableTables } from '../../analyzer/view/protocol.ts';
import { eventSource, located } from './eventCase.ts';

const source = await eventSource('erlang-slow-peer');
const lossy = await eventSource('005-loss');
const { trace, correlation, diagnosis } = source;

const of = (ref: RowRef, from = source): Details => detailsOf(from, located(ref), [])!;

function lines({ located: { title }, association, facts, related, waterfall, wireshark }: Details): string[] {
  const began = waterfall[0]?.start ?? 0;
  return [
    `== ${title}${association === undefined ? '' : `, association ${association}`}`,
    ...factLines(facts, ''),
    ...related.map(({ label, ref }) => `-> ${label}: ${ref.table} ${ref.row}`),
    ...waterfall.map(({ name, start, end, derived, role }) => `${formatDuration(start - began).padStart(8)} + ${formatDuration(end - start).padEnd(8)} ${name}${derived ? ' ~' : ''} [${role}]`),
    ...(wireshark === undefined ? [] : [`wireshark: ${wireshark}`]),
    '',
  ];
}

function factLines(facts: Details['facts'], indent: string): string[] {
  return facts.flatMap(({ name, value, meaning, derived, problem, children = [] }) => [
    `${indent}${name}: ${value}${meaning === undefined ? '' : ` (${meaning})`}${derived ? ' ~' : ''}${problem === undefined ? '' : ` [${problem}]`}`,
    ...factLines(children, `${indent}  `),
  ]);
}

const answered = Array.from(correlation.links.sendOf.keys()).filter((m) => correlation.links.sendOf[m] !== NONE && correlation.transactions.counterpart[m] !== NONE);
const refused = diagnosis.stalls[0]!.situation.stall.sends[0]!;

test('one of each kind', async () => {
  const message = answered[40]!;
  const refs: RowRef[] = [
    { table: 'stalls', row: 1 },
    { table: 'calls', row: refused },
    { table: 'transfers', row: correlation.links.sendOf[message]! },
    { table: 'transactions', row: message },
    { table: 'messages', row: correlation.transactions.counterpart[message]! },
    { table: 'packets', row: trace.messages.packet[message]! },
    { table: 'dataChunks', row: trace.messages.dataChunk[message]! },
    { table: 'sacks', row: trace.sacks.length - 1 },
    { table: 'controlChunks', row: trace.controlChunks.length - 1 },
    { table: 'limits', row: 1 },
  ];
  await expect(refs.flatMap((ref) => lines(of(ref))).join('\n')).toMatchFileSnapshot('golden/details.txt');
});

test('the steps of a transaction follow one another', () => {
  for (const message of answered) {
    const { waterfall } = of({ table: 'transactions', row: message });
    expect(waterfall.length).toBeGreaterThan(1);
    for (const { start, end } of waterfall) expect(end).toBeGreaterThan(start);
    expect(waterfall.map(({ start }) => start)).toEqual(waterfall.map(({ start }) => start).toSorted((a, b) => a - b));
  }
});

test('a request without an answer waits until the association ends', () => {
  const unanswered = correlation.transactions.counterpart.findIndex((other, m) => other === NONE && trace.messages.head1[m]! >>> 31 === 1);
  const { waterfall, facts } = of({ table: 'transactions', row: unanswered });
  const association = trace.associations[trace.packets.association[trace.messages.packet[unanswered]!]!]!;
  expect(waterfall.at(-1)).toMatchObject({ role: 'alarm', end: association.end });
  expect(facts.find(({ name }) => name === 'message')?.children?.find(({ name }) => name === 'answer')?.problem).toBeDefined();
});

test('a retransmission knows the first transmission, and the SACK that took it', () => {
  const { dataChunks } = lossy.trace;
  const again = dataChunks.flags.subarray(0, dataChunks.length).findIndex((flags) => (flags & DataFlag.Retransmitted) !== 0);
  const { related } = of({ table: 'dataChunks', row: again }, lossy);
  const before = related.find(({ label }) => label === 'sent before')!.ref.row;
  expect(dataChunks.tsn[before]).toBe(dataChunks.tsn[again]);
  expect(before).toBeLessThan(again);
  const sack = related.find(({ label }) => label === 'the SACK that acknowledges it')!.ref.row;
  expect(lossy.trace.sacks.cumulativeTsnAck[sack]! - dataChunks.tsn[again]!).toBeGreaterThanOrEqual(0);
});

test('a related row leads back', () => {
  const message = answered[0]!;
  const call = of({ table: 'messages', row: message }).related.find(({ label }) => label === 'the call that sent it')!.ref;
  expect(of(call).related.map(({ ref }) => ref)).toContainEqual({ table: 'messages', row: message });
});

test('what a recording holds is no markup in Markdown', () => {
  const { markdown } = detailsOf(source, { ...located({ table: 'calls', row: refused }), title: 'a <b>*bold*</b> | title' }, [
    { title: 'frame 1', data: new Uint8Array(2), fields: [{ name: 'Origin-Host', value: '<script>', children: [{ name: 'deep', value: '[x](y)' }] }] },
  ])!;
  expect(markdown).toContain('### a \\<b\\>\\*bold\\*\\</b\\> \\| title');
  expect(markdown).toContain('- Origin-Host \\<script\\>');
  expect(markdown).toContain('  - deep \\[x\\](y)');
});

test.each(selectableTables)('%s: a row that does not exist has no details, the first and the last have', (table) => {
  const { report, limits } = source;
  const first = table === 'stalls' ? 1 : 0;
  const length = table === 'stalls' ? report.stalls.length : table === 'limits' ? limits.length : table === 'transactions' ? trace.messages.length : trace[table].length;
  expect(detailsOf(source, located({ table, row: first + length }), [])).toBeUndefined();
  expect(detailsOf(source, located({ table, row: -1 }), [])).toBeUndefined();
  if (length === 0) return;
  for (const row of [first, first + length - 1]) expect(detailsOf(source, located({ table, row }), [])?.facts.length).toBeGreaterThan(0);
});

test('a request that was refused first tells how long the application held it', async () => {
  const resumed = await eventSource('002-epoll-client-resumes');
  const { sends, endCall } = resumed.diagnosis.stalls[0]!.situation.stall;
  const transfer = resumed.correlation.socketCalls.firstTransferOf(endCall);
  const { waterfall } = detailsOf(resumed, located({ table: 'transfers', row: transfer }), [])!;
  expect(waterfall[0]).toMatchObject({ name: 'refused, waits in the application', role: 'alarm', ref: { table: 'calls', row: sends[0] } });
  expect(waterfall[0]!.end).toBe(resumed.correlation.axis.entry(endCall));
  expect(waterfall.map(({ name }) => name)).toEqual(['refused, waits in the application', 'send()', 'peer and way to it', 'receive buffer']);
});
