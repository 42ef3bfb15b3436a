/** Fields that rows of calls and of captures both have. */
import { NONE } from '../trace/table.ts';
import { Protocol } from '../trace/schema.ts';
import { enumerationOf } from './enumerations.ts';
import type { Field, Reader } from './field.ts';

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
    wireshark: { names: ['frame.time_epoch'] },
  },
  {
    name: 'association', type: 'number', doc: 'The number of an association, from 1, as in the report.',
    at: {
      packets: ({ trace: { packets } }) => (row) => orNone(packets.association[row]!),
      calls: ({ associationOfCall }) => (row) => orNone(associationOfCall[row]!),
      stalls: ({ stalls }) => (row) => orNone(stalls[row]!.situation.association?.id ?? NONE),
    },
    suggest: ({ trace: { associations } }) => associations.map(({ id }) => String(id + 1)),
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

function inputText(input: Uint8Array, ids: readonly number[]): Reader {
  return (row) => ids[input[row]!] ?? NaN;
}
