/** pcapng: blocks and options of both byte orders, clocks of any resolution, several sections, drops, damage. */
import { describe, expect, test } from 'vitest';
import { PacketFlag } from '../../analyzer/trace/schema.ts';
import { dissectCapture } from '../dissect/dissectCapture.ts';
import { Pcapng } from '../make/captures.ts';
import { dataChunk, ethernet, ipv4, join, sctp } from '../make/packets.ts';
import { problemsOf, readFrames } from './frames.ts';

const payload = (length: number, fill = length): Uint8Array => new Uint8Array(length).fill(fill);
/** "time L… captured/original" of each frame. */
const brief = (lines: readonly string[]): string[] => lines.map((line) => line.replace(/^\d+ @\d+ /, '').replace(/ \d+$/, ''));
const SECONDS = 1_795_405_000n;

describe.each([true, false])('little-endian %s', (little) => {
  const writer = new Pcapng(little);
  const resolution = (code: number): Uint8Array => writer.option(9, Uint8Array.of(code));
  const offset = (seconds: bigint): Uint8Array => writer.option(14, writer.u64(seconds));
  const read = (...blocks: readonly Uint8Array[]): ReturnType<typeof readFrames> => readFrames(join(...blocks));

  test.each([
    ['microseconds, the default', undefined, 1_000_000n, 123_456n, 123_456_000n],
    ['nanoseconds', 9, 1_000_000_000n, 123_456_789n, 123_456_789n],
    ['seconds', 0, 1n, 0n, 0n],
    ['tenths of nanoseconds', 10, 10_000_000_000n, 1_234_567_899n, 123_456_789n],
    ['1/1024 s', 0x8a, 1024n, 513n, 500_976_562n],
    ['2^-30 s', 0x9e, 1n << 30n, 1n << 29n, 500_000_000n],
    ['2^-33 s', 0xa1, 1n << 33n, (1n << 32n) + 1n, 500_000_000n],
  ])('clock: %s', (_, code, unitsPerSecond, fraction, nanoseconds) => {
    const options = code === undefined ? [] : [resolution(code)];
    // The high word of the time stamp changes within a file; the second packet lies in the next one.
    const times = [SECONDS * unitsPerSecond + fraction, (SECONDS + 5000n) * unitsPerSecond + fraction];
    const { trace, input, lines } = read(
      writer.section(), writer.interface(1, 0, ...options), ...times.map((time) => writer.enhanced(0, time, payload(3))),
    );
    expect(lines.map((line) => line.split(' ')[2])).toEqual([
      String(SECONDS * 1_000_000_000n + nanoseconds), String((SECONDS + 5000n) * 1_000_000_000n + nanoseconds),
    ]);
    expect(problemsOf(trace)).toEqual([]);
    expect(input).toMatchObject({ kind: 'pcapng', records: 2, clockResolution: code === undefined ? 1000 : Math.min(1000, Math.max(1, Math.floor(1e9 / Number(unitsPerSecond)))) });
  });

  test('if_tsoffset is added, also a negative one', () => {
    const time = SECONDS * 1_000_000n;
    const { lines } = read(
      writer.section(), writer.interface(1, 0, offset(3600n)), writer.interface(1, 0, offset(-3600n)),
      writer.enhanced(0, time, payload(1)), writer.enhanced(1, time, payload(1)),
    );
    expect(lines.map((line) => line.split(' ')[2])).toEqual([`${SECONDS + 3600n}000000000`, `${SECONDS - 3600n}000000000`]);
  });

  test('a gap of a live capture is told, and its counted losses are drops', () => {
    const comment = (text: string): Uint8Array => writer.option(1, new TextEncoder().encode(text));
    const { trace, input } = read(
      writer.section(), writer.interface(1, 0), writer.statistics(0, comment('gap: unknown packets lost, interface down')),
      writer.statistics(0, comment('gap: 7 packets lost, queue'), writer.option(7, writer.u64(7n))), writer.statistics(0, comment('gap')),
    );
    expect(problemsOf(trace)).toEqual(['capture-gap 1', 'capture-dropped 7']);
    expect(input.dropped).toBe(7);
    // None of them says when.
    expect(trace.gaps).toEqual([]);
  });

  test('a gap with its stretch lies before the frame that follows', () => {
    const comment = (text: string): Uint8Array => writer.option(1, new TextEncoder().encode(text));
    const at = (code: number, units: bigint): Uint8Array => writer.option(code, writer.u32(Number(units >> 32n), Number(units & 0xffff_ffffn)));
    const time = SECONDS * 1_000_000n;
    const { trace } = read(
      writer.section(), writer.interface(1, 0), writer.enhanced(0, time, payload(1)),
      writer.statistics(0, comment('gap: 7 packets lost, kernel'), at(2, time + 5n), at(3, time + 9n), writer.option(7, writer.u64(7n))),
      writer.statistics(0, comment('gap: unknown packets lost, interface down'), at(2, time + 20n), at(3, time + 30n)),
      // It ends before it begins.
      writer.statistics(0, comment('gap: 3 packets lost, queue'), at(2, time + 30n), at(3, time + 20n)),
    );
    const begin = trace.packets.length > 0 ? trace.packets.time[0]! : trace.inputs[0]!.firstTime;
    expect(trace.gaps.map(({ place, from, until, lost, cause }) => ({ place, from: from - begin, until: until - begin, lost, cause }))).toEqual([
      { place: 2, from: 5e3, until: 9e3, lost: 7, cause: 'kernel' }, { place: 2, from: 20e3, until: 30e3, lost: undefined, cause: 'interface down' },
    ]);
  });

  test('a checksum that the host left to its network card is not called wrong', () => {
    const frame = ethernet(0x0800, ipv4(132, sctp([dataChunk(1, [1, 2, 3])])));
    frame.set([1, 2, 3, 4], 14 + 20 + 8);
    const flags = (bits: number): Uint8Array => writer.option(2, writer.u32(bits));
    const capture = join(writer.section(), writer.interface(1, 0), writer.enhanced(0, 1n, frame), writer.enhanced(0, 1_000_000n, frame, frame.length, flags(1 << 9)),
      writer.enhanced(0, 2_000_000n, frame, frame.length, flags(1 << 10)));
    const grades = dissectCapture([capture]).packets.flags.subarray(0, 3);
    expect([...grades].map((grade) => grade & (PacketFlag.ChecksumBad | PacketFlag.ChecksumZero))).toEqual([
      PacketFlag.ChecksumBad, PacketFlag.ChecksumZero, PacketFlag.ChecksumBad,
    ]);
  });

  test('all kinds of packets, with comments and blocks between them that carry none', () => {
    const time = SECONDS * 1_000_000n;
    const comment = writer.option(1, new TextEncoder().encode('a comment'));
    const { trace, input, lines } = read(
      writer.section(comment),
      writer.interface(1, 96, comment), writer.interface(113, 0),
      writer.block(4, payload(12, 0)), writer.block(10, payload(8)), writer.block(0x7777, payload(40)),
      writer.enhanced(0, time, payload(5), 1500, comment),
      writer.enhanced(1, time, payload(6)),
      writer.block(0x0bad, payload(8)),
      writer.obsolete(1, 0xffff, time + 1n, payload(7)),
      writer.simple(payload(8)), writer.simple(payload(96), 2000),
    );
    expect(brief(lines)).toEqual([
      `${SECONDS}000000000 L1 5/1500`, `${SECONDS}000000000 L113 6/6`, `${SECONDS}000001000 L113 7/7`,
      `${SECONDS}000001000 L1 8/8`, `${SECONDS}000001000 L1 96/2000`,
    ]);
    // The custom block took number 3, as Wireshark numbers it.
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['1', '2', '4', '5', '6']);
    expect(input.records).toBe(5);
    expect(problemsOf(trace)).toEqual(['capture-no-time 2']);
  });

  test('a new section has interfaces and a byte order of its own', () => {
    const other = new Pcapng(!little);
    const { lines } = read(
      writer.section(), writer.interface(1, 0), writer.enhanced(0, SECONDS * 1_000_000n, payload(4)),
      other.section(), other.interface(276, 0, other.option(9, Uint8Array.of(9))), other.enhanced(0, SECONDS * 1_000_000_000n + 5n, payload(5)),
    );
    expect(brief(lines)).toEqual([`${SECONDS}000000000 L1 4/4`, `${SECONDS}000000005 L276 5/5`]);
  });

  test('drops: by statistics, by packets, over sections', () => {
    const time = SECONDS * 1_000_000n;
    const count = (code: number, value: bigint): Uint8Array => writer.option(code, writer.u64(value));
    const { trace, input } = read(
      writer.section(), writer.interface(1, 0), writer.interface(1, 0),
      writer.enhanced(0, time, payload(4), 4, count(4, 3n)), writer.enhanced(0, time, payload(4), 4, count(4, 2n)),
      writer.statistics(0, count(4, 100n), count(5, 4n)), writer.statistics(0, count(5, 7n)), writer.statistics(1, count(7, 10n)),
      writer.section(), writer.interface(1, 0), writer.obsolete(0, 20, time, payload(4)),
    );
    expect(input.dropped).toBe(7 + 10 + 20);
    expect(problemsOf(trace)).toEqual(['capture-dropped 37']);
  });

  test('statistics of tens of thousands of interfaces cost linear time', () => {
    const count = 30_000;
    const blocks = Array.from({ length: count }, (_, n) => writer.statistics(n, writer.option(5, writer.u64(1n))));
    const { input } = read(writer.section(), ...Array.from({ length: count }, () => writer.interface(1, 0)), ...blocks);
    expect(input.dropped).toBe(count);
  });

  test('options that run over their block end the list', () => {
    const broken = writer.u16(2, 0xfff0);
    const { lines } = read(writer.section(), writer.interface(1, 0, broken), writer.enhanced(0, SECONDS * 1_000_000n, payload(4), 4, broken, resolution(9)));
    expect(brief(lines)).toEqual([`${SECONDS}000000000 L1 4/4`]);
  });

  const file = join(
    writer.section(), writer.interface(1, 0), ...Array.from({ length: 8 }, (_, n) => writer.enhanced(0, SECONDS * 1_000_000n + BigInt(n), payload(11 * n))),
  );
  const whole = readFrames(file).lines;

  test('any chunking gives the same frames', () => {
    for (const size of [1, 7, 4096]) expect(readFrames(file, size).lines).toEqual(whole);
  });

  test('cut at any byte: all whole packets, and one problem unless a block ends there', () => {
    const ends = new Set<number>();
    const view = new DataView(file.buffer);
    for (let at = 0; at < file.length; at += view.getUint32(at + 4, little)) ends.add(at);
    for (let length = 12; length < file.length; length++) {
      const { trace, lines } = readFrames(file.slice(0, length), 50);
      expect(lines).toEqual(whole.slice(0, lines.length));
      expect(problemsOf(trace)).toEqual(ends.has(length) ? [] : ['capture-cut-short 1']);
    }
  });

  test('damage: reading goes on at the next block', () => {
    const offsetOf = (n: number): number => Number(/@(\d+)/.exec(whole[n]!)![1]);
    const damaged = file.slice();
    damaged.fill(0xff, offsetOf(3), offsetOf(3) + 40);
    for (const size of [1, 7, 4096]) {
      const { trace, lines } = readFrames(damaged, size);
      expect(brief(lines)).toEqual(brief(whole.filter((_, n) => n !== 3)));
      expect(trace.problems.all).toMatchObject([{ kind: 'capture-bad-record', firstOffset: offsetOf(3), detail: 'read on after the damage' }]);
    }
    damaged.fill(0xff, offsetOf(3));
    expect(readFrames(damaged, 7).trace.problems.all).toMatchObject([{ kind: 'capture-bad-record', detail: 'the rest of the file is left out' }]);
  });

  test('what a block contradicts is reported, and the other packets are read', () => {
    const time = SECONDS * 1_000_000n;
    const tooLong = writer.enhanced(0, time, payload(4));
    tooLong.set(writer.u32(4000), 20);
    const unequal = writer.enhanced(0, time, payload(8));
    unequal.set(writer.u32(44), unequal.length - 4);
    const { trace, lines } = read(
      writer.section(), writer.interface(1, 0), writer.enhanced(7, time, payload(4)), tooLong, unequal, writer.block(6, payload(4)),
      writer.enhanced(0, time, payload(9)),
    );
    expect(brief(lines)).toEqual([`${SECONDS}000000000 L1 8/8`, `${SECONDS}000000000 L1 9/9`]);
    expect(trace.problems.all.map((problem) => problem.detail)).toEqual([
      'a packet of an interface that is not described', 'a packet is longer than its block', 'a block says two different lengths', 'a block of type 6 is too short',
    ]);
  });
});
