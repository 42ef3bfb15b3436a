/** Messages read back from the frames of their fragments: in order and out of it, with holes, over I-DATA and over TCP. */
import { describe, expect, test } from 'vitest';
import type { DecodedBytes } from '../../analyzer/details/field.ts';
import { MessageFlag } from '../../analyzer/trace/schema.ts';
import { pcap, type Packet } from '../make/captures.ts';
import { chunk, ethernet, ipv4, join, sctp, u16, u32 } from '../make/packets.ts';
import { avp, message } from '../dissect/diameterBytes.ts';
import { dump, openBytes, type Opened } from './detailsOf.ts';
import { allFields, brokenRules } from './treeRules.ts';

const request = message({ hopByHop: 0x77 }, avp(263, 'session;1;2'), avp(264, 'client.example'), avp(415, 3), avp(461, 'x'.repeat(90)));
const [END, BEGIN, UNORDERED] = [1, 2, 4];

/** `request[start, end)` as a chunk. */
function fragment(tsn: number, start: number, end: number, flags = 0): Uint8Array {
  const edges = (start === 0 ? BEGIN : 0) | (end === request.length ? END : 0);
  return chunk(0, flags | edges, join(u32(tsn), u16(1), u16(7), u32(46), request.subarray(start, end)));
}

function iData(tsn: number, fsn: number, start: number, end: number): Uint8Array {
  const edges = (start === 0 ? BEGIN : 0) | (end === request.length ? END : 0);
  return chunk(64, edges, join(u32(tsn), u16(1), u16(0), u32(5), u32(start === 0 ? 46 : fsn), request.subarray(start, end)));
}

/** A transport packet, or one of whose frame only so much was captured. */
type Made = Uint8Array | { readonly bytes: Uint8Array; readonly captured: number };
/** First byte of the TCP segments made here: of a source port that no SCTP packet made here has. */
const TCP_PORT = 0xff;

function captureOf(...packets: readonly Made[]): Uint8Array {
  return pcap(packets.map((packet, i): Packet => {
    const frame = ethernet(0x0800, ipv4('bytes' in packet ? 132 : packet[0] === TCP_PORT ? 6 : 132, 'bytes' in packet ? packet.bytes : packet, { identification: i + 1 }));
    return { seconds: 1_795_408_344, fraction: i, bytes: 'bytes' in packet ? frame.subarray(0, packet.captured) : frame, originalLength: frame.length };
  }));
}

const packetOf = (...chunks: readonly Uint8Array[]): Uint8Array => sctp(chunks, 40_000, 3868, 9);
const joinedOf = (decoded: readonly DecodedBytes[]): DecodedBytes => decoded.find(({ title }) => title.startsWith('message'))!;
const bytesOf = ({ data }: DecodedBytes): string => Buffer.from(data).toString('hex');
const whole = Buffer.from(request).toString('hex');

async function firstMessage(...packets: readonly Made[]): Promise<Opened & { joined: DecodedBytes }> {
  const opened = await openBytes(captureOf(...packets));
  const decoded = await opened.details.message(0);
  expect(brokenRules(decoded)).toEqual([]);
  return { ...opened, joined: joinedOf(decoded) };
}

test('three fragments in three packets', async () => {
  const packets = [packetOf(fragment(9, 0, 60)), packetOf(fragment(10, 60, 120)), packetOf(fragment(11, 120, request.length))];
  const { joined, details } = await firstMessage(...packets);
  expect(bytesOf(joined)).toBe(whole);
  await expect(dump([joined])).toMatchFileSnapshot('golden/message-of-three-fragments.txt');
  for (const row of [0, 1, 2]) expect((await details.packet(row)).map(({ title }) => title)).toEqual([expect.stringMatching(/^frame/), joined.title]);
});

test('fragments out of order, over the end of the TSNs, with a retransmission between', async () => {
  const last = packetOf(fragment(0, 120, request.length));
  const { joined, details } = await firstMessage(packetOf(fragment(0xffff_fffe, 0, 60)), last, last, packetOf(fragment(0xffff_ffff, 60, 120)));
  expect(joinedOf(await details.packet(2)).title).toBe(joined.title);
  expect(joined.title).toBe(`message of ${request.length} bytes from frames 1, 4, 2`);
  expect(bytesOf(joined)).toBe(whole);
});

