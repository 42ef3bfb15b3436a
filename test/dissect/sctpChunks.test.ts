/** Each chunk dissector on bytes: packets of recordings where they have the chunk, else after the RFC. */
import { describe, expect, test } from 'vitest';
import { dissectors } from '../../analyzer/dissect/chunks/chunks.ts';
import { causeName, chunkName, hmacName, parameterName, reConfigResultName } from '../../analyzer/dissect/sctpNames.ts';
import { DataFlag, PacketFlag, SackFlag } from '../../analyzer/trace/schema.ts';
import type { Trace } from '../../analyzer/trace/trace.ts';
import { chunk, join, sctp, u16, u32 } from '../make/packets.ts';
import { SctpPackets } from './sctpPackets.ts';
import { abort, data, iData, parameter } from './wire.ts';

const hex = (text: string): Uint8Array => Uint8Array.from(text.replaceAll(/\s/g, '').match(/../g)!, (byte) => parseInt(byte, 16));

/** The chunks behind a common header with a tag. */
function dissect(...chunks: readonly Uint8Array[]): Trace {
  const packets = new SctpPackets();
  packets.push(sctp(chunks, 1, 2, 0xaaaa_aaaa));
  return packets.trace;
}

describe('recorded packets', () => {
  /** A packet as Linux sent it; the network card was to fill in the checksum. */
  function recorded(text: string): Trace {
    const packets = new SctpPackets();
    packets.push(hex(text));
    return packets.trace;
  }

  test('INIT', () => {
    const trace = recorded(`
      aa2b 0f1c 00000000 00000000 01000024 d331c33e 0001 0000 000a ffff 89f56b1a 000c0006 00050000 80000004 c0000004`);
    expect([trace.controlChunks.type[0], trace.controlChunks.value[0], trace.controlChunks.size[0]]).toEqual([1, 0xd331_c33e, 36]);
    const [first] = trace.associations[0]!.endpoints;
    expect(first).toEqual({
      addresses: ['10.0.0.1'], port: 43_563, verificationTag: 0xd331_c33e,
      init: { aRwnd: 65_536, outboundStreams: 10, inboundStreams: 65_535, initialTsn: 0x89f5_6b1a },
    });
    expect(trace.packets.flags[0]! & PacketFlag.ChecksumZero).not.toBe(0);
  });

  test('SACK with two gap blocks', () => {
    const trace = recorded('8603 0f1c c7027b4d 00000000 03000018 9e200b67 00019ec0 0002 0000 0002 0002 0004 0004');
    const { cumulativeTsnAck, aRwnd, gapCount, duplicateCount } = trace.sacks;
    expect([cumulativeTsnAck[0], aRwnd[0], gapCount[0], duplicateCount[0]]).toEqual([2_652_900_199, 106_176, 2, 0]);
    expect([...trace.gapBlocks.start.subarray(0, 2), ...trace.gapBlocks.end.subarray(0, 2)]).toEqual([2, 4, 2, 4]);
  });

  test('ABORT of an association that exceeded its retransmissions', () => {
    const packets = new SctpPackets();
    packets.push(sctp([data(1, 'x')], 0xe797, 3868, 0x98c7_e78d));
    packets.push(hex(`
      e797 0f1c 98c7e78d 00000000 06000033 000d002f 4173736f63696174696f6e206578636565646564206974 73206d61785f726574
      72616e7320636f756e74 00 00`));
    expect(packets.trace.associations[0]!.abort).toEqual({
      cause: 13, from: 0, reflected: false, packet: 1, reason: 'Association exceeded its max_retrans count',
    });
  });
});

