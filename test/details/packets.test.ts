/** Frames by their offset: golden dumps of what a person sees of them, and that every frame of a recording is the one the reader saw. */
import { readFileSync } from 'node:fs';
import { join as joinPath } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { openInput } from '../../analyzer/readers/formats.ts';
import { FrameReader } from '../../analyzer/details/frameReader.ts';
import { MOST_CHILDREN, type DecodedBytes } from '../../analyzer/details/field.ts';
import { Trace } from '../../analyzer/trace/trace.ts';
import { pcap, Pcapng } from '../make/captures.ts';
import { chunk, dataChunk, ethernet, ipv4, join, sctp, u16, u32 } from '../make/packets.ts';
import { bytesSource, dump, openBytes, openFixture, type Opened } from './detailsOf.ts';
import { cooked, cooked2, frameOf, madeFrames, packet, watchdog } from './madeFrames.ts';
import { allFields, brokenRules, countFields } from './treeRules.ts';

const rowOf = ({ trace }: Opened, frame: number): number => trace.packets.frame.subarray(0, trace.packets.length).indexOf(frame);

test.each([
  ['005-loss', 1, 'init'],
  ['005-loss', 2, 'init-ack'],
  ['005-loss', 17, 'sack-with-gaps'],
  ['005-loss', 588, 'heartbeat'],
  ['004-path-failure', 2612, 'abort'],
  ['009-pcapng', 5, 'capabilities-exchange'],
])('%s, frame %d: %s', async (fixture, frame, name) => {
  const opened = await openFixture(fixture, /capture/);
  await expect(dump(await opened.details.packet(rowOf(opened, frame)))).toMatchFileSnapshot(`golden/${name}.txt`);
});

