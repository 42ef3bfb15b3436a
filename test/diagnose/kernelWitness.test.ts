/** Verdicts that rest on what the kernel itself told, with a capture and without: what it shows, and what it does not claim. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { analyze, type AnalysisInput } from '../../analyzer/analyze.ts';
import type { StallReport } from '../../analyzer/view/report.ts';
import { contractErrors } from '../reportSchema.ts';

function input(path: string, bytes: Uint8Array): AnalysisInput {
  return { path, size: bytes.length, source: { async *stream() { yield bytes; }, read: async (offset, length) => bytes.subarray(offset, offset + length) } };
}
const text = (path: string, lines: readonly string[]): AnalysisInput => input(path, new TextEncoder().encode(`${lines.join('\n')}\n`));

const START = 1_795_405_612;
const time = (at: number): string => (START + at).toFixed(6);
const SOCKET = '3<SCTP:[10.0.0.1:40000->10.0.0.2:3868]>';
const call = (at: number, name: string, result: string, stamp = time(at)): string => `9 ${stamp} ${name} = ${result} <0.000012>`;
const send = (at: number, result: string): string => call(at, `sendmsg(${SOCKET}, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base="x"..., iov_len=700}], msg_iovlen=1, msg_controllen=0, msg_flags=0}, MSG_NOSIGNAL)`, result);
const refused = (at: number): string => send(at, '-1 EAGAIN (Resource temporarily unavailable)');
const PARTIAL = '# stallscope-trace 1 refused-sends-only source=fexit kernel=6.1.0';

type Figures = Readonly<Partial<Record<'rwnd' | 'cwnd' | 'flight' | 'queued' | 'waiting' | 'wmem' | 'sndbuf' | 'rto' | 'unacked' | 'retransmitted' | 'bracket', number | undefined>>>;
const FULL: Figures = { rwnd: 60_000, cwnd: 30_000, flight: 700, queued: 51, wmem: 133_120, sndbuf: 131_072, rto: 200_000, unacked: 1, retransmitted: 0, bracket: 500_000 };
const state = (at: number, figures: Figures, peer = '10.0.0.2:3868'): string =>
  `state ${(START + at).toFixed(9)} local=10.0.0.1:40000 peer=${peer} state=established inode=77 pid=9 fd=3 ${Object.entries({ ...FULL, ...figures }).filter(([, value]) => value !== undefined).map(([name, value]) => `${name}=${value}`).join(' ')}`;
const states = (...lines: readonly string[]): AnalysisInput => text('live.states', ['#stallscope-states 1 kernel=6.1.0', ...lines]);
/** A look at which nothing is in the buffer. */
const IDLE: Figures = { flight: 0, queued: 0, wmem: 0, unacked: 0 };

async function stallsOf(log: readonly string[], ...others: readonly AnalysisInput[]): Promise<readonly StallReport[]> {
  const { report } = await analyze([text('client.strace', log), ...others]);
  expect(contractErrors(report)).toBeUndefined();
  return report.stalls;
}
const causeProof = ({ evidence }: StallReport): StallReport['evidence'] => evidence.filter(({ part }) => part === 'cause');

