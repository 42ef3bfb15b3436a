/** What a program says on stderr -> lines fit to be shown: without what steers a terminal, none too long, a progress line that is drawn over as one each. */

const LONGEST = 300;
/** The source is named already. */
const OWN_NAME = /^stallscope-\w+: /;
/** Kept for the words at a program's end. */
const LAST = 3;
/** Of one that never ends. */
const LONGEST_PART = 4096;

// eslint-disable-next-line no-control-regex
const SEQUENCES = /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|\u001b(?:\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-_])/g;
/** Control characters, and those that turn the direction of text around. */
const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;

export function plainLine(text: string): string {
  const plain = text.replaceAll(SEQUENCES, '').replaceAll(CONTROLS, ' ').trim();
  return plain.length > LONGEST ? `${plain.slice(0, LONGEST - 1)}…` : plain;
}

export class SpokenLines {
  readonly #told: (line: string) => void;
  #part = '';
  #last: string[] = [];

  constructor(told: (line: string) => void) {
    this.#told = told;
  }

  push(text: string): void {
    const lines = `${this.#part}${text}`.split(/[\r\n]+/);
    this.#part = lines.pop()!.slice(-LONGEST_PART);
    for (const line of lines) this.#line(line);
  }

  /** The last of them, in one line. */
  end(): string {
    this.#line(this.#part);
    this.#part = '';
    return this.#last.join(' ');
  }

  #line(line: string): void {
    const plain = plainLine(line).replace(OWN_NAME, '');
    if (plain === '') return;
    this.#last = [...this.#last, plain].slice(-LAST);
    this.#told(plain);
  }
}
