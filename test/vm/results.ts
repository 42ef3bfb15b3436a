/** What a scenario left: what the client counted, what the live session said, and its recording, analysed anew. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { analyze } from '../../analyzer/analyze.ts';
import type { Report } from '../../analyzer/view/report.ts';
import { findInputs } from '../../cli/inputs.ts';
import { gatherContents } from './contents.mjs';
import { runGuest } from './vm.mjs';

/** The machine is emulated, and others may be using this one. */
const HANGS_S = 900;

/** Runs all scenarios; the folder of their results. */
export async function runScenarios(): Promise<string> {
  const contents = mkdtempSync(join(tmpdir(), 'stallscope-guest-'));
  try {
    gatherContents(contents);
    return await runGuest(contents, mkdtempSync(join(tmpdir(), 'stallscope-results-')), { seconds: HANGS_S });
  } finally {
    rmSync(contents, { recursive: true });
  }
}

export interface Result {
  /** What the client said it met: sent, refused, answers, lost (an errno). */
  readonly client: Readonly<Record<string, number>>;
  /** The session's own words. */
  readonly live: string;
  /** Where the tracer got its knowledge from; empty without one. */
  readonly tracer: string;
  /** What the session asked to be started as root. */
  readonly lines: readonly string[];
  /** Of the recording as it reopens. */
  readonly report: Report;
}

const read = (folder: string, name: string): string => readFileSync(join(folder, name), 'utf8');

export async function resultOf(results: string, scenario: string): Promise<Result> {
  const folder = join(results, scenario);
  const recording = readdirSync(folder).find((name) => name.startsWith('stallscope-'));
  if (recording === undefined) throw new Error(`${scenario} left no recording: ${read(folder, 'live.log')}${read(results, 'guest.log')}`);
  const { inputs } = await findInputs([join(folder, recording)]);
  const counts = [...read(folder, 'client.txt').matchAll(/(\w+)=(\d+)/g)].map(([, name, value]) => [name, Number(value)]);
  const traced = readdirSync(folder).includes('refused.strace') ? read(folder, 'refused.strace') : '';
  const tracer = /^# stallscope-trace .*\bsource=(\w+)/.exec(traced)?.[1] ?? '';
  const lines = readdirSync(folder).includes('lines.txt') ? read(folder, 'lines.txt').trim().split('\n') : [];
  return { client: Object.fromEntries(counts), live: read(folder, 'live.txt'), tracer, lines, report: (await analyze(inputs)).report };
}
