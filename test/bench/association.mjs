// @ts-check
/** One association of the node: its two endpoints, the link between them, and the requests that go over it. */
import { CreditControlRequest, createMessage } from './diameter.mjs';
import { Endpoint } from './endpoint.mjs';
import { Link } from './link.mjs';

/**
 * @typedef {object} Plan how one association behaves
 * @property {'client' | 'server'} role who sends requests: the node as a client, or its peer
 * @property {number} interval microseconds between bursts of requests
 * @property {number} burst requests a burst
 * @property {number} delay of the path, one way, microseconds
 * @property {number} sendBuffer of the node, bytes
 * @property {number} receiveBuffer of the peer, bytes
 * @property {number} firstFreeze when the peer stops reading for the first time, microseconds
 * @property {number} freeze for how long at least, microseconds
 * @property {boolean} drains the node reads until EAGAIN
 * @property {boolean} waits for POLLOUT after EAGAIN; else it tries again with the next burst
 *
 * @typedef {object} World
 * @property {import('./clock.mjs').Clock} clock
 * @property {import('./random.mjs').Random} random
 * @property {import('./capture.mjs').Capture} capture
 */

const DIAMETER_PORT = 3868;
const NODE_ADDRESS = 0x0a090001;
const NODE_MAC = 0x020000000001;
const NODE_RECEIVE_BUFFER = 106_496;
/** Peers never refuse a send: only the node is traced. */
const PEER_SEND_BUFFER = 1 << 30;
/** One request in fifty is larger than a packet. */
const LARGE_PER_MILLION = 20_000;

export class Association {
  id;
  plan;
  fd;
  link;
  node;
  peer;
  #clock;
  #random;
  #capture;
  #requests = 0;

  /**
   * @param {number} id
   * @param {Plan} plan
   * @param {World} world
   */
  constructor(id, plan, { clock, random, capture }) {
    this.id = id;
    this.plan = plan;
    this.fd = 20 + id;
    this.#clock = clock;
    this.#random = random;
    this.#capture = capture;
    this.link = new Link(clock, capture, random, plan.delay);
    const isClient = plan.role === 'client';
    this.node = new Endpoint(clock, this.link, {
      host: { address: NODE_ADDRESS, port: isClient ? 40_000 + id : DIAMETER_PORT, mac: NODE_MAC },
      verificationTag: random.word() || 1,
      initialTsn: random.word(),
      receiveBuffer: NODE_RECEIVE_BUFFER,
      sendBuffer: plan.sendBuffer,
    });
    this.peer = new Endpoint(clock, this.link, {
      host: { address: NODE_ADDRESS + 0x100 + id, port: isClient ? DIAMETER_PORT : 41_000 + id, mac: NODE_MAC + 0x100 + id },
      verificationTag: random.word() || 1,
      initialTsn: random.word(),
      receiveBuffer: plan.receiveBuffer,
      sendBuffer: PEER_SEND_BUFFER,
    });
    this.link.node = this.node;
  }

  /** @param {import('./diameter.mjs').Kind} kind */
  createRequest(kind) {
    const request = this.#requests++;
    const isLarge = kind === CreditControlRequest && this.#random.perMillion(LARGE_PER_MILLION);
    const filler = isLarge ? this.#random.between(230, 400) : this.#random.between(1, 40);
    return createMessage(kind, 4 * filler, {
      hopByHopId: (this.id + 1) * 0x10000000 + request,
      endToEndId: (0x4a000000 + this.id * 0x01000000 + request) >>> 0,
      session: this.id * 10_000_000 + (request >> 2),
      number: request & 3,
    });
  }

  /**
   * The four-way handshake (RFC 9260 5.1), then `onUp`.
   * @param {() => void} onUp
   */
  connect(onUp) {
    const { node, peer, plan } = this;
    const [first, second] = plan.role === 'client' ? [node, peer] : [peer, node];
    const steps = [
      () => this.#write(first, second, 0, () => this.#capture.init({ isAck: false, ...initOf(first) })),
      () => this.#write(second, first, first.verificationTag, () => this.#capture.init({ isAck: true, ...initOf(second) })),
      () => this.#write(first, second, second.verificationTag, () => this.#capture.cookie(10)),
      () => this.#write(second, first, first.verificationTag, () => this.#capture.cookie(11)),
      () => {
        node.connect(peer);
        peer.connect(node);
        onUp();
      },
    ];
    steps.forEach((step, i) => this.#clock.after((i + 1) * plan.delay, step, undefined));
  }

  /** @type {(source: Endpoint, destination: Endpoint, verificationTag: number, chunk: () => void) => void} */
  #write(source, destination, verificationTag, chunk) {
    this.#capture.begin(this.#clock.now, source.host, destination.host, verificationTag);
    chunk();
    this.#capture.end();
  }
}

/** @param {Endpoint} endpoint */
const initOf = ({ verificationTag, initialTsn, receiveBuffer }) => ({ initiateTag: verificationTag, aRwnd: receiveBuffer, initialTsn });
