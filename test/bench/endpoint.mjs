// @ts-check
/**
 * One end of an association: a sender that heeds the peer's window, congestion (RFC 9260 7), T3 and three missing reports, and a receiver
 * with a bounded buffer that its application may leave unread. Enough of RFC 9260 that windows, SACKs, gaps and retransmissions in
 * the capture follow from one another.
 */
import { BEGIN, DATA_HEADER, END } from './capture.mjs';

/**
 * @typedef {import('./capture.mjs').Chunk} Chunk
 * @typedef {import('./capture.mjs').Sack} Sack
 * @typedef {import('./diameter.mjs').Message} Message
 */

/** RFC 9260 16, and Linux's delay of a SACK. */
const RTO_MIN = 1_000_000;
const RTO_MAX = 60_000_000;
const SACK_DELAY = 200_000;
const MISSES_UNTIL_FAST_RETRANSMIT = 3;

/** Room for chunks in a packet of 1500 bytes. */
const PACKET_ROOM = 1500 - 20 - 12;
const LONGEST_FRAGMENT = PACKET_ROOM - DATA_HEADER;
/** A SACK goes along with DATA while it has no gaps: with gaps it is sent at once, alone. */
const SACK_HEADER = 16;
const STREAMS = 4;
/** What Linux charges to a send buffer for a chunk beyond its bytes, roughly (struct sk_buff and struct sctp_chunk). */
const SEND_OVERHEAD = 256;

export class Endpoint {
  host;
  verificationTag;
  initialTsn;
  receiveBuffer;
  sendBuffer;
  /** @type {Endpoint} */
  peer = this;
  /** Messages the application has not taken yet. @type {Message[]} */
  inbox = [];
  onReadable = () => {};
  onWritable = () => {};

  #clock;
  #link;
  /** @type {Chunk[]} sent and not yet acked in sequence, by TSN */
  #outstanding = [];
  /** @type {Chunk[]} */
  #queue = [];
  #queueHead = 0;
  #nextTsn;
  #nextSsn = new Uint32Array(STREAMS);
  #messagesSent = 0;
  #flight = 0;
  #sendBufferUsed = 0;
  #peerWindow = 0;
  #congestionWindow = 4 * 1500;
  #slowStartThreshold = 1 << 20;
  #rto = RTO_MIN;
  /** When T3 expires, 0 while it is off. */
  #t3 = 0;
  #isT3Pending = false;
  #isRecovering = false;
  #recoveryEnd = 0;

  #cumulativeTsn;
  /** @type {Map<number, Chunk>} arrived beyond a hole */
  #beyond = new Map();
  #highestTsn;
  #receiveBufferUsed = 0;
  #lastWindow;
  /** @type {number[]} */
  #duplicates = [];
  #packetsToSack = 0;
  #isSackPending = false;
  #sackDue = 0;

  /**
   * @param {import('./clock.mjs').Clock} clock
   * @param {import('./link.mjs').Link} link
   * @param {{ host: import('./capture.mjs').Host, verificationTag: number, initialTsn: number, receiveBuffer: number, sendBuffer: number }} options
   */
  constructor(clock, link, { host, verificationTag, initialTsn, receiveBuffer, sendBuffer }) {
    this.#clock = clock;
    this.#link = link;
    this.host = host;
    this.verificationTag = verificationTag;
    this.initialTsn = initialTsn;
    this.receiveBuffer = receiveBuffer;
    this.sendBuffer = sendBuffer;
    this.#nextTsn = initialTsn;
    this.#lastWindow = receiveBuffer;
    this.#cumulativeTsn = 0;
    this.#highestTsn = 0;
  }

  /** @param {Endpoint} peer */
  connect(peer) {
    this.peer = peer;
    this.#peerWindow = peer.receiveBuffer;
    this.#cumulativeTsn = this.#highestTsn = (peer.initialTsn - 1) >>> 0;
  }

  get isWritable() {
    return this.#sendBufferUsed < this.sendBuffer;
  }

