/**
 * Details of one event by its row: the packet, the message with all its fragments, or the call is read back from the inputs and taken apart.
 * Nothing of it was kept before; nothing is read from the beginning where the source can go back.
 */
import type { Dictionary } from '../dissect/diameter/dictionary.ts';
import { chunkName } from '../dissect/sctpNames.ts';
import type { ByteSource } from '../trace/input.ts';
import { DataFlag, PacketFlag, Protocol, SackFlag } from '../trace/schema.ts';
import { NONE } from '../trace/table.ts';
import type { Bytes } from '../trace/time.ts';
import type { Trace } from '../trace/trace.ts';
import { decodedCall } from './callFields.ts';
import { readCallLines } from './callLines.ts';
import { diameterField } from './diameterFields.ts';
import { opaque, remark, type DecodedBytes, type Field } from './field.ts';
import { FrameReader, type CapturedFrame } from './frameReader.ts';
import { messageBytes, messageOfChunk, type TransportPacket } from './messageBytes.ts';
import { frameFields, type FrameFields } from './packetFields.ts';

const DATA_HEADER = 16;
const I_DATA_HEADER = 20;
const [SACK, NR_SACK] = [3, 16];
const WHOLE = DataFlag.Begin | DataFlag.End;
/** Of one packet that are joined from fragments. */
const MOST_MESSAGES = 8;
/** Frames that a title names. */
const MOST_NAMED = 6;

export type SourceOf = (input: number) => ByteSource | undefined;

export class Details {
  readonly #trace: Trace;
  readonly #sourceOf: SourceOf;
  readonly #dictionary: Dictionary;
  readonly #readers = new Map<number, FrameReader>();

  /** `sourceOf` gives the bytes of a row of trace.inputs. */
  constructor(trace: Trace, sourceOf: SourceOf, dictionary: Dictionary) {
    this.#trace = trace;
    this.#sourceOf = sourceOf;
    this.#dictionary = dictionary;
  }

  /** The frame of a row of packets, and the messages of which it carries fragments. Empty where the source cannot go back. */
  packet(row: number): Promise<readonly DecodedBytes[]> {
    return this.#packet(row, () => false);
  }

  /** The packet of a row of dataChunks, with that chunk as its focus. */
  dataChunk(row: number): Promise<readonly DecodedBytes[]> {
    const { dataChunks } = this.#trace;
    const header = (dataChunks.flags[row]! & DataFlag.IData) === 0 ? DATA_HEADER : I_DATA_HEADER;
    const offset = dataChunks.offset[row]! - header;
    return this.#packet(dataChunks.packet[row]!, ({ start }, packet) => start === packet + offset);
  }

  sack(row: number): Promise<readonly DecodedBytes[]> {
    const { sacks } = this.#trace;
    const name = chunkName((sacks.flags[row]! & SackFlag.NonRenegable) === 0 ? SACK : NR_SACK);
    return this.#packet(sacks.packet[row]!, (chunk) => chunk.name === name);
  }

  controlChunk(row: number): Promise<readonly DecodedBytes[]> {
    const { controlChunks } = this.#trace;
    const offset = controlChunks.offset[row]!;
    return this.#packet(controlChunks.packet[row]!, ({ start }, packet) => start === packet + offset);
  }

