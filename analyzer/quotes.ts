/** Reads back from the inputs what the report quotes: lines of the log, and the Session-Id of lost messages. Nothing of it is kept in memory before. */
import type { AnalysisInput } from './analyze.ts';
import { listedTransfers, quotedCalls, quotedStates, type Quotes } from './view/buildReport.ts';
import type { Diagnosis } from './diagnose/diagnosis.ts';
import { diameterFields } from './dissect/diameter/fields.ts';
import type { ByteSource } from './trace/input.ts';
import { printedDiameter } from './dissect/syscalls/printedMessage.ts';

/** A quoted line is cut to so many characters. */
const QUOTE_LENGTH = 240;

/** Bytes asked for at first, and at most: a line longer than that is quoted in part. */
const FIRST_READ = 8 * 1024;
const MOST_BYTES = 8 * 1024 * 1024;
const NEWLINE = 10;

/** Members of a state that say whose it is; the figures follow them. */
const NAMES = / local=.*?(?= (?:rwnd|cwnd|wmem)=)/;

export async function fetchQuotes(diagnosis: Diagnosis, inputs: readonly AnalysisInput[]): Promise<Quotes> {
  const { trace } = diagnosis.correlation;
  const { calls, transfers } = trace;
  const decoder = new TextDecoder('utf-8');
  const text = (bytes: Uint8Array, omitted?: RegExp): string => {
    const whole = decoder.decode(bytes).replace(/[\r\n]+$/, '');
    const line = omitted ? whole.replace(omitted, ' ...') : whole;
    return line.length > QUOTE_LENGTH ? shorten(line) : line;
  };
  const lines = new Map<number, { line: string; result: string }>();
  for (const call of quotedCalls(diagnosis)) {
    const below = calls.endLine[call]! - calls.line[call]!;
    const bytes = await readLines(inputs[calls.input[call]!]!.source, calls.offset[call]!, below + 1);
    if (bytes) lines.set(call, { line: text(lineAt(bytes, 0)), result: text(lineAt(bytes, below)) });
  }
  const states = new Map<number, string>();
  for (const row of quotedStates(diagnosis)) {
    const bytes = await readLines(inputs[trace.states.input[row]!]!.source, trace.states.offset[row]!, 1);
    if (bytes) states.set(row, text(lineAt(bytes, 0), NAMES));
  }
  const sessionIds = new Map<number, string>();
  for (const transfer of listedTransfers(diagnosis)) {
    const call = transfers.call[transfer]!;
    const bytes = await readLines(inputs[calls.input[call]!]!.source, calls.offset[call]!, 1);
    if (!bytes) continue;
    const message = printedDiameter(lineAt(bytes, 0), transfers.index[transfer]!);
    const { sessionId } = diameterFields(message, 0, message.length);
    if (sessionId !== undefined) sessionIds.set(transfer, sessionId);
  }
  return { lines, states, sessionIds };
}

/** At least `count` lines from `offset`, as far as MOST_BYTES go; undefined where the source cannot go back. */
async function readLines(source: ByteSource, offset: number, count: number): Promise<Uint8Array | undefined> {
  for (let length = FIRST_READ; ; length *= 8) {
    const bytes = await source.read?.(offset, length);
    if (!bytes || bytes.length < length || length >= MOST_BYTES || hasLines(bytes, count)) return bytes;
  }
}

function hasLines(bytes: Uint8Array, count: number): boolean {
  let at = -1;
  for (let n = 0; n < count; n++) {
    at = bytes.indexOf(NEWLINE, at + 1);
    if (at < 0) return false;
  }
  return true;
}

/** The n-th line of a buffer, without its end; empty when it lies behind the buffer. */
function lineAt(bytes: Uint8Array, n: number): Uint8Array {
  let start = 0;
  for (; n > 0; n--) {
    const end = bytes.indexOf(NEWLINE, start);
    if (end < 0) return bytes.subarray(0, 0);
    start = end + 1;
  }
  const end = bytes.indexOf(NEWLINE, start);
  return bytes.subarray(start, end < 0 ? bytes.length : end);
}

/** Keeps the call and its result: what is between them is the message. */
function shorten(line: string): string {
  const tail = line.length > 90 ? line.slice(-90) : '';
  return `${line.slice(0, QUOTE_LENGTH - tail.length - 5)} ... ${tail}`;
}
