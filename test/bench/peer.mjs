// @ts-check
/** The other host of an association: answers requests, sends some where the node is the server, and now and then stops to read. */
import { CapabilitiesRequest, CreditControlRequest, answerTo, createMessage, isRequest } from './diameter.mjs';

/**
 * @typedef {import('./diameter.mjs').Message} Message
 * @typedef {import('./association.mjs').Association} Association
 */

const USER_UNKNOWN = 5030;
const CREDIT_LIMIT_REACHED = 4012;

export class Peer {
  #clock;
  #random;
  #association;
  #isFrozen = false;

  /**
   * @param {import('./clock.mjs').Clock} clock
   * @param {import('./random.mjs').Random} random
   * @param {Association} association
   */
  constructor(clock, random, association) {
    this.#clock = clock;
    this.#random = random;
    this.#association = association;
  }

  /** The association is up. */
  start() {
    const { peer, plan } = this.#association;
    peer.onReadable = () => {
      if (!this.#isFrozen) this.#read();
    };
    this.#clock.after(plan.firstFreeze, this.#freeze, undefined);
    this.#clock.after(this.#random.between(200_000, 3_000_000), this.#loseSome, undefined);
    if (plan.role === 'server') this.#clock.after(this.#random.between(500, 2_000), this.#request, CapabilitiesRequest);
  }

  #read() {
    const { peer } = this.#association;
    for (let message = peer.take(); message; message = peer.take()) {
      if (isRequest(message)) this.#clock.after(this.#random.between(300, 6_000), this.#answer, message);
    }
  }

  /** @param {Message} request */
  #answer = (request) => {
    this.#association.peer.send(createAnswer(request, this.#random));
  };

  /** @param {import('./diameter.mjs').Kind} kind */
  #request = (kind) => {
    const { plan, peer } = this.#association;
    if (!this.#isFrozen) peer.send(this.#association.createRequest(kind));
    const mean = plan.interval / plan.burst;
    this.#clock.after(this.#random.between(mean >> 1, mean + (mean >> 1)), this.#request, CreditControlRequest);
  };

  #freeze = () => {
    const { plan } = this.#association;
    this.#isFrozen = true;
    this.#clock.after(this.#random.between(plan.freeze, 2 * plan.freeze), this.#thaw, undefined);
  };

  #thaw = () => {
    this.#isFrozen = false;
    this.#read();
    this.#clock.after(this.#random.between(10_000_000, 40_000_000), this.#freeze, undefined);
  };

  /** A bad stretch of the path: a few packets in a hundred, rarely all of them. */
  #loseSome = () => {
    const { link } = this.#association;
    const isDead = this.#random.perMillion(60_000);
    link.loss = isDead ? 1_000_000 : this.#random.between(20_000, 120_000);
    this.#clock.after(this.#random.between(50_000, isDead ? 1_500_000 : 300_000), this.#recover, undefined);
  };

  #recover = () => {
    this.#association.link.loss = 0;
    this.#clock.after(this.#random.between(2_000_000, 8_000_000), this.#loseSome, undefined);
  };
}

/**
 * @param {Message} request
 * @param {import('./random.mjs').Random} random
 */
export function createAnswer(request, random) {
  const kind = /** @type {import('./diameter.mjs').Kind} */ (answerTo.get(request.kind));
  const resultCode = random.perMillion(8_000) ? USER_UNKNOWN : random.perMillion(8_000) ? CREDIT_LIMIT_REACHED : 2001;
  return createMessage(kind, 4 * random.between(1, 24), request, resultCode);
}
