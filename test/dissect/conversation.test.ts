import { describe, expect, test } from 'vitest';
import { DataFlag, PacketFlag } from '../../analyzer/trace/schema.ts';
import { chunk, join, u16, u32 } from '../make/packets.ts';
import { dissectCapture } from './dissectCapture.ts';
import {
  abort, client, cookieAck, cookieEcho, data, heartbeat, heartbeatAck, init, initAck, ipv4Parameter, owners, parameter, sack,
  secondClient, secondServer, server, setUp, shutdown, shutdownAck, shutdownComplete, summary, Wire,
} from './wire.ts';

const A = 0xaaaa_1111;
const B = 0xbbbb_2222;
const C = 0xcccc_3333;
const D = 0xdddd_4444;
const tags = { clientTag: A, serverTag: B };

describe('setup and end', () => {
  test('from INIT to SHUTDOWN COMPLETE', () => {
    const trace = setUp(new Wire(), tags)
      .send(client, server, B, data(1000, 'hello'))
      .send(server, client, A, sack(1000))
      .send(client, server, B, shutdown(4999))
      .send(server, client, A, shutdownAck())
      .send(client, server, B, shutdownComplete())
      .dissect();
    expect(summary(trace)).toEqual(['10.0.0.1:40000 aaaa1111 -> 10.0.0.2:3868 bbbb2222 paths 0-0 shutdown 5/4']);
    const [association] = trace.associations;
    expect(association!.shutdown).toEqual({ from: 0, packet: 6 });
    expect(association!.endPacket).toBe(8);
    expect(association!.initSeen).toBe(true);
    expect(association!.endpoints[0].init).toEqual({ aRwnd: 100_000, outboundStreams: 10, inboundStreams: 20, initialTsn: 1000 });
    expect([...association!.ppids]).toEqual([[46, 1]]);
  });

  test('ABORT with a reason', () => {
    const reason = join(u16(13), u16(4 + 7), new TextEncoder().encode('tired ;'), [0]);
    const trace = setUp(new Wire(), tags).send(server, client, A, abort(0, reason)).dissect();
    expect(trace.associations[0]!.ending).toBe('abort');
    expect(trace.associations[0]!.abort).toEqual({ cause: 13, from: 1, reflected: false, packet: 4, reason: 'tired ;' });
  });

  test('an ABORT with a reflected tag ends an association that its sender has forgotten', () => {
    const trace = setUp(new Wire(), tags).send(client, server, B, data(1000, 'x')).send(server, client, B, abort(1)).dissect();
    expect(trace.associations[0]!.abort).toEqual({ cause: 0, from: 1, reflected: true, packet: 5, reason: '' });
    expect(owners(trace)).toBe('0>0 0<0 0>0 0<0 0>0 0<0');
  });

  test('ABORTs that answer late packets are out of the blue, and belong to the association all the same', () => {
    const trace = setUp(new Wire(), tags)
      .send(server, client, A, abort(0, join(u16(12), u16(4))))
      .send(client, server, B, data(1000, 'late'))
      .send(server, client, B, abort(1))
      .dissect();
    expect(trace.associations[0]!.endPacket).toBe(4);
    expect(trace.packets.association[6]).toBe(0);
    expect(trace.packets.flags[6]! & PacketFlag.OutOfTheBlue).not.toBe(0);
    expect(trace.packets.flags[5]! & PacketFlag.OutOfTheBlue).toBe(0);
  });

  test('tags that come back between the same endpoints belong to the new association from then on', () => {
    const first = setUp(new Wire(), tags).send(client, server, B, data(1000, 'x')).send(server, client, A, sack(1000));
    const trace = setUp(first.send(client, server, B, abort(0)), tags).send(client, server, B, data(1000, 'y')).send(server, client, A, sack(1000)).dissect();
    expect(owners(trace)).toBe('0>0 0<0 0>0 0<0 0>0 0<0 0>0 1>0 1<0 1>0 1<0 1>0 1<0');
    expect(Array.from(trace.dataChunks.flags.subarray(0, 2), (flags) => flags & DataFlag.Retransmitted)).toEqual([0, 0]);
  });

  test('SHUTDOWN COMPLETE with a reflected tag', () => {
    const trace = setUp(new Wire(), tags).send(server, client, A, shutdownAck()).send(client, server, A, shutdownComplete(1)).dissect();
    expect(summary(trace)).toEqual(['10.0.0.1:40000 aaaa1111 -> 10.0.0.2:3868 bbbb2222 paths 0-0 shutdown 3/3']);
  });

  test('an ABORT of nothing known makes no association', () => {
    const trace = new Wire().send(server, client, B, abort(1)).send(server, client, C, abort()).dissect();
    expect(trace.associations).toEqual([]);
    expect(trace.packets.flags[0]! & PacketFlag.OutOfTheBlue).not.toBe(0);
    expect(trace.controlChunks.length).toBe(2);
  });

  test('an INIT ACK without a tag is still an answer to its INIT; an ABORT without one ends nothing', () => {
    const trace = new Wire()
      .send(client, server, 0, init(A, 1000))
      .send(server, client, 0, initAck(B, 5000))
      .send(client, server, B, cookieEcho())
      .send(server, client, 0, abort())
      .dissect();
    expect(summary(trace)).toEqual(['10.0.0.1:40000 aaaa1111 -> 10.0.0.2:3868 bbbb2222 paths 0-0 open 2/1']);
  });

  test('INIT sent again, answered twice with different tags: the cookie decides', () => {
    const trace = new Wire()
      .send(client, server, 0, init(A, 1000))
      .send(server, client, A, initAck(B, 5000))
      .send(client, server, 0, init(A, 1000))
      .send(server, client, A, initAck(C, 7000))
      .send(client, server, B, cookieEcho())
      .send(server, client, A, cookieAck())
      .dissect();
    expect(summary(trace)).toEqual(['10.0.0.1:40000 aaaa1111 -> 10.0.0.2:3868 bbbb2222 paths 0-0 open 3/3']);
  });

  test('both endpoints begin at once', () => {
    const trace = new Wire()
      .send(client, server, 0, init(A, 1000))
      .send(server, client, 0, init(B, 5000))
      .send(server, client, A, initAck(B, 5000))
      .send(client, server, B, initAck(A, 1000))
      .send(client, server, B, cookieEcho())
      .send(server, client, A, cookieAck())
      .dissect();
    expect(summary(trace)).toEqual(['10.0.0.1:40000 aaaa1111 -> 10.0.0.2:3868 bbbb2222 paths 0-0 open 3/3']);
  });
});

