/** What a live session has kept -> a folder: packets as pcapng with the verdicts as comments, logs as they came, a *.stallscope file that opens them together, and the verdict as text. */
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Session } from '../../analyzer/view/session.ts';
import { renderText } from '../../analyzer/view/text.ts';
import type { Report } from '../../analyzer/view/report.ts';
import { analyze } from '../../analyzer/analyze.ts';
import { plain } from '../palette.ts';
import { findInputs } from '../inputs.ts';
import { pace, type LiveEngine } from './liveEngine.ts';
import { commented } from './pcapngWriter.ts';
import type { Kept } from './ring.ts';

export interface Recording {
  readonly folder: string;
  readonly files: readonly string[];
  /** Of the recording as it reopens. */
  readonly report: Report;
}

const extensions = { packets: 'pcapng', log: 'strace', states: 'states' } as const;
const WIDTH = 100;
/** Written at once, bytes. */
const PIECE = 1 << 20;

/** Writes what came since `beginnings`, by source (ms of the steady clock), or all there is. The folder is there whole or not at all. */
export async function saveRecording(engine: LiveEngine, folder: string, beginnings: readonly number[] = []): Promise<Recording> {
  const { rings } = engine;
  const releases = rings.map(({ ring }) => ring.hold());
  let files: readonly string[];
  try {
    files = await write(await engine.current(), rings, folder, beginnings);
  } finally {
    for (const release of releases) release();
  }
  const { inputs } = await findInputs(files.map((file) => join(folder, file)));
  const { report } = await analyze(inputs, { pace });
  await writeFile(join(folder, 'verdict.txt'), renderText(report, { width: WIDTH, palette: plain }));
  return { folder, files, report };
}

/** Returns the names of the inputs. */
async function write({ conclusion: { report: { stalls, findings } } }: Session, rings: LiveEngine['rings'], folder: string, beginnings: readonly number[]): Promise<readonly string[]> {
  const part = `${folder}.part`;
  await rm(part, { recursive: true, force: true });
  await mkdir(part, { recursive: true });
  const files: string[] = [];
  try {
    // All end now, however long the first takes.
    const kept = rings.map(({ ring }, i) => ({ count: ring.countSince(beginnings[i] ?? -Infinity), records: ring.since(beginnings[i] ?? -Infinity), head: ring.head.slice() }));
    for (const [i, { name, kind }] of rings.entries()) {
      const { count, records, head } = kept[i]!;
      if (kind === undefined || count === 0) continue;
      const file = freeName(files, name, extensions[kind]);
      const comments = kind === 'packets' ? commentsOf({ stalls, findings }, name) : new Map<number, string>();
      await writeFile(join(part, file), pieces(head, records, comments));
      files.push(file);
    }
    await writeFile(join(part, 'recording.stallscope'), `${JSON.stringify({ version: 1, inputs: files }, undefined, 2)}\n`);
    await rm(folder, { recursive: true, force: true });
    await rename(part, folder);
  } catch (error) {
    await rm(part, { recursive: true, force: true });
    throw error;
  }
  return files;
}

/** "packets", "packets-2": what a source is called, as a file. */
function freeName(taken: readonly string[], name: string, extension: string): string {
  const stem = basename(name).replace(/\.(pcap|pcapng|cap|strace|log|states)$/, '').replaceAll(/[^\w.-]+/g, '-').replaceAll(/^[-.]+|-+$/g, '') || 'recording';
  for (let number = 1; ; number++) {
    const file = `${stem}${number === 1 ? '' : `-${number}`}.${extension}`;
    if (!taken.includes(file)) return file;
  }
}

/** By frame of the input: what the verdicts say of it, so that Wireshark shows it too. */
function commentsOf(report: Pick<Report, 'stalls' | 'findings'>, input: string): Map<number, string> {
  const clauses = new Map<number, string>();
  const add = (frame: number, text: string): void => {
    clauses.set(frame, clauses.has(frame) ? `${clauses.get(frame)}\n${text}` : text);
  };
  for (const { id, summary, evidence } of report.stalls) {
    for (const { file, frame, clause } of evidence) if (file === input && frame !== undefined) add(frame, `stall ${id}, ${summary[0] ?? 'send() refused'}: ${clause}`);
  }
  for (const { title, evidence } of report.findings) {
    for (const { file, frame, clause } of evidence) if (file === input && frame !== undefined) add(frame, `${title}: ${clause}`);
  }
  return clauses;
}

/** Not all at once: what is kept may be large. */
function* pieces(head: readonly Buffer[], records: Iterable<Kept>, comments: ReadonlyMap<number, string>): Generator<Buffer> {
  yield Buffer.concat(head);
  let [piece, length]: [Buffer[], number] = [[], 0];
  for (const record of records) {
    const bytes = withComment(record, comments);
    piece.push(bytes);
    length += bytes.length;
    if (length < PIECE) continue;
    yield Buffer.concat(piece);
    [piece, length] = [[], 0];
  }
  yield Buffer.concat(piece);
}

function withComment({ bytes, number }: Kept, comments: ReadonlyMap<number, string>): Buffer {
  const comment = number === 0 ? undefined : comments.get(number);
  return comment === undefined ? bytes : commented(bytes, `Stallscope: ${comment}`);
}
