// @ts-check
/**
 * Writes what `strace -f -tt -T -s 32` (6.1) prints. A call is two events, enter and exit; when another thread speaks between them the
 * line is broken into `<unfinished ...>` and `<... name resumed>`, as strace does. Events come in the order of time.
 */
import { OutputFile } from './outputFile.mjs';

/** @typedef {import('./thread.mjs').Thread} Thread */

const STRING_LENGTH = 32;
/** strace puts `= ` into this column where the line is shorter. */
const RESULT_COLUMN = 40;

const EAGAIN = '-1 EAGAIN (Resource temporarily unavailable)';

export class StraceLog {
  counts = { lines: 0, calls: 0, unfinishedLines: 0, eagainLines: 0, sends: 0, receives: 0, refusedSends: 0, stalls: 0 };
  #file;
  #clock;
  /** @type {Thread | undefined} whose line is not ended */
  #open;
  #column = 0;
  #second = -1;
  #secondText = '';

  /**
   * @param {string} path
   * @param {import('./clock.mjs').Clock} clock
   */
  constructor(path, clock) {
    this.#file = new OutputFile(path);
    this.#clock = clock;
  }

  get size() {
    return this.#file.size;
  }

  /**
   * @param {Thread} thread
   * @param {string} name
   * @param {string} argumentsText what is known when the call begins
   */
  enter(thread, name, argumentsText) {
    this.#breakLine();
    thread.callName = name;
    thread.callStart = this.#clock.now;
    const text = `${this.#prefix(thread)}${name}(${argumentsText}`;
    this.#column = text.length;
    this.#open = thread;
    this.counts.calls++;
    this.#write(text);
  }

  /**
   * @param {Thread} thread
   * @param {string} argumentsText what the kernel filled in
   * @param {number | string} result
   */
  exit(thread, argumentsText, result) {
    let start = argumentsText;
    if (this.#open !== thread) {
      this.#breakLine();
      start = `${this.#prefix(thread)}<... ${thread.callName} resumed>${argumentsText}`;
      this.#column = 0;
    }
    this.#open = undefined;
    const column = this.#column + start.length + 1;
    const blanks = column < RESULT_COLUMN ? ' '.repeat(RESULT_COLUMN - column) : ' ';
    this.#write(`${start})${blanks}= ${result} <${durationText(this.#clock.now - thread.callStart)}>\n`);
    this.counts.lines++;
  }

  /**
   * The exit of a call that would have to wait.
   * @param {Thread} thread
   * @param {string} argumentsText
   */
  exitAgain(thread, argumentsText = '') {
    this.counts.eagainLines++;
    this.exit(thread, argumentsText, EAGAIN);
  }

  close() {
    this.#breakLine();
    this.#file.close();
  }

  #breakLine() {
    if (!this.#open) return;
    this.#open = undefined;
    this.counts.lines++;
    this.counts.unfinishedLines++;
    this.#write(' <unfinished ...>\n');
  }

  /** @param {Thread} thread */
  #prefix(thread) {
    const { now } = this.#clock;
    const second = Math.floor(now / 1e6);
    if (second !== this.#second) {
      this.#second = second;
      const ofDay = second % 86_400;
      const two = (/** @type {number} */ n) => String(Math.floor(n)).padStart(2, '0');
      this.#secondText = `${two(ofDay / 3600)}:${two((ofDay % 3600) / 60)}:${two(ofDay % 60)}.`;
    }
    return `${String(thread.tid).padEnd(5)} ${this.#secondText}${sixDigits(now - second * 1e6)} `;
  }

  /** @param {string} text */
  #write(text) {
    const file = this.#file;
    file.reserve();
    file.position += file.bytes.write(text, file.position, 'latin1');
  }
}

/** @param {number} n */
const sixDigits = (n) => String(1_000_000 + n).slice(1);

/** @param {number} microseconds */
const durationText = (microseconds) =>
  microseconds < 1e6 ? `0.${sixDigits(microseconds)}` : `${Math.floor(microseconds / 1e6)}.${sixDigits(microseconds % 1e6)}`;

const escapes = Array.from({ length: 256 }, (_, byte) => {
  const known = { 9: '\\t', 10: '\\n', 11: '\\v', 12: '\\f', 13: '\\r', 34: '\\"', 92: '\\\\' }[byte];
  if (known) return known;
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\${byte.toString(8)}`;
});
/** An octal escape is written in full when the next byte is an octal digit. */
const escapesBeforeDigit = escapes.map((text, byte) => (/^\\\d/.test(text) ? `\\${byte.toString(8).padStart(3, '0')}` : text));

/**
 * A buffer of `length` bytes as strace prints it, of which `bytes` holds at least what is printed.
 * @param {Uint8Array} bytes
 * @param {number} length
 */
export function quote(bytes, length) {
  const end = Math.min(length, STRING_LENGTH);
  let text = '"';
  for (let i = 0; i < end; i++) {
    const next = i + 1 < end ? bytes[i + 1] : 0;
    text += next >= 0x30 && next <= 0x37 ? escapesBeforeDigit[bytes[i]] : escapes[bytes[i]];
  }
  return length > STRING_LENGTH ? `${text}"...` : `${text}"`;
}
