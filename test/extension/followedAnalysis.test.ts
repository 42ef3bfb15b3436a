/** Files that grow, vanish or change while they are looked at. */
import { appendFileSync, mkdtempSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Dictionary } from '../../analyzer/dissect/diameter/dictionary.ts';
import type { ByteSource } from '../../analyzer/trace/input.ts';
import type { Events } from '../../analyzer/view/protocol.ts';
import { fileSource } from '../../cli/fileSource.ts';
import { FollowedAnalysis } from '../../extension/followedAnalysis.ts';
import { goldenCases } from '../goldenCase.ts';

const { files } = goldenCases.find(({ name }) => name === 'erlang-slow-peer')!;
const capture = readFileSync(files.find(({ name }) => name === 'capture.pcap')!.path);
const HALF = 150_000;

let folder: string;
let file: string;
let analysis: FollowedAnalysis;
let running: Promise<void>;
const happened: (keyof Events)[] = [];
const troubles: string[] = [];
let wake = (): void => {};

/** Resolves when `holds` does, looked at after each event. */
async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  for (;;) {
    const before = happened.length;
    if (await holds()) return;
    if (happened.length === before) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }
}

const overview = async (): Promise<{ state: string; records: number }> => {
  const session = await analysis.session();
  const { state, inputs } = await session.handlers.overview({});
  return { state, records: inputs[0]!.records };
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stallscope-follow-'));
  file = join(folder, 'capture.pcap');
  writeFileSync(file, capture.subarray(0, HALF));
  happened.length = 0;
  troubles.length = 0;
  analysis = new FollowedAnalysis([{ input: { path: 'capture.pcap', size: HALF, source: fileSource(file) }, file }], new Dictionary(), (event, data) => {
    happened.push(event);
    if (event === 'trouble') troubles.push((data as Events['trouble']).text);
    wake();
  });
  running = analysis.run();
  await until(async () => happened.includes('changed') && (await overview()).state === 'done');
});

afterEach(async () => {
  analysis.cancel();
  await running;
  rmSync(folder, { recursive: true });
});

test('what is appended is read, as if it had been there', async () => {
  const half = (await overview()).records;
  appendFileSync(file, capture.subarray(HALF, HALF * 2));
  await until(async () => (await overview()).records > half && (await overview()).state === 'reading');
  appendFileSync(file, capture.subarray(HALF * 2));
  await until(async () => (await overview()).records === 489);
  expect(troubles).toEqual([]);
});

test('a cut file is told once, and what was read of it stays', async () => {
  const before = await overview();
  truncateSync(file, 1000);
  await until(() => troubles.length > 0);
  expect(troubles).toEqual(['capture.pcap has been cut or written anew; read it again to see what is in it now']);
  expect(await overview()).toEqual(before);
});

test('a longer file that is written into the same place is no growth of the one before', async () => {
  const anew = Buffer.from(capture);
  // Another first packet, a second later.
  anew.writeUInt32LE(capture.readUInt32LE(24) + 1, 24);
  writeFileSync(file, anew);
  await until(() => troubles.length > 0);
  expect(troubles).toEqual(['capture.pcap has been cut or written anew; read it again to see what is in it now']);
  expect((await overview()).state).toBe('done');
});

test('a vanished file is told', async () => {
  renameSync(file, `${file}.gone`);
  await until(() => troubles.length > 0);
  expect(troubles).toEqual(['capture.pcap has vanished; what was read of it stays']);
});

test('another file in its place is told', async () => {
  writeFileSync(`${file}.new`, capture);
  renameSync(`${file}.new`, file);
  await until(() => troubles.length > 0);
  expect(troubles).toEqual(['capture.pcap has been replaced by another file; read it again to see that one']);
});

test('reading that is cancelled closes its files and judges what was read', async () => {
  let isClosed = false;
  const source: ByteSource = {
    async* stream() {
      try {
        yield capture.subarray(0, HALF);
        started.cancel();
        yield capture.subarray(HALF, HALF * 2);
        yield capture.subarray(HALF * 2);
      } finally {
        isClosed = true;
      }
    },
  };
  const started = new FollowedAnalysis([{ input: { path: 'capture.pcap', source } }], new Dictionary(), () => {});
  await started.run();
  const { state, inputs } = await (await started.session()).handlers.overview({});
  expect(state).toBe('cancelled');
  expect(inputs[0]!.records).toBeLessThan(489);
  expect(isClosed).toBe(true);
});
