/**
 * The flows that were seen last, a flow being the packets of one verification tag between two IPv4 addresses and ports: what was found for
 * the first of them holds for all, so that most packets of a capture are spared the hashes of conversations.ts.
 */

/** A power of two: the associations of a node, both ways. */
const SLOTS = 512;

export class KnownFlows {
  /** By slot: what makes the flow. */
  readonly #tags = new Int32Array(SLOTS);
  readonly #ports = new Int32Array(SLOTS);
  readonly #sources = new Int32Array(SLOTS);
  readonly #destinations = new Int32Array(SLOTS);
  /** By slot: what was found. `conversation` is conversation * 2 + side, -1 while the slot is free. */
  readonly conversation = new Int32Array(SLOTS).fill(-1);
  readonly path = new Uint8Array(SLOTS);
  readonly pair = new Int32Array(SLOTS);
  #isEmpty = true;

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
