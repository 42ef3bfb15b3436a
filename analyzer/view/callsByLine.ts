/** Line of a log -> the calls that begin or end on it, by binary search. Made once for an input when its first line is asked for. */
import type { Trace } from '../trace/trace.ts';

interface LinesOfInput {
  /** Sorted; a call that was resumed has two entries. */
  readonly line: Uint32Array;
  readonly call: Uint32Array;
}

export class CallsByLine {
  readonly #trace: Trace;
  readonly #inputs = new Map<number, LinesOfInput>();

  constructor(trace: Trace) {
    this.#trace = trace;
  }

  /** Calls with a line in [from, to), in order of lines. */
  *between(input: number, from: number, to: number): Generator<{ readonly line: number; readonly call: number }> {
    const { line, call } = this.#of(input);
    for (let i = lowerBound(line, from); i < line.length && line[i]! < to; i++) yield { line: line[i]!, call: call[i]! };
  }

  #of(input: number): LinesOfInput {
    let lines = this.#inputs.get(input);
    if (!lines) this.#inputs.set(input, (lines = collect(this.#trace, input)));
    return lines;
  }
}

function collect({ calls }: Trace, input: number): LinesOfInput {
  let count = 0;
  for (let call = 0; call < calls.length; call++) if (calls.input[call] === input) count += calls.line[call] === calls.endLine[call] ? 1 : 2;
  // One number an entry sorts fast: line and call together stay below 2^53.
  const scale = 2 ** Math.ceil(Math.log2(calls.length + 1));
  const keys = new Float64Array(count);
  let next = 0;
  for (let call = 0; call < calls.length; call++) {
    if (calls.input[call] !== input) continue;
    keys[next++] = calls.line[call]! * scale + call;
    if (calls.line[call] !== calls.endLine[call]) keys[next++] = calls.endLine[call]! * scale + call;
  }
  keys.sort();
  const line = new Uint32Array(count);
  const call = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    line[i] = Math.floor(keys[i]! / scale);
    call[i] = keys[i]! % scale;
  }
  return { line, call };
}

function lowerBound(sorted: Uint32Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
