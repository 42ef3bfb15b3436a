/** The words of a hover over one line of a log, as Markdown. What comes from the log is data: it is escaped, never markup. */
import { formatDuration } from '../../analyzer/trace/time.ts';
import type { LineNote } from '../../analyzer/view/protocol.ts';
import { callWords } from './callWords.ts';
import { errnoWords } from './errnoWords.ts';
import type { LogIndex } from './logIndex.ts';
import { printedMessage, type PrintedMessage } from './printedMessage.ts';

export interface HoverFacts {
  /** Lines of the call: where it begins, and the line of its result when that is another one. */
  readonly lines: readonly string[];
  readonly call: { readonly index: LogIndex; readonly row: number };
  /** What the analysis knows, when there is one: of the line of the call, with what its result line adds. */
  readonly note: LineNote | undefined;
  /** "10.0.0.1:36002 → 10.0.0.2:3868" of the note's association. */
  readonly association: string | undefined;
  /** Markdown with the ways on: into the timeline, to the packet; '' for none. */
  readonly links: string;
  /** Added to lines of the index to get lines of the log. */
  readonly lineOffset: number;
}

/** Paragraphs of a hover. */
export function hoverText({ lines, call: { index, row }, note, association, links, lineOffset }: HoverFacts): string[] {
  const { calls } = index;
  const name = index.nameOf(row);
  const words = callWords(name);
  const result = lines.at(-1) ?? '';
  const errno = /= (?:-1|\?) (E[A-Z0-9_]+)/.exec(result.slice(-512))?.[1];
  const paragraphs = [`**${escape(name)}** ${words.text === '' ? '' : `${escape(words.text)} · `}[${escape(words.page)}](https://man7.org/linux/man-pages/man2/${encodeURIComponent(words.page.slice(0, -3))}.2.html)`];
  if (note?.refused) paragraphs.push(`**${isBlocked(note.refused.text) ? '' : 'refused: '}${escape(note.refused.text)}**${note.refused.stall === undefined ? '' : ` · stall ${note.refused.stall}`}`);
  if (note?.sentAgain?.line !== undefined) paragraphs.push(`the same message was accepted in line ${note.sentAgain.line}`);
  if (note?.ended) paragraphs.push(escape(note.ended.text));
  if (links !== '') paragraphs.push(links);
  if (errno !== undefined) paragraphs.push(errnoText(errno, index.socketOf(row) >= 0, RECEIVES.test(name)));
  const message = printedMessage(lines[0]!) ?? (lines.length > 1 ? printedMessage(result) : undefined);
  if (message) paragraphs.push(messageText(message, note?.neverWired === true));
  else if (note?.message !== undefined) paragraphs.push(`**${escape(note.message)}**${note.neverWired ? ` · ${NEVER_WIRED}` : ''}`);
  paragraphs.push(...socketText(index, row, note, association, lineOffset));
  if (note?.window !== undefined) paragraphs.push(`window when it was called: ${escape(note.window)}`);
  const times = timeText(index, row);
  if (times !== '') paragraphs.push(times);
  if (calls.line[row] !== calls.endLine[row]) paragraphs.push(`begins in line ${calls.line[row]! + lineOffset}, returns in line ${calls.endLine[row]! + lineOffset}`);
  return paragraphs;
}

const RECEIVES = /^(read|recv)/;
const NEVER_WIRED = 'accepted by the kernel and never on the wire (derived)';

const isBlocked = (text: string): boolean => text.startsWith('blocked');

function errnoText(errno: string, isSctp: boolean, isReceive: boolean): string {
  const words = errnoWords(errno);
  if (!words) return `**${escape(errno)}**`;
  const sctp = isReceive && words.received !== undefined ? words.received : isSctp ? words.sctp : '';
  return `**${escape(errno)}** ${escape(words.text)}${sctp === '' ? '' : `  \n${escape(sctp)}`}`;
}

function messageText({ command, commandName, application, hopByHopId, endToEndId, length, shown, flags, avps }: PrintedMessage, neverWired: boolean): string {
  const head = [
    `**${escape(command)}** ${command === commandName ? '' : escape(commandName)}`.trim(),
    escape(application), `hop-by-hop \`${hopByHopId}\``, `end-to-end \`${endToEndId}\``,
    `${length} bytes${shown < length ? `, ${shown} printed` : ''}`, ...(flags === '' ? [] : [flags]), ...(neverWired ? [NEVER_WIRED] : []),
  ].join(' · ');
  return [head, ...avps.map(({ name, value }) => `${escape(name)}: ${escape(value)}`)].join('  \n');
}

function socketText(index: LogIndex, row: number, note: LineNote | undefined, association: string | undefined, lineOffset: number): string[] {
  const fd = index.calls.fd[row]!;
  const id = index.socketOf(row);
  const parts: string[] = [];
  if (id >= 0) {
    const { protocol, oneToMany, local, peer, openCall, fd: number } = index.trace.sockets[id]!;
    parts.push(`fd ${number}: ${protocol === 'sctp' ? `SCTP socket${oneToMany ? ', one-to-many' : ''}` : 'a descriptor that carries messages'}`);
    if (local !== '' || peer !== '') parts.push(escape([local, peer].filter((text) => text !== '').join(' → ')));
    const opened = note?.opened?.line ?? (openCall < index.trace.calls.length ? index.trace.calls.line[openCall]! + lineOffset : undefined);
    if (opened !== undefined && opened !== index.calls.line[row]! + lineOffset) parts.push(`opened in line ${opened}`);
  } else if (fd >= 0) parts.push(`fd ${fd}`);
  if (note?.association !== undefined) parts.push(`association ${note.association}${association === undefined ? '' : ` ${escape(association)}`}`);
  return parts.length === 0 ? [] : [parts.join(' · ')];
}

function timeText({ calls }: LogIndex, row: number): string {
  const parts: string[] = [];
  if (calls.duration[row]! >= 0) parts.push(`took ${formatDuration(calls.duration[row]!)}`);
  if (calls.sincePrevious[row]! >= 0) parts.push(`${formatDuration(calls.sincePrevious[row]!)} after the previous call on fd ${calls.fd[row]}`);
  return parts.join(' · ');
}

// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g;

/** Markdown and HTML say nothing in it, and nothing turns the direction of the text. */
export function escape(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!~|<>&]/g, '\\$&').replace(CONTROL, ' ');
}