describe('several associations between the same endpoints', () => {
  test('a restart ends the one before', () => {
    const wire = setUp(new Wire(), tags).send(client, server, B, data(1000, 'x'));
    const trace = setUp(wire, { clientTag: C, serverTag: D }).send(client, server, D, data(1000, 'y')).dissect();
    expect(summary(trace)).toEqual([
      '10.0.0.1:40000 aaaa1111 -> 10.0.0.2:3868 bbbb2222 paths 0-0 restart 3/2',
      '10.0.0.1:40000 cccc3333 -> 10.0.0.2:3868 dddd4444 paths 0-0 open 3/2',
    ]);
    expect(trace.associations[0]!.endPacket).toBe(7);
    expect(trace.dataChunks.flags[1]! & DataFlag.Retransmitted).toBe(0);
  });

  test('an INIT that nobody takes up ends nothing', () => {
    const trace = setUp(new Wire(), tags).send(client, server, 0, init(C, 1)).send(client, server, B, data(1000, 'x')).dissect();
    expect(trace.associations.map((association) => association.ending)).toEqual(['open', 'open']);
    expect(owners(trace)).toBe('0>0 0<0 0>0 0<0 1>0 0>0');
  });

  test('they overlap, and only their tags differ', () => {
    const wire = setUp(new Wire(), tags).send(client, server, B, abort(0, join(u16(12), u16(4))));
    const trace = setUp(wire, { clientTag: C, serverTag: D })
      .send(client, server, D, data(1000, 'new'))
      .send(server, client, A, data(5000, 'old'))
      .send(client, server, A, abort(1))
      .send(server, client, C, sack(1000))
      .dissect();
    expect(owners(trace)).toBe('0>0 0<0 0>0 0<0 0>0 1>0 1<0 1>0 1<0 1>0 0<0 0>0 1<0');
    expect(trace.associations.map((association) => association.ending)).toEqual(['abort', 'open']);
  });
});

