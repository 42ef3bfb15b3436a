/** The worker as the extension starts it: a bundle behind a message port. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { answer, Client, type Message } from '../../analyzer/view/client.ts';
import type { Events, Overview, Requests } from '../../analyzer/view/protocol.ts';
import type { Recording } from '../../extension/recording.ts';
import { Workers } from '../../extension/workers.ts';
import type { AnalysisTask, FileRequests, WorkerTask } from '../../extension/workerTask.ts';
import { goldenCases } from '../goldenCase.ts';

const { files } = goldenCases.find(({ name }) => name === 'erlang-slow-peer')!;
const capture = files.find(({ name }) => name === 'capture.pcap')!.path;
const log = files.find(({ name }) => name === 'client.strace')!.path;

let folder: string;
let bundle: string;
let worker: Worker;
let client: Client<Requests, Events>;
let said: { [E in keyof Events]: { event: E; data: Events[E] } }[keyof Events][];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stallscope-worker-'));
  bundle = join(folder, 'analysisWorker.cjs');
  await build({ entryPoints: [join(import.meta.dirname, '../../extension/analysisWorker.ts')], bundle: true, platform: 'node', format: 'cjs', outfile: bundle });
});

afterEach(async () => {
  await worker.terminate();
});

afterAll(() => rmSync(folder, { recursive: true }));

function follow(started: Worker, readFile: (path: string) => Uint8Array = () => new Uint8Array()): void {
  said = [];
  worker = started;
  client = new Client((message) => worker.postMessage(message));
  for (const event of ['changed', 'trouble', 'failed', 'progress'] as const) client.on(event, (data) => said.push({ event, data } as never));
  worker.on('message', (message: Message) => {
    const handlers = { readFile: ({ path }: { path: string }) => readFile(path) };
    if (!answer<FileRequests>(handlers, message, (reply) => worker.postMessage(reply))) client.receive(message);
  });
}

function start(task: WorkerTask, readFile?: (path: string) => Uint8Array): void {
  follow(new Worker(bundle), readFile);
  worker.postMessage(task);
}

/** Of the files whole; an early conclusion may come before, where the machine is slow. */
async function overviewWhenDone(): Promise<Overview> {
  for (;;) {
    const changed = new Promise<void>((resolve) => {
      client.on('changed', () => resolve());
    });
    const overview = await client.request('overview', {});
    if (overview.state === 'done') return overview;
    await changed;
  }
}

const analysis = (rest: Partial<AnalysisTask>): AnalysisTask => ({ kind: 'analysis', inputs: [{ path: 'capture.pcap', file: capture }], dictionaries: [], ...rest });

const troubles = (): string[] => said.flatMap(({ event, data }) => (event === 'trouble' ? [(data as Events['trouble']).text] : []));

test('reads the files, tells of it, and answers', async () => {
  start(analysis({ inputs: [{ path: 'capture.pcap', file: capture }, { path: 'logs/client.strace', file: log }] }));
  const { stalls, inputs } = await overviewWhenDone();
  expect(inputs.map(({ path, records }) => [path, records])).toEqual([['capture.pcap', 489], ['logs/client.strace', 5575]]);
  expect(stalls).toHaveLength(1);
  expect(said.map(({ event }) => event)).toEqual(expect.arrayContaining(['progress', 'changed']));
  const located = await client.request('locate', { place: { file: 'logs/client.strace', line: 7225 } });
  expect(located?.title).toMatch(/refused/);
});

test('what it does not know is an error, not a silence', async () => {
  start(analysis({}));
  await expect(client.request('nothing' as never, {} as never)).rejects.toThrow('there is no request nothing');
});

test('a file that cannot be read is told under the name it was given', async () => {
  start(analysis({ inputs: [{ path: 'capture.pcap', file: capture }, { path: 'gone.strace', file: join(folder, 'gone.strace') }] }));
  await overviewWhenDone();
  expect(troubles()).toEqual(['gone.strace: there is no such file; check the path']);
});

test('no file at all is a failure', async () => {
  start(analysis({ inputs: [{ path: 'gone.strace', file: join(folder, 'gone.strace') }] }));
  await new Promise<void>((resolve) => {
    client.on('failed', () => resolve());
  });
  expect(said.at(-1)).toEqual({ event: 'failed', data: { text: 'None of the files can be read.' } });
});

test.for([['as it is', (bytes: Buffer) => bytes], ['compressed', (bytes: Buffer) => gzipSync(bytes)]] as const)('a file without a disk is asked of the host, %s', async ([, packed]) => {
  const asked: string[] = [];
  start(analysis({ inputs: [{ path: 'far.pcap' }] }), (path) => {
    asked.push(path);
    return packed(readFileSync(capture));
  });
  const { inputs } = await overviewWhenDone();
  expect(inputs[0]).toMatchObject({ path: 'far.pcap', records: 489 });
  expect(asked).toEqual(['far.pcap']);
  const details = await client.request('details', { ref: { table: 'packets', row: 467 } });
  expect(JSON.stringify(details!.bytes)).toContain('2314562643');
});

test('dictionaries of the user name AVPs; what cannot be read of them is told', async () => {
  const own = join(folder, 'own.dia');
  writeFileSync(own, '@id 4\n@name own\n@avp_types\n  My-Session 263 UTF8String M\n');
  start(analysis({ dictionaries: [own, join(folder, 'none.xml')] }));
  await overviewWhenDone();
  const located = await client.request('locate', { place: { file: 'capture.pcap', frame: 372 } });
  const text = JSON.stringify(await client.request('details', { ref: located!.ref }));
  expect(text).toContain('My-Session');
  expect(troubles()).toEqual([expect.stringMatching(/none\.xml: the dictionary cannot be read/) as string]);
});

test('a survey names what lies beside a file, and the same worker goes on with the analysis', async () => {
  start({ kind: 'survey', file: log });
  const recordings = await new Promise<readonly Recording[]>((resolve) => {
    worker.once('message', resolve);
  });
  expect(recordings.map(({ file, kind }) => [file, kind])).toEqual([[log, 'strace'], [capture, 'capture']]);
  worker.postMessage(analysis({}));
  expect((await overviewWhenDone()).inputs.map(({ records }) => records)).toEqual([489]);
});

test('workers: one that surveyed analyses, and a file that cannot be surveyed has no partners', async () => {
  const workers = new Workers(bundle);
  workers.prepare();
  expect(await workers.recordingsBeside(join(folder, 'nowhere', 'gone.pcap'))).toEqual([]);
  expect((await workers.recordingsBeside(log)).map(({ file }) => file)).toEqual([log, capture]);
  follow(workers.analyse(analysis({})));
  expect((await overviewWhenDone()).inputs.map(({ records }) => records)).toEqual([489]);
  workers.dispose();
});
