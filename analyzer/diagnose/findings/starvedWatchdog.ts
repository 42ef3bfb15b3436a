/** A Device-Watchdog-Request or its answer (RFC 3539 3.4) that waited in the send buffer, or an answer that came late: the next thing to fail is the peer. */
import type { Correlation } from '../../correlate/correlation.ts';
import { Protocol } from '../../trace/schema.ts';
import { NONE } from '../../trace/table.ts';
import type { Trace } from '../../trace/trace.ts';
import { isRequest } from '../../correlate/transactions.ts';
import { formatDuration, SECOND } from '../../trace/time.ts';
import type { Finding } from '../finding.ts';

const DEVICE_WATCHDOG = 280;
const COMMAND_CODE = 0xff_ffff;
/** RFC 3539 3.4.1: the smallest watchdog timer is 6 s; half of it in a queue is starvation. */
const STARVED = 3 * SECOND;

export function* starvedWatchdog({ trace, axis, links, transactions }: Correlation): Generator<Finding> {
  const { messages, packets, transfers } = trace;
  for (const m of watchdogs(trace)) {
    const packet = messages.packet[m]!;
    const send = links.sendOf[m]!;
    const queued = send === NONE ? 0 : axis.packet(packet) - axis.entry(transfers.call[send]!);
    const answer = transactions.counterpart[m]!;
    const waited = isRequest(trace, m) && answer !== NONE ? axis.packet(messages.packet[answer]!) - axis.packet(packet) : 0;
    if (queued < STARVED && waited < STARVED) continue;
    const name = isRequest(trace, m) ? 'DWR' : 'DWA';
    yield {
      rule: 'watchdog-starvation',
      severity: 'warning',
      title: queued >= STARVED
        ? `a ${name} waited ${formatDuration(queued)} in the send buffer: the peer's watchdog may fail although SCTP is healthy`
        : `a DWR was answered after ${formatDuration(waited)}`,
      association: packets.association[packet] === NONE ? undefined : packets.association[packet]!,
      proofs: [
        ...(send === NONE ? [] : [{ clause: `the ${name} was handed over`, at: { call: transfers.call[send]! } }]),
        { clause: `the ${name} was on the wire`, at: { packet } },
      ],
    };
  }
}

/** Message rows of DWRs and DWAs. */
function watchdogs({ messages: { protocol, head1, length } }: Trace): number[] {
  const rows: number[] = [];
  for (let m = 0; m < length; m++) if ((head1[m]! & COMMAND_CODE) === DEVICE_WATCHDOG && protocol[m] === Protocol.Diameter) rows.push(m);
  return rows;
}
