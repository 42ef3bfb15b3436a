// @ts-check
/**
 * Writes a classic pcap (microseconds, little endian, Ethernet) of SCTP over IPv4: one call begins a packet, some calls add chunks
 * (RFC 9260 3.3), one ends it with its lengths and its CRC32c. Counts what it writes.
 */
import { crc32c } from './crc32c.mjs';
import { writeMessage } from './diameter.mjs';
import { OutputFile } from './outputFile.mjs';

/**
 * @typedef {import('./diameter.mjs').Message} Message
 * @typedef {{ address: number, port: number, mac: number }} Host
 * @typedef {object} Chunk one DATA chunk of a sender, with what the sender remembers of it
 * @property {number} tsn
 * @property {Message} message
 * @property {number} from first byte of the message that it carries
 * @property {number} length user data, bytes
 * @property {number} flags
 * @property {number} streamId
 * @property {number} ssn
 * @property {boolean} isAcked by a gap ack block
 * @property {boolean} isLost to be sent again
 * @property {boolean} wasFastRetransmitted
 * @property {number} misses
 * @property {boolean} wasCaptured
 * @typedef {{ cumulativeTsnAck: number, aRwnd: number, gaps: readonly number[], duplicates: readonly number[] }} Sack gaps: start and end offsets, in turn
 */

export const BEGIN = 2;
export const END = 1;
export const DATA_HEADER = 16;
const RECORD_HEADER = 16;
const ETHERNET_HEADER = 14;
const IP_HEADER = 20;
const SCTP_HEADER = 12;
const PPID_DIAMETER = 46;

const DATA = 0;
const INIT = 1;
const INIT_ACK = 2;
const SACK = 3;
const STATE_COOKIE = 7;
const COOKIE_LENGTH = 200;

export class Capture {
  counts = {
    packets: 0, chunks: 0, dataChunks: 0, sacks: 0, zeroWindowSacks: 0, gapBlocks: 0, retransmissions: 0, fragmentedMessages: 0, messages: 0,
  };
  #file;
  #identification = 0;
  #start = 0;
  #message = Buffer.alloc(4096);

  /** @param {string | number} path */
  constructor(path) {
    this.#file = new OutputFile(path);
    const { bytes } = this.#file;
    bytes.writeUInt32LE(0xa1b2c3d4, 0);
    bytes.writeUInt16LE(2, 4);
    bytes.writeUInt16LE(4, 6);
    bytes.writeUInt32LE(262144, 16);
    bytes.writeUInt32LE(1, 20);
    this.#file.position = 24;
  }

  get size() {
    return this.#file.size;
  }