describe('rows', () => {
  test('DATA: flags, and a message without user data is none', () => {
    const trace = dissect(data(7, 'abc', { flags: 0x0f, streamId: 2, sequence: 3, ppid: 0x2e00_0000 }), chunk(0, 3, join(u32(8), u32(0), u32(0))));
    const { tsn, streamId, sequence, ppid, size, offset, flags, message } = trace.dataChunks;
    expect([tsn[0], streamId[0], sequence[0], ppid[0], size[0], offset[0]]).toEqual([7, 2, 3, 0x2e00_0000, 3, 28]);
    expect(flags[0]).toBe(DataFlag.Begin | DataFlag.End | DataFlag.Unordered | DataFlag.Immediate);
    expect([message[0], message[1]]).toEqual([0, 0xffff_ffff]);
  });

  test('I-DATA', () => {
    const trace = dissect(iData(7, 'abcd', { sequence: 0x10_0000, ppid: 46 }));
    const { sequence, size, offset, flags } = trace.dataChunks;
    expect([sequence[0], size[0], offset[0], flags[0]]).toEqual([0x10_0000, 4, 32, DataFlag.Begin | DataFlag.End | DataFlag.IData]);
  });

  test('NR-SACK: both kinds of gap block', () => {
    const trace = dissect(chunk(16, 0, join(u32(9), u32(500), u16(1), u16(1), u16(1), u16(0), u16(2), u16(3), u16(5), u16(6), u32(4))));
    const { cumulativeTsnAck, aRwnd, gapCount, duplicateCount, flags } = trace.sacks;
    expect([cumulativeTsnAck[0], aRwnd[0], gapCount[0], duplicateCount[0], flags[0]]).toEqual([9, 500, 2, 1, SackFlag.NonRenegable]);
    expect(Array.from(trace.gapBlocks.start.subarray(0, 2))).toEqual([2, 5]);
  });

  test('a SACK that claims more gap blocks than it holds', () => {
    const trace = dissect(chunk(3, 0, join(u32(9), u32(500), u16(60_000), u16(0), u16(2), u16(3))));
    expect(trace.sacks.gapCount[0]).toBe(1);
    expect(trace.problems.all.map(({ kind }) => kind)).toEqual(['chunk-malformed']);
  });

  test('every other chunk has a row, unknown ones too', () => {
    const types = Array.from({ length: 256 }, (_, type) => type).filter((type) => ![0, 3, 16, 64].includes(type));
    const trace = dissect(...types.map((type) => chunk(type, 0x5a, new Uint8Array(20))));
    expect(Array.from(trace.controlChunks.type.subarray(0, trace.controlChunks.length))).toEqual(types);
    expect([trace.controlChunks.flags[200], trace.controlChunks.size[200]]).toEqual([0x5a, 24]);
  });

  test('value: initiate tag, first cause, TSNs', () => {
    const trace = dissect(abort(0, parameter(12, [65])), chunk(7, 0, u32(77)), chunk(192, 0, u32(88)), chunk(194, 0, u32(99)), chunk(9, 0, parameter(3, u32(1))));
    expect(Array.from(trace.controlChunks.value.subarray(0, 5))).toEqual([12, 77, 88, 99, 3]);
  });

  test('a chunk longer than its packet ends the walk', () => {
    const trace = dissect(chunk(11, 0, []), hex('0e00 0010 0000'));
    expect(trace.controlChunks.length).toBe(1);
    expect(trace.problems.all[0]).toMatchObject({ kind: 'chunk-malformed', firstPlace: 1, detail: 'chunk longer than its packet' });
  });

  test.each(dissectors.map((dissector, type) => [type, dissector] as const).filter(([type, { type: own }]) => own === type))(
    'the walk goes on behind chunk type %i of any length', (type) => {
      for (let length = 0; length < 40; length++) {
        const { tsn, length: rows } = dissect(chunk(type, 3, new Uint8Array(length).fill(1)), data(9, 'x')).dataChunks;
        expect(tsn[rows - 1]).toBe(9);
      }
    },
  );
});

describe('checksum', () => {
  const packet = sctp([data(1, 'abc')], 1, 2, 3);
  const graded = (checksum: readonly number[]): number => {
    const packets = new SctpPackets();
    packets.push(join(packet.subarray(0, 8), checksum, packet.subarray(12)));
    return packets.trace.packets.flags[0]! & (256 | 512 | 1024 | 2048);
  };

  test('good, zero, bad, Adler-32', () => {
    let [low, high] = [1, 0];
    for (const byte of join(packet.subarray(0, 8), u32(0), packet.subarray(12))) high += low += byte;
    expect(graded([...packet.subarray(8, 12)])).toBe(PacketFlag.ChecksumGood);
    expect(graded([0, 0, 0, 0])).toBe(PacketFlag.ChecksumZero);
    expect(graded([1, 2, 3, 4])).toBe(PacketFlag.ChecksumBad);
    expect(graded([...u16(high % 65_521), ...u16(low)])).toBe(PacketFlag.ChecksumAdler);
  });

  test('a packet that was cut has no grade, and the same content whatever its checksum', () => {
    const packets = new SctpPackets();
    packets.push(packet.subarray(0, 30), packet.length);
    expect(packets.trace.packets.flags[0]).toBe(PacketFlag.Cut);
    expect(packets.trace.dataChunks.size[0]).toBe(3);
  });
});

test('names, and numbers where there is none', () => {
  expect([chunkName(0x82), chunkName(77), parameterName(0x8001), parameterName(0x1234), causeName(12), causeName(99)]).toEqual([
    'RE-CONFIG', 'chunk type 77', 'Zero Checksum Acceptable', 'parameter 0x1234', 'User-Initiated Abort', 'cause 0x0063',
  ]);
  expect([hmacName(3), hmacName(9), reConfigResultName(6), reConfigResultName(9)]).toEqual(['SHA-256', 'HMAC 9', 'In progress', 'result 9']);
});
