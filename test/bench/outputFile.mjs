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

  /** @param {string} path */
  constructor(path) {
    this.#descriptor = openSync(path, 'w');
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
    writeSync(this.#descriptor, this.bytes, 0, this.position);
    this.#written += this.position;
    this.position = 0;
  }
}
