/** States of the kernel beside a capture: whose they are, what they say, and what they never claim. The capture is the bundled one, seen live. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { analyze, type AnalysisInput } from '../../analyzer/analyze.ts';
import { qualified } from '../../analyzer/diagnose/gaps.ts';
import type { Proof } from '../../analyzer/diagnose/proof.ts';
import { RunningAnalysis } from '../../analyzer/runningAnalysis.ts';
import type { Session } from '../../analyzer/view/session.ts';

const fixture = (name: string): Buffer => readFileSync(new URL(`../fixtures/erlang-slow-peer/${name}`, import.meta.url));

function input(path: string, bytes: Uint8Array): AnalysisInput {
  return { path, size: bytes.length, source: { async *stream() { yield bytes; }, read: async (offset, length) => bytes.subarray(offset, offset + length) } };
}
const text = (path: string, lines: readonly string[]): AnalysisInput => input(path, new TextEncoder().encode(`${lines.join('\n')}\n`));

const capture = input('capture.pcap', fixture('capture.pcap'));
/** The association of the capture ends at 1795405612.816; its send buffer fills in the last half second. */
const END = 1_795_405_612;
const state = (at: string, wmem: number, rwnd: number): string =>
  `state ${at} local=10.0.0.1:43563 peer=10.0.0.2,10.9.9.9:3868 state=established inode=244 pid=227 fd=17 command=beam%20smp rwnd=${rwnd} cwnd=4380 flight=776 srtt=3000 wmem=${wmem} sndbuf=131072 novel=1`;
const stateLines = [
  '#stallscope-states 1 kernel=6.1.0',
  state(`${END - 1}.000000000`, 4096, 1700),
  state(`${END}.500000000`, 131_072, 0),
  state(`${END}.600000001`, 133_120, 0),
  state(`${END}.700000000`, 133_120, 0),
  `clock ${END}.700000000 monotonic=1.5 bracket=37`,
  `gap ${END}.700000000 until=${END}.800000000 cause=late`,
  'state never local=x peer=y',
  `state ${END}.800000000 rwnd=0`,
  'nonsense',
];
const states = text('live.states', stateLines);

async function sessionOf(inputs: readonly AnalysisInput[]): Promise<Session> {
  const analysis = new RunningAnalysis(inputs, { onSession: () => {}, onProgress: () => {}, now: () => 0, breathe: async () => {} });
  await analysis.read();
  return analysis.conclude('done');
}

test('a full buffer is inferred where no log shows the sends, and is no stall', async () => {
  const { report, trace } = await analyze([capture, states]);
  expect(trace.states.length).toBe(4);
  expect(report.stalls).toEqual([]);
  expect(report.findings.find(({ rule }) => rule === 'send-buffer-full')).toMatchObject({
    association: 1, severity: 'warning',
    title: 'the send buffer towards 10.0.0.2:3868 was full for 200 ms: sends were refused or waited (inferred from the kernel\'s state; no log shows them)',
  });
  expect(report.inputs[1]).toMatchObject({ kind: 'states', records: 4, problems: [{ kind: 'states-gap', count: 1 }, { kind: 'states-bad-line', count: 3 }] });
  expect(trace.gaps).toHaveLength(1);
  expect(trace.gaps[0]).toMatchObject({ input: 1, lost: undefined });
});

test('beside the log of the sends the stall itself is told, once', async () => {
  const { report } = await analyze([capture, states, input('client.strace', fixture('client.strace'))]);
  expect(report.stalls).toHaveLength(1);
  expect(report.stalls[0]).toMatchObject({ cause: 'peer-receive-window', consequence: 'association-closed-by-app' });
  expect(report.findings.filter(({ rule }) => rule === 'send-buffer-full')).toEqual([]);
});

test('the kernel\'s figures are a lane, and each is found again by its line', async () => {
  const session = await sessionOf([capture, states]);
  const { lanes, start, end } = await session.handlers.overview({});
  expect(lanes.find(({ id }) => id === 'kernel:1')).toMatchObject({ series: [{ name: 'rwnd' }, { name: 'cwnd' }, { name: 'in flight' }, { name: 'send buffer in use', derived: false }, { name: 'send buffer' }] });
  const [full] = await session.handlers.tiles({ lanes: ['full:1'], start, end, pixels: 500 });
  expect(full).toMatchObject({ totals: [3] });
  expect(await session.handlers.locate({ ref: { table: 'states', row: 1 } })).toMatchObject({
    title: 'kernel: rwnd 0 B, cwnd 4,380 B, in flight 776 B, send buffer 131,072 of 131,072 B', places: [{ file: 'live.states', line: 3 }], lane: 'full:1',
  });
  const page = await session.handlers.table({ table: 'states', from: 0, count: 10 });
  expect(page.rows[0]!.cells).toContain('beam smp');
});

