/** A case is a folder of test/fixtures with an expected.txt; everything else in it but the texts below is input. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { decompress as unzstd } from 'fzstd';
import { analyze, type Analysis, type AnalysisInput } from '../analyzer/analyze.ts';
import type { ByteSource } from '../analyzer/trace/input.ts';
import type { Trace } from '../analyzer/trace/trace.ts';
import { fnv1a } from '../analyzer/trace/head.ts';
import type { Column, TableCore } from '../analyzer/trace/table.ts';
import { renderText } from '../analyzer/view/text.ts';
import { plain } from '../cli/palette.ts';
import { fileSource } from '../cli/fileSource.ts';

const fixtures = fileURLToPath(new URL('fixtures', import.meta.url));
const notInput = new Set(['README.md', 'expected.txt', 'truth.json']);
const WIDTH = 100;

export interface Truth {
  readonly cause: string;
  readonly consequence: string;
  readonly eagain_count_on_sctp: number;
}

export interface GoldenCase {
  readonly name: string;
  readonly expected: string;
  readonly truth: Truth | undefined;
  readonly files: readonly { readonly name: string; readonly path: string; readonly bytes: Uint8Array }[];
}

function loadCase(name: string): GoldenCase {
  const folder = join(fixtures, name);
  const truth = join(folder, 'truth.json');
  const files = readdirSync(folder).filter((file) => !notInput.has(file)).toSorted();
  return {
    name,
    expected: join(folder, 'expected.txt'),
    truth: existsSync(truth) ? (JSON.parse(readFileSync(truth, 'utf8')) as Truth) : undefined,
    files: files.map((file) => ({ name: file, path: join(folder, file), bytes: readFileSync(join(folder, file)) })),
  };
}

export const goldenCases: readonly GoldenCase[] = readdirSync(fixtures)
  .filter((name) => existsSync(join(fixtures, name, 'expected.txt'))).map(loadCase);

/** The inputs of a case as they lie on the disk. */
export function inputsOf({ files }: GoldenCase): AnalysisInput[] {
  return files.map(({ name, path, bytes }) => ({ path: name, size: bytes.length, source: fileSource(path) }));
}

/** A decompressor's work is by the call: of larger inputs, small chunks are of what is in them. Bytes. */
const LARGE = 50_000;

/** The bytes of a file to be handed over in chunks of `size`. */
export function bytesForChunks({ name, bytes }: GoldenCase['files'][number], size: number): Uint8Array {
  if (size > 1000 || bytes.length < LARGE) return bytes;
  return name.endsWith('.gz') ? gunzipSync(bytes) : name.endsWith('.zst') ? unzstd(bytes) : bytes;
}

/** The source again, its bytes handed over in chunks of one size, in a buffer that is used again. */
export function inChunks(bytes: Uint8Array, size: number, source: ByteSource): ByteSource {
  const buffer = new Uint8Array(size);
  return {
    ...source,
    async *stream() {
      for (let at = 0; at < bytes.length; at += size) {
        const part = bytes.subarray(at, at + size);
        buffer.set(part);
        yield buffer.subarray(0, part.length);
        buffer.fill(0xaa);
      }
    },
  };
}

/** A hash of all columns of all tables. */
export function fingerprint(trace: Trace): Record<string, number> {
  const hashes: Record<string, number> = {};
  for (const [name, table] of tablesOf(trace)) {
    let hash = table.length;
    for (const columnName of table.columnNames()) {
      const column = (table as unknown as Record<string, Column>)[columnName]!;
      const bytes = new Uint8Array(column.buffer, column.byteOffset, table.length * column.BYTES_PER_ELEMENT);
      hash = Math.imul(hash, 31) ^ fnv1a(bytes, 0, bytes.length);
    }
    hashes[name] = hash;
  }
  return hashes;
}

function tablesOf(trace: Trace): [string, TableCore][] {
  return Object.entries(trace).filter((entry): entry is [string, TableCore] => typeof entry[1]?.columnNames === 'function');
}

/** What a person reviews: the verdict, what was wrong with the inputs, and how much there is in each table. */
export function dumpCase({ report, trace }: Analysis): string {
  const problems = report.inputs.flatMap(({ path, problems }) =>
    problems.map(({ kind, count, firstOffset, detail }) => `${path}: ${kind} × ${count}, first at ${firstOffset}${detail ? `, ${detail}` : ''}`));
  const sizes = tablesOf(trace).map(([name, { length }]) => `${name} ${length}`);
  return [
    renderText(report, { width: WIDTH, palette: plain }),
    ...problems,
    `tables: ${[...sizes, `associations ${trace.associations.length}`, `sockets ${trace.sockets.length}`].join(', ')}`,
    '',
  ].join('\n');
}

/** Everything that must not depend on how the bytes came. */
export async function outcome(inputs: readonly AnalysisInput[]): Promise<object> {
  const { report, trace } = await analyze(inputs);
  return { report, tables: fingerprint(trace) };
}
