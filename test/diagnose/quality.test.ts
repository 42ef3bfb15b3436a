/** What a recording cannot show is said, and said only then. */
import { describe, expect, test } from 'vitest';
import { Correlation } from '../../analyzer/correlate/correlation.ts';
import { assessQuality } from '../../analyzer/diagnose/dataQuality.ts';
import { finish } from '../../analyzer/trace/steps.ts';
import { Pcapng } from '../make/captures.ts';
import { join } from '../make/packets.ts';
import { Scenario, correlate, read, type Peer } from '../make/scenario.ts';
import type { LogFlags } from '../make/straceLog.ts';

function talk(flags: LogFlags = {}, then: (peer: Peer, story: Scenario) => void = () => {}): Scenario {
  const story = new Scenario(flags);
  const peer = story.socket(0).peer().handshake(5);
  for (let i = 0; i < 30; i++) peer.transaction(20 + i * 20);
  then(peer, story);
  return story;
}

const kindsOf = (correlation: Correlation): string[] => finish(assessQuality(correlation)).map(({ kind }) => kind);
const textOf = (correlation: Correlation, kind: string): string => finish(assessQuality(correlation)).find((quality) => quality.kind === kind)?.text ?? '';

test('a good recording lacks nothing', () => {
  expect(kindsOf(talk().correlate())).toEqual([]);
});

test('one half is missing', () => {
  const story = talk();
  expect(kindsOf(correlate(story.log()))).toEqual(['no-capture']);
  expect(kindsOf(correlate(story.capture()))).toEqual(['no-strace']);
});

test('where the kernel\'s state is known, refused sends are inferred at most, and strace is not the remedy', () => {
  const story = talk();
  const states = new TextEncoder().encode('#stallscope-states 1\nstate 1795405612.8 local=10.0.0.1:43563 peer=10.0.0.2:3868 state=established rwnd=0\n');
  const [quality] = finish(assessQuality(correlate(story.capture(), states)));
  expect([quality!.kind, quality!.text, quality!.remedy]).toEqual(['no-strace', 'no log shows the sends: refused ones are inferred from the kernel\'s state at most', 'trace the refused sends as well: stallscope live --trace']);
});

test('log and capture of different runs', () => {
  const other = new Scenario();
  other.peer({ localPort: 50_000 }).handshake(5).flow(20, 5, 10, { id: 99_999 });
  expect(kindsOf(correlate(talk().log(), other.capture()))).toContain('no-common-message');
});

describe('sends that are not in the capture', () => {
  test('because it lacks a path', () => {
    const story = talk({}, (peer, own) => {
      // A second socket, of whose association the capture has nothing.
      own.socket(700, { fd: 4 });
      const unseen = own.peer({ fd: 4, localPort: 41_000 });
      for (let i = 0; i < 10; i++) unseen.send(701 + i);
      peer.flow(800, 5, 10);
    });
    expect(textOf(story.correlate(), 'unmatched-sends')).toBe('10 of 45 accepted sends are not in the capture');
  });

  test('not because the association took them with it', () => {
    const story = talk({}, (peer) => {
      peer.queue(700, 10, 5);
      peer.abort(900, 'here');
    });
    expect(kindsOf(story.correlate())).not.toContain('unmatched-sends');
  });
});

test('one direction only', () => {
  const story = talk();
  const there = story.packets.filter(({ fromHere }) => fromHere);
  story.packets.splice(0, Infinity, ...there);
  expect(kindsOf(story.correlate())).toContain('one-sided-capture');
});

test('packets that the capturing host lost', () => {
  const story = talk();
  const lost = (count: number): Uint8Array<ArrayBuffer> => {
    const to = new Pcapng(true);
    const packets = story.packets.map(({ at, bytes }) => to.enhanced(0, BigInt(story.start) * 1_000_000n + BigInt(Math.round(at * 1000)), bytes));
    return join(to.section(), to.interface(1, 0), ...packets, to.statistics(0, to.option(5, to.u64(BigInt(count)))));
  };
  expect(textOf(correlate(story.log(), lost(12)), 'capture-dropped')).toContain('lost 12 packets');
  expect(kindsOf(correlate(story.log(), lost(0)))).toEqual([]);
});

describe('frames', () => {
  test('captured twice in one capture', () => {
    const story = talk();
    const copies = story.packets.map((packet) => ({ ...packet, at: packet.at + 0.01 }));
    story.packets.push(...copies);
    expect(textOf(story.correlate(), 'duplicate-frames')).toBe('94 frames were captured twice and are counted once');
  });

  test('captured at two places are meant so', () => {
    const story = talk();
    expect(kindsOf(correlate(story.log(), story.capture(), story.capture({ transit: 0.5 })))).not.toContain('duplicate-frames');
  });

  const withBadChecksums = (every: number): Correlation => {
    const story = talk();
    story.packets.forEach((packet, i) => {
      if (i % every === 0) packet.bytes[packet.bytes.length - 1]! ^= 1;
    });
    return correlate(story.capture());
  };

  test('a few with a wrong checksum may be damaged', () => {
    expect(kindsOf(withBadChecksums(20))).toContain('bad-checksums');
  });

  test('all with a wrong checksum are the network card', () => {
    expect(kindsOf(withBadChecksums(1))).not.toContain('bad-checksums');
  });
});

describe('times', () => {
  test.each<[string, LogFlags, string]>([
    ['none', { times: 'none', durations: false }, 'no-times'],
    ['of whole seconds', { times: 't', durations: false }, 'coarse-times'],
    ['without durations', { durations: false }, 'no-durations'],
  ])('%s', (_, flags, kind) => {
    expect(kindsOf(talk(flags).correlate())).toContain(kind);
  });

  test('of a log without any are not asked for durations too', () => {
    expect(kindsOf(talk({ times: 'none', durations: false }).correlate())).not.toContain('no-durations');
  });
});

describe('the cost of strace', () => {
  const slow = (took: number): Scenario => talk({}, (peer, story) => {
    for (let i = 0; i < 40; i++) {
      const message = peer.send(700 + i * 5, story.message(), took);
      peer.wire(700.3 + i * 5, message).sack(702 + i * 5, message);
    }
    peer.refuse(1000);
    peer.flow(1010, 2, 10);
  });

  test('is said where a stall may come of it', () => {
    expect(textOf(slow(0.9).correlate(), 'strace-overhead')).toContain('a send takes 900 µs under strace');
  });

  test('not where sends are quick', () => {
    expect(kindsOf(slow(0.1).correlate())).not.toContain('strace-overhead');
  });
});

test('receives that match nothing', () => {
  const story = talk({}, (peer, own) => {
    for (let i = 0; i < 25; i++) peer.receive(700 + i * 5, own.message({ request: false }));
  });
  // Of those thirty that match, the peer's direction is left out of the capture.
  const here = story.packets.filter(({ fromHere }) => fromHere);
  story.packets.splice(0, Infinity, ...here);
  expect(kindsOf(story.correlate())).toContain('unmatched-receives');
  expect(kindsOf(talk().correlate())).not.toContain('unmatched-receives');
});

test('an empty recording says nothing false', () => {
  expect(() => kindsOf(new Correlation(read()))).not.toThrow();
});
