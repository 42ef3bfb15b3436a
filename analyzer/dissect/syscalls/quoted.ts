/**
 * strace's quoted strings back to bytes: \" \\ \f \n \r \t \v, octal with one to three digits, \xHH (-x, -xx). A string that was
 * cut by -s goes on with "..." outside its quotes. strace's string_quote().
 */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const DOT = 0x2e;

export class Quoted {
  /** Bytes of the string that went to the target. */
  length = 0;
  /** The string is cut, or did not fit the target: `length` is not all of it. */
  cut = false;

  /**
   * Decodes the string that begins with a quote at `at` into target[targetStart, targetEnd). Returns the place after the closing
   * quote and its dots, `end` when there is none.
   */
  decode(bytes: Uint8Array, at: number, end: number, target: Uint8Array, targetStart: number, targetEnd: number): number {
    let out = targetStart;
    let i = at + 1;
    this.cut = false;
    while (i < end && out < targetEnd) {
      const c = bytes[i]!;
      if (c === QUOTE) break;
      i++;
      if (c !== BACKSLASH) {
        target[out++] = c;
        continue;
      }
      const escape = bytes[i++]!;
      let value = escape - 0x30;
      if (value >= 0 && value <= 7) {
        const second = bytes[i]! - 0x30;
        if (second >= 0 && second <= 7) {
          value = value * 8 + second;
          const third = bytes[++i]! - 0x30;
          if (third >= 0 && third <= 7) {
            value = value * 8 + third;
            i++;
          }
        }
        target[out++] = value;
      } else if (escape === 0x78) {
        target[out++] = (hexDigit(bytes[i]!) << 4) | hexDigit(bytes[i + 1]!);
        i += 2;
      } else {
        target[out++] = control(escape);
      }
    }
    this.length = out - targetStart;
    const close = closingQuote(bytes, i, end);
    if (close !== i) this.cut = true;
    if (close >= end) return end;
    if (bytes[close + 1] !== DOT || bytes[close + 2] !== DOT || close + 3 >= end) return close + 1;
    this.cut = true;
    return close + 4;
  }
}

/** Place of the quote that closes the string of which bytes[at] is inside and no part of an escape. */
export function closingQuote(bytes: Uint8Array, at: number, end: number): number {
  let i = at;
  while (i < end) {
    const c = bytes[i]!;
    if (c === QUOTE) return i;
    i += c === BACKSLASH ? 2 : 1;
  }
  return end;
}

function hexDigit(c: number): number {
  return c <= 0x39 ? c - 0x30 : (c | 0x20) - 0x57;
}

function control(escape: number): number {
  switch (escape) {
    case 0x6e: return 0x0a;
    case 0x74: return 0x09;
    case 0x72: return 0x0d;
    case 0x66: return 0x0c;
    case 0x76: return 0x0b;
    default: return escape;
  }
}
