/** Refused sends of every recording are those that its truth.json counts. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isSend } from '../../analyzer/trace/schema.ts';
import { NONE } from '../../analyzer/trace/table.ts';
import type { Trace } from '../../analyzer/trace/trace.ts';
import { corpusFolder, needs } from '../needs.ts';
import { readLog } from '../readers/readLog.ts';

const TRACES = join(corpusFolder, 'traces');
const EAGAIN = 11;

interface Truth {
  readonly straces: Readonly<Record<string, { readonly lines: number; readonly eagain_sends: number }>>;
}

function refusedSends(trace: Trace): number {
  const { calls } = trace;
  let count = 0;
  for (let row = 0; row < calls.length; row++) {
    if (isSend(calls.syscall[row]!) && calls.errno[row] === EAGAIN && calls.socket[row] !== NONE) count++;
  }
  return count;
}

const folders = existsSync(TRACES) ? readdirSync(TRACES).filter((folder) => existsSync(join(TRACES, folder, 'truth.json'))) : [];
const logs = folders.flatMap((folder) => {
  const truth = JSON.parse(readFileSync(join(TRACES, folder, 'truth.json'), 'utf8')) as Truth;
  return Object.entries(truth.straces)
    .filter(([name]) => existsSync(join(TRACES, folder, name)))
    .map(([name, { lines, eagain_sends: refused }]) => ({ log: join(folder, name), lines, refused }));
});

test('the recordings are there', needs('corpus'), () => {
  expect(logs.length).toBeGreaterThan(0);
});

for (const { log, lines, refused } of logs) {
  test(`${log}: ${refused} refused sends`, () => {
    const trace = readLog(log, readFileSync(join(TRACES, log)));
    expect(refusedSends(trace)).toBe(refused);
    expect(trace.inputs[0]!.lines).toBe(lines);
    expect(trace.problems.of(0).filter((problem) => problem.kind === 'strace-garbage')).toEqual([]);
  });
}
