/** Delivered + dropped = seen, whatever the reader of the stream does; and losses are told with their span. */
import { openSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { needs } from '../needs.ts';
import { builds, Capturing, program, readBack, type Account } from './capturing.ts';
import { Namespace } from './namespace.ts';
import { statisticsOf } from './statistics.ts';

const FRAMES = 20_000;

const ready = needs('compiler', 'namespaces');
let namespace: Namespace;
beforeAll(async () => {
  if (!ready.skip) namespace = await Namespace.create();
});
afterAll(() => namespace?.end());

const sum = ({ delivered, kernel, queue, notTaken }: Account): number => delivered + kernel + queue + notTaken;

/** "7 packets, queue" of each gap, and that its span lies within the capture. */
function gapsOf(bytes: Uint8Array): { packets: number; cause: string }[] {
  const all = statisticsOf(bytes);
  return all.flatMap(({ comment, from, until }) => {
    const gap = /^gap: (\d+) packets lost, (.*)$/.exec(comment);
    if (!gap) return [];
    expect(from).toBeGreaterThan(0n);
    expect(until).toBeGreaterThanOrEqual(from);
    return [{ packets: Number(gap[1]), cause: gap[2]! }];
  });
}

const lost = (bytes: Uint8Array, cause: string): number => gapsOf(bytes).filter((gap) => gap.cause === cause).reduce((total, gap) => total + gap.packets, 0);

describe.each(builds)('%s', (build) => {
  test('a helper that got no processor: the kernel drops, and says how many', ready, async () => {
    const capturing = await Capturing.start(namespace, ['--interface', 'veth1', '--ring-blocks', '2', '--block-bytes', '131072'], { build });
    capturing.process.kill('SIGSTOP');
    namespace.send('ipv4', FRAMES);
    capturing.process.kill('SIGCONT');
    const { account, bytes, code } = await capturing.end();
    expect(code).toBe(0);
    expect(account).toMatchObject({ seen: FRAMES, queue: 0, notTaken: 0 });
    expect(account.kernel).toBeGreaterThan(0);
    expect(sum(account)).toBe(FRAMES);
    expect(lost(bytes, 'kernel')).toBe(account.kernel);
    const [input] = readBack(bytes).inputs;
    expect(input).toMatchObject({ records: account.delivered, dropped: account.kernel });
  });

  test('a reader that stops for a while: the queue drops whole blocks, and what it read before and after is whole', ready, async () => {
    const capturing = await Capturing.start(namespace, ['--interface', 'veth1', '--queue-bytes', '1000000'], { build, isRead: false });
    namespace.send('ipv4', FRAMES, 40_000);
    capturing.read();
    // Behind the gap.
    namespace.send('ipv6', 10);
    const { account, bytes } = await capturing.end();
    expect(account).toMatchObject({ seen: FRAMES + 10, kernel: 0, notTaken: 0 });
    expect(account.queue).toBeGreaterThan(0);
    expect(sum(account)).toBe(FRAMES + 10);
    expect(lost(bytes, 'queue')).toBe(account.queue);
    expect(readBack(bytes).inputs[0]).toMatchObject({ records: account.delivered, dropped: account.queue });
  });

  test('each statistics block says what stands before it, and the last one all', ready, async () => {
    const capturing = await Capturing.start(namespace, ['--interface', 'veth1'], { build });
    // Longer than two of them are apart.
    namespace.send('ipv4', 2500, 1000);
    const { account, bytes } = await capturing.end();
    const all = statisticsOf(bytes);
    expect(all.length).toBeGreaterThanOrEqual(3);
    for (const { counts, packetsBefore } of all) {
      expect(counts['delivered']).toBe(packetsBefore);
      expect(counts['received']).toBeGreaterThanOrEqual(packetsBefore);
    }
    expect(all.at(-1)!.counts).toEqual({ received: 2500, delivered: 2500, kernelDrops: 0, queueDrops: 0 });
    expect(account).toEqual({ seen: 2500, delivered: 2500, kernel: 0, queue: 0, notTaken: 0 });
  });

  test('nobody reads the stream, and it ends all the same, with its account', ready, async () => {
    const capturing = await Capturing.start(namespace, ['--interface', 'veth1'], { build, isRead: false });
    namespace.send('ipv4', FRAMES);
    const ended = capturing.end(() => capturing.process.kill('SIGTERM'));
    await capturing.says('packets seen');
    const { account, code } = await ended;
    expect(code).toBe(0);
    expect(account.notTaken).toBeGreaterThan(0);
    expect(sum(account)).toBe(FRAMES);
  });

  test.each(['a quiet network', 'packets'])('its reader is gone: it ends by itself, with %s', ready, async (traffic) => {
    const capturing = await Capturing.start(namespace, ['--interface', 'veth1'], { build });
    const { code } = await capturing.end(() => {
      capturing.process.stdout!.destroy();
      if (traffic === 'packets') namespace.send('ipv4', 100);
    });
    expect(code).toBe(0);
  });

  test('a full disk is told in words', ready, async () => {
    const full = openSync('/dev/full', 'w');
    const capturing = new Capturing(namespace.spawn([program('stallscope-capture', build), '--interface', 'veth1'], { stdio: ['pipe', full, 'pipe'] }));
    const { code, errors } = await capturing.end(() => {});
    expect(errors).toContain('stallscope-capture: cannot write the packets: No space left on device');
    expect(code).toBe(5);
  });
});
