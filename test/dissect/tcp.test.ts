/** Diameter over TCP: segments built by hand, in order and out of it, lost, cut and repeated. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Datagram } from '../../analyzer/dissect/datagram.ts';
import { createTcpDissector } from '../../analyzer/dissect/tcp.ts';
import { MessageFlag, PacketFlag } from '../../analyzer/trace/schema.ts';
import { NONE } from '../../analyzer/trace/table.ts';
import { Trace } from '../../analyzer/trace/trace.ts';
import { avp, join, message, u32 } from './diameterBytes.ts';

const FIN = 1;
const SYN = 2;
const RST = 4;
const ACK = 16;

interface SegmentOptions {
  readonly from?: 'client' | 'server';
  readonly sequence?: number;
  readonly acknowledges?: number;
  readonly flags?: number;
  readonly payload?: Uint8Array;
  /** Bytes of the payload that the capture has. */
  readonly captured?: number;
  readonly clientPort?: number;
}

class Line {
  readonly trace = new Trace();
  readonly #tcp = createTcpDissector(this.trace);
  #frame = 0;

  send(options: SegmentOptions): void {
    const { from = 'client', sequence = 0, acknowledges = 0, flags = ACK, payload = new Uint8Array(0), captured = payload.length, clientPort = 40000 } = options;
    const ports = from === 'client' ? [clientPort >> 8, clientPort & 255, 0x30, 0x39] : [0x30, 0x39, clientPort >> 8, clientPort & 255];
    const header = join(Uint8Array.from(ports), u32(sequence), u32(acknowledges), Uint8Array.of(5 << 4, flags, 1, 0, 0, 0, 0, 0));
    const bytes = join(header, payload.subarray(0, captured));
    const addresses = from === 'client' ? [10, 0, 0, 1, 10, 0, 0, 2] : [10, 0, 0, 2, 10, 0, 0, 1];
    this.#frame++;
    const datagram: Datagram = {
      record: { input: 0, frame: this.#frame, offset: this.#frame * 100, time: this.#frame * 1000, linkType: 1, bytes, start: 0, end: bytes.length, originalLength: bytes.length },
      bytes, start: 0, end: bytes.length, wireLength: 20 + payload.length,
      addressBytes: Uint8Array.from(addresses), source: 0, destination: 4, addressLength: 4,
      identification: 0, udpSource: 0, udpDestination: 0, reassembled: false, tunnelled: false,
    };
    this.#tcp.tcp(datagram);
  }

  /** Hop-by-hop ids of the messages, in the order of their rows; an incomplete one with a question mark. */
  messages(): string[] {
    const { messages } = this.trace;
    return Array.from({ length: messages.length }, (_, row) => `${messages.head3[row]}${messages.flags[row]! & MessageFlag.Incomplete ? '?' : ''}`);
  }
}

const request = (hopByHop: number, size = 30): Uint8Array => message({ hopByHop }, avp(263, 'x'.repeat(size)));
const requests = (...ids: number[]): Uint8Array => join(...ids.map((id) => request(id, 10 + id * 7)));

describe('boundaries', () => {
  test('several messages in one segment', () => {
    const line = new Line();
    line.send({ payload: requests(1, 2, 3), sequence: 100 });
    expect(line.messages()).toEqual(['1', '2', '3']);
    expect(line.trace.packets.length).toBe(1);
    expect(line.trace.packets.flags[0]! & PacketFlag.Tcp).toBe(PacketFlag.Tcp);
    expect(line.trace.messages.dataChunk[0]).toBe(NONE);
  });

  test('a message over three segments has the rows of its first and last', () => {
    const line = new Line();
    const bytes = request(7, 200);
    line.send({ payload: bytes.subarray(0, 50), sequence: 100 });
    line.send({ payload: bytes.subarray(50, 120), sequence: 150 });
    line.send({ payload: bytes.subarray(120), sequence: 220 });
    const { messages, packets } = line.trace;
    expect(line.messages()).toEqual(['7']);
    expect(packets.length).toBe(2);
    expect([packets.frame[messages.packet[0]!], packets.frame[messages.lastPacket[0]!]]).toEqual([1, 3]);
    expect(messages.size[0]).toBe(bytes.length);
  });

  test('sequence numbers wrap', () => {
    const line = new Line();
    const bytes = requests(1, 2, 3, 4);
    for (let at = 0; at < bytes.length; at += 30) line.send({ payload: bytes.subarray(at, at + 30), sequence: (0xffffffe0 + at) >>> 0 });
    expect(line.messages()).toEqual(['1', '2', '3', '4']);
  });

  test('both directions are one association', () => {
    const line = new Line();
    line.send({ payload: request(1), sequence: 100 });
    line.send({ from: 'server', payload: message({ flags: 0x40, hopByHop: 1 }, avp(268, 2001)), sequence: 900 });
    expect(line.messages()).toEqual(['1', '1']);
    expect(line.trace.associations.length).toBe(1);
    expect(line.trace.associations[0]).toMatchObject({ transport: 'tcp', ending: 'open', packets: [1, 1], initSeen: false });
    expect(line.trace.packets.flags[1]! & PacketFlag.FromSecond).toBe(PacketFlag.FromSecond);
    expect(line.trace.messages.resultCode[1]).toBe(2001);
  });
});

describe('disorder', () => {
  const bytes = requests(1, 2, 3, 4, 5, 6);

  test('retransmissions and overlaps are ignored', () => {
    const line = new Line();
    line.send({ payload: bytes.subarray(0, 100), sequence: 100 });
    line.send({ payload: bytes.subarray(0, 100), sequence: 100 });
    line.send({ payload: bytes.subarray(40, 180), sequence: 140 });
    line.send({ payload: bytes.subarray(90, 95), sequence: 190 });
    line.send({ payload: bytes.subarray(180), sequence: 280 });
    expect(line.messages()).toEqual(['1', '2', '3', '4', '5', '6']);
  });

  test('any segmentation, order and repetition gives the same messages', () => {
    const cuts = fc.array(fc.integer({ min: 60, max: bytes.length - 1 }), { maxLength: 20 });
    fc.assert(fc.property(cuts, fc.array(fc.nat(1000), { minLength: 40, maxLength: 40 }), fc.nat(0xffffffff), (at, dice, start) => {
      const edges = [0, ...new Set(at.sort((a, b) => a - b)), bytes.length];
      const segments = edges.slice(1).map((end, i) => ({ from: edges[i]!, to: end }));
      // The first one opens the connection; the rest are shuffled, some of them twice.
      const rest = segments.slice(1).flatMap((segment, i) => (dice[i]! % 3 === 0 ? [segment, segment] : [segment]));
      rest.sort((a, b) => dice[a.from % 40]! - dice[b.from % 40]! || a.from - b.from);
      const line = new Line();
      for (const { from, to } of [segments[0]!, ...rest]) line.send({ payload: bytes.subarray(from, to), sequence: (start + from) >>> 0 });
      expect(line.messages()).toEqual(['1', '2', '3', '4', '5', '6']);
    }), { seed: 9293, numRuns: 500 });
  });

  test('whatever is lost, no message is invented and those in whole segments after the loss are found', () => {
    const each = Array.from({ length: 12 }, (_, i) => request(i + 1, 20 + ((i * 37) % 90)));
    const stream = join(...each);
    fc.assert(fc.property(fc.integer({ min: 29, max: 200 }), fc.array(fc.boolean(), { minLength: 80, maxLength: 80 }), fc.nat(0xffffffff), (size, lost, start) => {
      const line = new Line();
      for (let at = 0, i = 0; at < stream.length; at += size, i++) {
        if (!lost[i]) line.send({ payload: stream.subarray(at, at + size), sequence: (start + at) >>> 0 });
        line.send({ from: 'server', acknowledges: (start + Math.min(at + size, stream.length)) >>> 0 });
      }
      // One message a segment again, after all that.
      for (let i = 0, at = stream.length; i < 3; i++) {
        const last = request(100 + i);
        line.send({ payload: last, sequence: (start + at) >>> 0 });
        at += last.length;
        line.send({ from: 'server', acknowledges: (start + at) >>> 0 });
      }
      const whole = line.messages().filter((id) => !id.endsWith('?')).map(Number);
      expect(whole).toEqual([...new Set(whole)].sort((a, b) => a - b));
      expect(whole.every((id) => id <= 12 || (id >= 100 && id < 103))).toBe(true);
      expect(whole.slice(-3)).toEqual([100, 101, 102]);
    }), { seed: 9293, numRuns: 500 });
  });

  test('after a gap that is acknowledged the next segment with a header counts', () => {
    const line = new Line();
    const first = request(1);
    const lost = request(2, 300);
    const third = request(3);
    line.send({ payload: join(first, lost.subarray(0, 60)), sequence: 100 });
    const sequence = 100 + first.length + lost.length;
    line.send({ payload: third, sequence });
    expect(line.messages()).toEqual(['1']);
    line.send({ from: 'server', acknowledges: sequence + third.length });
    expect(line.messages()).toEqual(['1', '2?', '3']);
    expect(line.trace.messages.size[1]).toBe(60);
  });

  test('a gap that is never acknowledged is given up after many segments', () => {
    const line = new Line();
    line.send({ payload: request(1), sequence: 0 });
    const each = request(9).length;
    for (let i = 0; i < 70; i++) line.send({ payload: request(9), sequence: 1000 + i * each });
    expect(line.messages().length).toBe(71);
  });

  test('garbage in the stream ends it until a segment begins with a header', () => {
    const line = new Line();
    const first = request(1);
    line.send({ payload: join(first, new Uint8Array(40).fill(7)), sequence: 0 });
    line.send({ payload: request(2), sequence: first.length + 40 });
    expect(line.messages()).toEqual(['1', '2']);
  });
});

test('segments cut by the snap length keep the boundaries', () => {
  const line = new Line();
  const bytes = requests(1, 2, 3);
  line.send({ payload: bytes.subarray(0, 100), captured: 40, sequence: 0 });
  line.send({ payload: request(4), sequence: 100, captured: 30 });
  expect(line.messages()).toEqual(['1', '4']);
  expect(line.trace.messages.known[0]).toBe(20);
  expect(line.trace.packets.flags[0]! & PacketFlag.Cut).toBe(PacketFlag.Cut);
});

describe('life of a connection', () => {
  function opened(): Line {
    const line = new Line();
    line.send({ from: 'client', flags: SYN, sequence: 99 });
    line.send({ from: 'server', flags: SYN | ACK, sequence: 499, acknowledges: 100 });
    line.send({ from: 'server', payload: request(1), sequence: 500 });
    return line;
  }

  test('the sender of the SYN is the first end', () => {
    const [association] = opened().trace.associations;
    expect(association).toMatchObject({ initSeen: true, start: 1000, end: 3000 });
    expect(association!.endpoints.map((end) => `${end.addresses[0]}:${end.port}`)).toEqual(['10.0.0.1:40000', '10.0.0.2:12345']);
  });

  test('the SYN-ACK alone tells it too', () => {
    const line = new Line();
    line.send({ from: 'server', flags: SYN | ACK, sequence: 499 });
    line.send({ from: 'server', payload: request(1), sequence: 500 });
    expect(line.trace.associations[0]!.endpoints[0].addresses).toEqual(['10.0.0.1']);
  });

  test('FIN and RST end it', () => {
    const closed = opened();
    closed.send({ from: 'client', flags: FIN | ACK, sequence: 100 });
    expect(closed.trace.associations[0]).toMatchObject({ ending: 'shutdown', endPacket: 1, shutdown: { from: 0, packet: 1 } });
    const reset = opened();
    reset.send({ from: 'server', flags: RST, sequence: 600 });
    expect(reset.trace.associations[0]).toMatchObject({ ending: 'abort', abort: { from: 1, reason: 'RST' } });
  });

  test('a new SYN on the same ports is another association', () => {
    const line = opened();
    line.send({ from: 'client', flags: SYN, sequence: 70000 });
    line.send({ from: 'client', payload: request(5), sequence: 70001 });
    expect(line.trace.associations.map((association) => association.ending)).toEqual(['restart', 'open']);
    expect(line.trace.associations[1]!.start).toBe(4000);
    expect(line.messages()).toEqual(['1', '5']);
  });

  test('a repeated SYN is not', () => {
    const line = opened();
    line.send({ from: 'client', flags: SYN, sequence: 99 });
    expect(line.trace.associations.length).toBe(1);
  });
});

test('connections that never carry Diameter leave nothing', () => {
  const line = new Line();
  for (let port = 1024; port < 9024; port++) {
    line.send({ flags: SYN, clientPort: port });
    line.send({ payload: Uint8Array.of(0x16, 3, 1, 2, 0, 1, 0, 1), sequence: 1, clientPort: port });
    line.send({ payload: Uint8Array.of(1, 0, 0, 40, ...new Uint8Array(36)), sequence: 9, clientPort: port });
    line.send({ flags: FIN | ACK, sequence: 50, clientPort: port });
  }
  const { trace } = line;
  expect([trace.associations.length, trace.packets.length, trace.messages.length]).toEqual([0, 0, 0]);
});

test('any segments: nothing throws, rows are bounded by the bytes', () => {
  const piece = fc.oneof(fc.uint8Array({ maxLength: 60 }), fc.constant(request(1)), fc.constant(request(2).subarray(0, 25)), fc.constant(message({ length: 0xfffffc })));
  const any = fc.record({ from: fc.constantFrom('client', 'server'), sequence: fc.oneof(fc.nat(500), fc.nat(0xffffffff)), acknowledges: fc.nat(500), flags: fc.constantFrom(ACK, ACK, ACK, SYN, FIN | ACK, RST), payload: piece });
  fc.assert(fc.property(fc.array(any, { maxLength: 60 }), (segments) => {
    const line = new Line();
    let bytes = 0;
    for (const segment of segments as SegmentOptions[]) {
      line.send(segment);
      bytes += segment.payload!.length;
    }
    expect(line.trace.messages.length).toBeLessThanOrEqual(bytes / 20);
  }), { seed: 6733, numRuns: 1000 });
});
