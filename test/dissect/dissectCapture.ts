/** Captures as bytes in, the trace with their SCTP rows out: readers, packet and SCTP dissectors without the rest. */
import { gunzipSync } from 'node:zlib';
import { createPacketDissector } from '../../analyzer/dissect/packet.ts';
import { createSctpDissector, type SctpOptions } from '../../analyzer/dissect/sctp.ts';
import { openInput } from '../../analyzer/readers/formats.ts';
import { Trace } from '../../analyzer/trace/trace.ts';

export function dissectCapture(captures: readonly Uint8Array[], options: SctpOptions = {}): Trace {
  const trace = new Trace();
  const sctp = createSctpDissector(trace, options);
  const packets = createPacketDissector(trace, { sctp: sctp.sctp, tcp: () => {} });
  const sink = { packet: packets.packet, syscall: () => {}, status: () => {}, state: () => {} };
  for (const [i, capture] of captures.entries()) {
    const zipped = capture[0] === 0x1f && capture[1] === 0x8b;
    const reader = openInput(trace.addInput(`capture ${i}`), trace, sink);
    reader.push(zipped ? gunzipSync(capture) : capture);
    reader.end();
  }
  return trace;
}
