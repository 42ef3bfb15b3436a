/** Fragments, retransmissions and frames captured twice. */
import { describe, expect, test } from 'vitest';
import { DataFlag, MessageFlag, PacketFlag } from '../../analyzer/trace/schema.ts';
import type { Trace } from '../../analyzer/trace/trace.ts';
import { chunk, join, u16, u32 } from '../make/packets.ts';
import { pcap } from '../make/captures.ts';
import { dissectCapture } from './dissectCapture.ts';
import { abort, client, data, iData, sack, server, setUp, Wire } from './wire.ts';

const A = 0xaaaa_1111;
const B = 0xbbbb_2222;
const NONE = 0xffff_ffff;
const [BEGIN, MIDDLE, END, UNORDERED] = [2, 0, 1, 4];

function begin(): Wire {
  return setUp(new Wire(), { clientTag: A, serverTag: B });
}

/** Whole messages as they are handed out. */
function texts(wire: Wire): string[] {
  const found: string[] = [];
  dissectCapture([wire.capture()], { onMessage: (_row, bytes, start, end) => found.push(new TextDecoder().decode(bytes.subarray(start, end))) });
  return found;
}

const messageOf = (trace: Trace): number[] => Array.from(trace.dataChunks.message.subarray(0, trace.dataChunks.length));
const flagsOf = (trace: Trace, flag: number): boolean[] =>
  Array.from(trace.dataChunks.flags.subarray(0, trace.dataChunks.length), (flags) => (flags & flag) !== 0);

describe('fragments of DATA', () => {
  test('in order, in one packet or in several', () => {
    const wire = begin()
      .send(client, server, B, data(1000, 'ab', { flags: BEGIN }), data(1001, 'cd', { flags: MIDDLE }))
      .send(client, server, B, data(1002, 'ef', { flags: END }), data(1003, 'whole'));
    expect(texts(wire)).toEqual(['abcdef', 'whole']);
    const trace = wire.dissect();
    expect(messageOf(trace)).toEqual([0, 0, 0, 1]);
    expect([trace.messages.size[0], trace.messages.packet[0], trace.messages.lastPacket[0], trace.messages.dataChunk[0]]).toEqual([6, 4, 5, 0]);
  });

  test('in any order', () => {
    const parts = [data(1000, 'ab', { flags: BEGIN }), data(1001, 'cd', { flags: MIDDLE }), data(1002, 'ef', { flags: MIDDLE }), data(1003, 'gh', { flags: END })];
    for (const order of [[3, 2, 1, 0], [1, 3, 0, 2], [0, 2, 3, 1], [2, 0, 3, 1]]) {
      const wire = order.reduce((sent, i) => sent.send(client, server, B, parts[i]!), begin());
      expect(texts(wire)).toEqual(['abcdefgh']);
      expect(messageOf(wire.dissect())).toEqual([0, 0, 0, 0]);
    }
  });

  test('unordered messages of one stream, whose sequence numbers mean nothing', () => {
    const wire = begin()
      .send(client, server, B, data(1000, 'ab', { flags: BEGIN | UNORDERED, sequence: 7 }))
      .send(client, server, B, data(1002, 'ef', { flags: BEGIN | UNORDERED }), data(1003, 'gh', { flags: END | UNORDERED }))
      .send(client, server, B, data(1001, 'cd', { flags: END | UNORDERED, sequence: 9 }));
    expect(texts(wire)).toEqual(['efgh', 'abcd']);
  });

  test('TSNs wrap', () => {
    const wire = begin().send(client, server, B, data(0xffff_ffff, 'ab', { flags: BEGIN }), data(0, 'cd', { flags: END }));
    expect(texts(wire)).toEqual(['abcd']);
  });

  test('a fragment sent again is no fragment more', () => {
    const wire = begin()
      .send(client, server, B, data(1000, 'ab', { flags: BEGIN }))
      .send(client, server, B, data(1000, 'ab', { flags: BEGIN }), data(1001, 'cd', { flags: END }));
    expect(texts(wire)).toEqual(['abcd']);
    expect(messageOf(wire.dissect())).toEqual([0, NONE, 0]);
  });

  test('given up by FORWARD TSN', () => {
    const trace = begin()
      .send(client, server, B, data(1000, 'ab', { flags: BEGIN }), data(1002, 'ef', { flags: END }))
      .send(client, server, B, chunk(192, 0, join(u32(1002), u16(0), u16(0))))
      .dissect();
    expect(messageOf(trace)).toEqual([0, 0]);
    expect(trace.messages.flags[0]! & MessageFlag.Incomplete).not.toBe(0);
    expect([trace.messages.size[0], trace.messages.known[0]]).toEqual([4, 2]);
    expect(trace.problems.all.map((problem) => problem.kind)).toEqual(['message-incomplete']);
  });

  test('given up when the association ends; without its beginning nothing of the head is known', () => {
    const trace = begin().send(client, server, B, data(1001, 'cdef', { flags: END })).send(client, server, B, abort()).dissect();
    expect([trace.messages.length, trace.messages.size[0], trace.messages.known[0]]).toEqual([1, 4, 0]);
  });

  test('given up when the peer has acknowledged far beyond', () => {
    const wire = begin().send(client, server, B, data(1000, 'ab', { flags: BEGIN }));
    expect(wire.send(server, client, A, sack(1100)).dissect().messages.length).toBe(0);
    expect(wire.send(server, client, A, sack(2000)).dissect().messages.length).toBe(1);
  });

  test('cut by the snap length they still have their length', () => {
    const wire = begin()
      .send(client, server, B, data(1000, 'x'.repeat(100), { flags: BEGIN }))
      .send(client, server, B, data(1001, 'y'.repeat(50), { flags: END }));
    const cut = wire.packets.map((packet) => ({ ...packet, bytes: packet.bytes.subarray(0, 82), originalLength: packet.bytes.length }));
    const trace = dissectCapture([pcap(cut)]);
    expect([trace.messages.length, trace.messages.size[0], trace.messages.known[0]]).toEqual([1, 150, 20]);
    expect(trace.messages.flags[0]! & MessageFlag.Incomplete).toBe(0);
    expect(trace.packets.flags[4]! & PacketFlag.Cut).not.toBe(0);
  });
});

