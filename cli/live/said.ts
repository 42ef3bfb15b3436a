/** The last that a source said, told at most once a second. What it says in the second before it ends is told by its end. */

const EVERY_MS = 1000;

export class Said {
  readonly #tell: (line: string) => void;
  #line = '';
  #told = '';
  #timer: NodeJS.Timeout | undefined;

  constructor(tell: (line: string) => void) {
    this.#tell = tell;
  }

  push(line: string): void {
    this.#line = line;
    this.#timer ??= setTimeout(() => this.flush(), EVERY_MS);
  }

  /** Tells what waits, once. */
  flush(): void {
    this.drop();
    if (this.#line !== this.#told) this.#tell(this.#line);
    this.#told = this.#line;
  }

  drop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