describe('made frames', () => {
  test.each(Object.entries(madeFrames))('%s', async (name, bytes) => {
    const { trace, details } = await openBytes(bytes);
    expect(trace.packets.length).toBe(1);
    const decoded = await details.packet(0);
    expect(brokenRules(decoded)).toEqual([]);
    await expect(dump(decoded)).toMatchFileSnapshot(`golden/${name}.txt`);
  });

  test('a trailer behind the packet, a wrong checksum, an IPv4 option', async () => {
    const wrong = Uint8Array.from(packet);
    wrong[8]! ^= 0xff;
    const { details } = await openBytes(pcap([frameOf(join(ethernet(0x0800, ipv4(132, wrong, { options: [1, 1, 1, 0] })), new Uint8Array(6)))]));
    const text = dump(await details.packet(0));
    expect(text).toMatch(/Options: 4 bytes: 01 01 01 00/);
    expect(text).toMatch(/Trailer: 6 bytes/);
    expect(text).toMatch(/Checksum: 0x[0-9a-f]{8} \(not 0x[0-9a-f]{8} as computed/);
    const computed = /not (0x[0-9a-f]{8}) as computed/.exec(text)![1];
    expect(computed).toBe(`0x${Buffer.from(packet.subarray(8, 12)).toString('hex')}`);
  });

  test('the chunk of a row is the focus of its packet', async () => {
    const sack = chunk(3, 0, join(u32(8), u32(1500), u16(0), u16(0)));
    const bundle = sctp([sack, dataChunk(9, watchdog), dataChunk(10, watchdog), chunk(7, 0, u32(8))]);
    const { trace, details } = await openBytes(pcap([frameOf(ethernet(0x0800, ipv4(132, bundle)))]));
    const asked = async (decoded: Promise<readonly DecodedBytes[]>): Promise<string[]> => {
      const [{ fields, focus }] = (await decoded) as [DecodedBytes];
      const found = [...allFields(fields)].find(({ start, end }) => start === focus!.start && end === focus!.end)!;
      return [found.name, found.children!.find(({ name }) => /TSN/.test(name))!.value];
    };
    expect([trace.dataChunks.length, trace.sacks.length, trace.controlChunks.length]).toEqual([2, 1, 1]);
    expect(await asked(details.dataChunk(0))).toEqual(['DATA', '9']);
    expect(await asked(details.dataChunk(1))).toEqual(['DATA', '10']);
    expect(await asked(details.sack(0))).toEqual(['SACK', '8']);
    expect(await asked(details.controlChunk(0))).toEqual(['SHUTDOWN', '8']);
    expect((await details.packet(0))[0]!.focus).toBeUndefined();
  });

  test('a packet of 16,143 chunks stays usable', async () => {
    const { details } = await openBytes(pcap([frameOf(ethernet(0x0800, ipv4(132, sctp(Array.from({ length: 16_143 }, () => chunk(11, 0, []))))))]));
    const [decoded] = await details.packet(0);
    expect(countFields(decoded!.fields)).toBeLessThan(5 * MOST_CHILDREN);
    expect([...allFields(decoded!.fields)].map(({ name }) => name)).toContain(`and ${16_143 - MOST_CHILDREN} more chunks`);
    expect(brokenRules([decoded!])).toEqual([]);
  });
});

describe('every frame is found again', () => {
  /** Bytes of all frames, as the reader of whole files hands them over, by their offset. */
  function framesOf(capture: Uint8Array): { trace: Trace; frames: Map<number, { hex: string; time: number; linkType: number }> } {
    const trace = new Trace();
    const frames = new Map<number, { hex: string; time: number; linkType: number }>();
    const reader = openInput(trace.addInput('capture'), trace, {
      packet: ({ offset, bytes, start, end, time, linkType }) => void frames.set(offset, { hex: Buffer.from(bytes.subarray(start, end)).toString('hex'), time, linkType }),
      syscall() {},
      status() {}, state() {},
    });
    reader.push(capture);
    reader.end();
    return { trace, frames };
  }

  async function expectAll(capture: Uint8Array): Promise<number> {
    const { trace, frames } = framesOf(capture);
    const reader = new FrameReader(bytesSource(capture), trace.inputs[0]!);
    for (const [offset, { hex, time, linkType }] of frames) {
      const found = await reader.read(offset);
      expect(found && { hex: Buffer.from(found.bytes).toString('hex'), linkType: found.linkType }).toEqual({ hex, linkType });
      expect((found!.seconds - trace.epochSeconds!) * 1e9 + found!.nanoseconds).toBe(time);
      expect(await reader.read(offset + 1)).toBeUndefined();
    }
    return frames.size;
  }

  const fixture = (...path: string[]): Uint8Array => Uint8Array.from(readFileSync(joinPath('test/fixtures', ...path)));

  test('a pcap', async () => {
    expect(await expectAll(fixture('003-small-send-buffer', 'capture.pcap'))).toBeGreaterThan(400);
  });

  test('a pcapng', async () => {
    expect(await expectAll(Uint8Array.from(gunzipSync(fixture('009-pcapng', 'capture.pcapng.gz'))))).toBeGreaterThan(1500);
  });

  test('a pcapng of several sections and interfaces, in both byte orders', async () => {
    const [little, big] = [new Pcapng(true), new Pcapng(false)];
    const nanoseconds = (order: Pcapng): Uint8Array => order.option(9, Uint8Array.of(9));
    const bytes = ethernet(0x0800, ipv4(132, packet));
    const capture = join(
      little.section(), little.interface(1, 0), little.enhanced(0, 1_795_408_344_000_001n, bytes), little.interface(113, 0, nanoseconds(little)),
      little.enhanced(1, 1_795_408_344_000_000_007n, cooked(0x0800, ipv4(132, packet))), little.enhanced(0, 1_795_408_344_000_009n, bytes),
      big.section(), big.interface(276, 0), big.enhanced(0, 1_795_408_345_000_001n, cooked2(0x0800, ipv4(132, packet))),
      little.section(), little.interface(1, 0, nanoseconds(little)), little.enhanced(0, 1_795_408_346_000_000_003n, bytes),
    );
    expect(await expectAll(capture)).toBe(5);
  });

  test('pcaps of other byte order, clock and record header, and behind damage', async () => {
    const packets = [1, 2, 3].map((fraction) => ({ ...frameOf(ethernet(0x0800, ipv4(132, packet))), fraction }));
    for (const fields of [{ little: false }, { magic: 0xa1b23c4d }, { magic: 0xa1b2cd34 }, { version: [2, 2] as const }]) {
      expect(await expectAll(pcap(packets, fields))).toBe(3);
    }
    const damaged = pcap(packets);
    damaged.fill(0xee, 24, 40);
    expect(await expectAll(damaged)).toBe(2);
  });

  test('a source that cannot go back has no details', async () => {
    const capture = fixture('003-small-send-buffer', 'capture.pcap');
    const { trace, frames } = framesOf(capture);
    const { read, ...pipe } = bytesSource(capture);
    expect(read).toBeDefined();
    expect(await new FrameReader(pipe, trace.inputs[0]!).read([...frames.keys()][5]!)).toBeUndefined();
  });
});

test.each(['003-small-send-buffer', '004-path-failure', '010-erlang-27-blocks', 'erlang-slow-peer'])('all packets of %s keep the rules', async (name) => {
  const { trace, details } = await openFixture(name, /capture/);
  for (let row = 0; row < trace.packets.length; row++) {
    const decoded = await details.packet(row);
    expect(decoded).toHaveLength(1);
    expect(brokenRules(decoded)).toEqual([]);
  }
});
