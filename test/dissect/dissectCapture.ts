/** Captures as bytes in, the trace with their SCTP rows out: readers, packet and SCTP dissectors without the rest. */
import { gunzipSync } from 'node:zlib';
import { createPacketDissector } from '../../analyzer/dissect/packet.ts';
import { createSctpDissector, type SctpOptions } from '../../analyzer/dissect/sctp.ts';
import { openInput } from '../../analyzer/readers/formats.ts';
import { Trace } from '../../analyzer/trace/trace.ts';
import { UsualPackets } from '../../analyzer/usual/usualPackets.ts';

/** `usual` null: all packets are read one way. Whoever wants to see messages gets them that way, too. */
export function dissectCapture(
  captures: readonly Uint8Array[], options: SctpOptions = {}, usual: UsualPackets | null | undefined = options.onMessage ? null : UsualPackets.create(), chunk = Infinity,
): Trace {
  const trace = new Trace();
  const sctp = createSctpDissector(trace, options, usual ?? undefined);
  const packets = createPacketDissector(trace, { sctp: sctp.sctp, tcp: () => {} });
  const sink = { packet: packets.packet, syscall: () => {}, status: () => {}, state: () => {} };
  for (const [i, capture] of captures.entries()) {
    const zipped = capture[0] === 0x1f && capture[1] === 0x8b;
    const bytes = zipped ? gunzipSync(capture) : capture;
    const reader = openInput(trace.addInput(`capture ${i}`), trace, sink, { packets: usual ?? undefined });
    for (let at = 0; at < bytes.length; at += chunk) {
      const part = bytes.slice(at, at + chunk);
      reader.push(part);
      part.fill(0x3f);
    }
    reader.end();
  }
  return trace;
}
