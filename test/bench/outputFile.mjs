// @ts-check
/** A file written front to back through one large buffer, so that a hundred megabytes cost a few dozen writes. */
import { closeSync, openSync, writeSync } from 'node:fs';

const CAPACITY = 4 << 20;
/** No single record is longer: callers may fill this much between two calls of `reserve`. */
const LONGEST_RECORD = 64 << 10;

export class OutputFile {
  bytes = Buffer.alloc(CAPACITY);
  /** Where the next byte goes in `bytes`. */
  position = 0;
  #written = 0;
  #descriptor;

  /** @param {string | number} path a descriptor stays as it is */
  constructor(path) {
    this.#descriptor = typeof path === 'number' ? path : openSync(path, 'w');
  }

  /** Bytes of the file so far. */
  get size() {
    return this.#written + this.position;
  }

  /** Makes room for one more record. */
  reserve() {
    if (this.position + LONGEST_RECORD > CAPACITY) this.#flush();
  }

  close() {
    this.#flush();
    closeSync(this.#descriptor);
  }

  #flush() {
    for (let from = 0; from < this.position;) from += writeSync(this.#descriptor, this.bytes, from, this.position - from);
    this.#written += this.position;
    this.position = 0;
  }
}
