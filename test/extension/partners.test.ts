/** Which recordings beside an opened one are taken with it, which are offered. */
import { describe, expect, test } from 'vitest';
import { partnersOf } from '../../extension/partners.ts';
import type { Recording } from '../../extension/recording.ts';

const ids = (letter: string, count: number): string[] => Array.from({ length: count }, (_, i) => `${letter}${i}`);

function recording(file: string, known: Partial<Recording> = {}): Recording {
  return { file, bytes: 1000, kind: /\.p?cap/.test(file) ? 'capture' : 'strace', messages: [], ...known };
}

const capture = recording('/r/a.pcap', { start: 1000, end: 1060, messages: ids('m', 50) });
const names = (recordings: readonly Recording[]): string[] => recordings.map(({ file }) => file);

function judged(opened: Recording, ...others: Recording[]): { taken: string[]; offered: string[] } {
  const { taken, offered } = partnersOf(opened, others);
  return { taken: names(taken), offered: names(offered) };
}

describe('of a capture', () => {
  test('the log that has the same messages is taken, another of the same minutes is offered', () => {
    const same = recording('/r/b.strace', { messages: ids('m', 50) });
    const other = recording('/r/c.strace', { start: 1000, end: 1060, messages: ids('x', 50) });
    expect(judged(capture, other, same)).toEqual({ taken: ['/r/b.strace'], offered: ['/r/c.strace'] });
  });

  test('a message or two in common are a coincidence', () => {
    const log = recording('/r/b.strace', { start: 9000, end: 9060, messages: ['m1', 'm2', 'x'] });
    expect(judged(capture, log)).toEqual({ taken: [], offered: [] });
  });

  test('logs of both ends are left to the user', () => {
    const client = recording('/r/client.strace', { messages: ids('m', 50) });
    const server = recording('/r/server.strace', { messages: ids('m', 50) });
    expect(judged(capture, client, server)).toEqual({ taken: [], offered: ['/r/client.strace', '/r/server.strace'] });
  });

  test('the only log of these minutes is taken without a message in common', () => {
    const yesterday = recording('/r/old.strace', { start: 1000 - 86_400, end: 1060 - 86_400 });
    const now = recording('/r/now.strace', { start: 1055, end: 1100 });
    expect(judged(capture, yesterday, now)).toEqual({ taken: ['/r/now.strace'], offered: [] });
  });

  test('a log without a date is taken when it is the only one', () => {
    expect(judged(capture, recording('/r/b.strace'))).toEqual({ taken: ['/r/b.strace'], offered: [] });
    expect(judged(capture, recording('/r/b.strace'), recording('/r/c.strace'))).toEqual({ taken: [], offered: ['/r/b.strace', '/r/c.strace'] });
  });

  test('the logs of all threads are one log', () => {
    const threads = [recording('/r/b.strace.17', { messages: ids('m', 20) }), recording('/r/b.strace.18'), recording('/r/b.strace.204')];
    expect(judged(capture, ...threads)).toEqual({ taken: names(threads), offered: [] });
  });

  test('another capture of the same minutes is offered, never taken', () => {
    const second = recording('/r/b.pcap', { start: 1000, end: 1060, messages: ids('m', 50) });
    expect(judged(capture, second)).toEqual({ taken: [], offered: ['/r/b.pcap'] });
  });
});

describe('of the log of a thread', () => {
  test('its siblings and their capture are taken', () => {
    const opened = recording('/r/b.strace.17');
    const sibling = recording('/r/b.strace.18', { messages: ids('m', 20) });
    const stranger = recording('/r/c.strace.17', { start: 50_000, end: 50_001, messages: ids('x', 20) });
    expect(judged(opened, capture, sibling, stranger)).toEqual({ taken: ['/r/b.strace.18', '/r/a.pcap'], offered: ['/r/c.strace.17'] });
  });
});

test('alone in its folder', () => {
  expect(judged(capture)).toEqual({ taken: [], offered: [] });
});

describe('states of the kernel', () => {
  const states = recording('/r/a.states', { kind: 'states', start: 1010, end: 1030 });
  const log = recording('/r/b.strace', { start: 1000, end: 1060, messages: ids('m', 50) });

  test('go with the recordings of their time', () => {
    expect(judged(capture, log, states)).toEqual({ taken: ['/r/b.strace', '/r/a.states'], offered: [] });
    expect(judged(log, recording('/r/late.states', { kind: 'states', start: 5000, end: 5010 }))).toEqual({ taken: [], offered: [] });
  });

  test('find them, when there is one of a kind', () => {
    expect(judged(states, capture, log, recording('/r/c.states', { kind: 'states', start: 1020, end: 1040 }))).toEqual({ taken: ['/r/a.pcap', '/r/b.strace', '/r/c.states'], offered: [] });
    expect(judged(states, log)).toEqual({ taken: ['/r/b.strace'], offered: [] });
    expect(judged(states, capture, recording('/r/d.pcap', { start: 1000, end: 1060 }))).toEqual({ taken: [], offered: ['/r/a.pcap', '/r/d.pcap'] });
  });
});
