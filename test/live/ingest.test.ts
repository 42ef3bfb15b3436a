/** Live bytes -> what is kept: pcapng as it came, everything else as pcapng, a stream that begins again, lines with and without ends. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openInput } from '../../analyzer/readers/formats.ts';
import { Trace } from '../../analyzer/trace/trace.ts';
import { Ingest } from '../../cli/live/ingest.ts';
import { commented, enhancedPacket, interfaceDescription, interfaceStatistics, sectionHeader } from '../../cli/live/pcapngWriter.ts';

const capture = readFileSync(fileURLToPath(new URL('../fixtures/erlang-slow-peer/capture.pcap', import.meta.url)));

class Kept {
  readonly heads: Buffer[] = [];
  readonly records: Buffer[] = [];
  readonly others: Buffer[] = [];
  readonly all: Buffer[] = [];
  readonly ingest = new Ingest('packets', { head: (bytes) => this.#keep(this.heads, bytes), record: (bytes) => this.#keep(this.records, bytes), other: (bytes) => this.#keep(this.others, bytes) });

  #keep(list: Buffer[], bytes: Buffer): void {
    list.push(bytes);
    this.all.push(bytes);
  }

  push(bytes: Buffer, size = 61): this {
    for (let at = 0; at < bytes.length; at += size) this.ingest.push(bytes.subarray(at, at + size));
    return this;
  }
}

interface Seen {
  readonly frames: string[];
  readonly dropped: number;
  readonly problems: readonly string[];
  readonly gaps: readonly string[];
}

function read(bytes: Buffer): Seen {
  const trace = new Trace();
  const input = trace.addInput('kept');
  const frames: string[] = [];
  const ignore = (): void => {};
  const reader = openInput(input, trace, {
    packet: ({ frame, linkType, start, end, checksumDue }) => frames.push(`${frame} link ${linkType} ${end - start} B${checksumDue ? ' checksum due' : ''}`), syscall: ignore, status: ignore, state: ignore,
  });
  reader.push(bytes);
  reader.end();
  const gaps = trace.gaps.map(({ from, until, place, lost, cause }) => `${from - input.firstTime} to ${until - input.firstTime} before frame ${place}: ${lost ?? 'unknown'}, ${cause}`);
  return { frames, dropped: input.dropped, problems: [...trace.problems.all].map(({ kind }) => kind), gaps };
}

/** Two interfaces, one described late; a checksum left to the card; a comment; drops. */
const first = [sectionHeader('dumpcap'), interfaceDescription(276, 'eth0'), enhancedPacket(0, 5n, Buffer.alloc(30), 30), commented(enhancedPacket(0, 6n, Buffer.alloc(31), 31, true), 'said before')];
const second = [interfaceDescription(1, 'eth1'), enhancedPacket(1, 7n, Buffer.alloc(32), 32), interfaceStatistics(1, 8n, 11)];
const stream = Buffer.concat([...first, ...second]);

test('a pcapng stream is kept as it came, wherever it is cut', () => {
  for (const size of [1, 7, 61, 100_000]) {
    const kept = new Kept().push(stream, size);
    expect(Buffer.concat(kept.all).equals(stream)).toBe(true);
    expect([kept.heads.length, kept.records.length, kept.others.length]).toEqual([3, 3, 1]);
  }
});

test('a packet keeps what its writer said of it when the verdict is added', () => {
  const packet = commented(new Kept().push(stream).records[1]!, 'Stallscope: refused here');
  expect(packet.toString('latin1')).toMatch(/Stallscope: refused here.*said before/s);
  expect(read(Buffer.concat([...first.slice(0, 2), packet]))).toEqual({ frames: ['1 link 276 31 B checksum due'], dropped: 0, problems: [], gaps: [] });
});

test('what is no longer one section is written anew, into the same one', () => {
  const kept = new Kept().push(Buffer.concat([stream, stream]));
  expect(kept.heads.map((head) => head.readUInt32LE(0))).toEqual([0x0a0d0d0a, 1, 1, 1, 1]);
  const again = ['4 link 276 30 B', '5 link 276 31 B checksum due', '6 link 1 32 B'];
  expect(read(Buffer.concat([...kept.heads, ...kept.records])).frames).toEqual(['1 link 276 30 B', '2 link 276 31 B checksum due', '3 link 1 32 B', ...again]);
  expect(read(Buffer.concat(kept.all)).frames.slice(3)).toEqual(again);
});

test('a capture in another format becomes pcapng', () => {
  const { all, ingest } = new Kept().push(capture, 997);
  expect(ingest.kind).toBe('packets');
  expect(read(Buffer.concat(all)).frames).toEqual(read(capture).frames);
});

test('a source that begins again goes on in the same section, and the gap is said', () => {
  for (const bytes of [capture, stream]) {
    const kept = new Kept().push(bytes.subarray(0, bytes.length - 5));
    const before = kept.records.length;
    kept.ingest.restart();
    kept.push(bytes);
    const { frames, problems } = read(Buffer.concat(kept.all));
    expect(frames).toHaveLength(before + read(bytes).frames.length);
    // The same packets once more: their times go back, and nothing was heard between.
    expect(new Set([...problems, 'capture-dropped'])).toEqual(new Set(['capture-time-backwards', 'capture-gap', 'capture-dropped']));
    expect(kept.others.some((block) => block.includes('gap: unknown packets lost, the source had ended and was started again'))).toBe(true);
  }
});

test('what was missed between two streams is a stretch of its own, also what the source itself had missed', () => {
  const from = 1_795_405_612_000_000_000n;
  const packet = (at: bigint): Buffer => enhancedPacket(0, from + at, Buffer.alloc(30), 30);
  const head = [sectionHeader('stallscope-capture'), interfaceDescription(1, 'eth0')];
  const own = interfaceStatistics(0, from + 5_000n, 9, { from: from + 4_000n, until: from + 5_000n, comment: 'gap: 9 packets lost, kernel' });
  const kept = new Kept().push(Buffer.concat([...head, packet(0n), packet(1_000n)]));
  kept.ingest.restart();
  kept.push(Buffer.concat([...head, packet(3_000n), own, packet(6_000n)]));
  const { frames, gaps } = read(Buffer.concat(kept.all));
  expect(frames).toHaveLength(4);
  expect(gaps).toEqual(['1000 to 3000 before frame 3: unknown, the source had ended and was started again', '4000 to 5000 before frame 4: 9, kernel']);
});

test('lines: a title is kept for ever and once, a last line needs no end, an endless one is cut', () => {
  const kept = new Kept().push(Buffer.from('#stallscope-states 1\nstate 1\nstate 2'), 3);
  expect(kept.ingest.kind).toBe('states');
  kept.ingest.restart();
  kept.push(Buffer.from('#stallscope-states 1\nstate 3\n'));
  expect([kept.heads, kept.records].map(String)).toEqual(['#stallscope-states 1\n', 'state 1\n,state 2,state 3\n']);
  const endless = new Kept().push(Buffer.alloc(3 << 20, 'x'), 1 << 16);
  expect(endless.records.map(({ length }) => length).every((length) => length <= (1 << 20) + (1 << 16))).toBe(true);
  const short = new Kept().push(Buffer.from('exit'));
  short.ingest.end();
  expect(short.records.map(String)).toEqual(['exit']);
});
