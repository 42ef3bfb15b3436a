/** The core in the process of Node.js: the same clocks, interfaces and states as the system and the programs tell. */
import { networkInterfaces } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { Probe } from '../../native/index.ts';
import { needs } from '../needs.ts';

const ready = needs('addon');
const dist = fileURLToPath(new URL('../../dist', import.meta.url));
const core = ready.skip ? undefined : new Probe(dist).core();

test('clocks: within what Node.js reads before and after', ready, () => {
  const before = [BigInt(Date.now()) * 1_000_000n, process.hrtime.bigint()] as const;
  const { realtime, monotonic, bracket } = core!.clocks();
  const after = [BigInt(Date.now() + 1) * 1_000_000n, process.hrtime.bigint()] as const;
  for (const [i, found] of [realtime, monotonic].map((text) => BigInt(text.replace('.', ''))).entries()) {
    expect(found).toBeGreaterThanOrEqual(before[i]!);
    expect(found).toBeLessThanOrEqual(after[i]!);
  }
  expect(bracket).toBeGreaterThanOrEqual(0);
});

test('interfaces: those of the system with their addresses', ready, () => {
  const own = core!.interfaces();
  for (const [name, addresses = []] of Object.entries(networkInterfaces())) {
    const plain = addresses.map(({ address }) => address.replace(/%.*/, ''));
    expect(own.find((each) => each.name === name)?.addresses).toEqual(expect.arrayContaining(plain));
  }
  expect(own.find(({ name }) => name === 'lo')).toMatchObject({ index: 1, loopback: true });
});

test('states: a source and lines of the log, none where there is no SCTP', ready, () => {
  const { source, lines } = core!.states();
  expect(['sock_diag', '/proc/net/sctp/assocs', 'none']).toContain(source);
  expect(lines.split('\n').every((line) => line === '' || line.startsWith('state '))).toBe(true);
});

test('each worker has its own', ready, async () => {
  const path = fileURLToPath(new URL(`../../dist/native/linux-${process.arch}/stallscope.node`, import.meta.url));
  const worker = new Worker('const { parentPort, workerData } = require("node:worker_threads"); parentPort.postMessage(require(workerData).version);', { eval: true, workerData: path });
  expect(await once(worker, 'message')).toEqual([core!.version]);
  expect(await once(worker, 'exit')).toEqual([0]);
  expect(core!.states().source).toBeTypeOf('string');
});

test('no addon, no core', () => {
  expect(new Probe('nowhere').core()).toBeUndefined();
});
