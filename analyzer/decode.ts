/**
 * One frame on demand: its SCTP chunks field by field and its Diameter messages AVP by AVP. The same readers and dissectors as for a whole
 * capture run up to that frame; nothing was kept of it before.
 */
import type { AnalysisInput } from './analyze.ts';
import { chunkFields } from './details/chunkFields.ts';
import { fieldLines, visible, type Field } from './details/field.ts';
import type { Datagram } from './dissect/datagram.ts';
import { readDiameter, type Avp, type DiameterMessage } from './dissect/diameter/avpTree.ts';
import type { Dictionary } from './dissect/diameter/dictionary.ts';
import { createPacketDissector } from './dissect/packet.ts';
import { createSctpDissector } from './dissect/sctp.ts';
import { createTcpDissector } from './dissect/tcp.ts';
import { openInput } from './readers/formats.ts';
import { Trace } from './trace/trace.ts';

const COMMON_HEADER_BYTES = 12;

export interface DecodedFrame {
  /** Of the SCTP packet, RFC 9260 3.1; undefined when the frame carries none. */
  readonly chunks: readonly Field[] | undefined;
  /** Diameter messages that end in this frame. */
  readonly messages: readonly DiameterMessage[];
}

/** Undefined when the capture has no such frame. `frame` is 1-based. */
export async function decodeFrame(input: AnalysisInput, frame: number, dictionary: Dictionary, signal?: AbortSignal): Promise<DecodedFrame | undefined> {
  const trace = new Trace();
  const messages: DiameterMessage[] = [];
  let chunks: readonly Field[] | undefined;
  let current = 0;
  const sctp = createSctpDissector(trace, {
    onMessage(_message, bytes, start, end) {
      if (current !== frame) return;
      const copy = bytes.slice(start, end);
      const message = looksLikeDiameter(copy) ? readDiameter(copy, 0, copy.length, dictionary) : undefined;
      if (message) messages.push(message);
    },
  });
  const packets = createPacketDissector(trace, {
    sctp(datagram: Datagram) {
      if (current === frame) chunks = chunkFields(datagram.bytes.slice(datagram.start, datagram.end), COMMON_HEADER_BYTES, datagram.end - datagram.start);
      sctp.sctp(datagram);
    },
    tcp: createTcpDissector(trace).tcp,
  });
  const reader = openInput(trace.addInput(input.path), trace, {
    packet(record) {
      if (current >= frame) return;
      current = record.frame;
      packets.packet(record);
    },
    syscall() {},
    status() {},
    state() {},
  });
  for await (const bytes of input.source.stream(signal)) {
    reader.push(bytes);
    if (current >= frame) break;
  }
  if (current < frame) reader.end();
  return current === frame ? { chunks, messages } : undefined;
}

/** RFC 6733 3: version 1 and the message's own length. */
function looksLikeDiameter(bytes: Uint8Array): boolean {
  return bytes.length >= 20 && bytes[0] === 1 && ((bytes[1]! << 16) | (bytes[2]! << 8) | bytes[3]!) === bytes.length;
}

/** Lines for a terminal, indented two blanks a level. */
export function* decodedLines({ chunks, messages }: DecodedFrame): Generator<string> {
  if (!chunks) yield 'no SCTP in this frame';
  yield* fieldLines(chunks ?? []);
  for (const message of messages) {
    const id = (n: number): string => `0x${n.toString(16).padStart(8, '0')}`;
    yield `Diameter ${message.commandName} (${message.command}), ${message.application}, hop-by-hop ${id(message.hopByHopId)}, end-to-end ${id(message.endToEndId)}${message.problem === undefined ? '' : `: ${message.problem}`}`;
    yield* avpLines(message.avps, 1);
  }
}

function* avpLines(avps: readonly Avp[], indent: number): Generator<string> {
  for (const avp of avps) {
    const text = visible(avp.value);
    const value = avp.meaning === undefined ? text : `${avp.meaning} (${text})`;
    yield `${'  '.repeat(indent)}${avp.name} (${avp.code})${value === '' ? '' : `: ${value}`}${avp.problem === undefined ? '' : ` [${avp.problem}]`}`;
    yield* avpLines(avp.children ?? [], indent + 1);
  }
}