describe('without a capture', () => {
  const log = [PARTIAL, refused(1), send(1.5, '700')];

  test('a window without room: the looks are counted, and each proof is a line of the states', async () => {
    const [stall] = await stallsOf(log, states(state(0, IDLE), state(0.9, { rwnd: 0 }), state(1.1, { rwnd: 0 }), state(1.2, { rwnd: 300, flight: 1400 }), state(1.4, { rwnd: 0 })));
    expect(stall).toMatchObject({ cause: 'peer-receive-window', confidence: 'high', association: null, limits: { sendBufferBytes: 131_072, derived: [] } });
    expect(causeProof(stall!)).toMatchObject([
      { file: 'live.states', line: 4, clause: "100 ms after the refusal the kernel counted 0 B of room in the peer's window, 700 B in flight and 51 chunks waiting; so say 4 of 4 looks from 100 ms before the refusal to the end of the stall" },
      { file: 'live.states', line: 4, clause: '100 ms after the refusal the kernel had charged 133120 B to a send buffer of 131072 B: no room was left' },
    ]);
    expect(causeProof(stall!)[0]!.text).toMatch(/^state 1795405613\.\d+ \.\.\. rwnd=0 cwnd=30000 flight=700 /);
    expect(stall!.summary[1]).toContain('send() to 10.0.0.2:3868 (fd 3) was refused');
    expect(stall!.summary[2]).toContain('10.0.0.2:3868 did not take messages fast enough');
  });

  test('a congestion window that is used up while chunks are retransmitted', async () => {
    const [stall] = await stallsOf(log, states(state(0, IDLE), state(0.9, { cwnd: 3000, flight: 3500 }), state(1.1, { cwnd: 1500, flight: 2100, retransmitted: 2 }), state(1.3, { cwnd: 3000, flight: 3500, retransmitted: 3 })));
    expect(stall).toMatchObject({ cause: 'congestion-window', confidence: 'medium' });
    expect(stall!.ruledOut).toContainEqual({ cause: 'peer-receive-window', because: 'the kernel counted 60000 B of room there 100 ms before the refusal' });
  });

  test('a timer that runs out again and again', async () => {
    const backedOff = [200, 400, 800, 1000].map((rto, i) => state(1.1 + i / 10, { rto: rto * 1000, cwnd: 1500, flight: 1500, unacked: 10, retransmitted: i * 4 }));
    const [stall] = await stallsOf([PARTIAL, refused(1), call(2, `recvmsg(${SOCKET}, {msg_namelen=0}, 0)`, '-1 ETIMEDOUT (Connection timed out)')], states(state(0, IDLE), ...backedOff));
    expect(stall).toMatchObject({ cause: 'path-failure', confidence: 'high', consequence: 'association-lost' });
    expect(causeProof(stall!)[0]).toMatchObject({ line: 6, clause: "the kernel's retransmission timeout grew from 200 ms to 1.00 s while the peer's window had room: it ran out again and again without an answer, 12 chunks were retransmitted" });
  });

  test('probes of a closed window back off too, and are no dead path', async () => {
    const probes = [200, 400, 800].map((rto, i) => state(1.1 + i / 10, { rto: rto * 1000, rwnd: 0, cwnd: 1500, retransmitted: i }));
    expect(await stallsOf(log, states(state(0, IDLE), ...probes))).toMatchObject([{ cause: 'peer-receive-window', confidence: 'high' }]);
  });

  test('a buffer that is full of what travels, or of what a lost chunk keeps in it', async () => {
    const looks = (unacked: number): string[] => [1.1, 1.2, 1.3].map((at) => state(at, { flight: unacked * 700, queued: 0, unacked }));
    expect(await stallsOf(log, states(state(0, IDLE), ...looks(40)))).toMatchObject([{ cause: 'send-buffer', confidence: 'high' }]);
    expect(await stallsOf(log, states(state(0, IDLE), ...looks(3)))).toMatchObject([{ cause: 'unknown', confidence: 'low' }]);
  });

  test('the state at the refusal itself decides, and says which limits are the kernel\'s', async () => {
    const at = { bracket: 1500, waiting: 36_516, cwnd: 1500, flight: 2100, queued: undefined, unacked: undefined, retransmitted: undefined } as const;
    const [stall] = await stallsOf([PARTIAL, refused(1), send(1.004, '700')], states(state(0.9, { cwnd: 1500, flight: 2100, retransmitted: 1 }), state(0.95, { cwnd: 1500, flight: 2100, retransmitted: 2 }), state(1.000012, at), state(1.004012, { ...at, wmem: 120_000 })));
    expect(stall).toMatchObject({ cause: 'congestion-window', confidence: 'high', limits: { rwnd: 60_000, congestionWindowBytes: 1500, inFlightBytes: 2100, sendBufferUsedBytes: 133_120, derived: [] } });
    expect(causeProof(stall!)[0]!.clause).toMatch(/^as the send returned the kernel had 2100 B in flight, all that its congestion window of 1500 B allows, and 36516 B waiting/);
  });

  test('a buffer with room at the refusal and before: global memory', async () => {
    const roomy = { wmem: 2560, flight: 700, queued: 0 };
    expect(await stallsOf(log, states(state(0.95, roomy), state(1.000012, { ...roomy, bracket: 1500 })))).toMatchObject([{ cause: 'memory-pressure', confidence: 'high' }]);
    // The look before is what tells room from a buffer that emptied while the call returned.
    expect(await stallsOf(log, states(state(0.95, {}), state(1.000012, { ...roomy, bracket: 1500 })))).not.toMatchObject([{ cause: 'memory-pressure' }]);
  });

  test('looks that are old, straddle the end or are of nobody in particular say nothing', async () => {
    const short = [PARTIAL, refused(1), send(1.002, '700')];
    const unknown = [{ cause: 'unknown', confidence: 'low' }];
    expect(await stallsOf(short, states(state(-1, { rwnd: 0 }), state(3, { rwnd: 0 })))).toMatchObject(unknown);
    expect(await stallsOf(short, states(state(1.0018, { rwnd: 0 })))).toMatchObject(unknown);
    expect(await stallsOf(short, states(state(0.99, { rwnd: 0 }, '10.0.0.9:3868')))).toMatchObject(unknown);
    expect(await stallsOf(short, states())).toMatchObject(unknown);
    // A log without a date has another clock than the states.
    expect(await stallsOf([call(0, `connect(${SOCKET}, {sa_family=AF_INET}, 16)`, '0', '03:46:52.000000'), refused(1).replace(time(1), '03:46:53.000000'), send(1.5, '700').replace(time(1.5), '03:46:53.500000')], states(state(1.1, { rwnd: 0 })))).toMatchObject(unknown);
  });

  test('before a short stall the queue is known to have stood, so the verdict is no more than likely', async () => {
    const [before, gap, after] = [state(0.9, { rwnd: 0 }), `gap ${time(0.91)} until=${time(0.95)} cause=late`, state(0.96, { rwnd: 0 })];
    const [stall] = await stallsOf([PARTIAL, refused(1), send(1.002, '700')], states(before, after));
    expect(stall).toMatchObject({ cause: 'peer-receive-window', confidence: 'medium' });
    expect(Number(stall!.queuedSince!.slice(-9))).toBeLessThan(910_000_000);
    // Nobody knows whether it emptied where nobody looked.
    const [blind] = await stallsOf([PARTIAL, refused(1), send(1.002, '700')], states(before, gap, after));
    expect(blind).toMatchObject({ cause: 'peer-receive-window', confidence: 'low' });
    expect(Number(blind!.queuedSince!.slice(-9))).toBeGreaterThan(950_000_000);
  });
});