  /**
   * @param {number} time microseconds since 1970
   * @param {Host} source
   * @param {Host} destination
   * @param {number} verificationTag
   */
  begin(time, source, destination, verificationTag) {
    const file = this.#file;
    file.reserve();
    const { bytes } = file;
    let at = (this.#start = file.position);
    const seconds = Math.floor(time / 1e6);
    bytes.writeUInt32LE(seconds, at);
    bytes.writeUInt32LE(time - seconds * 1e6, at + 4);
    at += RECORD_HEADER;
    bytes.writeUIntBE(destination.mac, at, 6);
    bytes.writeUIntBE(source.mac, at + 6, 6);
    bytes.writeUInt16BE(0x0800, at + 12);
    at += ETHERNET_HEADER;
    bytes.writeUInt32BE(0x45000000, at);
    this.#identification = (this.#identification + 1) & 0xffff;
    bytes.writeUInt32BE((this.#identification * 0x10000) + 0x4000, at + 4); // do not fragment
    bytes.writeUInt32BE(0x40840000, at + 8); // time to live 64, protocol 132
    bytes.writeUInt32BE(source.address, at + 12);
    bytes.writeUInt32BE(destination.address, at + 16);
    at += IP_HEADER;
    bytes.writeUInt16BE(source.port, at);
    bytes.writeUInt16BE(destination.port, at + 2);
    bytes.writeUInt32BE(verificationTag, at + 4);
    bytes.writeUInt32BE(0, at + 8);
    file.position = at + SCTP_HEADER;
  }

  /** @param {Chunk} chunk */
  data(chunk) {
    const { message, length } = chunk;
    const at = this.#chunk(DATA, chunk.flags, DATA_HEADER + length);
    const { bytes } = this.#file;
    bytes.writeUInt32BE(chunk.tsn, at + 4);
    bytes.writeUInt16BE(chunk.streamId, at + 8);
    bytes.writeUInt16BE(chunk.ssn & 0xffff, at + 10);
    bytes.writeUInt32BE(PPID_DIAMETER, at + 12);
    if (length === message.length) writeMessage(message, bytes, at + DATA_HEADER);
    else {
      writeMessage(message, this.#message, 0);
      this.#message.copy(bytes, at + DATA_HEADER, chunk.from, chunk.from + length);
    }
    const { counts } = this;
    counts.dataChunks++;
    if (chunk.wasCaptured) counts.retransmissions++;
    else if (chunk.flags & BEGIN) {
      counts.messages++;
      if (!(chunk.flags & END)) counts.fragmentedMessages++;
    }
    chunk.wasCaptured = true;
  }

  /** @param {Sack} sack */
  sack({ cumulativeTsnAck, aRwnd, gaps, duplicates }) {
    const at = this.#chunk(SACK, 0, 16 + 2 * gaps.length + 4 * duplicates.length);
    const { bytes } = this.#file;
    bytes.writeUInt32BE(cumulativeTsnAck, at + 4);
    bytes.writeUInt32BE(aRwnd, at + 8);
    bytes.writeUInt16BE(gaps.length / 2, at + 12);
    bytes.writeUInt16BE(duplicates.length, at + 14);
    for (let i = 0; i < gaps.length; i++) bytes.writeUInt16BE(gaps[i], at + 16 + 2 * i);
    for (let i = 0; i < duplicates.length; i++) bytes.writeUInt32BE(duplicates[i], at + 16 + 2 * gaps.length + 4 * i);
    this.counts.sacks++;
    if (aRwnd === 0) this.counts.zeroWindowSacks++;
    this.counts.gapBlocks += gaps.length / 2;
  }

  /**
   * INIT, or INIT ACK with a cookie.
   * @param {{ isAck: boolean, initiateTag: number, aRwnd: number, initialTsn: number }} init
   */
  init({ isAck, initiateTag, aRwnd, initialTsn }) {
    const at = this.#chunk(isAck ? INIT_ACK : INIT, 0, 20 + (isAck ? 4 + COOKIE_LENGTH : 0));
    const { bytes } = this.#file;
    bytes.writeUInt32BE(initiateTag, at + 4);
    bytes.writeUInt32BE(aRwnd, at + 8);
    bytes.writeUInt32BE(0x000a000a, at + 12); // ten streams each way
    bytes.writeUInt32BE(initialTsn, at + 16);
    if (!isAck) return;
    bytes.writeUInt32BE(STATE_COOKIE * 0x10000 + 4 + COOKIE_LENGTH, at + 20);
    bytes.fill(0x5a, at + 24, at + 24 + COOKIE_LENGTH);
  }

  /**
   * COOKIE ECHO (10, with its cookie), COOKIE ACK (11): nothing in it is read again.
   * @param {10 | 11} type
   */
  cookie(type) {
    const length = type === 10 ? COOKIE_LENGTH : 0;
    const at = this.#chunk(type, 0, 4 + length);
    this.#file.bytes.fill(0x5a, at + 4, at + 4 + length);
  }

  end() {
    const { bytes, position } = this.#file;
    const record = this.#start;
    const frame = record + RECORD_HEADER;
    const ip = frame + ETHERNET_HEADER;
    const sctp = ip + IP_HEADER;
    bytes.writeUInt32LE(position - frame, record + 8);
    bytes.writeUInt32LE(position - frame, record + 12);
    bytes.writeUInt16BE(position - ip, ip + 2);
    let sum = 0;
    for (let at = ip; at < sctp; at += 2) sum += bytes[at] * 256 + bytes[at + 1];
    sum = (sum & 0xffff) + (sum >>> 16);
    bytes.writeUInt16BE(~(sum + (sum >>> 16)) & 0xffff, ip + 10);
    bytes.writeUInt32LE(crc32c(bytes, sctp, position), sctp + 8);
    this.counts.packets++;
  }

  close() {
    this.#file.close();
  }

  /**
   * Chunk header and padding; answers where the chunk begins.
   * @param {number} type
   * @param {number} flags
   * @param {number} length
   */
  #chunk(type, flags, length) {
    const file = this.#file;
    const at = file.position;
    file.bytes[at] = type;
    file.bytes[at + 1] = flags;
    file.bytes.writeUInt16BE(length, at + 2);
    file.position = at + ((length + 3) & ~3);
    for (let pad = at + length; pad < file.position; pad++) file.bytes[pad] = 0;
    this.counts.chunks++;
    return at;
  }
}
