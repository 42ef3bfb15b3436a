/** Refused sends of every recording are those that its truth.json counts. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isSend } from '../../analyzer/trace/schema.ts';
import { NONE } from '../../analyzer/trace/table.ts';
import type { Trace } from '../../analyzer/trace/trace.ts';
import { readLog } from '../readers/readLog.ts';

const TRACES = '../shared/traces';
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

const present = existsSync(TRACES);
if (!present) console.log(`skipped: ${TRACES}, the corpus folder that may lie beside the checkout, is not there`);

describe.skipIf(!present)('recordings', () => {
  const folders = present ? readdirSync(TRACES).filter((folder) => existsSync(join(TRACES, folder, 'truth.json'))) : [];
  for (const folder of folders) {
    const truth = JSON.parse(readFileSync(join(TRACES, folder, 'truth.json'), 'utf8')) as Truth;
    for (const [name, { lines, eagain_sends: refused }] of Object.entries(truth.straces)) {
      const path = join(TRACES, folder, name);
      if (!existsSync(path)) continue;
      test(`${folder}/${name}: ${refused} refused sends`, () => {
        const trace = readLog(path, readFileSync(path));
        expect(refusedSends(trace)).toBe(refused);
        expect(trace.inputs[0]!.lines).toBe(lines);
        expect(trace.problems.of(0).filter((problem) => problem.kind === 'strace-garbage')).toEqual([]);
      });
    }
  }
});
