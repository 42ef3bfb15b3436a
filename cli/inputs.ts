/** Paths as the user wrote them -> inputs of the analysis. A folder stands for the logs and captures in it. */
import { access, constants, readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { AnalysisInput } from '../analyzer/analyze.ts';
import { SNIFF_BYTES } from '../analyzer/readers/format.ts';
import { formats } from '../analyzer/readers/formats.ts';
import { blocking, fileSource, standardInput } from './fileSource.ts';

export interface Inputs {
  readonly inputs: readonly AnalysisInput[];
  /** One sentence for each path that gave no input, with what to do. */
  readonly refused: readonly string[];
  /** What was left out of folders, one sentence each. */
  readonly notes: readonly string[];
}

const STANDARD_INPUT = '-';

function reasonOf(error: unknown): string {
  const code = (error as { code?: string }).code;
  if (code === 'ENOENT') return 'there is no such file; check the path';
  if (code === 'EACCES' || code === 'EPERM') return 'it may not be read; check its permissions (captures often belong to root: sudo chown $USER FILE)';
  return `it cannot be read (${code ?? String(error)}); check the path`;
}

/** The file as an input; its stat and its permission are looked at now, so that a wrong path is told before a long run. */
async function fileInput(path: string): Promise<AnalysisInput> {
  const info = await stat(path);
  await access(path, constants.R_OK);
  // A named pipe or `<(zcat …)` has no size and is read once.
  if (!info.isFile()) return { path, source: { stream: fileSource(path).stream } };
  return { path, size: info.size, source: fileSource(path, blocking) };
}

async function isRecording({ source }: AnalysisInput): Promise<boolean> {
  if (!source.read) return false;
  const head = await source.read(0, SNIFF_BYTES);
  return formats.some((format) => format.sniff(head));
}

async function folderInputs(folder: string): Promise<{ inputs: AnalysisInput[]; skipped: number }> {
  const inputs: AnalysisInput[] = [];
  let skipped = 0;
  const entries = await readdir(folder, { withFileTypes: true });
  for (const name of entries.filter((entry) => !entry.isDirectory()).map((entry) => entry.name).toSorted()) {
    try {
      const input = await fileInput(join(folder, name));
      if (await isRecording(input)) inputs.push(input);
      else skipped++;
    } catch {
      skipped++;
    }
  }
  return { inputs, skipped };
}

/** A *.stallscope file stands for the files it names, relative to itself. */
async function namedFiles(path: string): Promise<readonly string[] | undefined> {
  try {
    const { inputs } = JSON.parse(await readFile(path, 'utf8')) as { inputs?: unknown };
    if (Array.isArray(inputs) && inputs.every((input) => typeof input === 'string')) return inputs.map((input: string) => resolve(dirname(path), input));
  } catch {
    // Its content is told as that of any other file.
  }
  return undefined;
}

async function withNamedFiles(paths: readonly string[]): Promise<readonly string[]> {
  const all = await Promise.all(paths.map(async (path) => (path.endsWith('.stallscope') ? ((await namedFiles(path)) ?? [path]) : [path])));
  return all.flat();
}

export async function findInputs(paths: readonly string[]): Promise<Inputs> {
  const inputs: AnalysisInput[] = [];
  const refused: string[] = [];
  const notes: string[] = [];
  for (const path of new Set(await withNamedFiles(paths))) {
    try {
      if (path === STANDARD_INPUT) {
        inputs.push({ path: '(standard input)', source: standardInput() });
      } else if ((await stat(path)).isDirectory()) {
        const found = await folderInputs(path);
        inputs.push(...found.inputs);
        if (found.inputs.length === 0) refused.push(`${path}: no strace log and no capture in this folder; give the files by name`);
        else if (found.skipped > 0) notes.push(`${path}: ${found.skipped} other ${found.skipped === 1 ? 'file' : 'files'} left out`);
      } else inputs.push(await fileInput(path));
    } catch (error) {
      refused.push(`${path}: ${reasonOf(error)}`);
    }
  }
  return { inputs, refused, notes };
}
