/** Reads back from the inputs what the report quotes: lines of the log, and the Session-Id of lost messages. Nothing of it is kept in memory before. */
import type { AnalysisInput } from './analyze.ts';
import { listedTransfers, quotedCalls, type Quotes } from './view/buildReport.ts';
import type { Diagnosis } from './diagnose/diagnosis.ts';
import { diameterFields } from './dissect/diameter/fields.ts';
import { printedDiameter } from './dissect/syscalls/printedMessage.ts';

/** A quoted line is cut to so many characters. */
const QUOTE_LENGTH = 240;

/** A line longer than this is not read whole: enough for any message that strace prints whole. */
const LINE_BYTES = 256 * 1024;

/** The result of a resumed call is looked for so far behind its beginning. */
const RESULT_REACH = 4 * 1024 * 1024;
const NEWLINE = 10;

export async function fetchQuotes(diagnosis: Diagnosis, inputs: readonly AnalysisInput[]): Promise<Quotes> {
  const { trace } = diagnosis.correlation;
  const { calls, transfers } = trace;
  const decoder = new TextDecoder('utf-8');
  const text = (bytes: Uint8Array): string => {
    const line = decoder.decode(bytes).replace(/[\r\n]+$/, '');
    return line.length > QUOTE_LENGTH ? shorten(line) : line;
  };
  const lines = new Map<number, { line: string; result: string }>();
  for (const call of quotedCalls(diagnosis)) {
    const read = inputs[calls.input[call]!]?.source.read;
    if (!read) continue;
    const below = calls.endLine[call]! - calls.line[call]!;
    const bytes = await read.call(inputs[calls.input[call]!]!.source, calls.offset[call]!, below === 0 ? LINE_BYTES : RESULT_REACH);
    const line = lineAt(bytes, 0);
    const result = below === 0 ? line : lineAt(bytes, below);
    lines.set(call, { line: text(line), result: text(result) });
  }
  const sessionIds = new Map<number, string>();
  for (const transfer of listedTransfers(diagnosis)) {
    const call = transfers.call[transfer]!;
    const source = inputs[calls.input[call]!]?.source;
    if (!source?.read) continue;
    const bytes = await source.read(calls.offset[call]!, LINE_BYTES);
    const message = printedDiameter(lineAt(bytes, 0), transfers.index[transfer]!);
    const { sessionId } = diameterFields(message, 0, message.length);
    if (sessionId !== undefined) sessionIds.set(transfer, sessionId);
  }
  return { lines, sessionIds };
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
