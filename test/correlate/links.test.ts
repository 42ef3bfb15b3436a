/** Which send() and which receive belong to which message on the wire. */
import { describe, expect, test } from 'vitest';
import type { Correlation } from '../../analyzer/correlate/correlation.ts';
import { linkMethodNames } from '../../analyzer/correlate/links.ts';
import { TransferFlag } from '../../analyzer/trace/schema.ts';
import { NONE } from '../../analyzer/trace/table.ts';
import { Scenario, TO_WIRE, correlate, type Message, type Peer } from '../make/scenario.ts';
import type { LogFlags } from '../make/straceLog.ts';
import { seededRandom } from '../random.ts';

function setUp(flags: LogFlags = {}): { story: Scenario; peer: Peer } {
  const story = new Scenario(flags);
  return { story, peer: story.socket(0).peer().handshake(5) };
}

/** Of each transfer: "sent 1000 content", the TSN of its message and the method. */
function told({ trace, links }: Correlation): string[] {
  const { transfers, messages, dataChunks, packets } = trace;
  return Array.from({ length: transfers.length }, (_, t) => {
    const verb = (transfers.flags[t]! & TransferFlag.Send) !== 0 ? 'sent' : 'received';
    const message = links.messageOf[t]!;
    if (message === NONE) return `${verb} nothing`;
    const association = packets.association[messages.packet[message]!]!;
    return `${verb} ${association === 0 ? '' : `${association}:`}${dataChunks.tsn[messages.dataChunk[message]!]} ${linkMethodNames[links.methodOf[t]!]}`;
  });
}

/** A link that says a message was on the wire before it was sent, or read before it was there. */
function againstCausality({ trace, links, axis }: Correlation): number[] {
  const { transfers, messages } = trace;
  return Array.from({ length: transfers.length }, (_, t) => t).filter((t) => {
    const message = links.messageOf[t]!;
    const call = transfers.call[t]!;
    if (message === NONE) return false;
    const slack = axis.uncertainty(trace.calls.input[call]!);
    return (transfers.flags[t]! & TransferFlag.Send) !== 0
      ? axis.packet(messages.packet[message]!) < axis.entry(call) - slack : axis.packet(messages.lastPacket[message]!) > axis.exit(call) + slack;
  });
}

describe('by content', () => {
  test('what occurs once', () => {
    const { story, peer } = setUp();
    peer.pass(20);
    peer.transaction(40);
    expect(told(story.correlate())).toEqual(['sent 1000 content', 'sent 1001 content', 'received 5000 content']);
  });

  test('messages that leave in another order than they were sent', () => {
    const { story, peer } = setUp();
    const [a, b] = [peer.send(20), peer.send(21)];
    peer.wire(22, b).wire(23, a);
    expect(told(story.correlate())).toEqual(['sent 1001 content', 'sent 1000 content']);
  });

  test('a refused send is no message, its repetition is', () => {
    const { story, peer } = setUp();
    const message = peer.refuse(20);
    peer.send(30, message);
    peer.wire(30 + TO_WIRE, message);
    expect(told(story.correlate())).toEqual(['sent nothing', 'sent 1000 content']);
  });

  test('a send that never reached the wire', () => {
    const { story, peer } = setUp();
    peer.flow(20, 3, 10);
    peer.send(60);
    expect(told(story.correlate()).at(-1)).toBe('sent nothing');
  });

  test.each([16, 20, 32])('heads of %i bytes are enough', (shown) => {
    const { story, peer } = setUp({ shown });
    for (let i = 0; i < 4; i++) peer.transaction(20 + i * 10);
    const links = told(story.correlate());
    expect(links).toHaveLength(8);
    for (const link of links) expect(link).toMatch(/\d content$/);
  });

  test('the T flag: the same request sent again is told from the first', () => {
    const { story, peer } = setUp();
    const first = peer.pass(20);
    const again: Message = { bytes: first.bytes.with(4, 0x90) };
    peer.send(60, again);
    peer.wire(60 + TO_WIRE, again);
    expect(told(story.correlate())).toEqual(['sent 1000 content', 'sent 1001 content']);
  });

  test('a length that differs is another message', () => {
    const { story, peer } = setUp();
    const sent = story.message({ id: 7, size: 700 });
    peer.flow(10, 2, 1);
    peer.send(20, sent);
    peer.wire(20.3, { bytes: sent.bytes.slice(0, 680) });
    expect(told(story.correlate()).at(-1)).toBe('sent nothing');
  });

  test('a retransmission is the same message', () => {
    const { story, peer } = setUp();
    const message = peer.send(20);
    peer.wire(20.3, message).again(1020.3, message);
    const correlation = story.correlate();
    expect(told(correlation)).toEqual(['sent 1000 content']);
    expect(correlation.trace.messages.length).toBe(1);
  });

  test('a frame captured twice is the same message', () => {
    const { story, peer } = setUp();
    for (let i = 0; i < 5; i++) peer.transaction(20 + i * 10);
    const once = told(story.correlate());
    expect(told(correlate(story.log(), story.capture(), story.capture({ transit: 0.1 })))).toEqual(once);
  });
});

