// @ts-check
/**
 * The wire between the node and one peer, captured at the node: what the node sends is captured before it can be lost, what it is sent only
 * when it arrives. Packets stay in order.
 */

/**
 * @typedef {import('./endpoint.mjs').Endpoint} Endpoint
 * @typedef {{ to: Endpoint, chunks: readonly import('./capture.mjs').Chunk[], sack: import('./capture.mjs').Sack | undefined }} Packet
 */

export class Link {
  /** Packets lost in a million. */
  loss = 0;
  /** @type {Endpoint | undefined} */
  node;
  #clock;
  #capture;
  #random;
  /** Shortest time from end to end, microseconds. */
  #delay;
  /** Latest arrival so far: [at the peer, at the node]. */
  #arrivals = [0, 0];

  /**
   * @param {import('./clock.mjs').Clock} clock
   * @param {import('./capture.mjs').Capture} capture
   * @param {import('./random.mjs').Random} random
   * @param {number} delay
   */
  constructor(clock, capture, random, delay) {
    this.#clock = clock;
    this.#capture = capture;
    this.#random = random;
    this.#delay = delay;
  }

  /** @param {Packet} packet */
  send(packet) {
    const direction = packet.to === this.node ? 1 : 0;
    if (direction === 0) this.#write(packet);
    if (this.#random.perMillion(this.loss)) return;
    const { now } = this.#clock;
    const arrival = Math.max(this.#arrivals[direction] + 1, now + this.#delay + this.#random.between(0, 90));
    this.#arrivals[direction] = arrival;
    this.#clock.after(arrival - now, this.#arrive, packet);
  }

  /** @param {Packet} packet */
  #arrive = (packet) => {
    if (packet.to === this.node) this.#write(packet);
    packet.to.receive(packet);
  };

  /** @param {Packet} packet */
  #write({ to, sack, chunks }) {
    const capture = this.#capture;
    capture.begin(this.#clock.now, to.peer.host, to.host, to.verificationTag);
    if (sack) capture.sack(sack);
    for (const chunk of chunks) capture.data(chunk);
    capture.end();
  }
}
