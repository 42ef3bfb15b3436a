/** Live capture on a real SCTP kernel: client and server in a guest's network namespaces, things go wrong between them, and the session must say what. */
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Report, StallReport } from '../../analyzer/view/report.ts';
import { needs } from '../needs.ts';
import { resultOf, runScenarios } from './results.ts';

const wanted = needs('vm');
const HANGS_MS = 1_000_000;

const refusedIn = ({ stalls }: Report): number => stalls.reduce((sum, { eagainCount }) => sum + eagainCount, 0);
const longestOf = ({ stalls }: Report): StallReport => stalls.reduce((longest, stall) => (stall.cost.durationNs > longest.cost.durationNs ? stall : longest));
/** Of titles and verdicts, however they are wrapped. */
const flat = (text: string): string => text.replaceAll(/\s+/g, ' ');
const problemsOf = ({ inputs }: Report): string[] => inputs.flatMap(({ problems }) => problems.map(({ kind }) => kind));

describe('in a guest with an SCTP kernel', wanted, () => {
  let results = '';
  beforeAll(async () => {
    results = await runScenarios();
  }, HANGS_MS);
  afterAll(() => {
    if (results !== '') rmSync(results, { recursive: true });
  });

  test('a peer that stops reading: every refusal that the client counted, and why; the recording says the same', async () => {
    const { client, live, report } = await resultOf(results, 'reader-stops');
    expect(client.refused).toBeGreaterThan(0);
    expect(refusedIn(report)).toBe(client.refused);
    expect(longestOf(report)).toMatchObject({ cause: 'peer-receive-window', confidence: 'high', consequence: 'resumed-after-pollout', association: 1 });
    for (const sentence of longestOf(report).summary) expect(flat(live)).toContain(flat(sentence));
    expect(report.inputs.map(({ kind }) => kind)).toEqual(['pcapng', 'strace', 'states', 'states']);
    expect(problemsOf(report)).not.toContain('trace-gap');
  });

  test('an ordinary user is fed by what somebody with the right has started, and counts the same', async () => {
    const { client, report, lines } = await resultOf(results, 'fed');
    expect(lines.map((line) => line.replaceAll(/\/[\w./-]*\/(?=[\w-]+(?: |$))/g, ''))).toEqual([
      'nsenter --net=cli -- stallscope-capture --interface any > packets', 'nsenter --net=cli -- stallscope-state > states',
      'stallscope-trace --states states-at-refusal > refused-sends',
    ]);
    expect(client.refused).toBeGreaterThan(0);
    expect(refusedIn(report)).toBe(client.refused);
    expect(longestOf(report)).toMatchObject({ cause: 'peer-receive-window', association: 1 });
  });

  test('the same by the results of system calls, of an application that tries again and again', async () => {
    const { client, report, tracer } = await resultOf(results, 'each-call');
    expect(tracer).toBe('sys_exit');
    expect(client.refused).toBeGreaterThan(20);
    // What did not fit is told, and only then may some be missing.
    if (problemsOf(report).includes('trace-gap')) expect(refusedIn(report)).toBeLessThan(client.refused!);
    else expect(refusedIn(report)).toBe(client.refused);
    expect(longestOf(report)).toMatchObject({ cause: 'peer-receive-window', association: 1 });
  });

  test('without a tracer the full send buffer is inferred, and called so', async () => {
    const { client, live, report } = await resultOf(results, 'untraced');
    expect(client.refused).toBeGreaterThan(0);
    expect(report.stalls).toEqual([]);
    const finding = report.findings.find(({ rule }) => rule === 'send-buffer-full')!;
    expect(finding.title).toContain('inferred from the kernel\'s state');
    expect(flat(live)).toContain(finding.title);
  });

  test('one socket, two associations: each refusal with its destination, and that one peer filled the buffer of both', async () => {
    const { client, report, tracer } = await resultOf(results, 'one-to-many');
    expect(tracer).toBe('fexit');
    for (const [peer, count] of [['10.0.0.2', client.refused0], ['10.0.0.3', client.refused1]] as const) {
      expect(count).toBeGreaterThan(0);
      const { id } = report.associations.find((association) => association.peer.addresses.includes(peer))!;
      const stalls = report.stalls.filter(({ association }) => association === id);
      expect(stalls.reduce((sum, { eagainCount }) => sum + eagainCount, 0)).toBe(count);
      expect(longestOf({ ...report, stalls }).cause).toBe(peer === '10.0.0.2' ? 'peer-receive-window' : 'shared-socket');
    }
  });

  test('a path that loses packets: the congestion window', async () => {
    const { client, report } = await resultOf(results, 'loss');
    expect(client.refused).toBeGreaterThan(0);
    expect(refusedIn(report)).toBe(client.refused);
    expect(longestOf(report)).toMatchObject({ cause: 'congestion-window', confidence: 'high' });
    // A burst before the first loss may have met the small buffer alone.
    expect(['congestion-window', 'send-buffer']).toEqual(expect.arrayContaining(report.stalls.map(({ cause }) => cause)));
    expect(longestOf(report).evidence.some(({ file }) => file.endsWith('.states'))).toBe(true);
  });

  test('a path that is cut: the association is lost', async () => {
    const { client, report } = await resultOf(results, 'path-cut');
    expect(client.lost).toBeGreaterThan(0);
    expect(refusedIn(report)).toBe(client.refused);
    expect(report.stalls.at(-1)).toMatchObject({ cause: 'path-failure', confidence: 'high', consequence: 'association-lost' });
  });

  test('an Erlang node closes the association over one refused send', async () => {
    const { report } = await resultOf(results, 'erlang');
    expect(report.stalls[0]).toMatchObject({ eagainCount: 1, cause: 'peer-receive-window', consequence: 'association-closed-by-app' });
  });
});
