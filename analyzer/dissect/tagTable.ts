/**
 * (verification tag, ports) -> (conversation, sender), the look-up of every packet: open addressing in typed arrays. Weak tags (see
 * conversations.ts) bring a hash of their addresses as `pair`, others 0. A later entry of the same key replaces the earlier one.
 */
import { hash3 } from './pairHash.ts';

const FIRST_SLOTS = 256;

export class TagTable {
  #slots = FIRST_SLOTS;
  #used = 0;
  #tags = new Uint32Array(FIRST_SLOTS);
  #ports = new Uint32Array(FIRST_SLOTS);
  #pairs = new Int32Array(FIRST_SLOTS);
  /** conversation * 2 + side + 1; 0 is a free slot. */
  #values = new Uint32Array(FIRST_SLOTS);

  /** conversation * 2 + side, -1 when there is none. */
  find(tag: number, ports: number, pair: number): number {
    return this.#values[this.#slotOf(tag, ports, pair)]! - 1;
  }

  set(tag: number, ports: number, pair: number, value: number): void {
    const slot = this.#slotOf(tag, ports, pair);
    if (this.#values[slot] === 0) {
      this.#tags[slot] = tag;
      this.#ports[slot] = ports;
      this.#pairs[slot] = pair;
      this.#used++;
    }
    this.#values[slot] = value + 1;
    if (this.#used * 2 > this.#slots) this.#grow();
  }

  #slotOf(tag: number, ports: number, pair: number): number {
    const mask = this.#slots - 1;
    let slot = hash3(tag, ports, pair) & mask;
    while (
      this.#values[slot] !== 0 && (this.#tags[slot] !== tag || this.#ports[slot] !== ports || this.#pairs[slot] !== pair)
    ) slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const [slots, tags, ports, pairs, values] = [this.#slots, this.#tags, this.#ports, this.#pairs, this.#values];
    this.#slots = slots * 2;
    this.#used = 0;
    this.#tags = new Uint32Array(this.#slots);
    this.#ports = new Uint32Array(this.#slots);
    this.#pairs = new Int32Array(this.#slots);
    this.#values = new Uint32Array(this.#slots);
    for (let i = 0; i < slots; i++) if (values[i] !== 0) this.set(tags[i]!, ports[i]!, pairs[i]!, values[i]! - 1);
  }
}
