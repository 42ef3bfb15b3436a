/**
 * The kernel's own states of a live capture show a send buffer without room, and no log shows the sends: that they were refused is inferred.
 * With a log the stalls themselves say it.
 */
import { countUpTo } from '../../trace/search.ts';
import type { Correlation } from '../../correlate/correlation.ts';
import { formatDuration } from '../../trace/time.ts';
import { endpointText } from '../endpointText.ts';
import type { Finding } from '../finding.ts';
import { isFull } from '../fullState.ts';

export function* fullBuffer({ trace, axis, states, stalls, owners, order }: Correlation): Generator<Finding> {
  const stalled = new Set(stalls.flatMap(({ socket }) => owners.associationsOf[socket]!));
  for (const association of trace.associations) {
    const rows = states.of(association.id);
    if (rows.length === 0 || stalled.has(association.id)) continue;
    const timeOf = (row: number): number => axis.of(trace.states.input[row]!, trace.states.time[row]!);
    let [times, longest, since] = [0, { from: 0, row: -1, duration: -1 }, -1];
    rows.forEach((row, i) => {
      if (!isFull(trace.states, row)) {
        since = -1;
        return;
      }
      if (since < 0) {
        since = i;
        times++;
      }
      // Until the next answer, which tells whether it still is.
      const until = timeOf(rows[Math.min(i + 1, rows.length - 1)]!);
      const from = timeOf(rows[since]!);
      if (until - from > longest.duration) longest = { from, row: rows[since]!, duration: until - from };
    });
    const packets = order.of(association.id);
    if (times === 0 || packets.length === 0) continue;
    const packetTimes = Float64Array.from(packets, (packet) => axis.packet(packet));
    const before = packets[Math.max(0, countUpTo(packetTimes, longest.from) - 1)]!;
    const local = states.localOf[association.id] ?? 0;
    yield {
      rule: 'send-buffer-full',
      severity: 'warning',
      title: `the send buffer towards ${endpointText(association, (1 - local) as 0 | 1)} was full for ${formatDuration(longest.duration)}${times > 1 ? ` (the longest of ${times} times)` : ''}: sends were refused or waited (inferred from the kernel's state; no log shows them)`,
      association: association.id,
      proofs: [{ clause: `${trace.states.wmem[longest.row]} B charged of ${trace.states.sndbuf[longest.row]} B; the last packet before`, at: { packet: before } }],
    };
  }
}
