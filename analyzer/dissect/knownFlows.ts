/**
 * The flows that were seen last, a flow being the packets of one verification tag between two IPv4 addresses and ports: what was found for
 * the first of them holds for all, so that most packets of a capture are spared the hashes of conversations.ts.
 */

import { FLOW_SLOTS as SLOTS } from '../usual/sizes.ts';

/** Where flows are kept: what makes them, and what was found. All by slot. */
export interface FlowTable {
  readonly tags: Int32Array;
  readonly ports: Int32Array;
  readonly sources: Int32Array;
  readonly destinations: Int32Array;
  readonly conversation: Int32Array;
  readonly path: Uint8Array;
  readonly pair: Int32Array;
}

const ownTable = (): FlowTable => ({
  tags: new Int32Array(SLOTS), ports: new Int32Array(SLOTS), sources: new Int32Array(SLOTS), destinations: new Int32Array(SLOTS),
  conversation: new Int32Array(SLOTS), path: new Uint8Array(SLOTS), pair: new Int32Array(SLOTS),
});

export class KnownFlows {
  readonly #tags: Int32Array;
  readonly #ports: Int32Array;
  readonly #sources: Int32Array;
  readonly #destinations: Int32Array;
  /** By slot: what was found. `conversation` is conversation * 2 + side, -1 while the slot is free. */
  readonly conversation: Int32Array;
  readonly path: Uint8Array;
  readonly pair: Int32Array;
  #isEmpty = true;

  constructor({ tags, ports, sources, destinations, conversation, path, pair } = ownTable()) {
    this.#tags = tags;
    this.#ports = ports;
    this.#sources = sources;
    this.#destinations = destinations;
    this.conversation = conversation.fill(-1);
    this.path = path;
    this.pair = pair;
  }

  /** Slot of a flow; its `conversation` is -1 where nothing is known of it. All four are big-endian words. */
  slotOf(tag: number, ports: number, source: number, destination: number): number {
    const slot = (tag ^ (tag >>> 16)) & (SLOTS - 1);
    if (this.#tags[slot] === tag && this.#ports[slot] === ports && this.#sources[slot] === source && this.#destinations[slot] === destination) return slot;
    this.#tags[slot] = tag;
    this.#ports[slot] = ports;
    this.#sources[slot] = source;
    this.#destinations[slot] = destination;
    this.conversation[slot] = -1;
    return slot;
  }

  keep(slot: number, conversation: number, path: number, pair: number): void {
    this.conversation[slot] = conversation;
    this.path[slot] = path;
    this.pair[slot] = pair;
    this.#isEmpty = false;
  }

  /** A tag came to mean something else. */
  clear(): void {
    if (!this.#isEmpty) this.conversation.fill(-1);
    this.#isEmpty = true;
  }
}
