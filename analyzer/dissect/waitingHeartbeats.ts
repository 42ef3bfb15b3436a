/**
 * Heartbeats whose tag is not known yet. Alone they do not say which association they belong to, when the capture starts in the middle of
 * one with several paths: the last few wait until their tag or the other direction is seen. Bounded and reused.
 */
import type { Datagram } from './datagram.ts';

const MOST_WAITING = 16;
const ADDRESS_BYTES = 16;

export interface WaitingHeartbeat {
  /** In trace.packets, -1 for an unused place. */
  row: number;
  tag: number;
  ports: number;
  /** Hashes of (source, destination) and (destination, source). */
  pair: number;
  reverse: number;
  /** Hash of its info: the answer returns it. */
  info: number;
  addressLength: 4 | 16;
  /** Source, and at `addressLength` destination. */
  readonly addresses: Uint8Array;
}

export class WaitingHeartbeats {
  readonly #all: WaitingHeartbeat[] = [];
  #next = 0;

  add(row: number, tag: number, ports: number, pair: number, reverse: number, info: number, datagram: Datagram): void {
    let place = this.#all[this.#next];
    if (place === undefined) {
      place = { row, tag, ports, pair, reverse, info, addressLength: 4, addresses: new Uint8Array(2 * ADDRESS_BYTES) };
      this.#all.push(place);
    }
    this.#next = (this.#next + 1) % MOST_WAITING;
    place.row = row;
    place.tag = tag;
    place.ports = ports;
    place.pair = pair;
    place.reverse = reverse;
    place.info = info;
    const { addressBytes, source, destination, addressLength } = datagram;
    place.addressLength = addressLength;
    for (let i = 0; i < addressLength; i++) {
      place.addresses[i] = addressBytes[source + i]!;
      place.addresses[addressLength + i] = addressBytes[destination + i]!;
    }
  }

  /** One of the other direction: with these ports, and between the same addresses or with the same info. */
  findOpposite(ports: number, pair: number, info: number): WaitingHeartbeat | undefined {
    return this.#all.find((place) => place.row >= 0 && place.ports === ports && (place.pair === pair || place.info === info));
  }

  count(tag: number, ports: number): number {
    let count = 0;
    for (const place of this.#all) if (place.row >= 0 && place.tag === tag && place.ports === ports) count++;
    return count;
  }

  /** One with this tag. It waits until its row is set to -1. */
  find(tag: number, ports: number): WaitingHeartbeat | undefined {
    return this.#all.find((place) => place.row >= 0 && place.tag === tag && place.ports === ports);
  }
}
