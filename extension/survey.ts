/** A file that is being opened -> it and the recordings beside it, each by its beginning. Runs in the worker. */
import { readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Engine } from '../analyzer/analyze.ts';
import { SNIFF_BYTES } from '../analyzer/readers/format.ts';
import { formats } from '../analyzer/readers/formats.ts';
import type { Trace } from '../analyzer/trace/trace.ts';
import { SECOND } from '../analyzer/trace/time.ts';
import { fileSource, readChunks } from '../cli/fileSource.ts';
import type { Recording } from './recording.ts';

/** Of each file: some thousand calls or packets. More would hold up the first picture. */
const SAMPLE_BYTES = 512 << 10;
/** A folder with more files is no folder of one recording. */
const MOST_FILES = 200;
const MOST_RECORDINGS = 32;
const MOST_MESSAGES = 2000;
/** Bytes of a message that tell it from others: up to Diameter's hop-by-hop id. */
const TELLING_BYTES = 16;

type Heads = Trace['messages'] | Trace['transfers'];

function contents(table: Heads, into: Set<string>): void {
  for (let row = 0; row < table.length && into.size < MOST_MESSAGES; row++) {
    if (table.known[row]! >= TELLING_BYTES) into.add(`${table.size[row]!}:${[table.head0[row]!, table.head1[row]!, table.head2[row]!, table.head3[row]!].map((word) => word.toString(16)).join('.')}`);
  }
}

/** undefined: no recording. */
async function recordingOf(file: string): Promise<Recording | undefined> {
  const info = await stat(file);
  if (!info.isFile() || info.size === 0) return undefined;
  const head = await fileSource(file).read!(0, SNIFF_BYTES);
  if (!formats.some((format) => format.sniff(head))) return undefined;
  const engine = new Engine();
  const reader = engine.open(file);
  let read = 0;
  for await (const bytes of readChunks(file)) {
    reader.push(bytes);
    read += bytes.length;
    if (read >= SAMPLE_BYTES) break;
  }
  const isWhole = read >= info.size;
  if (isWhole) reader.end();
  const { trace } = engine;
  const input = trace.inputs[0]!;
  const messages = new Set<string>();
  contents(trace.messages, messages);
  contents(trace.transfers, messages);
  const recording = { file, bytes: info.size, kind: input.kind === 'strace' || input.kind === 'states' ? input.kind : 'capture', messages: [...messages] } as const;
  if (input.clock !== 'epoch' || trace.epochSeconds === undefined || Number.isNaN(input.firstTime)) return recording;
  const seconds = (time: number): number => trace.epochSeconds! + time / SECOND;
  const span = (input.lastTime - input.firstTime) * (isWhole ? 1 : info.size / read);
  return { ...recording, start: seconds(input.firstTime), end: seconds(input.firstTime + span) };
}

/** Without the file itself when it is no recording. */
export async function survey(file: string): Promise<readonly Recording[]> {
  const folder = dirname(file);
  const names = (await readdir(folder, { withFileTypes: true })).filter((entry) => !entry.isDirectory()).map(({ name }) => join(folder, name));
  const files = names.length > MOST_FILES ? [file] : [file, ...names.filter((name) => name !== file).toSorted()];
  const recordings: Recording[] = [];
  for (const each of files) {
    if (recordings.length === MOST_RECORDINGS) break;
    try {
      const recording = await recordingOf(each);
      if (recording) recordings.push(recording);
    } catch {
      // What cannot be read is nobody's partner; opening it by name says why.
    }
  }
  return recordings;
}