describe('fragments of I-DATA', () => {
  test('interleaved, counted as RFC 8260 says', () => {
    const wire = begin()
      .send(client, server, B, iData(1000, 'ab', { flags: BEGIN, streamId: 1 }), iData(1001, 'AB', { flags: BEGIN, streamId: 2 }))
      .send(client, server, B, iData(1002, 'cd', { flags: MIDDLE, streamId: 1, ppid: 1 }), iData(1003, 'CD', { flags: END, streamId: 2, ppid: 1 }))
      .send(client, server, B, iData(1004, 'ef', { flags: END, streamId: 1, ppid: 2 }));
    expect(texts(wire)).toEqual(['ABCD', 'abcdef']);
    const trace = wire.dissect();
    expect(trace.associations[0]!.interleaving).toBe(true);
    expect([...trace.associations[0]!.ppids]).toEqual([[46, 2]]);
  });

  test('counted as Linux does, from 0 in the second fragment', () => {
    const wire = begin()
      .send(client, server, B, iData(1000, 'ab', { flags: BEGIN }), iData(1001, 'cd', { flags: MIDDLE, ppid: 0 }))
      .send(client, server, B, iData(1002, 'ef', { flags: END, ppid: 1 }));
    expect(texts(wire)).toEqual(['abcdef']);
  });

  test('I-FORWARD-TSN gives up', () => {
    const trace = begin()
      .send(client, server, B, iData(1000, 'ab', { flags: BEGIN }))
      .send(client, server, B, chunk(194, 0, join(u32(1001), u16(0), u16(0), u32(0))))
      .dissect();
    expect(trace.messages.flags[0]! & MessageFlag.Incomplete).not.toBe(0);
  });
});

describe('retransmissions and copies', () => {
  test('a TSN sent again is a retransmission, a late first sighting is none', () => {
    const trace = begin()
      .send(client, server, B, data(1001, 'b'))
      .send(client, server, B, data(1000, 'a'))
      .send(client, server, B, data(1001, 'b'))
      .dissect();
    expect(flagsOf(trace, DataFlag.Retransmitted)).toEqual([false, false, true]);
    expect(messageOf(trace)).toEqual([0, 1, NONE]);
  });

  test('a frame captured twice has rows and no effect', () => {
    const trace = begin().send(client, server, B, data(1000, 'a')).again(20).send(server, client, A, sack(1000)).again(5).dissect();
    expect(Array.from(trace.packets.flags.subarray(4, 8), (flags) => (flags & PacketFlag.Duplicate) !== 0)).toEqual([false, true, false, true]);
    expect(flagsOf(trace, DataFlag.Retransmitted)).toEqual([false, false]);
    expect(messageOf(trace)).toEqual([0, NONE]);
    expect(trace.associations[0]!.packets).toEqual([3, 3]);
    expect(trace.sacks.length).toBe(2);
  });

  test('an equal packet with an IP identification of its own is sent again', () => {
    const trace = begin().send(client, server, B, data(1000, 'a')).send(client, server, B, data(1000, 'a')).dissect();
    expect(flagsOf(trace, DataFlag.Retransmitted)).toEqual([false, true]);
    expect(trace.packets.contentHash[4]).not.toBe(trace.packets.contentHash[5]);
  });

  test('without an identification a copy comes at once, a retransmission later', () => {
    const trace = begin().sendAs(0, client, server, B, data(1000, 'a')).again(30).wait(1e6).sendAs(0, client, server, B, data(1000, 'a')).dissect();
    expect(Array.from(trace.packets.flags.subarray(4, 7), (flags) => (flags & PacketFlag.Duplicate) !== 0)).toEqual([false, true, false]);
    expect(flagsOf(trace, DataFlag.Retransmitted)).toEqual([false, false, true]);
  });

  test('two captures pair the equal packets one by one', () => {
    const first = begin().sendAs(0, client, server, B, data(1000, 'a')).wait(1e6).sendAs(0, client, server, B, data(1000, 'a'));
    const second = begin().sendAs(0, client, server, B, data(1000, 'a')).wait(1e6).sendAs(0, client, server, B, data(1000, 'a'));
    second.wait(1e6).sendAs(0, client, server, B, data(1000, 'a'));
    const trace = dissectCapture([first.capture(), second.capture()]);
    const copies = Array.from(trace.packets.flags.subarray(0, trace.packets.length), (flags) => ((flags & PacketFlag.Duplicate) !== 0 ? 1 : 0));
    expect(copies).toEqual([0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 0]);
    expect(flagsOf(trace, DataFlag.Retransmitted)).toEqual([false, true, false, false, true]);
  });

  test('TSN and stream resets begin new numbers', () => {
    const answer = chunk(130, 0, join(u16(16), u16(20), u32(1), u32(1), u32(9), u32(1000)));
    const trace = begin()
      .send(client, server, B, data(1000, 'a'), data(1001, 'b'))
      .send(server, client, A, answer)
      .send(client, server, B, data(1000, 'c'))
      .dissect();
    expect(flagsOf(trace, DataFlag.Retransmitted)).toEqual([false, false, false]);
    expect(trace.messages.length).toBe(3);
  });
});
