/** Broken frames and broken lines: nothing throws, ranges stay inside, trees stay small. Seeds are fixed. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { FrameReader, type CapturedFrame } from '../../analyzer/details/frameReader.ts';
import { decodedCall } from '../../analyzer/details/callFields.ts';
import { readCallLines } from '../../analyzer/details/callLines.ts';
import { frameFields } from '../../analyzer/details/packetFields.ts';
import { Trace } from '../../analyzer/trace/trace.ts';
import { chunk, ethernet, ipv4, join, sctp, u16, u32 } from '../make/packets.ts';
import { parameter } from '../dissect/wire.ts';
import { seededRandom } from '../random.ts';
import { bytesSource, dictionary } from './detailsOf.ts';
import { madeFrames } from './madeFrames.ts';
import { brokenRules, countFields } from './treeRules.ts';

const RUNS = 2000;

function decodeFrame(frame: CapturedFrame): void {
  const { fields, transport } = frameFields(frame, { dictionary });
  expect(brokenRules([{ title: 'frame', data: frame.bytes, fields }])).toEqual([]);
  expect(countFields(fields)).toBeLessThan(100 + frame.bytes.length * 4);
  if (transport) expect(transport.start <= transport.end && transport.end <= frame.bytes.length).toBe(true);
}

const everyChunk = sctp([
  chunk(1, 0, join(u32(1), u32(2), u16(3), u16(4), u32(5), parameter(0x8008, [130, 192]), parameter(13, join(u32(1), u32(2), u32(3), u16(1))))),
  chunk(3, 0, join(u32(3), u32(1000), u16(2), u16(1), u16(1), u16(2), u16(4), u16(9), u32(1))),
  chunk(9, 0, parameter(6, chunk(193, 0, join(u32(1), parameter(0xc001, join(u32(1), parameter(5, [1, 2, 3, 4]))))))),
  chunk(16, 0, join(u32(3), u32(1000), u16(1), u16(1), u16(1), u16(0), u16(1), u16(2), u16(4), u16(9), u32(1))),
  chunk(129, 0, join(u32(1000), u32(0), u16(0), u16(0), [1, 2, 3])), chunk(194, 0, join(u32(12), u16(0), u16(0), u32(1))),
]);

test('frames with bytes changed and cut, of every link type', () => {
  const random = seededRandom(9260);
  const frames = [...Object.values(madeFrames).map((capture) => ({ bytes: capture.subarray(40), linkType: capture[20]! | (capture[21]! << 8) })),
    { bytes: ethernet(0x0800, ipv4(132, everyChunk)), linkType: 1 }];
  const linkTypes = [0, 1, 9, 50, 51, 101, 104, 108, 113, 204, 219, 228, 229, 248, 276, 999];
  for (let run = 0; run < RUNS; run++) {
    const { bytes, linkType } = frames[run % frames.length]!;
    const changed = Uint8Array.from(bytes.subarray(0, random() < 0.5 ? bytes.length : Math.floor(random() * bytes.length)));
    for (let n = Math.floor(random() * 6); n > 0 && changed.length > 0; n--) changed[Math.floor(random() * changed.length)] = Math.floor(random() * 256);
    const type = random() < 0.8 ? linkType : linkTypes[Math.floor(random() * linkTypes.length)]!;
    decodeFrame({ bytes: changed, originalLength: changed.length + (random() < 0.3 ? 100 : 0), linkType: type, seconds: random() * 4e9, nanoseconds: 0 });
  }
});

test('noise', () => {
  const random = seededRandom(4960);
  for (let run = 0; run < RUNS; run++) {
    const bytes = Uint8Array.from({ length: Math.floor(random() * 200) }, () => Math.floor(random() * 256));
    decodeFrame({ bytes, originalLength: 0, linkType: run % 300, seconds: NaN, nanoseconds: NaN });
  }
});

test('a message of 100,000 AVPs in groups stays small', () => {
  const group = (inside: Uint8Array): Uint8Array => join(u32(443), [0x40, 0, ...u16(8 + inside.length)], inside);
  const nested = Array.from({ length: 1200 }).reduce<Uint8Array>((inside) => group(inside), new Uint8Array(0));
  const flat = join(...Array.from({ length: 1000 }, () => join(u32(268), [0x40, 0, 0, 12], u32(2001))));
  const body = join(nested, flat, flat, flat);
  const message = join([1, 0, ...u16(20 + body.length)], [0x40, 0, 1, 16], u32(4), u32(1), u32(2), body);
  const bytes = ethernet(0x0800, ipv4(132, sctp([chunk(0, 3, join(u32(1), u16(1), u16(1), u32(46), message))])));
  decodeFrame({ bytes, originalLength: bytes.length, linkType: 1, seconds: 0, nanoseconds: 0 });
});

test('records at any offset of a damaged capture', async () => {
  const random = seededRandom(6951);
  const capture = Uint8Array.from(readFileSync('test/fixtures/011-log-without-times/capture.pcap'));
  for (const kind of ['pcap', 'pcapng'] as const) {
    const input = new Trace().addInput('capture');
    input.kind = kind;
    input.sections.push(0);
    input.interfaces.push(28);
    for (let run = 0; run < 300; run++) {
      const changed = Uint8Array.from(capture);
      for (let n = 0; n < 5; n++) changed[Math.floor(random() * 200)] = Math.floor(random() * 256);
      const frame = await new FrameReader(bytesSource(changed), input).read(Math.floor(random() * changed.length));
      if (frame) decodeFrame(frame);
    }
  }
});

test('lines with characters changed, cut, and with the wrong end', async () => {
  const random = seededRandom(6458);
  const lines = ['ancillary', 'one-to-many', 'old-syntax', 'yy', 'x', 'raw', 'waiting', 'sendmmsg']
    .flatMap((name) => readFileSync(`test/fixtures/strace/${name}.strace`, 'latin1').split('\n').slice(0, 40));
  const special = '"\\{}[](),<>= 0x1b.*/';
  for (let run = 0; run < RUNS; run++) {
    const characters = Array.from(`${lines[run % lines.length]}\n${lines[Math.floor(random() * lines.length)]}`);
    for (let n = Math.floor(random() * 8); n > 0 && characters.length > 0; n--) {
      const at = Math.floor(random() * characters.length);
      if (random() < 0.3) characters.splice(at, Math.floor(random() * 40));
      else characters[at] = random() < 0.8 ? special[Math.floor(random() * special.length)]! : String.fromCharCode(Math.floor(random() * 256));
    }
    const bytes = Uint8Array.from(characters, (character) => character.charCodeAt(0));
    const read = await readCallLines(bytesSource(bytes), { offset: Math.floor(random() * 3), line: 1, endLine: 1 + Math.floor(random() * 3) });
    const decoded = decodedCall(read!, 'line', dictionary);
    expect(brokenRules(decoded)).toEqual([]);
    expect(decoded.reduce((sum, { fields }) => sum + countFields(fields), 0)).toBeLessThan(100 + bytes.length * 8);
  }
});
