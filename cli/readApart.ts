/**
 * Logs and captures are read at once, logs by another thread: what they bring stands in different tables. Small ones are not worth a thread,
 * and pipes are read once and here.
 */
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { type AnalysisInput, type AnalysisOptions, findEpoch, readAll } from '../analyzer/analyze.ts';
import { SNIFF_BYTES } from '../analyzer/readers/format.ts';
import { formats } from '../analyzer/readers/formats.ts';
import { addShare, buffersOf, type Share, takeShare } from '../analyzer/trace/share.ts';
import type { Trace } from '../analyzer/trace/trace.ts';
import { blocking, fileSource } from './fileSource.ts';

/** Bytes of the logs, and of the captures. What is smaller is read by one before another has begun well. */
const WORTH_A_THREAD = 128e6;
const TELL_MS = 100;

/** What the other thread is told. */
interface Order {
  readonly paths: readonly string[];
  readonly sizes: readonly (number | undefined)[];
  readonly logs: readonly number[];
  readonly epochSeconds: number | undefined;
  /** One number: bytes read so far. */
  readonly done: SharedArrayBuffer;
}

async function isLog({ source, size }: AnalysisInput): Promise<boolean | undefined> {
  if (!source.read || size === undefined) return undefined;
  const head = await source.read(0, SNIFF_BYTES);
  const name = formats.find((format) => format.sniff(head))?.name;
  return name === 'strace' || name === 'states' ? true : name === undefined ? undefined : false;
}

/** Places of the logs that are worth a thread; empty where all is read by one. */
async function findLogs(inputs: readonly AnalysisInput[]): Promise<readonly number[]> {
  const kinds = await Promise.all(inputs.map(isLog));
  // What may be either, compressed files among it, might have to be read with both.
  if (kinds.includes(undefined)) return [];
  const sizeOf = (wanted: boolean): number => inputs.reduce((sum, input, i) => sum + (kinds[i] === wanted ? input.size! : 0), 0);
  return sizeOf(true) >= WORTH_A_THREAD && sizeOf(false) >= WORTH_A_THREAD ? inputs.flatMap((_, i) => (kinds[i] ? [i] : [])) : [];
}

/** Reads all inputs, in two threads where that pays. */
export async function readApart(inputs: readonly AnalysisInput[], options: AnalysisOptions): Promise<Trace> {
  const logs = await findLogs(inputs);
  if (logs.length === 0) return readAll(inputs, options);
  const epochSeconds = await findEpoch(inputs);
  const done = new SharedArrayBuffer(Float64Array.BYTES_PER_ELEMENT);
  const order: Order = { paths: inputs.map(({ path }) => path), sizes: inputs.map(({ size }) => size), logs, epochSeconds, done };
  const worker = new Worker(new URL(import.meta.url), { workerData: order });
  const shared = new Promise<Share>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the thread that reads the logs ended early')));
  });
  // It is waited for below: until then nobody need hear that it failed.
  shared.catch(() => {});
  const doneThere = new Float64Array(done);
  const totalBytes = inputs.reduce((sum, { size }) => sum + size!, 0);
  let doneHere = 0;
  const tell = (): void => options.onProgress?.({ doneBytes: doneHere + doneThere[0]!, totalBytes, path: inputs[logs[0]!]!.path });
  const trace = await readAll(inputs, {
    ...options,
    onProgress: ({ doneBytes, path }) => {
      doneHere = doneBytes;
      options.onProgress?.({ doneBytes: doneBytes + doneThere[0]!, totalBytes, path });
    },
  }, { epochSeconds, has: (index) => !logs.includes(index) });
  const timer = setInterval(tell, TELL_MS);
  try {
    if (!options.signal?.aborted) addShare(trace, await shared);
    return trace;
  } catch {
    // Whatever stopped the thread: one can do it alone, or says itself what is wrong with a file.
    return await readAll(inputs, options);
  } finally {
    clearInterval(timer);
    await worker.terminate();
  }
}

/** What the other thread does; false in the main thread. */
export async function readForMain(): Promise<boolean> {
  if (isMainThread) return false;
  const { paths, sizes, logs, epochSeconds, done } = workerData as Order;
  const doneBytes = new Float64Array(done);
  const inputs = paths.map((path, i) => ({ path, ...(sizes[i] === undefined ? {} : { size: sizes[i] }), source: fileSource(path, blocking) }));
  const trace = await readAll(inputs, { onProgress: (progress) => (doneBytes[0] = progress.doneBytes) }, { epochSeconds, has: (index) => logs.includes(index) });
  const share = takeShare(trace, logs.map((index) => trace.inputs[index]!));
  parentPort!.postMessage(share, buffersOf(share));
  return true;
}
