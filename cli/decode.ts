/** `stallscope decode`: one frame of a capture, field by field. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { decodeFrame, decodedLines } from '../analyzer/decode.ts';
import { readCustomDictionary } from '../analyzer/dissect/diameter/customDictionaries.ts';
import { Dictionary } from '../analyzer/dissect/diameter/dictionary.ts';
import { fileSource } from './fileSource.ts';
import { writeOutput } from './output.ts';
import { Refusal } from './refusal.ts';

export interface DecodeOptions {
  /** Wireshark XML or Erlang .dia files. */
  readonly dictionary?: readonly string[];
  readonly out?: string;
}

/** Resolves to the exit code. */
export async function decode(frame: number, file: string, { dictionary: paths = [], out }: DecodeOptions): Promise<number> {
  const dictionary = new Dictionary();
  for (const path of paths) {
    const extension = readCustomDictionary(path, readText(path), (name) => textOrNothing(join(dirname(path), name)));
    for (const problem of extension.problems) process.stderr.write(`${path}: ${problem}\n`);
    dictionary.extend(extension);
  }
  let decoded;
  try {
    decoded = await decodeFrame({ path: file, source: fileSource(file) }, frame, dictionary);
  } catch (error) {
    throw new Refusal(`${file}: cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)}); check the path and its permissions`);
  }
  if (!decoded) throw new Refusal(`${file}: it has no frame ${frame}`);
  await writeOutput(out, lines(decodedLines(decoded)));
  return 0;
}

function* lines(texts: Iterable<string>): Generator<string> {
  for (const text of texts) yield `${text}\n`;
}

function readText(path: string): string {
  const text = textOrNothing(path);
  if (text === undefined) throw new Refusal(`${path}: the dictionary cannot be read; check the path`);
  return text;
}

function textOrNothing(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
