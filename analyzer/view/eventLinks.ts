/** From one row to what belongs to it in the other tables: call, transfer, message, packet, and the request and answer it is part of. */
import type { Correlation } from '../correlate/correlation.ts';
import { Protocol } from '../trace/schema.ts';
import { NONE } from '../trace/table.ts';
import type { Trace } from '../trace/trace.ts';
import type { EventWords } from './eventWords.ts';
import type { RowRef } from './protocol.ts';

/** Row numbers; absent where there is none. */
export interface EventLinks {
  readonly call?: number;
  readonly transfer?: number;
  readonly message?: number;
  readonly packet?: number;
  readonly dataChunk?: number;
  /** Messages of the transaction. */
  readonly request?: number;
  readonly answer?: number;
  /** Counted from 0. */
  readonly association?: number;
}

const known = (row: number | undefined): row is number => row !== undefined && row !== NONE;

export function eventLinks(trace: Trace, correlation: Correlation, words: EventWords, { table, row }: RowRef): EventLinks {
  const { links } = correlation;
  switch (table) {
    case 'calls': {
      const transfer = correlation.socketCalls.firstTransferOf(row);
      return ofTransfer(trace, correlation, words, row, known(transfer) ? transfer : undefined);
    }
    case 'transfers': return ofTransfer(trace, correlation, words, trace.transfers.call[row]!, row);
    case 'messages':
    case 'transactions': {
      const transfer = [links.sendOf[row], links.receiveOf[row]].find(known);
      return ofMessage(trace, correlation, words, row, transfer === undefined ? {} : { transfer, call: trace.transfers.call[transfer]! });
    }
    case 'packets': {
      const messages = words.messagesOf(row);
      return messages.length === 1 ? ofMessage(trace, correlation, words, messages[0]!, ofPacket(trace, row)) : ofPacket(trace, row);
    }
    case 'dataChunks': {
      const message = words.messageOfData(row);
      const own = { ...ofPacket(trace, trace.dataChunks.packet[row]!), dataChunk: row };
      return known(message) ? { ...ofMessage(trace, correlation, words, message, {}), ...own } : own;
    }
    case 'sacks': return ofPacket(trace, trace.sacks.packet[row]!);
    case 'controlChunks': return ofPacket(trace, trace.controlChunks.packet[row]!);
    default: return {};
  }
}

function ofPacket(trace: Trace, packet: number): EventLinks {
  const association = trace.packets.association[packet]!;
  return { packet, ...(known(association) ? { association } : {}) };
}

function ofTransfer(trace: Trace, correlation: Correlation, words: EventWords, call: number, transfer: number | undefined): EventLinks {
  const message = transfer === undefined ? NONE : correlation.links.messageOf[transfer]!;
  const own = { call, ...(transfer === undefined ? {} : { transfer }) };
  if (known(message)) return ofMessage(trace, correlation, words, message, own);
  const association = words.associationOfCall(call);
  return { ...own, ...(known(association) ? { association } : {}) };
}

function ofMessage(trace: Trace, correlation: Correlation, words: EventWords, message: number, own: EventLinks): EventLinks {
  const { messages } = trace;
  const chunk = messages.dataChunk[message]!;
  const both: EventLinks = { message, ...(known(chunk) ? { dataChunk: chunk } : {}), ...ofPacket(trace, messages.packet[message]!), ...own };
  if (messages.protocol[message] !== Protocol.Diameter) return both;
  const other = correlation.transactions.counterpart[message]!;
  const [request, answer] = words.isRequest(message) ? [message, other] : [other, message];
  return { ...both, ...(known(request) ? { request } : {}), ...(known(answer) ? { answer } : {}) };
}
