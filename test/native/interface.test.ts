/** Interfaces that go down, come back, vanish: a gap and no spinning; and interfaces that do not exist. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { needs } from '../needs.ts';
import { problemsOf } from '../readers/frames.ts';
import { builds, Capturing, program, readBack } from './capturing.ts';
import { Namespace } from './namespace.ts';
import { statisticsOf } from './statistics.ts';

const ready = needs('compiler', 'namespaces');
let namespace: Namespace;
beforeAll(async () => {
  if (!ready.skip) namespace = await Namespace.create();
});
afterAll(() => namespace?.end());

/** Clock ticks of 10 ms that a process used. */
function cpuTicks(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
const gaps = (bytes: Uint8Array): string[] => statisticsOf(bytes).map(({ comment }) => comment).filter((comment) => comment !== '');

describe.each(builds)('%s', (build) => {
  test('down and up: packets before and after, a gap between, no processor taken meanwhile', ready, async () => {
    const capturing = await Capturing.start(namespace, ['--interface', 'veth1'], { build });
    namespace.send('ipv4', 10);
    namespace.ip('link set veth1 down');
    await capturing.says('veth1 went down');
    const before = cpuTicks(capturing.process.pid!);
    await pause(1500);
    // Spinning takes 150.
    expect(cpuTicks(capturing.process.pid!) - before).toBeLessThan(50);
    namespace.ip('link set veth1 up');
    await capturing.says('veth1 is back');
    namespace.send('ipv4', 20);
    const { account, bytes } = await capturing.end();
    expect(account).toMatchObject({ seen: 30, delivered: 30 });
    expect(gaps(bytes)).toEqual(['gap: unknown packets lost, interface down']);
    expect(problemsOf(readBack(bytes))).toEqual(['capture-gap 1']);
    const { from, until } = statisticsOf(bytes).find(({ comment }) => comment !== '')!;
    expect(until - from).toBeGreaterThan(1_400_000_000n);
  });

  test('still down at the end: the gap lasts until then', ready, async () => {
    const capturing = await Capturing.start(namespace, ['--interface', 'veth1'], { build });
    namespace.ip('link set veth1 down');
    await capturing.says('veth1 went down');
    const { code, bytes } = await capturing.end();
    namespace.ip('link set veth1 up');
    expect(code).toBe(0);
    expect(gaps(bytes)).toEqual(['gap: unknown packets lost, interface down']);
  });

  test('vanished and made anew: capturing goes on under the same name', ready, async () => {
    const capturing = await Capturing.start(namespace, ['--interface', 'veth1'], { build });
    namespace.send('ipv4', 10);
    namespace.ip('link del veth1');
    // The kernel takes it down before it takes it away: what is seen first is a matter of who is quicker.
    await capturing.says('capturing goes on when it is back');
    namespace.plug();
    await capturing.says('veth1 is back');
    namespace.send('ipv4', 20);
    const { account, bytes } = await capturing.end();
    expect(account).toMatchObject({ seen: 30, delivered: 30 });
    expect(gaps(bytes)).toEqual(['gap: unknown packets lost, interface down']);
    expect(readBack(bytes).inputs[0]!.interfaces).toHaveLength(1);
  });

  test('all interfaces: those of the packets are described, and one that vanishes is no matter', ready, async () => {
    const capturing = await Capturing.start(namespace, [], { build });
    namespace.send('ipv4', 10);
    namespace.ip('link del veth1');
    namespace.plug();
    namespace.send('ipv4', 10);
    const { account, bytes } = await capturing.end();
    // Sent and received.
    expect(account).toMatchObject({ seen: 40, delivered: 40 });
    expect(gaps(bytes)).toEqual([]);
    const trace = readBack(bytes);
    // "any", both ends of the first cable, and those of the second as far as they were there long enough to be asked for their names.
    expect(trace.inputs[0]!.interfaces.length).toBeGreaterThanOrEqual(3);
    expect(trace.packets.length).toBe(40);
  });
});

test('an unknown interface: its name, and those that exist', ready, async () => {
  const { code, errors } = await new Capturing(namespace.spawn([program('stallscope-capture'), '--interface', 'eth7'], { stdio: ['pipe', 'pipe', 'pipe'] })).end(() => {});
  expect(code).toBe(4);
  expect(errors).toMatch(/^stallscope-capture: interface eth7 does not exist; there are: lo, veth\d, veth\d\n$/);
});

test('the list of interfaces', ready, () => {
  namespace.ip('addr add 10.9.0.1/24 dev veth0');
  const lines = namespace.run([program('stallscope-capture'), '--list']).trim().split('\n').map((line) => line.split('\t'));
  expect(lines.find(([, name]) => name === 'veth0')).toEqual(expect.arrayContaining(['veth0', '1500', 'up', '10.9.0.1']));
});