describe('a capture that starts in the middle', () => {
  test('pairs the two directions by addresses and ports', () => {
    const trace = new Wire().send(server, client, A, data(5000, 'x')).send(client, server, B, sack(5000)).send(server, client, A, sack(999)).dissect();
    expect(summary(trace)).toEqual(['10.0.0.2:3868 bbbb2222 -> 10.0.0.1:40000 aaaa1111 paths 0-0 open 2/1']);
    expect(trace.associations[0]!.initSeen).toBe(false);
  });

  test('pairs them across paths by TSN and acknowledgement', () => {
    const trace = new Wire()
      .send(client, server, B, data(1000, 'x'))
      .send(secondServer, secondClient, A, sack(1000))
      .send(secondClient, secondServer, B, data(1001, 'y'))
      .dissect();
    expect(summary(trace)).toEqual(['10.0.0.1+10.0.1.1:40000 aaaa1111 -> 10.0.0.2+10.0.1.2:3868 bbbb2222 paths 0-0 1-1 open 2/1']);
  });

  test('pairs them across paths by a heartbeat and its answer', () => {
    const trace = new Wire()
      .send(server, secondClient, A, heartbeat())
      .send(client, server, B, heartbeatAck())
      .send(client, server, B, data(1000, 'x'))
      .dissect();
    expect(summary(trace)).toEqual(['10.0.1.1+10.0.0.1:40000 aaaa1111 -> 10.0.0.2:3868 bbbb2222 paths 0-0 1-0 open 2/1']);
  });

  test('a heartbeat on another path does not split it, whichever comes first', () => {
    const heartbeatOf = (wire: Wire): Wire => wire.send(secondServer, secondClient, A, heartbeat());
    const dataOf = (wire: Wire): Wire => wire.send(client, server, B, data(1000, 'x'));
    for (const steps of [[heartbeatOf, dataOf], [dataOf, heartbeatOf]]) {
      const wire = steps.reduce((sent, step) => step(sent), new Wire());
      const trace = wire.send(server, client, A, sack(1000)).send(secondClient, secondServer, B, heartbeatAck()).dissect();
      expect(trace.associations.map(({ packets }) => packets)).toEqual([[2, 2]]);
      expect(trace.associations[0]!.paths.length).toBe(2);
      expect(Array.from(trace.packets.flags.subarray(0, 4), (flags) => flags & PacketFlag.OutOfTheBlue)).toEqual([0, 0, 0, 0]);
    }
  });

  test('heartbeats alone make an association: with their answers at once, in one direction after some', () => {
    const answered = new Wire().send(server, client, A, heartbeat()).send(client, server, B, heartbeatAck()).dissect();
    expect(summary(answered)).toEqual(['10.0.0.1:40000 aaaa1111 -> 10.0.0.2:3868 bbbb2222 paths 0-0 open 1/1']);
    const wire = new Wire();
    for (let i = 0; i < 4; i++) wire.send(server, client, A, heartbeat());
    expect(owners(wire.dissect())).toBe('0>0 0>0 0>0 0>0');
  });

  test('keeps strangers with the same ports apart', () => {
    const trace = new Wire()
      .send(client, server, B, data(1000, 'x'))
      .send(secondServer, secondClient, A, sack(0x7000_0000))
      .send(secondServer, secondClient, A, data(77, 'y'))
      .dissect();
    expect(trace.associations.length).toBe(2);
  });

  test('tells two that share addresses and ports by their TSNs', () => {
    const trace = new Wire()
      .send(client, server, B, data(1000, 'x'))
      .send(client, server, D, data(0x5000_0000, 'y'))
      .send(server, client, A, sack(1000))
      .send(server, client, C, sack(0x5000_0000))
      .dissect();
    expect(owners(trace)).toBe('0>0 1>0 0<0 1<0');
  });

  test('a retransmission of what was not captured is a message once', () => {
    const trace = new Wire().send(client, server, B, data(1000, 'x')).wait(1e6).send(client, server, B, data(1000, 'x')).dissect();
    expect(trace.messages.length).toBe(1);
    expect(trace.dataChunks.flags[0]! & DataFlag.Retransmitted).toBe(0);
    expect(trace.dataChunks.flags[1]! & DataFlag.Retransmitted).not.toBe(0);
    expect(trace.dataChunks.message[1]).toBe(0xffff_ffff);
  });

  test('begins with INIT ACK: its receiver sent the INIT', () => {
    const trace = new Wire().send(server, client, A, initAck(B, 5000)).send(client, server, B, cookieEcho()).dissect();
    expect(summary(trace)).toEqual(['10.0.0.1:40000 aaaa1111 -> 10.0.0.2:3868 bbbb2222 paths 0-0 open 1/1']);
  });
});