/** What a tracer of refused sends writes of the same failure. */
const refused = [
  '# stallscope-trace 1 refused-sends-only source=fexit kernel=6.1.0',
  `227   ${END}.805535000 sendmsg(17<SCTP:[244]>, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base="\\x01\\x00\\x03\\x08\\x80\\x00\\x01\\x10\\x00\\x00\\x00\\x04\\x59\\x9b\\x37\\x9c\\x59\\x9b\\x37\\x9c"..., iov_len=776}], msg_iovlen=1, msg_controllen=0, msg_flags=0}, 0) = -1 EAGAIN (Resource temporarily unavailable) <0.000012>`,
  `227   ${END}.816600000 close(17<SCTP:[244]>) = 0 <0.000100>`,
];

test('a log of refused sends alone: the stall, its cause from the wire, and no queue that it cannot know', async () => {
  const { report } = await analyze([capture, text('live.strace', refused), states]);
  expect(report.stalls).toHaveLength(1);
  expect(report.stalls[0]).toMatchObject({ eagainCount: 1, association: 1, cause: 'peer-receive-window', consequence: 'association-closed-by-app' });
  expect(report.stalls[0]!.limits.queuedMessages).toBeUndefined();
  expect(report.inputs[1]).toMatchObject({ kind: 'strace', problems: [] });
});

test('a tracer that has nothing to tell was there all the same', async () => {
  const { report } = await analyze([capture, text('live.strace', refused.slice(0, 1)), states]);
  expect(report.inputs[1]).toMatchObject({ kind: 'strace', records: 0, problems: [] });
  expect(report.dataQuality.map(({ kind }) => kind)).not.toContain('no-strace');
});

test('a log of refused sends without their bytes: no order is made up, the clocks are one, and a gap is told', async () => {
  const results = [
    '# stallscope-trace 1 refused-sends-only source=sys_exit kernel=6.1.0',
    `227<beam.smp> ${END}.805535000 sendmsg(17<SCTP:[10.0.0.1:43563->10.0.0.2:3868]>, 0x7ffc8a8ebea0, 0) = -1 EAGAIN (Resource temporarily unavailable)`,
    `227<beam.smp> ${END}.805635000 sendmsg(17<SCTP:[10.0.0.1:43563->10.0.0.2:3868]>, 0x7ffc8a8ebea0, 0) = -1 EAGAIN (Resource temporarily unavailable)`,
    `# gap ${END}.805700000 until=${END}.806700000 lost=12`,
    ...Array.from({ length: 9 }, (_, i) => `227<beam.smp> ${END}.80680${i}000 sendmsg(17<SCTP:[10.0.0.1:43563->10.0.0.2:3868]>, 0x7ffc8a8ebea0, 0) = 776`),
    `227<beam.smp> ${END}.816600000 close(17<SCTP:[10.0.0.1:43563->10.0.0.2:3868]>) = 0`,
  ];
  const { report, trace, diagnosis } = await analyze([capture, text('live.strace', results), states]);
  expect(report.stalls).toHaveLength(1);
  expect(report.stalls[0]).toMatchObject({ eagainCount: 2, association: 1, cause: 'peer-receive-window' });
  expect(report.clocks).toEqual([expect.objectContaining({ from: 'live.strace', offsetNs: '0' })]);
  expect(report.inputs[1]!.problems).toEqual([expect.objectContaining({ kind: 'trace-gap', count: 1 })]);
  const gapsIn = ({ stalls: [stall] }: typeof report): string[] => stall!.evidence.filter(({ text: quoted }) => quoted.startsWith('gap')).map(({ clause, file, line, text: quoted }) => `${file}:${line} ${quoted}: ${clause}`);
  expect(gapsIn(report)).toEqual([
    'live.strace:4 gap, 1.00 ms, 12 lost: but refused sends were not told for 1.00 ms of it (12 lost): there were more than are counted',
  ]);
  // A verdict that rests on a state before the states' own gap is less sure for it; one that rests on the wire is not.
  const { situation } = diagnosis.stalls[0]!;
  const resting = (at: Proof['at']): unknown => {
    const { confidence, proofs } = qualified(situation, { cause: 'send-buffer', confidence: 'high', proofs: [{ clause: '', at }], ruledOut: [] });
    return [confidence, ...proofs.map(({ at: shown }) => shown)];
  };
  const [ofStates, ofSends] = [{ gap: trace.gaps.findIndex(({ input: id }) => id === 2) }, { gap: trace.gaps.findIndex(({ input: id }) => id === 1) }];
  expect(resting({ state: 3 })).toEqual(['medium', { state: 3 }, ofStates, ofSends]);
  expect(resting({ call: 0 })).toEqual(['high', { call: 0 }, ofSends]);
});