describe('by content and order', () => {
  test('the same bytes again and again', () => {
    const { story, peer } = setUp();
    const same = story.message();
    for (let i = 0; i < 5; i++) {
      const copy: Message = { bytes: same.bytes };
      peer.send(20 + i * 10, copy);
      peer.wire(20 + i * 10 + TO_WIRE, copy);
    }
    expect(told(story.correlate())).toEqual([0, 1, 2, 3, 4].map((i) => `sent ${1000 + i} content and order`));
  });

  test('the capture began later: the first copies were not seen', () => {
    const { story, peer } = setUp();
    const same = story.message();
    const wired: Message[] = [];
    for (let i = 0; i < 6; i++) {
      const copy: Message = { bytes: same.bytes };
      peer.send(20 + i * 10, copy);
      if (i >= 3) wired.push(copy);
      if (i >= 3) peer.wire(20 + i * 10 + TO_WIRE, copy);
    }
    peer.flow(100, 5, 5);
    const correlation = story.correlate();
    expect(againstCausality(correlation)).toEqual([]);
  });

  test('the same bytes to two peers stay with their sockets', () => {
    const { story, peer } = setUp();
    const other = story.socket(1, { fd: 4 }).peer({ fd: 4, localPort: 41_000, address: '10.0.0.3' }).handshake(10);
    peer.flow(20, 3, 2);
    other.flow(30, 3, 2);
    const same = story.message();
    for (const [i, to] of [peer, other, other, peer].entries()) {
      const copy: Message = { bytes: same.bytes };
      to.send(50 + i * 10, copy);
      to.wire(50 + i * 10 + TO_WIRE, copy);
    }
    expect(told(story.correlate()).slice(-4)).toEqual([
      'sent 1003 content and order', 'sent 1:1003 content and order', 'sent 1:1004 content and order', 'sent 1004 content and order',
    ]);
  });

  test('the same bytes to two peers, of which the first keeps them waiting', () => {
    const { story, peer } = setUp();
    const other = story.socket(1, { fd: 4 }).peer({ fd: 4, localPort: 41_000, address: '10.0.0.3' }).handshake(10);
    peer.flow(20, 3, 2);
    other.flow(30, 3, 2);
    const first = peer.send(50);
    const second: Message = { bytes: first.bytes };
    other.send(60, second);
    other.wire(60.3, second);
    peer.wire(90, first);
    expect(told(story.correlate()).slice(-2)).toEqual(['sent 1003 content and order', 'sent 1:1003 content and order']);
  });

  test('the log began later: what was on the wire before is not its', () => {
    const { story, peer } = setUp();
    peer.flow(200, 5, 5);
    const same = story.message();
    for (let i = 0; i < 6; i++) {
      const copy: Message = { bytes: same.bytes };
      peer.wire(20.3 + i * 50, copy);
      if (i >= 3) peer.send(20 + i * 50, copy);
    }
    const correlation = story.correlate();
    expect(told(correlation).filter((link) => link.endsWith('and order'))).toEqual([1008, 1009, 1010].map((tsn) => `sent ${tsn} content and order`));
  });

  test('one of two copies was dropped after it was accepted', () => {
    const { story, peer } = setUp();
    peer.flow(20, 10, 5);
    const same = story.message();
    peer.send(100, { bytes: same.bytes });
    const second: Message = { bytes: same.bytes };
    peer.send(200, second);
    peer.wire(200.3, second);
    expect(againstCausality(story.correlate())).toEqual([]);
  });
});

describe('by order', () => {
  test('a log without bytes: lengths and rhythm', () => {
    const random = seededRandom(1);
    const { story, peer } = setUp({ shown: 0 });
    for (let i = 0; i < 60; i++) peer.pass(20 + i * 10 + random() * 8, { size: 200 + Math.floor(random() * 11) * 16 });
    const correlation = story.correlate();
    expect(told(correlation)).toEqual(Array.from({ length: 60 }, (_, i) => `sent ${1000 + i} order`));
    expect(Math.abs(correlation.axis.fits[0]!.offset)).toBeLessThan(0.5e6);
  });

  test('the log began twenty messages earlier', () => {
    const random = seededRandom(2);
    const { story, peer } = setUp({ shown: 0 });
    for (let i = 0; i < 60; i++) {
      const size = 200 + Math.floor(random() * 11) * 16;
      if (i < 20) peer.send(20 + i * 10, story.message({ size }));
      else peer.pass(20 + i * 10, { size });
    }
    expect(told(story.correlate())).toEqual(Array.from({ length: 60 }, (_, i) => (i < 20 ? 'sent nothing' : `sent ${1000 + i - 20} order`)));
  });

  test('lengths that do not agree are not linked', () => {
    const { story, peer } = setUp({ shown: 0 });
    for (let i = 0; i < 30; i++) {
      peer.send(20 + i * 10, story.message({ size: 300 + i * 4 }));
      peer.wire(20.3 + i * 10, story.message({ size: 900 - i * 4 }));
    }
    expect(new Set(told(story.correlate()))).toEqual(new Set(['sent nothing']));
  });
});

test('sockets find their associations', () => {
  const { story, peer } = setUp();
  const other = story.socket(1, { fd: 4 }).peer({ fd: 4, localPort: 41_000, address: '10.0.0.3' }).handshake(10);
  peer.flow(20, 3, 2);
  other.flow(30, 3, 2);
  const { owners } = story.correlate();
  expect(owners.associationsOf).toEqual([[0], [1]]);
  expect(owners.localOf).toEqual([0, 0]);
});

test('one socket with many peers has their associations, and a named send its own', () => {
  const story = new Scenario();
  story.socket(0, { oneToMany: true });
  const peers = [0, 1, 2].map((i) => story.peer({ address: `10.0.0.${2 + i}`, localPort: 40_000 + i }).handshake(5 + i));
  for (const [i, peer] of peers.entries()) {
    const message = peer.send(20 + i * 5, undefined, 0.1, true);
    peer.wire(20.3 + i * 5, message);
  }
  const { owners, trace } = story.correlate();
  expect(owners.associationsOf[0]!.toSorted()).toEqual([0, 1, 2]);
  expect([0, 1, 2].map((transfer) => owners.destination(trace, transfer))).toEqual([0, 1, 2]);
});
