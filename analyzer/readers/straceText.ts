/** The kinds of lines strace writes, told apart by their first bytes after the prefix, and the ways a call's line can break off. */

export const Body = { Garbage: 0, Call: 1, Resumed: 2, Status: 3, Note: 4, Continuation: 5, CutOff: 6 } as const;

const OPEN = 0x28;
const QUESTION = 0x3f;
const LESS = 0x3c;
const GREATER = 0x3e;
const DOT = 0x2e;
const ESCAPE = 0x1b;

/** Letters of system call names: "sendmsg", "syscall_0x1b3", "_llseek", "???" for one that was killed at its entry. */
const isNameByte = (c: number): boolean => (c >= 0x61 && c <= 0x7a) || (c >= 0x30 && c <= 0x39) || c === 0x5f || c === QUESTION;

/** Where the name that begins at `at` ends: at its opening parenthesis when this is a call. */
export function nameEnd(bytes: Uint8Array, at: number, end: number): number {
  let i = at;
  while (i < end && isNameByte(bytes[i]!)) i++;
  return i;
}

/** Body of the line whose prefix ends at `at`, and whose first word, if it has one, ends at `name`. */
export function bodyKind(bytes: Uint8Array, at: number, name: number, end: number): number {
  if (at >= end) return Body.Garbage;
  const c = bytes[at]!;
  if (name > at && (c < 0x30 || c > 0x39)) {
    if (name < end && bytes[name] === OPEN) return Body.Call;
    return startsWith(bytes, at, end, STRACE) ? Body.Note : Body.Garbage;
  }
  switch (c) {
    case LESS: return startsWith(bytes, at, end, RESUMED) ? Body.Resumed : Ending.of(bytes, at, end) > 0 ? Body.CutOff : Body.Garbage;
    case 0x2b: return startsWith(bytes, at, end, STATUS) ? Body.Status : Body.Garbage;
    case 0x2d: return startsWith(bytes, at, end, SIGNAL) ? Body.Note : Body.Garbage;
    case 0x29: return Body.Continuation;
    case 0x50: return startsWith(bytes, at, end, PROCESS) ? Body.Note : Body.Garbage;
    case 0x5b: return startsWith(bytes, at, end, PERSONALITY) ? Body.Note : Body.Garbage;
    default: return Body.Garbage;
  }
}

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);
const STRACE = ascii('strace: ');
const RESUMED = ascii('<... ');
const STATUS = ascii('+++ ');
const SIGNAL = ascii('--- ');
const PROCESS = ascii('Process ');
const PERSONALITY = ascii('[ Process PID=');
const UNFINISHED_LENGTH = '<unfinished ...>'.length;
const DETACHED = ascii('<detached ...>');
const PID_CHANGED = ascii('<pid changed to ');
/** "<pid changed to 4194304 ...>" */
const LONGEST_ENDING = 32;
/** "strace: Process 4194304 attached" */
const LONGEST_NOTE = 64;

function startsWith(bytes: Uint8Array, at: number, end: number, text: Uint8Array): boolean {
  if (end - at < text.length) return false;
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text[i]) return false;
  return true;
}

/** Where "<unfinished ...>" and its kin begin at the end of a line, without the blank before; -1 when the line is whole. */
export function cutOff(bytes: Uint8Array, start: number, end: number): number {
  if (bytes[end - 1] !== GREATER || bytes[end - 2] !== DOT) return -1;
  for (let at = end - 3; at >= start && at > end - LONGEST_ENDING; at--) {
    if (bytes[at] !== LESS) continue;
    if (Ending.of(bytes, at, end) === 0) return -1;
    return at > start && bytes[at - 1] === 0x20 ? at - 1 : at;
  }
  return -1;
}

/** How a call's line breaks off. */
export const Ending = {
  Unfinished: 1,
  Detached: 2,
  PidChanged: 3,
  of(bytes: Uint8Array, at: number, end: number): number {
    const text = bytes[at] === 0x20 ? at + 1 : at;
    // The one ending of this length; the dots before its end are seen already.
    if (end - text === UNFINISHED_LENGTH && bytes[text] === LESS && bytes[text + 1] === 0x75) return Ending.Unfinished;
    if (startsWith(bytes, text, end, DETACHED)) return Ending.Detached;
    return startsWith(bytes, text, end, PID_CHANGED) ? Ending.PidChanged : 0;
  },
  /** The pid named in bytes[at, end), -1 when there is none. */
  pid(bytes: Uint8Array, at: number, end: number): number {
    let i = at;
    while (i < end && (bytes[i]! < 0x30 || bytes[i]! > 0x39)) i++;
    if (i === end) return -1;
    let value = 0;
    for (; i < end && bytes[i]! >= 0x30 && bytes[i]! <= 0x39; i++) value = value * 10 + bytes[i]! - 0x30;
    return value;
  },
} as const;

/** Where a note of strace's own begins that ends bytes[start, end) ("strace: Process 12 attached"); `end` when there is none. */
export function noteStart(bytes: Uint8Array, start: number, end: number): number {
  for (let at = end - STRACE.length; at >= start && at > end - LONGEST_NOTE; at--) if (startsWith(bytes, at, end, STRACE)) return at;
  return end;
}

/** The line without ANSI escape sequences (ECMA-48 5.4: CSI, parameters, one final byte). strace prints its own escapes as \33. */
export function stripColours(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const out = new Uint8Array(end - start);
  let length = 0;
  for (let i = start; i < end; i++) {
    if (bytes[i] !== ESCAPE) {
      out[length++] = bytes[i]!;
      continue;
    }
    if (bytes[i + 1] === 0x5b) i++;
    while (i + 1 < end && (bytes[i + 1]! < 0x40 || bytes[i + 1]! > 0x7e)) i++;
    i++;
  }
  return out.subarray(0, length);
}
