/**
 * The same log read twice: by the reader, and by a slow parser of regular expressions and strings that is written for plain layouts
 * only and shares nothing with it. Every call must have the same thread, name, arguments, result, error and duration.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { straceFormat } from '../../analyzer/readers/strace.ts';
import type { SyscallRecord } from '../../analyzer/trace/records.ts';
import { Trace } from '../../analyzer/trace/trace.ts';
import { corpusFolder, needs } from '../needs.ts';

const LINE = /^(?:(\d+) +)?(?:(?:\d\d:\d\d:\d\d(?:\.\d+)?|\d{9,}\.\d+) )?(?:\(\+ +[\d.]+\) )?(?:\[ *\d+\] \[[0-9a-f]+\] )?(\S.*)$/;
const CALL = /^([a-z_0-9]+)\((.*)\) += (\S+)(?: (E[A-Z]+) \([^)]*\))?(?: \(.*\))?(?: <([\d.]+)>)?$/;
const UNFINISHED = /^([a-z_0-9]+\(.*?) ?<unfinished \.\.\.>$/;
const RESUMED = /^<\.\.\. ([a-z_0-9]+) resumed>(.*)$/;

/** Layouts that the slow parser is not written for: pids in brackets, annotated descriptors, relative times. */
const PECULIAR = /(attach-stderr|y|r)\.strace$/;

interface Call {
  readonly tid: number;
  readonly text: string;
  readonly result: number;
  readonly failed: boolean;
  /** NaN without -T. */
  readonly duration: number;
}

/** Calls by the line where they begin. */
function readSlowly(log: string): Map<number, Call> {
  const open = new Map<string, { line: number; text: string }>();
  const calls = new Map<number, Call>();
  log.split('\n').forEach((text, index) => {
    const [, pid = '-1', body = ''] = LINE.exec(text) ?? [];
    let line = index + 1;
    let whole = body;
    const unfinished = UNFINISHED.exec(body);
    if (unfinished) {
      open.set(pid, { line, text: unfinished[1]! });
      return;
    }
    const resumed = RESUMED.exec(body);
    if (resumed) {
      const first = open.get(pid);
      if (!first) return;
      open.delete(pid);
      line = first.line;
      whole = first.text + resumed[2];
    }
    const [, name, args, result, errno, duration] = CALL.exec(whole) ?? [];
    if (name === undefined || name === 'restart_syscall') return;
    calls.set(line, {
      tid: Number(pid),
      text: `${name}(${args!.trimEnd()})`,
      result: result === '?' ? (errno === undefined ? NaN : -1) : Number(result),
      failed: errno !== undefined,
      duration: duration === undefined ? NaN : Math.round(Number(duration) * 1e9),
    });
  });
  return calls;
}

function readQuickly(bytes: Uint8Array): Map<number, Call> {
  const calls = new Map<number, Call>();
  const trace = new Trace();
  const latin1 = (record: SyscallRecord, start: number, end: number): string =>
    Buffer.from(record.bytes.subarray(start, end)).toString('latin1');
  const reader = straceFormat.open(trace.addInput('log'), trace, {
    packet: () => {},
    status: () => {}, state: () => {},
    syscall: (record) => {
      calls.set(record.line, {
        tid: record.tid,
        text: `${latin1(record, record.nameStart, record.nameEnd)}(${latin1(record, record.argumentsStart, record.argumentsEnd).trimEnd()})`,
        result: record.returnValue,
        failed: record.errno !== 0,
        duration: record.duration,
      });
    },
  });
  reader.push(bytes);
  reader.end();
  return calls;
}

const folder = join(corpusFolder, 'traces');
const logs = existsSync(folder)
  ? readdirSync(folder).flatMap((scenario) =>
      readdirSync(join(folder, scenario))
        .filter((name) => /\.strace(\.\w+)?$/.test(name) && !name.endsWith('.attach') && !PECULIAR.test(name))
        .map((name) => join(scenario, name)))
  : [];

test('calls of the recordings', needs('corpus'), () => {
  let compared = 0;
  for (const log of logs) {
    const bytes = readFileSync(join(folder, log));
    const quick = readQuickly(bytes);
    const differences: unknown[] = [];
    for (const [line, expected] of readSlowly(bytes.toString('latin1'))) {
      const found = quick.get(line);
      // Without -T the reader takes the duration of a resumed call from its times.
      const comparable = found && Number.isNaN(expected.duration) ? { ...found, duration: NaN } : found;
      if (!Object.is(JSON.stringify(comparable), JSON.stringify(expected)) && differences.length < 3) differences.push({ line, found, expected });
      compared++;
    }
    expect(differences, log).toEqual([]);
  }
  expect(compared).toBeGreaterThan(100_000);
});