describe('paths', () => {
  test('addresses come from INIT, paths from packets', () => {
    const trace = setUp(new Wire(), tags, ipv4Parameter('10.0.0.1'), ipv4Parameter('10.0.1.1'))
      .send(secondClient, secondServer, B, heartbeat())
      .send(secondServer, secondClient, A, heartbeatAck())
      .send(client, server, B, data(1000, 'x'))
      .dissect();
    expect(summary(trace)).toEqual(['10.0.0.1+10.0.1.1:40000 aaaa1111 -> 10.0.0.2+10.0.1.2:3868 bbbb2222 paths 0-0 1-1 open 4/3']);
    expect(owners(trace)).toBe('0>0 0<0 0>0 0<0 0>1 0<1 0>0');
    const { value, type } = trace.controlChunks;
    expect([type[4], type[5]]).toEqual([4, 5]);
    expect(value[4]).toBe(value[5]);
  });

  test('ASCONF adds an address', () => {
    const add = parameter(0xc001, join(u32(1), ipv4Parameter('10.0.1.1')));
    const asconf = chunk(0xc1, 0, join(u32(1), ipv4Parameter('10.0.0.1'), add));
    const trace = setUp(new Wire(), tags).send(client, server, B, asconf).dissect();
    expect(trace.associations[0]!.endpoints[0].addresses).toEqual(['10.0.0.1', '10.0.1.1']);
  });
});

describe('several inputs', () => {
  const whole = (): Wire =>
    setUp(new Wire(), tags).send(client, server, B, data(1000, 'x')).send(server, client, A, sack(1000)).send(client, server, B, data(1001, 'y'));

  test('the second capture shows the same association again', () => {
    const trace = dissectCapture([whole().capture(), whole().capture()]);
    expect(summary(trace)).toEqual(['10.0.0.1:40000 aaaa1111 -> 10.0.0.2:3868 bbbb2222 paths 0-0 open 4/3']);
    expect(trace.messages.length).toBe(2);
    expect(Array.from(trace.packets.flags.subarray(7, 14), (flags) => flags & PacketFlag.Duplicate)).toEqual(Array(7).fill(2));
    expect(Array.from(trace.packets.contentHash.subarray(7, 14))).toEqual(Array.from(trace.packets.contentHash.subarray(0, 7)));
  });

  test('parts of one capture in the wrong order', () => {
    const early = new Wire().send(client, server, B, data(1000, 'a'));
    const late = new Wire().send(client, server, B, data(9000, 'z'));
    const trace = dissectCapture([late.capture(), early.capture()]);
    expect(trace.messages.length).toBe(2);
    expect(trace.associations.length).toBe(1);
  });
});

test('a flood of INITs makes a bounded number of associations, and an answer still makes one', () => {
  const wire = new Wire();
  for (let i = 0; i < 6000; i++) wire.send({ address: `10.9.${i >> 8}.${i & 255}`, port: 1000 }, server, 0, init(0x1000_0000 + i, 1));
  const trace = setUp(wire, tags).dissect();
  expect(trace.packets.length).toBe(6004);
  expect(trace.associations.length).toBeLessThan(5000);
  expect(summary(trace).at(-1)).toBe('10.0.0.1:40000 aaaa1111 -> 10.0.0.2:3868 bbbb2222 paths 0-0 open 1/2');
});
