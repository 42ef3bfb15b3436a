/** The options at the end of a pcapng block: code u16, length u16, value padded to 4 bytes, until code 0 or the block ends. */

const END_OF_OPTIONS = 0;
const MOST_TEXT = 256;
const utf8 = new TextDecoder();

/** One reused object: the options of the block at hand. */
export class Options {
  view: DataView = new DataView(new ArrayBuffer(0));
  little = true;
  #start = 0;
  #end = 0;

  set(view: DataView, start: number, end: number, little: boolean): this {
    this.view = view;
    this.little = little;
    this.#start = start;
    this.#end = end;
    return this;
  }

  /** Where the value of the first option of this code begins; -1 when there is none, or it is shorter than `length`. */
  find(code: number, length: number): number {
    let at = this.#start;
    while (at + 4 <= this.#end) {
      const found = this.view.getUint16(at, this.little);
      const foundLength = this.view.getUint16(at + 2, this.little);
      if (found === END_OF_OPTIONS) return -1;
      if (at + 4 + foundLength > this.#end) return -1;
      if (found === code) return foundLength >= length ? at + 4 : -1;
      at += 4 + ((foundLength + 3) & ~3);
    }
    return -1;
  }

  /** The first option of this code as text, '' without. */
  text(code: number): string {
    const at = this.find(code, 0);
    if (at < 0) return '';
    const length = Math.min(this.view.getUint16(at - 2, this.little), MOST_TEXT);
    return utf8.decode(new Uint8Array(this.view.buffer, this.view.byteOffset + at, length));
  }

  /** Whether the value of the first option of this code begins with these letters of ASCII. */
  startsWith(code: number, letters: string): boolean {
    const at = this.find(code, letters.length);
    if (at < 0) return false;
    for (let i = 0; i < letters.length; i++) {
      if (this.view.getUint8(at + i) !== letters.charCodeAt(i)) return false;
    }
    return true;
  }
}

/** Exact below 2^53. */
export function readUint64(view: DataView, at: number, little: boolean): number {
  const first = view.getUint32(at, little);
  const second = view.getUint32(at + 4, little);
  return little ? second * 0x1_0000_0000 + first : first * 0x1_0000_0000 + second;
}
