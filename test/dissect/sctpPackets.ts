/** SCTP packets as bytes into the dissector, without the layers below. */
import type { Datagram } from '../../analyzer/dissect/datagram.ts';
import { createSctpDissector, type SctpDissector } from '../../analyzer/dissect/sctp.ts';
import { Trace } from '../../analyzer/trace/trace.ts';

export class SctpPackets {
  readonly trace = new Trace();
  readonly #dissector: SctpDissector = createSctpDissector(this.trace);
  #frame = 0;

  /** Each comes a millisecond after the one before, with an IP identification of its own. */
  push(bytes: Uint8Array, wireLength = bytes.length): void {
    this.#frame++;
    const datagram: Datagram = {
      record: {
        input: 0, frame: this.#frame, offset: 24 + this.#frame * 100, time: this.#frame * 1e6, linkType: 1, bytes, start: 0,
        end: bytes.length, originalLength: wireLength,
      },
      bytes, start: 0, end: bytes.length, wireLength, addressBytes: Uint8Array.of(10, 0, 0, 1, 10, 0, 0, 2), source: 0, destination: 4,
      addressLength: 4, identification: this.#frame & 0xffff, udpSource: 0, udpDestination: 0, reassembled: false, tunnelled: false,
    };
    this.#dissector.sctp(datagram);
  }
}
