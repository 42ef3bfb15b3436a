/** A capture as bytes in, the trace with its SCTP and TCP rows out. */
import { createPacketDissector } from '../../analyzer/dissect/packet.ts';
import { createSctpDissector } from '../../analyzer/dissect/sctp.ts';
import { createTcpDissector } from '../../analyzer/dissect/tcp.ts';
import { openInput } from '../../analyzer/readers/formats.ts';
import { Trace } from '../../analyzer/trace/trace.ts';

export function dissectDiameter(capture: Uint8Array): Trace {
  const trace = new Trace();
  const sctp = createSctpDissector(trace);
  const tcp = createTcpDissector(trace);
  const packets = createPacketDissector(trace, { sctp: sctp.sctp, tcp: tcp.tcp });
  const reader = openInput(trace.addInput('capture'), trace, { packet: packets.packet, syscall: () => {}, status: () => {}, state: () => {} });
  reader.push(capture);
  reader.end();
  return trace;
}
