/**
 * How a row reaches the fields of other tables: a DATA chunk has those of its packet and of its message, a transfer those of its
 * call and of the message it is linked with. Where a relation leads to several rows (the chunks of a packet), one that fits is enough.
 */
import { Protocol } from '../trace/schema.ts';
import { NONE } from '../trace/table.ts';
import type { EventTables } from './eventTables.ts';
import type { FilterTable } from './field.ts';

type Test = (row: number) => boolean;

/** Test of a related row -> whether some row that one is related with passes it. Nothing is made a row: there are millions. */
export type Relation = (test: Test) => Test;

const REQUEST_FLAG = 0x8000_0000;

export function isRequestRow({ trace: { messages } }: EventTables, message: number): boolean {
  return messages.protocol[message] === Protocol.Diameter && (messages.head1[message]! & REQUEST_FLAG) !== 0;
}

const itself: Relation = (test) => test;

/** To at most one row. */
const toOne = (of: (row: number) => number): Relation => (test) => (row) => {
  const related = of(row);
  return related !== NONE && test(related);
};

const toRange = (first: Uint32Array): Relation => (test) => (row) => {
  const end = first[row + 1]!;
  for (let related = first[row]!; related < end; related++) if (test(related)) return true;
  return false;
};

/** Over the rows of `first` to those that `second` reaches from them. */
const over = (first: Relation, second: Relation): Relation => (test) => first(second(test));

type Step = (events: EventTables) => Relation;

const packetOfMessage: Step = ({ trace: { messages } }) => toOne((message) => messages.packet[message]!);
const dataOfMessage: Step = ({ trace: { messages } }) => toOne((message) => messages.dataChunk[message]!);
const messageOfTransfer: Step = ({ correlation: { links } }) => toOne((transfer) => links.messageOf[transfer]!);
const transfersOfCall: Step = ({ transferRanges }) => toRange(transferRanges);
const stallOfPacket: Step = ({ stallOfPacket }) => toOne((packet) => stallOfPacket[packet]!);
const stallOfCall: Step = ({ stallOfCall }) => toOne((call) => stallOfCall[call]!);
const callOfTransfer: Step = ({ trace: { transfers } }) => toOne((transfer) => transfers.call[transfer]!);
const packetOfData: Step = ({ trace: { dataChunks } }) => toOne((chunk) => dataChunks.packet[chunk]!);
const messageOfData: Step = ({ messageOfData }) => toOne((chunk) => messageOfData[chunk]!);

/** Its send, and the receive at the other end where that was traced too. */
const transfersOfMessage: Step = ({ correlation: { links: { sendOf, receiveOf } } }) => (test) => (message) =>
  (sendOf[message] !== NONE && test(sendOf[message]!)) || (receiveOf[message] !== NONE && test(receiveOf[message]!));

/** A request is its own transaction's row, an answer is of its request's. */
const transactionOfMessage: Step = (events) => {
  const { counterpart } = events.correlation.transactions;
  return toOne((message) => (isRequestRow(events, message) ? message : counterpart[message]!));
};

const messagesOfPacket: Step = (events) => {
  const inData = chain(inChunks('dataChunks'), messageOfData)(events);
  const { streamMessages } = events;
  if (streamMessages.rows.length === 0) return inData;
  const inStream = toRange(streamMessages.starts);
  return (test) => {
    const ofData = inData(test);
    const ofStream = inStream((place) => test(streamMessages.rows[place]!));
    return (packet) => ofData(packet) || ofStream(packet);
  };
};

const sendsOfStall: Step = ({ stalls }) => (test) => (stall) => stalls[stall]!.situation.stall.sends.some(test);

function inChunks(table: 'dataChunks' | 'sacks' | 'controlChunks'): Step {
  return ({ chunkRanges }) => toRange(chunkRanges[table]);
}

function chain(...steps: readonly Step[]): Step {
  return (events) => steps.map((step) => step(events)).reduce(over);
}

const own: Step = () => itself;

/** Of a packet, call or message at the end of `steps`, what else it reaches. */
const ofMessage = (...steps: readonly Step[]): Reach => [
  { messages: chain(...steps) }, { transactions: chain(...steps, transactionOfMessage) }, { dataChunks: chain(...steps, dataOfMessage) },
];
const ofSends = (...steps: readonly Step[]): Reach => [{ transfers: chain(...steps) }, { calls: chain(...steps, callOfTransfer) }];

/** In the order of nearness: a field is sought in the first group that has it, and in all tables of that group. */
type Reach = readonly Readonly<Partial<Record<FilterTable, Step>>>[];

const reach: Readonly<Record<FilterTable, Reach>> = {
  calls: [
    { calls: own }, { transfers: transfersOfCall }, { stalls: stallOfCall },
    ...ofMessage(transfersOfCall, messageOfTransfer), { packets: chain(transfersOfCall, messageOfTransfer, packetOfMessage) },
  ],
  transfers: [
    { transfers: own }, { calls: callOfTransfer }, { stalls: chain(callOfTransfer, stallOfCall) },
    ...ofMessage(messageOfTransfer), { packets: chain(messageOfTransfer, packetOfMessage) },
  ],
  packets: [
    { packets: own }, { dataChunks: inChunks('dataChunks'), sacks: inChunks('sacks'), controlChunks: inChunks('controlChunks') },
    { messages: messagesOfPacket }, { transactions: chain(messagesOfPacket, transactionOfMessage) }, { stalls: stallOfPacket },
    ...ofSends(messagesOfPacket, transfersOfMessage),
  ],
  dataChunks: [
    { dataChunks: own }, { packets: packetOfData }, { messages: messageOfData }, { transactions: chain(messageOfData, transactionOfMessage) },
    { stalls: chain(packetOfData, stallOfPacket) }, ...ofSends(messageOfData, transfersOfMessage),
  ],
  sacks: [
    { sacks: own }, { packets: ({ trace: { sacks } }) => toOne((sack) => sacks.packet[sack]!) },
    { stalls: ({ trace: { sacks }, stallOfPacket }) => toOne((sack) => stallOfPacket[sacks.packet[sack]!]!) },
  ],
  controlChunks: [
    { controlChunks: own }, { packets: ({ trace: { controlChunks } }) => toOne((chunk) => controlChunks.packet[chunk]!) },
    { stalls: ({ trace: { controlChunks }, stallOfPacket }) => toOne((chunk) => stallOfPacket[controlChunks.packet[chunk]!]!) },
  ],
  messages: [
    { messages: own }, { transactions: transactionOfMessage }, { dataChunks: dataOfMessage }, { packets: packetOfMessage },
    { stalls: chain(packetOfMessage, stallOfPacket) }, ...ofSends(transfersOfMessage),
  ],
  transactions: [
    { transactions: own }, { messages: own }, { dataChunks: dataOfMessage }, { packets: packetOfMessage },
    { stalls: chain(packetOfMessage, stallOfPacket) }, ...ofSends(transfersOfMessage),
  ],
  stalls: [{ stalls: own }, { calls: sendsOfStall }, { transfers: chain(sendsOfStall, transfersOfCall) }],
};

/** The tables in which rows of `table` find a field that `tables` have, and the way there. Empty: it does not apply to them. */
export function waysTo(table: FilterTable, tables: readonly FilterTable[]): { readonly table: FilterTable; readonly step: Step }[] {
  for (const group of reach[table]) {
    const ways = tables.flatMap((home) => (group[home] ? [{ table: home, step: group[home] }] : []));
    if (ways.length > 0) return ways;
  }
  return [];
}