describe('beside a capture', () => {
  const fixture = (name: string): AnalysisInput => input(name, readFileSync(new URL(`../fixtures/erlang-slow-peer/${name}`, import.meta.url)));
  const close = `227   ${START}.816600000 close(17<SCTP:[244]>) = 0 <0.000100>`;
  const log = [PARTIAL, `227   ${START}.805535000 sendmsg(17<SCTP:[244]>, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base="\\x01\\x00\\x03\\x08\\x80\\x00\\x01\\x10\\x00\\x00\\x00\\x04\\x59\\x9b\\x37\\x9c\\x59\\x9b\\x37\\x9c"..., iov_len=776}], msg_iovlen=1, msg_controllen=0, msg_flags=0}, 0) = -1 EAGAIN (Resource temporarily unavailable) <0.000012>`, close];
  const told = (figures: Figures, at = 0.805547): AnalysisInput => states(state(at, { bracket: 1500, waiting: 40_000, ...figures }).replace('10.0.0.1:40000', '10.0.0.1:43563').replace('inode=77 pid=9 fd=3', 'inode=244 pid=227 fd=17'));

  test('agreement makes sure what the refused sends alone leave open', async () => {
    const named = log.map((line) => line.replace('[244]', '[10.0.0.1:43563->10.0.0.2:3868]'));
    expect(await stallsOf(named, fixture('capture.pcap'))).toMatchObject([{ cause: 'peer-receive-window', confidence: 'low' }]);
    const [stall] = await stallsOf(log, fixture('capture.pcap'), told({ rwnd: 0, flight: 776 }));
    expect(stall).toMatchObject({ cause: 'peer-receive-window', confidence: 'high', limits: { rwnd: 0, sendBufferUsedBytes: 133_120 } });
    expect(stall!.limits.derived).not.toContain('rwnd');
    expect(stall!.limits.derived).toContain('outstandingPayloadBytes');
  });

  test('contradiction takes the certainty away', async () => {
    expect(await stallsOf([...log.slice(0, 2), close], fixture('capture.pcap'), told({ rwnd: 60_000, cwnd: 30_000 }))).toMatchObject([{ cause: 'peer-receive-window', confidence: 'low' }]);
    const [full] = await stallsOf(['x'], fixture('capture.pcap'), fixture('client.strace'), told({ rwnd: 60_000, cwnd: 500, flight: 776 }, 0.7));
    expect(full).toMatchObject({ cause: 'peer-receive-window', confidence: 'medium' });
    const [sure] = await stallsOf(['x'], fixture('capture.pcap'), fixture('client.strace'), told({ rwnd: 0, flight: 776 }, 0.7));
    expect(sure).toMatchObject({ cause: 'peer-receive-window', confidence: 'high' });
  });
});
