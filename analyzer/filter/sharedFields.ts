/** Fields that rows of calls and of captures both have. */
import { isKnownPpid, ppidOf } from '../dissect/upperLayers.ts';
import { NONE } from '../trace/table.ts';
import { Protocol } from '../trace/schema.ts';
import { MILLISECOND, formatTimeOfDay } from '../trace/time.ts';
import { messageName, transferName } from '../view/names.ts';
import { enumerationOf } from './enumerations.ts';
import type { EventTables } from './eventTables.ts';
import type { Field, Reader } from './field.ts';
import { timeDiffers } from './wiresharkDifferences.ts';

const orNone = (row: number): number => (row === NONE ? NaN : row + 1);

export const sharedFields: readonly Field[] = [
  {
    name: 'time', type: 'time', doc: 'When, on the clock of the first capture: 03:46:50.5 or 2026-11-23T03:46:50 (UTC), or seconds since 1970.',
    aliases: ['frame.time', 'frame.time_epoch'],
    at: {
      packets: ({ correlation: { axis } }) => (row) => axis.packet(row),
      calls: ({ correlation: { axis } }) => (row) => axis.entry(row),
      stalls: ({ stalls }) => (row) => stalls[row]!.situation.stall.start,
    },
    suggest: ({ trace, stalls }) => stalls.map(({ situation: { stall } }) => formatTimeOfDay(trace.epochSeconds ?? 0, Math.floor(stall.start / MILLISECOND) * MILLISECOND, 3)),
    wireshark: { names: ['frame.time_epoch'], differs: timeDiffers },
  },
  {
    name: 'association', type: 'number', doc: 'The number of an association, from 1, as in the report.',
    at: {
      packets: ({ trace: { packets } }) => (row) => orNone(packets.association[row]!),
      calls: ({ associationOfCall }) => (row) => orNone(associationOfCall[row]!),
      stalls: ({ stalls }) => (row) => orNone(stalls[row]!.situation.association?.id ?? NONE),
    },
    suggest: ({ trace: { associations } }) => associations.map(({ id }) => String(id + 1)),
    wireshark: { names: [], equals: tagTerms },
  },
  {
    name: 'size', type: 'bytes', doc: 'Bytes of a packet by its IP header, of a chunk, of a message, of what a call moved.',
    at: {
      packets: ({ trace: { packets } }) => (row) => packets.size[row]!,
      dataChunks: ({ trace: { dataChunks } }) => (row) => dataChunks.size[row]!,
      controlChunks: ({ trace: { controlChunks } }) => (row) => controlChunks.size[row]!,
      messages: ({ trace: { messages } }) => (row) => messages.size[row]!,
      transfers: ({ trace: { transfers } }) => (row) => transfers.size[row]!,
    },
  },
  {
    name: 'name', type: 'string', doc: 'What a message is called: CCR, "M3UA DATA", "S1AP HandoverPreparation".',
    at: {
      messages: (events) => namesById(events, messageKey(events), (row) => messageName(events.trace, row)),
      transfers: (events) => namesById(events, transferKey(events), (row) => transferName(events.trace, row)),
    },
    suggest: (events) => {
      const name = namesById(events, messageKey(events), (row) => messageName(events.trace, row));
      const ids = new Set(Array.from({ length: events.trace.messages.length }, (_, row) => name(row)));
      return [...ids].map((id) => `"${events.texts.text(id)}"`);
    },
  },
  {
    name: 'file', type: 'string', doc: 'The log or capture a row comes from.',
    at: {
      packets: ({ trace: { packets, inputs }, texts }) => inputText(packets.input, inputs.map(({ path }) => texts.id(path))),
      calls: ({ trace: { calls, inputs }, texts }) => inputText(calls.input, inputs.map(({ path }) => texts.id(path))),
    },
    suggest: ({ trace: { inputs } }) => inputs.map(({ path }) => `"${path}"`),
  },
  {
    name: 'protocol', type: 'enum', doc: 'What a message is.', values: enumerationOf(Object.keys(Protocol)),
    at: { messages: ({ trace: { messages } }) => (row) => messages.protocol[row]! },
  },
];

/** Names kept, of messages that begin alike. */
const KEPT_NAMES = 4096;

/** A name is put together once for all rows of one key. */
function namesById({ texts }: EventTables, keyOf: (row: number) => number, nameOf: (row: number) => string): Reader {
  const ids = new Map<number, number>();
  return (row) => {
    const key = keyOf(row);
    let id = ids.get(key);
    if (id === undefined) {
      if (ids.size === KEPT_NAMES) ids.clear();
      ids.set(key, (id = texts.id(nameOf(row))));
    }
    return id;
  };
}

/** What messageName looks at; exact below 2^53. */
function messageKey({ trace: { messages, dataChunks } }: EventTables): Reader {
  return (row) => {
    if (messages.protocol[row] === Protocol.Diameter) return -1 - messages.head1[row]!;
    const chunk = messages.dataChunk[row]!;
    if (chunk === NONE) return 0.5;
    const ppid = ppidOf(dataChunks.ppid[chunk]!);
    // A layer that is not known has no names of messages.
    return isKnownPpid(ppid) ? ppid * 2 ** 34 + (messages.known[row]! < 4 ? 2 ** 33 : messages.head0[row]!) : -(2 ** 40) - ppid;
  };
}

/** What transferName looks at. */
function transferKey({ trace: { transfers } }: EventTables): Reader {
  return (row) => {
    const looksLikeDiameter = transfers.known[row]! >= 8 && transfers.head0[row]! >>> 24 === 1 && (transfers.head0[row]! & 0xff_ffff) === transfers.size[row];
    return looksLikeDiameter ? transfers.head1[row]! : -1;
  };
}

/** Every packet of an association bears the tag of one of its ends, but for the INIT, which announces one. Tags that do not tell it from others leave none. */
function tagTerms(numbers: readonly number[], { trace: { associations } }: EventTables): readonly string[] | undefined {
  const terms: string[] = [];
  for (const number of numbers) {
    const association = associations[number - 1];
    if (!association) continue;
    const tags = association.endpoints.map(({ verificationTag }) => verificationTag);
    const isShared = associations.some((other) => other !== association && other.endpoints.some(({ verificationTag }) => tags.includes(verificationTag)));
    if (association.transport !== 'sctp' || tags.includes(0) || isShared) return undefined;
    const [first, second] = tags.map((tag) => `0x${tag.toString(16).padStart(8, '0')}`);
    terms.push(`sctp.verification_tag == ${first}`, `sctp.verification_tag == ${second}`);
    if (association.initSeen) terms.push(`sctp.init_initiate_tag == ${first}`);
  }
  return terms.length === 0 ? undefined : terms;
}

function inputText(input: Uint8Array, ids: readonly number[]): Reader {
  return (row) => ids[input[row]!] ?? NaN;
}
