/** HEARTBEATs (RFC 9260 8.3) that stayed without HEARTBEAT ACK: a path that would fail when it is needed. */
import type { Correlation } from '../../correlate/correlation.ts';
import type { Association } from '../../trace/association.ts';
import { PacketFlag } from '../../trace/schema.ts';
import { NONE } from '../../trace/table.ts';
import { ControlChunk } from '../controlChunk.ts';
import type { Finding } from '../finding.ts';

/** One may be lost; so many on one path are no accident. */
const LEAST_UNANSWERED = 3;

interface Beats {
  /** By hash of the heartbeat info: packet row. */
  readonly waiting: Map<number, number>;
  sent: number;
}

export function* unansweredHeartbeats({ trace }: Correlation): Generator<Finding> {
  const { controlChunks, packets } = trace;
  /** By association, path and sender. */
  const beats = new Map<string, Beats>();
  for (let row = 0; row < controlChunks.length; row++) {
    const type = controlChunks.type[row]!;
    if (type !== ControlChunk.Heartbeat && type !== ControlChunk.HeartbeatAck) continue;
    const packet = controlChunks.packet[row]!;
    if (packets.association[packet] === NONE || (packets.flags[packet]! & PacketFlag.Duplicate) !== 0) continue;
    const from = (packets.flags[packet]! & PacketFlag.FromSecond) !== 0 ? 1 : 0;
    const sender = type === ControlChunk.Heartbeat ? from : 1 - from;
    const key = `${packets.association[packet]}/${packets.path[packet]}/${sender}`;
    let own = beats.get(key);
    if (!own) beats.set(key, (own = { waiting: new Map(), sent: 0 }));
    if (type === ControlChunk.HeartbeatAck) own.waiting.delete(controlChunks.value[row]!);
    else {
      own.sent++;
      own.waiting.set(controlChunks.value[row]!, packet);
    }
  }
  for (const [key, { waiting, sent }] of beats) {
    const [association, path, sender] = key.split('/').map(Number) as [number, number, 0 | 1];
    if (waiting.size < LEAST_UNANSWERED) continue;
    yield {
      rule: 'heartbeat-loss',
      severity: 'warning',
      title: `${waiting.size} of ${sent} HEARTBEATs ${pathText(trace.associations[association]!, path, sender)} were not answered: a failover to this path would fail`,
      association,
      proofs: [{ clause: 'the first without an answer', at: { packet: [...waiting.values()][0]! } }],
    };
  }
}

function pathText({ paths, endpoints }: Association, path: number, sender: 0 | 1): string {
  const ends = [endpoints[0].addresses[paths[path]!.first]!, endpoints[1].addresses[paths[path]!.second]!];
  return `from ${ends[sender]} to ${ends[1 - sender]}`;
}
