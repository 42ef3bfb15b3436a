/** An endpoint that advertises a window of one or two messages from the start (INIT or INIT ACK a_rwnd, RFC 9260 3.3.2) stalls its peer at every burst. */
import { endpointText } from '../endpointText.ts';
import type { Finding } from '../finding.ts';
import type { Correlation } from '../../correlate/correlation.ts';
import { TINY_WINDOW } from '../remedies.ts';
import { ControlChunk } from '../controlChunk.ts';

export function* tinyWindow({ trace }: Correlation): Generator<Finding> {
  const inits = new Map<number, number>();
  for (let row = 0; row < trace.controlChunks.length; row++) {
    const type = trace.controlChunks.type[row]!;
    if (type === ControlChunk.Init || type === ControlChunk.InitAck) inits.set(trace.controlChunks.value[row]!, trace.controlChunks.packet[row]!);
  }
  for (const association of trace.associations) {
    if (association.transport !== 'sctp') continue;
    for (const side of [0, 1] as const) {
      const endpoint = association.endpoints[side];
      if (endpoint.init === undefined || endpoint.init.aRwnd >= TINY_WINDOW) continue;
      const packet = inits.get(endpoint.verificationTag);
      yield {
        rule: 'receiver-tiny-window',
        severity: 'warning',
        title: `${endpointText(association, side)} advertises a receive window of ${endpoint.init.aRwnd} B: one message at a time (Erlang's recbuf of 1024 gives 1500)`,
        association: association.id,
        proofs: packet === undefined ? [] : [{ clause: `its ${side === 0 ? 'INIT' : 'INIT ACK'} says a_rwnd ${endpoint.init.aRwnd}`, at: { packet } }],
      };
    }
  }
}
