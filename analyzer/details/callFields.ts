/**
 * One system call as fields: thread, time, each argument by the name it has in its manual page, result and duration, with what they
 * mean on an SCTP socket. The ranges are in the lines of the log; the messages of the call follow with their own bytes.
 */
import type { Dictionary } from '../dissect/diameter/dictionary.ts';
import type { SyscallRecord } from '../trace/records.ts';
import { formatDuration } from '../trace/time.ts';
import type { CallLines } from './callLines.ts';
import { callWords, errorWords, flagWords, manualPage } from './callWords.ts';
import { diameterSequence, isDiameter } from './diameterFields.ts';
import { Children, field, opaque, remark, type DecodedBytes, type Field, type FieldNotes } from './field.ts';
import { ancillaryStructure, memberFields, notificationStructure, optionStructure, packedAddresses } from './hostStructures.ts';
import { member, printedBytes, printedMessages, type PrintedMessage } from './printedBytes.ts';
import { parseValues, type Value } from './straceValue.ts';

/** Of an argument's own text. */
const SHOWN_CHARACTERS = 80;

/** The call, and the messages that it prints: all, or the one at `index` of its vector. */
export function decodedCall(lines: CallLines, title: string, dictionary: Dictionary, index?: number): readonly DecodedBytes[] {
  const { data, record, text } = lines;
  if (!record) return [{ title, data, fields: [opaque(data, 0, data.length, 'Line', { problem: 'this is no whole call' })] }];
  const name = text.slice(record.nameStart, record.nameEnd);
  const values = parseValues(text, record.argumentsStart, record.argumentsEnd);
  const call = new CallFields(lines, record, name, values);
  const messages = printedMessages(text, name, values, record.returnValue);
  return [
    { title, data, fields: call.fields() },
    ...messages.filter((message) => index === undefined || message.index === index)
      .map((message) => decodedMessage(message, messages.length > 1 ? message.index + 1 : 0, dictionary)),
  ];
}

function decodedMessage({ bytes, length, cutBy, isNotification }: PrintedMessage, number: number, dictionary: Dictionary): DecodedBytes {
  const whole = Number.isNaN(length) ? bytes.length : length;
  const size = bytes.length < whole ? `${bytes.length} of ${whole} bytes` : `${bytes.length} bytes`;
  const title = `${isNotification ? 'notification' : 'message'}${number > 0 ? ` ${number}` : ''} as printed, ${size}`;
  return { title, data: bytes, fields: messageFields(bytes, cutBy, isNotification, dictionary) };
}

function messageFields(bytes: Uint8Array, cutBy: string | undefined, isNotification: boolean, dictionary: Dictionary): readonly Field[] {
  if (isNotification) {
    const structure = notificationStructure(bytes);
    const members = memberFields(structure, bytes, (start, end) => [start, end]);
    const known = members.at(-1)?.end ?? 0;
    return [
      field('Notification', members[0]?.meaning ?? '', 0, bytes.length, {
        spec: structure.spec, problem: cutBy,
        children: known < bytes.length ? [...members, opaque(bytes, known, bytes.length, 'Bytes')] : members,
      }),
    ];
  }
  if (isDiameter(bytes, 0, bytes.length)) return diameterSequence(bytes, 0, bytes.length, dictionary, cutBy);
  return [opaque(bytes, 0, bytes.length, 'User Data', { problem: cutBy })];
}

class CallFields {
  readonly #lines: CallLines;
  readonly #record: SyscallRecord;
  readonly #name: string;
  readonly #values: readonly Value[];
  readonly #isReceive: boolean;

  constructor(lines: CallLines, record: SyscallRecord, name: string, values: readonly Value[]) {
    this.#lines = lines;
    this.#record = record;
    this.#name = name;
    this.#values = values;
    this.#isReceive = /^(?:recv|read)/.test(name);
  }

