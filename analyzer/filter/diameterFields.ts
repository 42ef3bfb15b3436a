/** Fields of Diameter messages, on the wire and as the log prints them, and of transactions. RFC 6733 3. */
import { Protocol } from '../trace/schema.ts';
import { NONE } from '../trace/table.ts';
import type { HeadColumns } from '../trace/head.ts';
import { applications, commandNumber, commands, resultNumber, resultOf, results } from './enumerations.ts';
import type { EventTables } from './eventTables.ts';
import type { Field, Reader } from './field.ts';
import { isRequestRow } from './relations.ts';
import { commandDiffers, decodingDiffers } from './wiresharkDifferences.ts';

const REQUEST = 0x8000_0000;
const ERROR = 0x2000_0000;
const RETRANSMITTED = 0x1000_0000;

type Head = HeadColumns & { readonly size: Uint32Array };

/**
 * A field of the header, of messages on the wire and of what calls print: a refused send has no message. `known` bytes of it are
 * needed. Printed bytes are Diameter when version and length say so.
 */
function ofHeader(known: number, read: (head: Head, row: number) => number): Field['at'] {
  return {
    messages: ({ trace: { messages } }: EventTables): Reader => (row) =>
      (messages.protocol[row] === Protocol.Diameter && messages.known[row]! >= known ? read(messages, row) : NaN),
    transfers: ({ trace: { transfers } }: EventTables): Reader => (row) => {
      const isDiameter = transfers.head0[row]! >>> 24 === 1 && (transfers.head0[row]! & 0xff_ffff) === transfers.size[row];
      return isDiameter && transfers.known[row]! >= known ? read(transfers, row) : NaN;
    },
  };
}

const flag = (bit: number): Field['at'] => ofHeader(8, ({ head1 }, row) => ((head1[row]! & bit) !== 0 ? 1 : 0));

const hexadecimal = (value: number): string => `0x${value.toString(16).padStart(8, '0')}`;

/** A command is its code and its R flag; the numbers are commandNumbers. */
function commandTerms(numbers: readonly number[]): string[] {
  const codes = [...new Set(numbers.map((number) => number >>> 1))];
  return codes.map((code) => {
    const flags = [0, 1].filter((request) => numbers.includes(code * 2 + request));
    return flags.length === 2 ? `diameter.cmd.code == ${code}` : `(diameter.cmd.code == ${code} && diameter.flags.request == ${flags[0]})`;
  });
}

/** The numbers are resultNumbers. */
function resultTerms(numbers: readonly number[]): string[] {
  return numbers.map((number) => {
    const code = Math.floor(number);
    return `diameter.${number === resultNumber(code, true) ? 'Experimental-Result-Code' : 'Result-Code'} == ${code}`;
  });
}

export const diameterFields: readonly Field[] = [
  {
    name: 'diameter', type: 'boolean', doc: 'A Diameter message.', at: ofHeader(4, () => 1), wireshark: { names: [], isTrue: 'diameter', isDecoded: true, differs: decodingDiffers },
  },
  {
    name: 'diameter.cmd', type: 'enum', doc: 'The command: CCR, CCA; a code alone is request and answer.', aliases: ['diameter.cmd.code', 'diameter.command', 'cmd'],
    values: commands, at: ofHeader(8, ({ head1 }, row) => commandNumber(head1[row]!)), wireshark: { names: ['diameter.cmd.code'], equals: commandTerms, isDecoded: true, differs: commandDiffers },
  },
  {
    name: 'diameter.request', type: 'boolean', doc: 'The R flag: a request.', aliases: ['diameter.flags.request'], at: flag(REQUEST),
    wireshark: { names: ['diameter.flags.request'], isFlag: true, isDecoded: true, differs: decodingDiffers },
  },
  {
    name: 'diameter.error', type: 'boolean', doc: 'The E flag: a protocol error.', aliases: ['diameter.flags.error'], at: flag(ERROR),
    wireshark: { names: ['diameter.flags.error'], isFlag: true, isDecoded: true, differs: decodingDiffers },
  },
  {
    name: 'diameter.retransmitted', type: 'boolean', doc: 'The T flag: possibly sent before.', aliases: ['diameter.flags.T'], at: flag(RETRANSMITTED),
    wireshark: { names: ['diameter.flags.T'], isFlag: true, isDecoded: true, differs: decodingDiffers },
  },
  {
    name: 'diameter.applicationId', type: 'enum', doc: 'The application of a message.', values: applications, at: ofHeader(12, ({ head2 }, row) => head2[row]!),
    wireshark: { names: ['diameter.applicationId'], isDecoded: true, differs: decodingDiffers },
  },
  {
    name: 'diameter.hopByHopId', type: 'number', doc: 'The Hop-by-Hop Identifier, of a request and its answer.', aliases: ['hopByHopId'],
    at: ofHeader(16, ({ head3 }, row) => head3[row]!), wireshark: { names: ['diameter.hopbyhopid'], write: hexadecimal, isDecoded: true, differs: decodingDiffers },
  },
  {
    name: 'diameter.endToEndId', type: 'number', doc: 'The End-to-End Identifier, of a request and its answer.', aliases: ['endToEndId'],
    at: ofHeader(20, ({ head4 }, row) => head4[row]!), wireshark: { names: ['diameter.endtoendid'], write: hexadecimal, isDecoded: true, differs: decodingDiffers },
  },
  {
    name: 'diameter.resultCode', type: 'enum', doc: 'The Result-Code or Experimental-Result-Code of an answer; a transaction has that of its answer.',
    aliases: ['diameter.Result-Code', 'diameter.Experimental-Result-Code', 'resultCode'], values: results,
    at: {
      messages: ({ trace: { messages } }) => (row) => resultOf(messages, row),
      transactions: ({ trace: { messages }, correlation: { transactions: { counterpart } } }) => (row) =>
        (counterpart[row] === NONE ? NaN : resultOf(messages, counterpart[row]!)),
    },
    wireshark: { names: ['diameter.Result-Code', 'diameter.Experimental-Result-Code'], write: (value) => String(Math.floor(value)), equals: resultTerms, isDecoded: true, differs: decodingDiffers },
  },
  {
    name: 'latency', type: 'duration', doc: 'From a request on the wire to its answer; request and answer have it.', isDerived: true, aliases: ['diameter.resp_time'],
    at: {
      transactions: ({ trace: { messages }, correlation: { axis, transactions: { counterpart } } }) => (row) =>
        (counterpart[row] === NONE ? NaN : axis.packet(messages.lastPacket[counterpart[row]!]!) - axis.packet(messages.lastPacket[row]!)),
    },
  },
  {
    name: 'unanswered', type: 'boolean', doc: 'A request to which the capture shows no answer.', isDerived: true,
    at: {
      transactions: (events) => {
        const { counterpart } = events.correlation.transactions;
        return (row) => (counterpart[row] === NONE && isRequestRow(events, row) ? 1 : 0);
      },
    },
  },
];
