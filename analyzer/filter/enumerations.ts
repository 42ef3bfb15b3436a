/** The names that stand for numbers in filters, from the tables that also write them. */
import { applicationIds, applicationName, commandCodes, commandFullName, commandName } from '../dissect/diameter/commands.ts';
import { experimentalResultCodes, experimentalResultName, resultCodeName, resultCodes } from '../dissect/diameter/resultCodes.ts';
import { causeCodes, causeName, chunkName, chunkTypes } from '../dissect/sctpNames.ts';
import { isKnownPpid, ppidName } from '../dissect/upperLayers.ts';
import { MessageFlag } from '../trace/schema.ts';
import type { Trace } from '../trace/trace.ts';
import { errnoNumbers } from '../trace/errnoNames.ts';
import { syscallNames } from '../trace/syscallNames.ts';
import type { Enumeration } from './field.ts';

type Names = Enumeration['names'];

/** What counts of a name: "INIT ACK", INIT-ACK and init_ack are one. */
const keyOf = (name: string): string => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');

/** A word of the language: "INIT ACK" -> "INIT_ACK". */
const wordOf = (name: string): string => name.replaceAll(/[^\p{L}\p{N}./:-]+/gu, '_').replaceAll(/^_+|_+$/g, '');

const lookups = new WeakMap<Enumeration, ReadonlyMap<string, readonly number[]>>();

/** The numbers that a name stands for; undefined for one that is not known. */
export function numbersOf(enumeration: Enumeration, name: string): readonly number[] | undefined {
  let lookup = lookups.get(enumeration);
  if (!lookup) {
    const parts = new Map<string, number[]>();
    const wholes = new Map<string, number[]>();
    const add = (byKey: Map<string, number[]>, name: string, numbers: readonly number[]): void => {
      byKey.set(keyOf(name), [...(byKey.get(keyOf(name)) ?? []), ...numbers]);
    };
    for (const { insert, numbers } of enumeration.names) {
      add(wholes, insert, numbers);
      for (const part of [...insert.split('/'), insert.replace(/^DIAMETER_/, ''), insert.replace(/^DIAMETER_(ERROR_)?/, '')]) add(parts, part, numbers);
    }
    // "Diameter" is that, and not "Diameter/DTLS" as well.
    lookups.set(enumeration, (lookup = new Map([...parts, ...wholes])));
  }
  const numbers = lookup.get(keyOf(name));
  return numbers && [...new Set(numbers)];
}

/** Numbers 0, 1, … under these names. */
export function enumerationOf(names: readonly string[]): Enumeration {
  return { names: names.map((name, number) => ({ insert: name, numbers: [number], doc: '' })) };
}

export const syscalls: Enumeration = {
  names: [...syscallNames].map(([number, name]) => ({ insert: name, numbers: [number], doc: 'system call' })),
  seen: ({ trace }) => seenIn(trace.calls.syscall, trace.calls.length),
};

export const errnos: Enumeration = {
  names: Object.entries(errnoNumbers).map(([name, number]) => ({ insert: name, numbers: [number], doc: `errno ${number}` })),
  seen: ({ trace }) => seenIn(trace.calls.errno, trace.calls.length),
};

const chunkDocs: Readonly<Record<number, string>> = {
  0: 'user data', 1: 'opens an association', 3: 'acknowledgement and window', 4: 'asks whether a path lives', 6: 'ends an association at once',
  7: 'ends an association in order', 9: 'reports an error', 64: 'user data, interleaved',
};

export const chunks: Enumeration = {
  names: chunkTypes.map((type) => ({ insert: wordOf(chunkName(type)), numbers: [type], doc: `SCTP chunk ${type}${chunkDocs[type] ? `: ${chunkDocs[type]}` : ''}` })),
  seen: ({ trace }) => {
    const seen = seenIn(trace.controlChunks.type, trace.controlChunks.length);
    if (trace.dataChunks.length > 0) seen.add(0);
    if (trace.sacks.length > 0) seen.add(3);
    return seen;
  },
};

/** Error causes of ABORT and ERROR, RFC 9260 3.3.10. */
export const errorCauses: Enumeration = { names: causeCodes.map((code) => ({ insert: wordOf(causeName(code)), numbers: [code], doc: `error cause ${code}` })) };

/** As DATA chunks carry it; some hosts write the bytes in their own order. */
export const ppids: Enumeration = {
  names: Array.from({ length: 256 }, (_, ppid) => ppid).filter(isKnownPpid)
    .map((ppid) => ({ insert: wordOf(ppidName(ppid)), numbers: [ppid, (ppid << 24) >>> 0], doc: `payload protocol ${ppid}` })),
  seen: ({ trace }) => seenIn(trace.dataChunks.ppid, trace.dataChunks.length),
};

/** A command and its R flag as one number. */
export const commandNumber = (flagsAndCode: number): number => (flagsAndCode & 0xff_ffff) * 2 + (flagsAndCode >>> 31);

const commandNames: Names = [commandName, commandFullName].flatMap((nameOf) => commandCodes.flatMap((code) => [true, false].map((isRequest) => ({
  insert: nameOf(code, isRequest)!,
  numbers: [code * 2 + (isRequest ? 1 : 0)],
  doc: `${(nameOf === commandName ? commandFullName : commandName)(code, isRequest)!}, ${code}`,
}))));

/** CCR, Credit-Control-Request; 272 is request and answer. */
export const commands: Enumeration = {
  names: commandNames,
  ofNumber: (code) => [code * 2, code * 2 + 1],
  seen: ({ trace: { messages } }) => {
    const seen = new Set<number>();
    for (let m = 0; m < messages.length; m++) if (messages.protocol[m] === 1) seen.add(commandNumber(messages.head1[m]!));
    return seen;
  },
};

export const applications: Enumeration = {
  names: applicationIds.map((id) => ({ insert: wordOf(applicationName(id)!.replace(/ \((.*)\)$/, '/$1')), numbers: [id], doc: `Diameter application ${id}` })),
};

/** An Experimental-Result-Code lies half a step above the Result-Code of the same number: they mean different things, and sort alike. */
export const resultNumber = (code: number, isExperimental: boolean): number => (isExperimental ? code + 0.5 : code);

/** 5001 is either kind; DIAMETER_ERROR_USER_UNKNOWN only the experimental one. */
export const results: Enumeration = {
  names: [
    ...resultCodes.map((code) => ({ insert: resultCodeName(code)!, numbers: [code], doc: `Result-Code ${code}` })),
    ...experimentalResultCodes.map((code) => ({ insert: experimentalResultName(code)!, numbers: [resultNumber(code, true)], doc: `Experimental-Result-Code ${code}` })),
  ],
  isOrdered: true,
  ofNumber: (code) => [resultNumber(code, false), resultNumber(code, true)],
  seen: ({ trace: { messages } }) => {
    const seen = new Set<number>();
    for (let m = 0; m < messages.length; m++) seen.add(resultOf(messages, m));
    return seen;
  },
};

/** Of an answer; NaN where it has none. */
export function resultOf({ resultCode, flags }: Trace['messages'], message: number): number {
  return resultCode[message] === 0 ? NaN : resultNumber(resultCode[message]!, (flags[message]! & MessageFlag.ExperimentalResult) !== 0);
}

function seenIn(column: ArrayLike<number>, length: number): Set<number> {
  const seen = new Set<number>();
  let last = -1;
  for (let row = 0; row < length; row++) {
    if (column[row] === last) continue;
    last = column[row]!;
    seen.add(last);
  }
  return seen;
}

