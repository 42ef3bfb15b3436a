/** Fields that rows of calls and of captures both have. */
import { NONE } from '../trace/table.ts';
import { Protocol } from '../trace/schema.ts';
import { MILLISECOND, formatTimeOfDay } from '../trace/time.ts';
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