  /**
   * send(2): false is EAGAIN.
   * @param {Message} message
   */
  send(message) {
    if (!this.isWritable) return false;
    const streamId = this.#messagesSent++ % STREAMS;
    const ssn = this.#nextSsn[streamId]++;
    for (let from = 0; from < message.length; from += LONGEST_FRAGMENT) {
      const length = Math.min(LONGEST_FRAGMENT, message.length - from);
      const flags = (from === 0 ? BEGIN : 0) | (from + length === message.length ? END : 0);
      this.#queue.push({
        tsn: this.#nextTsn, message, from, length, flags, streamId, ssn,
        isAcked: false, isLost: false, wasFastRetransmitted: false, misses: 0, wasCaptured: false,
      });
      this.#nextTsn = (this.#nextTsn + 1) >>> 0;
      this.#sendBufferUsed += length + SEND_OVERHEAD;
    }
    this.#flush();
    return true;
  }

  /** recv(2). */
  take() {
    const message = this.inbox.shift();
    if (!message) return undefined;
    this.#receiveBufferUsed -= message.length;
    // RFC 9260 6.2: a window that had closed is told to have opened.
    if (this.#lastWindow < 2 * PACKET_ROOM && this.#window() >= this.receiveBuffer / 2) this.#sendSack();
    return message;
  }

  /** @param {import('./link.mjs').Packet} packet */
  receive({ sack, chunks }) {
    if (sack) this.#acknowledge(sack);
    if (chunks.length > 0) this.#accept(chunks);
  }

  // The sender.

  #flush() {
    for (;;) {
      const chunks = this.#nextChunks();
      if (chunks.length === 0) return;
      const size = chunks.reduce((sum, chunk) => sum + sizeOf(chunk), 0);
      const sack = this.#packetsToSack > 0 && size + SACK_HEADER <= PACKET_ROOM ? this.#takeSack() : undefined;
      this.#link.send({ to: this.peer, chunks, sack });
      if (this.#t3 === 0) this.#startT3();
    }
  }

  /** What the next packet may carry: lost chunks first, then new ones as the windows allow; one chunk probes a closed window. */
  #nextChunks() {
    /** @type {Chunk[]} */
    const chunks = [];
    let room = PACKET_ROOM;
    if (this.#isRecovering) {
      for (const chunk of this.#outstanding) {
        if (!chunk.isLost) continue;
        const size = sizeOf(chunk);
        if (size > room || (this.#flight > 0 && this.#flight + chunk.length > this.#congestionWindow)) break;
        if (this.#flight > 0 && chunk.length > this.#peerWindow - this.#flight) break;
        chunk.isLost = false;
        room -= size;
        this.#flight += chunk.length;
        chunks.push(chunk);
      }
      if (chunks.length > 0 || this.#outstanding.some((chunk) => chunk.isLost)) return chunks;
      this.#isRecovering = false;
    }
    while (this.#queueHead < this.#queue.length) {
      const chunk = this.#queue[this.#queueHead];
      const size = sizeOf(chunk);
      if (size > room || this.#flight >= this.#congestionWindow) break;
      if (chunk.length > this.#peerWindow - this.#flight && this.#flight > 0) break;
      this.#queueHead++;
      room -= size;
      this.#flight += chunk.length;
      this.#outstanding.push(chunk);
      chunks.push(chunk);
    }
    if (this.#queueHead > 64 && this.#queueHead * 2 > this.#queue.length) {
      this.#queue.splice(0, this.#queueHead);
      this.#queueHead = 0;
    }
    return chunks;
  }

  /** @param {Sack} sack */
  #acknowledge({ cumulativeTsnAck, aRwnd, gaps }) {
    const outstanding = this.#outstanding;
    const wasWritable = this.isWritable;
    let acked = 0;
    while (acked < outstanding.length && serialDistance(outstanding[acked].tsn, cumulativeTsnAck) <= 0) {
      const chunk = outstanding[acked++];
      if (!chunk.isAcked && !chunk.isLost) this.#flight -= chunk.length;
      this.#sendBufferUsed -= chunk.length + SEND_OVERHEAD;
      if (this.#congestionWindow < this.#slowStartThreshold) this.#congestionWindow += Math.min(chunk.length, 1500);
      else this.#congestionWindow += Math.ceil((1500 * chunk.length) / this.#congestionWindow);
    }
    if (acked > 0) outstanding.splice(0, acked);
    if (gaps.length > 0) this.#countMisses(cumulativeTsnAck, gaps);
    this.#peerWindow = aRwnd;
    if (acked > 0 || aRwnd === 0) this.#rto = RTO_MIN;
    if (outstanding.length === 0) this.#t3 = 0;
    else if (acked > 0) this.#startT3();
    this.#flush();
    if (!wasWritable && this.isWritable) this.onWritable();
  }

  /**
   * @param {number} cumulativeTsnAck
   * @param {readonly number[]} gaps
   */
  #countMisses(cumulativeTsnAck, gaps) {
    let block = 0;
    const highest = gaps[gaps.length - 1];
    for (const chunk of this.#outstanding) {
      const offset = serialDistance(chunk.tsn, cumulativeTsnAck);
      if (offset >= highest) {
        if (offset > highest) return;
      }
      while (offset > gaps[block + 1]) block += 2;
      if (offset >= gaps[block]) {
        if (!chunk.isAcked && !chunk.isLost) this.#flight -= chunk.length;
        chunk.isAcked = true;
        chunk.isLost = false;
      } else if (++chunk.misses === MISSES_UNTIL_FAST_RETRANSMIT && !chunk.wasFastRetransmitted && !chunk.isLost) {
        chunk.wasFastRetransmitted = chunk.isLost = true;
        this.#flight -= chunk.length;
        if (!this.#isRecovering || serialDistance(chunk.tsn, this.#recoveryEnd) > 0) {
          this.#slowStartThreshold = this.#congestionWindow = Math.max(this.#congestionWindow >> 1, 4 * 1500);
          this.#recoveryEnd = this.#outstanding[this.#outstanding.length - 1].tsn;
        }
        this.#isRecovering = true;
      }
    }
  }

  #startT3() {
    this.#t3 = this.#clock.now + this.#rto;
    if (this.#isT3Pending) return;
    this.#isT3Pending = true;
    this.#clock.after(this.#rto, this.#expireT3, undefined);
  }

  #expireT3 = () => {
    this.#isT3Pending = false;
    if (this.#t3 === 0) return;
    const rest = this.#t3 - this.#clock.now;
    if (rest > 0) {
      this.#isT3Pending = true;
      this.#clock.after(rest, this.#expireT3, undefined);
      return;
    }
    this.#rto = Math.min(this.#rto * 2, RTO_MAX);
    this.#slowStartThreshold = Math.max(this.#congestionWindow >> 1, 4 * 1500);
    this.#congestionWindow = 1500;
    for (const chunk of this.#outstanding) {
      if (!chunk.isAcked && !chunk.isLost) this.#flight -= chunk.length;
      chunk.isLost = !chunk.isAcked;
      chunk.misses = 0;
    }
    this.#isRecovering = true;
    this.#t3 = 0;
    this.#flush();
  };

  // The receiver.

  /** @param {readonly Chunk[]} chunks */
  #accept(chunks) {
    const hadHole = this.#beyond.size > 0;
    let isDropped = false;
    for (const chunk of chunks) {
      const { tsn } = chunk;
      if (serialDistance(tsn, this.#cumulativeTsn) <= 0 || this.#beyond.has(tsn)) {
        this.#duplicates.push(tsn);
        continue;
      }
      // As Linux: the last chunk may overrun the window, the next finds it closed.
      if (this.#window() === 0) {
        isDropped = true;
        continue;
      }
      this.#receiveBufferUsed += chunk.length;
      if (serialDistance(tsn, this.#highestTsn) > 0) this.#highestTsn = tsn;
      this.#beyond.set(tsn, chunk);
    }
    const isReadable = this.#deliver();
    this.#packetsToSack++;
    if (isDropped || hadHole || this.#beyond.size > 0 || this.#duplicates.length > 0 || this.#packetsToSack >= 2) this.#sendSack();
    else this.#delaySack();
    if (isReadable) this.onReadable();
  }

  /** Moves what has arrived in sequence to the inbox. */
  #deliver() {
    let isReadable = false;
    for (;;) {
      const tsn = (this.#cumulativeTsn + 1) >>> 0;
      const chunk = this.#beyond.get(tsn);
      if (!chunk) return isReadable;
      this.#beyond.delete(tsn);
      this.#cumulativeTsn = tsn;
      if (!(chunk.flags & END)) continue;
      this.inbox.push(chunk.message);
      isReadable = true;
    }
  }

  #window() {
    return Math.max(0, this.receiveBuffer - this.#receiveBufferUsed);
  }

  #delaySack() {
    this.#sackDue = this.#clock.now + SACK_DELAY;
    if (this.#isSackPending) return;
    this.#isSackPending = true;
    this.#clock.after(SACK_DELAY, this.#expireSack, undefined);
  }

  #expireSack = () => {
    this.#isSackPending = false;
    if (this.#packetsToSack === 0) return;
    const rest = this.#sackDue - this.#clock.now;
    if (rest <= 0) this.#sendSack();
    else {
      this.#isSackPending = true;
      this.#clock.after(rest, this.#expireSack, undefined);
    }
  };

  #sendSack() {
    this.#link.send({ to: this.peer, chunks: [], sack: this.#takeSack() });
  }

  /** @returns {Sack} */
  #takeSack() {
    const gaps = [];
    if (this.#beyond.size > 0) {
      const last = serialDistance(this.#highestTsn, this.#cumulativeTsn);
      for (let offset = 1, inBlock = false; offset <= last + 1; offset++) {
        const isHere = offset <= last && this.#beyond.has((this.#cumulativeTsn + offset) >>> 0);
        if (isHere !== inBlock) gaps.push(isHere ? offset : offset - 1);
        inBlock = isHere;
      }
    }
    const sack = { cumulativeTsnAck: this.#cumulativeTsn, aRwnd: this.#window(), gaps, duplicates: this.#duplicates };
    this.#duplicates = [];
    this.#packetsToSack = 0;
    this.#lastWindow = sack.aRwnd;
    return sack;
  }
}

/** @param {Chunk} chunk */
const sizeOf = (chunk) => (DATA_HEADER + chunk.length + 3) & ~3;

/**
 * a - b as a signed distance of serial numbers (RFC 1982).
 * @param {number} a
 * @param {number} b
 */
const serialDistance = (a, b) => (a - b) | 0;
