/** Where the parts of one line of a log stand: pid, name, descriptor, errno. For the line under the cursor; whole logs are read by LogIndex. */
import { Prefix } from '../../analyzer/readers/stracePrefix.ts';
import { nameEnd } from '../../analyzer/readers/straceText.ts';

/** Columns [start, end). */
export interface Part {
  readonly start: number;
  readonly end: number;
}

export interface LineParts {
  readonly pid: Part | undefined;
  /** Of the system call; of `<... sendmsg resumed>` too. */
  readonly name: Part | undefined;
  /** A first argument that is a number. */
  readonly fd: Part | undefined;
  /** "EAGAIN". */
  readonly errno: Part | undefined;
  /** "unfinished" or "resumed". */
  readonly half: Part | undefined;
}

/** Longer prefixes and names do not occur. */
const HEAD = 512;
const TAIL = 512;
const prefix = new Prefix();

export function lineParts(text: string): LineParts {
  const head = Math.min(text.length, HEAD);
  const bytes = new Uint8Array(head);
  for (let i = 0; i < head; i++) bytes[i] = text.charCodeAt(i) & 0xff;
  const body = prefix.parse(bytes, 0, head);
  const isResumed = text.startsWith('<... ', body);
  const start = isResumed ? body + 5 : body;
  const end = nameEnd(bytes, start, head);
  const isCall = end > start && (isResumed ? text.startsWith(' resumed>', end) : text[end] === '(');
  return {
    pid: prefix.tid >= 0 ? firstNumber(text, body) : undefined,
    name: isCall ? { start, end } : undefined,
    fd: isCall && !isResumed ? numberAt(text, end + 1) : undefined,
    errno: errnoOf(text),
    half: isResumed && isCall ? { start: end + 1, end: end + 8 } : unfinishedOf(text),
  };
}

function firstNumber(text: string, before: number): Part | undefined {
  for (let at = 0; at < before; at++) if (isDigit(text, at)) return numberAt(text, at);
  return undefined;
}

const isDigit = (text: string, at: number): boolean => text[at]! >= '0' && text[at]! <= '9';

function numberAt(text: string, start: number): Part | undefined {
  let end = start;
  while (end < text.length && isDigit(text, end)) end++;
  return end === start || text[end] === 'x' ? undefined : { start, end };
}

function errnoOf(text: string): Part | undefined {
  const from = Math.max(0, text.length - TAIL);
  const match = /= (?:-1|\?) (E[A-Z0-9_]+)/.exec(text.slice(from));
  if (!match) return undefined;
  const start = from + match.index + match[0].length - match[1]!.length;
  return { start, end: start + match[1]!.length };
}

function unfinishedOf(text: string): Part | undefined {
  const at = text.lastIndexOf('<unfinished ...>');
  return at < 0 || at < text.length - 18 ? undefined : { start: at + 1, end: at + 11 };
}

const MAKES_DESCRIPTOR = /\b(?:socket|accept4?|openat2?|dup[23]?|epoll_create1?)(?:\(| resumed>)/;

/** Descriptors in the text that are written with their name: `fd=17`, `17<SCTP:[244]>`. */
export function descriptorAt(text: string, column: number): Part | undefined {
  let start = column;
  let end = column;
  while (start > 0 && isDigit(text, start - 1)) start--;
  while (end < text.length && isDigit(text, end)) end++;
  if (start === end) return undefined;
  const part = { start, end };
  if (text.startsWith('fd=', start - 3) || text[end] === '<') return part;
  // What epoll_ctl() watches, and what a call that makes a descriptor answers.
  if (/\bepoll_ctl\(\d+(?:<[^,]*>)?, EPOLL_CTL_[A-Z]+, $/.test(text.slice(0, start).slice(-HEAD))) return part;
  if (text.startsWith('= ', start - 2) && MAKES_DESCRIPTOR.test(text)) return part;
  const { fd } = lineParts(text);
  return fd && fd.start === start && fd.end === end ? part : undefined;
}

export const inPart = (part: Part | undefined, column: number): boolean => part !== undefined && column >= part.start && column <= part.end;
