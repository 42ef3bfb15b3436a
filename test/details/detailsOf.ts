/** A recording of test/fixtures (or bytes) with its details: what the tests of this room begin with. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readAll } from '../../analyzer/analyze.ts';
import { Details } from '../../analyzer/details/details.ts';
import type { DecodedBytes, Field } from '../../analyzer/details/field.ts';
import { Dictionary } from '../../analyzer/dissect/diameter/dictionary.ts';
import type { ByteSource } from '../../analyzer/trace/input.ts';
import type { Trace } from '../../analyzer/trace/trace.ts';
import { fileSource } from '../../cli/fileSource.ts';

export const dictionary = new Dictionary();
const fixtures = fileURLToPath(new URL('../fixtures', import.meta.url));

export interface Opened {
  readonly trace: Trace;
  readonly details: Details;
  /** Paths of the inputs, by their row. */
  readonly paths: readonly string[];
}

/** All inputs of a fixture, or those whose name `wanted` matches. */
export async function openFixture(name: string, wanted = /capture|strace/): Promise<Opened> {
  const paths = readdirSync(join(fixtures, name)).filter((file) => wanted.test(file)).map((file) => join(fixtures, name, file));
  const sources = paths.map((path) => fileSource(path));
  const trace = await readAll(paths.map((path, i) => ({ path, source: sources[i]! })));
  return { trace, details: new Details(trace, (input) => sources[input], dictionary), paths };
}

export function bytesSource(bytes: Uint8Array): ByteSource {
  return {
    async *stream() {
      yield bytes;
    },
    read: (offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)),
  };
}

export async function openBytes(...inputs: readonly Uint8Array[]): Promise<Opened> {
  const sources = inputs.map(bytesSource);
  const trace = await readAll(sources.map((source, i) => ({ path: `input ${i}`, source })));
  return { trace, details: new Details(trace, (input) => sources[input], dictionary), paths: [] };
}

/** "[start, end) name: value (meaning) {filter} <spec>", two blanks a level: what a person reviews. */
export function dump(decoded: readonly DecodedBytes[]): string {
  return decoded.map(({ title, data, fields }) => [`== ${title}; data of ${data.length} bytes`, ...dumpFields(fields, 0), ''].join('\n')).join('\n');
}

function dumpFields(fields: readonly Field[], indent: number): string[] {
  return fields.flatMap(({ name, value, meaning, start, end, spec, filter, children, problem }) => [
    [
      start === undefined ? '   -   ' : `${String(start).padStart(3)}-${String(end).padEnd(3)}`,
      `${'  '.repeat(indent)}${name}${value === '' ? '' : `: ${value}`}`,
      meaning && `(${meaning})`, problem && `[${problem}]`, spec && `<${spec}>`, filter && `{${filter}}`,
    ].filter(Boolean).join(' '),
    ...dumpFields(children ?? [], indent + 1),
  ]);
}