test('two fragments bundled in one packet; unordered ones', async () => {
  const { joined } = await firstMessage(packetOf(fragment(9, 0, 60, UNORDERED), fragment(10, 60, request.length, UNORDERED)));
  expect(joined.title).toBe(`message of ${request.length} bytes from frame 1`);
  expect(bytesOf(joined)).toBe(whole);
});

test.each([['from 0 in the second fragment, as Linux counts', 0], ['from 1 in the second, as RFC 8260 counts', 1]])('I-DATA, numbered %s', async (_, first) => {
  const { joined } = await firstMessage(
    packetOf(iData(9, 0, 0, 60)), packetOf(iData(12, first, 60, 120)), packetOf(iData(20, first + 1, 120, request.length)),
  );
  expect(bytesOf(joined)).toBe(whole);
});

test('a hole is not joined over', async () => {
  const abort = packetOf(chunk(6, 0, []));
  const { joined, trace } = await firstMessage(packetOf(fragment(9, 0, 60)), packetOf(fragment(11, 120, request.length)), abort);
  expect(trace.messages.flags[0]! & MessageFlag.Incomplete).not.toBe(0);
  expect(bytesOf(joined)).toBe(whole.slice(0, 120));
  expect(joined.fields[0]).toMatchObject({ name: 'Fragments', problem: 'fragments before TSN 11 are missing' });
  expect(joined.fields[0]!.children!.map(({ problem }) => problem)).toEqual([undefined, 'not joined']);
  expect(joined.fields[1]).toMatchObject({ name: 'Diameter', problem: `60 of ${request.length} bytes are there: fragments before TSN 11 are missing` });
});

test('a fragment that the capture cut ends the message', async () => {
  const second = packetOf(fragment(10, 60, request.length));
  const { joined } = await firstMessage(packetOf(fragment(9, 0, 60)), { bytes: second, captured: 14 + 20 + 12 + 16 + 30 });
  expect(bytesOf(joined)).toBe(whole.slice(0, 180));
  expect(joined.fields[0]!.problem).toBe(`30 of ${request.length - 60} bytes were captured in frame 2`);
});

describe('over TCP', () => {
  const segment = (sequence: number, payload: Uint8Array): Uint8Array =>
    join([TCP_PORT, 0x80], u16(3868), u32(sequence), u32(0), [5 << 4, 0x18, 1, 0, 0, 0, 0, 0], payload);
  const answer = message({ hopByHop: 0x78, flags: 0x40 }, avp(268, 2001));

  test('the second message of a segment', async () => {
    const { details } = await openBytes(captureOf(segment(1, join(answer, request))));
    const joined = joinedOf(await details.message(1));
    expect(bytesOf(joined)).toBe(whole);
    const [frame] = await details.packet(0);
    expect([...allFields(frame!.fields)].filter(({ name }) => name === 'Diameter').map(({ value }) => value)).toEqual(['Credit-Control-Answer', 'Credit-Control-Request']);
    expect(brokenRules([frame!])).toEqual([]);
  });

  test('a message that goes on in the next segment, and one that goes on in the one after that', async () => {
    const { details } = await openBytes(captureOf(segment(1, join(answer, request.subarray(0, 50))), segment(1 + answer.length + 50, request.subarray(50))));
    expect(bytesOf(joinedOf(await details.message(1)))).toBe(whole);
    const three = await openBytes(captureOf(segment(1, request.subarray(0, 50)), segment(51, request.subarray(50, 90)), segment(91, request.subarray(90))));
    const joined = joinedOf(await three.details.message(0));
    expect(bytesOf(joined)).toBe(whole.slice(0, 100));
    expect(joined.fields[0]!.problem).toBe('the rest is in later segments');
  });
});

test('a message in IP fragments says that its frame cannot be read alone', async () => {
  const packet = packetOf(chunk(0, 3, join(u32(9), u16(1), u16(7), u32(46), request)));
  const parts = [
    ipv4(132, packet.subarray(0, 80), { moreFragments: true }), ipv4(132, packet.subarray(80), { fragmentOffset: 80 }),
  ];
  const { details } = await openBytes(pcap(parts.map((part, i) => ({ seconds: 1, fraction: i, bytes: ethernet(0x0800, part) }))));
  const decoded = await details.message(0);
  expect(joinedOf(decoded).fields[0]).toMatchObject({ name: 'Fragments', problem: 'frame 2 is the last of several IP fragments and cannot be read alone' });
  expect(dump(decoded)).toMatch(/fragment from byte 80 of an IP packet: its other parts are in other frames/);
});
