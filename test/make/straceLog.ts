/** The text that strace would have written of a list of calls, under the flags that change its lines. */
import { join, u32, type Bytes } from './packets.ts';

export interface LogFlags {
  /** -ttt, -tt, -t, or nothing. */
  readonly times?: 'ttt' | 'tt' | 't' | 'none';
  /** -T. */
  readonly durations?: boolean;
  /** -s: bytes of a string that are shown. */
  readonly shown?: number;
  /** A time zone's hours east of UTC: -tt and -t print local time. */
  readonly zone?: number;
  /** What must be added to the log's clock to get the capture's, ms. */
  readonly offset?: number;
  /** The log's clock is slow by this, ppm. */
  readonly drift?: number;
}

export interface Call {
  /** Entry on the true clock, ms. */
  readonly at: number;
  /** Up to the closing bracket. */
  readonly text: string;
  /** What stands behind the equals sign; a line without one when undefined. */
  readonly result: string | undefined;
  /** ms. */
  readonly took: number;
  readonly pid: number;
}

const two = (n: number): string => String(n).padStart(2, '0');

/** `start` is the true time 0 in seconds since 1970. */
export function straceLog(calls: readonly Call[], start: number, flags: LogFlags = {}): Bytes {
  const lines = calls.toSorted((a, b) => a.at - b.at).map(({ at, text, result, took, pid }) => {
    const duration = flags.durations === false || result === undefined ? '' : ` <${(took / 1000).toFixed(6)}>`;
    return `${pid}   ${printTime(at, start, flags)}${text}${result === undefined ? '' : ` = ${result}`}${duration}\n`;
  });
  return new TextEncoder().encode(lines.join(''));
}

/** Fractions are cut off as strace does, not rounded. */
function printTime(at: number, start: number, { times = 'ttt', zone = 0, offset = 0, drift = 0 }: LogFlags): string {
  if (times === 'none') return '';
  const own = (at - offset) / (1 + drift * 1e-6);
  const micros = Math.floor(own * 1000 + 1e-6);
  const seconds = start + Math.floor(micros / 1e6);
  const fraction = String(micros - Math.floor(micros / 1e6) * 1e6).padStart(6, '0');
  if (times === 'ttt') return `${seconds}.${fraction} `;
  const local = seconds + zone * 3600;
  const ofDay = ((local % 86_400) + 86_400) % 86_400;
  const clock = `${two(Math.floor(ofDay / 3600))}:${two(Math.floor(ofDay / 60) % 60)}:${two(ofDay % 60)}`;
  return times === 't' ? `${clock} ` : `${clock}.${fraction} `;
}

/** A C string of the first `shown` bytes, as strace prints it. */
export function quote(bytes: Uint8Array, shown: number): string {
  let text = '';
  for (const byte of bytes.subarray(0, shown)) {
    const isPlain = byte >= 32 && byte < 127 && byte !== 34 && byte !== 92;
    text += isPlain ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, '0')}`;
  }
  return `"${text}"${shown < bytes.length ? '...' : ''}`;
}

export interface MessageFields {
  readonly size?: number;
  /** Hop-by-Hop and End-to-End Identifier. */
  readonly id?: number;
  readonly request?: boolean;
  /** 272 Credit-Control, 280 Device-Watchdog. */
  readonly command?: number;
}

/** A Diameter message whose body repeats nothing of another id's. RFC 6733 3. */
export function diameterBytes({ size = 700, id = 1, request = true, command = 272 }: MessageFields): Bytes {
  const body = new Uint8Array(size - 20).map((_, i) => (id * 7 + i * 13) & 255);
  return join([1, size >>> 16, (size >>> 8) & 255, size & 255], [request ? 0x80 : 0, command >>> 16, (command >>> 8) & 255, command & 255], u32(4), u32(id), u32(id), body);
}