  /** `isAsked` tells the chunk that was asked for; it gets where the SCTP packet begins in the frame, too. */
  async #packet(row: number, isAsked: (chunk: Field, packet: Bytes) => boolean): Promise<readonly DecodedBytes[]> {
    const frame = await this.#frame(row);
    if (!frame) return [];
    const whole = this.#decodedFrame(row, frame);
    const sctp = whole.fields.findLast(({ name }) => name === 'SCTP');
    const asked = sctp?.children?.find((chunk) => isAsked(chunk, sctp.start!));
    const decoded = [asked ? { ...whole, focus: { start: asked.start!, end: asked.end! } } : whole];
    for (const message of this.#fragmentedMessages(row)) {
      const joined = await this.#joinedMessage(message);
      if (joined) decoded.push(joined);
    }
    return decoded;
  }

  /** The message of a row of messages, joined; after it the frame in which it begins. */
  async message(row: number): Promise<readonly DecodedBytes[]> {
    const packet = this.#trace.messages.packet[row]!;
    const frame = await this.#frame(packet);
    if (!frame) return [];
    const joined = await this.#joinedMessage(row);
    const decoded = this.#decodedFrame(packet, frame);
    return joined ? [joined, decoded] : [decoded];
  }

  /** The line or lines of a row of calls, and the messages that they print. */
  call(row: number): Promise<readonly DecodedBytes[]> {
    return this.#call(row);
  }

  /** The call of a row of transfers, and of its messages that one. */
  transfer(row: number): Promise<readonly DecodedBytes[]> {
    const { transfers } = this.#trace;
    return this.#call(transfers.call[row]!, transfers.index[row]!);
  }

  async #call(row: number, index?: number): Promise<readonly DecodedBytes[]> {
    const { calls } = this.#trace;
    const source = this.#sourceOf(calls.input[row]!);
    const [line, endLine] = [calls.line[row]!, calls.endLine[row]!];
    const lines = source && (await readCallLines(source, { offset: calls.offset[row]!, line, endLine }));
    if (!lines) return [];
    return decodedCall(lines, line === endLine ? `line ${line}` : `lines ${line} and ${endLine}`, this.#dictionary, index);
  }

  async #frame(row: number): Promise<CapturedFrame | undefined> {
    const { packets, inputs } = this.#trace;
    const input = packets.input[row]!;
    let reader = this.#readers.get(input);
    if (!reader) {
      const source = this.#sourceOf(input);
      if (!source) return undefined;
      reader = new FrameReader(source, inputs[input]!);
      this.#readers.set(input, reader);
    }
    return reader.read(packets.offset[row]!);
  }

  #fields(row: number, frame: CapturedFrame): FrameFields {
    const { packets } = this.#trace;
    return frameFields(frame, {
      dictionary: this.#dictionary, frame: packets.frame[row]!,
      isUdpEncapsulated: (packets.flags[row]! & PacketFlag.UdpEncapsulated) !== 0,
    });
  }

  #decodedFrame(row: number, frame: CapturedFrame): DecodedBytes {
    return { title: `frame ${this.#trace.packets.frame[row]}, ${frame.bytes.length} bytes`, data: frame.bytes, fields: this.#fields(row, frame).fields };
  }

  async #transport(row: number): Promise<TransportPacket | undefined> {
    const frame = await this.#frame(row);
    const transport = frame && this.#fields(row, frame).transport;
    // The offsets of a packet from several IP fragments are those of the whole one.
    if (!frame || !transport || (this.#trace.packets.flags[row]! & PacketFlag.Reassembled) !== 0) return undefined;
    return { bytes: frame.bytes, ...transport };
  }

  /** Rows of dataChunks are in the order of their packets. */
  #fragmentedMessages(row: number): readonly number[] {
    const { dataChunks } = this.#trace;
    const messages = new Set<number>();
    for (let chunk = firstOf(dataChunks.packet, dataChunks.length, row); chunk < dataChunks.length && dataChunks.packet[chunk] === row; chunk++) {
      if ((dataChunks.flags[chunk]! & WHOLE) === WHOLE) continue;
      const message = messageOfChunk(this.#trace, chunk);
      if (message !== NONE) messages.add(message);
    }
    return [...messages].slice(0, MOST_MESSAGES);
  }

  async #joinedMessage(row: number): Promise<DecodedBytes | undefined> {
    const { messages, packets } = this.#trace;
    const message = await messageBytes(this.#trace, row, (packet) => this.#transport(packet));
    if (!message) return undefined;
    const { bytes, fragments, cutBy } = message;
    const frames = [...new Set(message.packets.map((packet) => packets.frame[packet]!))];
    const named = frames.length > MOST_NAMED ? [...frames.slice(0, MOST_NAMED), `${frames.length - MOST_NAMED} more`] : frames;
    const size = messages.size[row]!;
    const known = bytes.length < size ? `${bytes.length} of ${size}` : String(size);
    const isDiameter = messages.protocol[row] === Protocol.Diameter;
    const content = isDiameter ? diameterField(bytes, 0, bytes.length, this.#dictionary, cutBy) : undefined;
    return {
      title: `message of ${known} bytes from ${frames.length === 1 ? 'frame' : 'frames'} ${named.join(', ')}`,
      data: bytes,
      fields: [
        ...(fragments.length > 1 || cutBy !== undefined ? [remark('Fragments', String(fragments.length), { children: fragments, problem: cutBy })] : []),
        ...(content ? [content] : bytes.length > 0 ? [opaque(bytes, 0, bytes.length, 'User Data')] : []),
      ],
    };
  }
}

/** The first index at which an ascending column reaches `value`. */
function firstOf(column: Uint32Array, length: number, value: number): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (column[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