  fields(): readonly Field[] {
    const record = this.#record;
    const { between, lacksEnd } = this.#lines;
    return [
      ...this.#prefix(),
      this.#at('System Call', this.#name, record.nameStart, record.argumentsEnd + 1, {
        meaning: callWords(this.#name).meaning, spec: manualPage(this.#name), children: this.#arguments(),
      }),
      ...this.#result(),
      ...(between > 0 && !lacksEnd ? [remark('Resumed', `after ${between} other ${between === 1 ? 'line' : 'lines'}`)] : []),
      ...(record.headless ? [remark('Unfinished Line', 'not in the log', { problem: 'its arguments before this line are missing' })] : []),
    ];
  }

  /** A field of text[start, end), in whatever lines that is. */
  #at(name: string, value: string, start: number, end: number, notes: FieldNotes = {}): Field {
    const from = this.#lines.at(start);
    const last = end > start ? this.#lines.at(end - 1) : undefined;
    if (from === undefined || last === undefined) return remark(name, value, notes);
    return field(name, value, from, Math.min(last + 1, this.#lines.data.length), notes);
  }

  #prefix(): readonly Field[] {
    const prefix = this.#lines.text.slice(0, this.#record.nameStart);
    const fields: Field[] = [];
    const pid = /^(?:\[pid +)?(\d{1,7})(?:<[^>]*>)?\]?(?=\s)/d.exec(prefix);
    if (pid) {
      const [start, end] = pid.indices![1]!;
      const command = /<([^>]*)>/.exec(pid[0])?.[1];
      fields.push(this.#at('Thread', pid[1]!, start, end, { meaning: command }));
    }
    const time = /(?<![\d.])(\d{2}:\d{2}:\d{2}(?:\.\d+)?|\d+\.\d{3,9})(?![\d.])/d.exec(prefix);
    if (time) {
      const [start, end] = time.indices![1]!;
      fields.push(this.#at('Time', time[1]!, start, end, { meaning: absoluteTime(time[1]!) }));
    }
    return fields;
  }

  #arguments(): readonly Field[] {
    const children = new Children();
    const names = callWords(this.#name).arguments;
    const path: readonly Value[] = [];
    for (const [i, value] of this.#values.entries()) {
      const name = value.name === '' ? (names[i] ?? `argument ${i + 1}`) : value.name;
      children.add(value.start, value.end, () => this.#value(value, name, path));
    }
    return children.end('arguments');
  }

  /** `path` are the values around this one, the innermost last. */
  #value(value: Value, name: string, path: readonly Value[]): Field {
    const { text } = this.#lines;
    const own = text.slice(value.valueStart, value.end);
    if (value.kind === 'string') return this.#string(value, name, own, path);
    const [only, second] = value.children;
    if (value.kind === 'array' && only?.kind === 'word' && only.name === '' && !second) {
      const word = text.slice(only.valueStart, only.end);
      return this.#at(name, short(word), value.start, value.end, { meaning: this.#wordMeaning(name, word, value) });
    }
    if (value.kind === 'word') {
      const [, descriptor, annotation] = /^(-?\d+)<(.*)>$/.exec(own) ?? [];
      if (descriptor !== undefined) return this.#at(name, descriptor, value.start, value.end, { meaning: annotation });
      return this.#at(name, short(own), value.start, value.end, { meaning: this.#wordMeaning(name, own, path.at(-1)) });
    }
    const children = new Children();
    const inside = [...path, value];
    for (const [i, child] of value.children.entries()) {
      children.add(child.start, child.end, () => this.#value(child, child.name === '' ? elementName(name, i, value) : child.name, inside));
    }
    return this.#at(name, value.kind === 'array' ? count(value.children.length, 'element') : '', value.start, value.end, {
      children: children.end('values'),
      meaning: this.#isSctpControl(value) && !member(value, 'cmsg_data') ? 'its data are printed by strace 6.6 and later' : undefined,
    });
  }

  #isSctpControl(control: Value | undefined): boolean {
    const level = member(control, 'cmsg_level');
    return level !== undefined && /^(?:SOL_SCTP|IPPROTO_SCTP|0x84\b|132\b)/.test(this.#lines.text.slice(level.valueStart, level.end));
  }

  #wordMeaning(name: string, own: string, around: Value | undefined): string | undefined {
    if (name === 'timeout') return own === '-1' ? 'as long as it takes' : own === '0' ? 'returns at once' : /^\d+$/.test(own) ? `${own} ms` : undefined;
    const htons = /^htons\((\d+)\)$/.exec(own);
    if (htons) return `port ${htons[1]}`;
    if (name === 'cmsg_type' && this.#isSctpControl(around)) return ancillaryName(own) ?? flagWords(own);
    return flagWords(own, this.#isReceive);
  }

  #string(value: Value, name: string, own: string, path: readonly Value[]): Field {
    const printed = printedBytes(this.#lines.text, value)!;
    const { bytes, isCut } = printed;
    const structure = this.#structureOf(name, path);
    const addresses = name === 'optval' && /CONNECTX|BINDX/.test(this.#optionName()) ? packedAddresses(bytes) : undefined;
    const whole: readonly [number, number] = [value.start, value.end];
    return this.#at(name, short(own), value.start, value.end, {
      meaning: [count(bytes.length, 'byte'), structure && `struct ${structure.name}`, addresses].filter(Boolean).join(', '),
      problem: isCut ? `cut by strace -s ${bytes.length}` : undefined, spec: structure?.spec,
      // The members stand in the string's own characters, as bits do in a word.
      children: structure && memberFields(structure, bytes, () => [this.#lines.at(whole[0]) ?? 0, this.#endOf(whole[1])]),
    });
  }

  #endOf(end: number): number {
    return Math.min((this.#lines.at(end - 1) ?? 0) + 1, this.#lines.data.length);
  }

  /** cmsg_data of SOL_SCTP, and the values of options. */
  #structureOf(name: string, path: readonly Value[]): ReturnType<typeof optionStructure> {
    if (name === 'cmsg_data') {
      const control = path.at(-1);
      const type = member(control, 'cmsg_type');
      return type && this.#isSctpControl(control) ? ancillaryStructure(this.#lines.text.slice(type.valueStart, type.end)) : undefined;
    }
    if (name !== 'optval') return undefined;
    return optionStructure(this.#optionName());
  }

  #optionName(): string {
    const option = this.#values[2];
    return option ? this.#lines.text.slice(option.valueStart, option.end) : '';
  }

  #result(): readonly Field[] {
    const record = this.#record;
    const { text } = this.#lines;
    const tail = text.slice(record.argumentsEnd);
    const match = /^\) *= (.*?)(?: <(\d+\.\d+)>)?$/sd.exec(tail);
    if (!match) return [];
    const [start, end] = match.indices![1]!.map((at) => at + record.argumentsEnd) as [number, number];
    const fields = [this.#at('Return Value', short(match[1]!), start, end, { meaning: this.#resultMeaning(match[1]!) })];
    const duration = match.indices![2];
    if (duration) {
      fields.push(this.#at('Duration', `${match[2]} s`, duration[0] + record.argumentsEnd, duration[1] + record.argumentsEnd, { meaning: formatDuration(record.duration) }));
    }
    return fields;
  }

  #resultMeaning(result: string): string | undefined {
    const { returnValue, unreturned } = this.#record;
    const errno = /^(?:-1|\?) (E[A-Z0-9]+)/.exec(result)?.[1];
    if (errno !== undefined) return errorWords(this.#name, errno);
    if (this.#lines.lacksEnd) return 'its result stands too far below to be read back';
    if (unreturned) return 'it did not return in this log';
    if (/^(?:epoll_p?wait|p?poll|p?select)/.test(this.#name)) return returnValue === 0 ? 'nothing was ready in time' : returnValue === 1 ? 'descriptor is ready' : 'descriptors are ready';
    if (/^(?:send|recv)mmsg/.test(this.#name)) return returnValue === 1 ? 'message' : 'messages';
    if (/^(?:send|write)/.test(this.#name)) return 'bytes taken by the kernel';
    if (this.#isReceive) return returnValue === 0 ? 'the peer sends no more' : 'bytes received';
    return undefined;
  }
}

/** What the arrays hold. */
const elementNames: Readonly<Record<string, string>> = {
  msg_iov: 'iovec', iov: 'iovec', msg_control: 'cmsghdr', events: 'epoll_event', fds: 'pollfd', msgvec: 'mmsghdr',
};

/** Members of structures in the order in which strace up to 4.12 prints them without their names. */
const memberNames: Readonly<Record<string, readonly string[]>> = {
  iovec: ['iov_base', 'iov_len'], epoll_event: ['events', 'data'], event: ['events', 'data'], duration: ['tv_sec', 'tv_nsec'], timeout: ['tv_sec', 'tv_usec'],
};

/** "iov_base", "iovec 2". */
function elementName(name: string, i: number, { kind, children }: Value): string {
  const structure = name.replace(/ \d+$/, '');
  if (kind === 'structure' && Object.hasOwn(memberNames, structure)) return memberNames[structure]![i] ?? `member ${i + 1}`;
  if (kind === 'structure' && member(children[i], 'cmsg_len')) return 'cmsghdr';
  const element = kind === 'array' && Object.hasOwn(elementNames, name) ? elementNames[name]! : name;
  return children.length === 1 ? element : `${element} ${i + 1}`;
}

function count(value: number, noun: string): string {
  return `${value} ${value === 1 ? noun : `${noun}s`}`;
}

function ancillaryName(type: string): string | undefined {
  const structure = ancillaryStructure(type);
  return structure && `struct ${structure.name}`;
}

function short(text: string): string {
  return text.length <= SHOWN_CHARACTERS ? text : `${text.slice(0, SHOWN_CHARACTERS)} …`;
}

/** Seconds since 1970, as -ttt prints them. */
function absoluteTime(text: string): string | undefined {
  const match = /^(\d{9,11})(\.\d+)$/.exec(text);
  if (!match) return undefined;
  const date = new Date(Number(match[1]) * 1000);
  return Number.isNaN(date.getTime()) ? undefined : `${date.toISOString().slice(0, 19).replace('T', ' ')}${match[2]} UTC`;
}
