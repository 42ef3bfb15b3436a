/** A recording begins so long before its incident by the records' own times, in every source, however late they came. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { arrivalOf, beginningsOf } from '../../cli/live/beginnings.ts';
import { LiveEngine } from '../../cli/live/liveEngine.ts';
import type { LiveSource } from '../../cli/live/liveSource.ts';
import { Seen } from '../../cli/live/seen.ts';
import { parseTrigger, type Incident } from '../../cli/live/triggers.ts';

const fixture = (name: string): Buffer => readFileSync(fileURLToPath(new URL(`../fixtures/erlang-slow-peer/${name}`, import.meta.url)));

function source(name: string, bytes: Buffer, late = 0): LiveSource {
  return {
    name,
    async *stream() {
      await new Promise((resolve) => setTimeout(resolve, late));
      yield bytes;
    },
  };
}

const sources = [source('client.strace', fixture('client.strace'), 30), source('capture.pcap', fixture('capture.pcap'))];

async function watched(trigger: string, from = sources): Promise<{ engine: LiveEngine; incident: Incident }> {
  const engine = new LiveEngine(from, { seconds: 600, bytes: 1e9 }, { onSession: () => {}, onFigures: () => {}, onTrouble: () => {}, onSaid: () => {}, onEnd: () => {} });
  await engine.start();
  return { engine, incident: parseTrigger(trigger)!.fires(engine.session!, new Seen())! };
}

const MILLISECOND = 1e6;

/** Axis time of the first packet and the first line that are kept, and of what comes before them, ms before the incident. */
function cut({ engine, incident }: Awaited<ReturnType<typeof watched>>, beforeMs: number): unknown {
  const { trace, correlation: { axis } } = engine.session!.source;
  const rings = engine.rings.map(({ ring }) => ring);
  const beginnings = beginningsOf(engine.session!, rings, incident, beforeMs);
  const { packets, calls } = trace;
  return [calls, packets].map(({ input, time, offset, length }, i) => {
    const kept = new Set([...rings[i]!.since(beginnings[i]!)].map((record) => record.offset));
    const rows = Array.from({ length }, (_, row) => row);
    const before = (row: number): number => (incident.time - axis.of(input[row]!, time[row]!)) / MILLISECOND;
    const inside = rows.filter((row) => kept.has(offset[row]!)).map(before);
    const outside = rows.filter((row) => !kept.has(offset[row]!)).map(before);
    return { isWhole: inside.every((ms) => ms <= beforeMs) && outside.every((ms) => ms > beforeMs), kept: inside.length > 0, left: outside.length > 0 };
  });
}

test.each([['eagain', 20], ['eagain', 200], ['window<1000', 5], ['association-lost', 100]])('%s, %d ms before', async (trigger, beforeMs) => {
  expect(cut(await watched(trigger), beforeMs)).toEqual([{ isWhole: true, kept: true, left: true }, { isWhole: true, kept: true, left: true }]);
});

test('what the engine does not know any more is counted by its arrival', async () => {
  const { engine, incident } = await watched('association-lost');
  const rings = engine.rings.map(({ ring }) => ring);
  const at = arrivalOf(rings, incident);
  expect(beginningsOf(engine.session!, rings, incident, 600_000)).toEqual([at - 600_000, at - 600_000]);
  for (const ring of rings) ring.forget(Infinity, 0);
  expect(rings.map((ring) => ring.countSince(beginningsOf(engine.session!, rings, incident, 1000)[0]!))).toEqual([0, 0]);
});

test('an answer is late when it should have come: before counts from the request, after from then', async () => {
  const blocked = source('capture.pcap', gunzipSync(readFileSync(fileURLToPath(new URL('../fixtures/010-erlang-27-blocks/capture.pcap.gz', import.meta.url)))));
  const { engine, incident } = await watched('dwa-late>2s', [blocked]);
  const { trace, correlation: { axis } } = engine.session!.source;
  const asked = Array.from({ length: trace.messages.length }, (_, row) => row).filter((row) => (trace.messages.head1[row]! & 0x80ff_ffff) >>> 0 === 0x8000_0118);
  expect(asked.map((row) => axis.packet(trace.messages.packet[row]!))).toContain(incident.time);
  expect(incident.grace).toBe(2e9);
});
