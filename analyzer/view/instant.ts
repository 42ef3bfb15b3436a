/** What limited an association's sender at one instant: the figures under the pointer. */
import { queuedAt } from '../correlate/handover.ts';
import { sendBufferOf } from '../diagnose/sendBuffer.ts';
import { limitClasses } from './lanes/limitClasses.ts';
import type { LaneSource } from './lanes/source.ts';
import { windowAt } from './lanes/windows.ts';
import { group } from './phrases.ts';
import type { Instant } from './protocol.ts';

/** `association` as the report numbers it. Undefined before its first packet. */
export function instantOf(source: LaneSource, association: number, time: number): Instant | undefined {
  const row = association - 1;
  if (source.trace.associations[row]?.transport !== 'sctp') return undefined;
  const sender = source.localOf(row);
  const { samples } = source.context(row, sender).window;
  const state = windowAt(samples, time);
  if (!state) return undefined;
  const segment = source.segmentAt(row, sender, time);
  const limit = segment === undefined ? 'ended' : limitClasses[source.segment(segment)!.limit].name;
  const handover = source.correlation.handovers[row];
  const queued = handover?.sender === sender ? queuedAt(handover, time) : undefined;
  const socket = source.correlation.owners.socketsOf[row]!.map((id) => sendBufferOf(source.trace.sockets[id]!)).find((bytes) => bytes !== undefined);
  const { aRwnd, outstanding } = state;
  return {
    association, time, limit,
    ...(aRwnd === undefined ? {} : { aRwnd, rwnd: Math.max(0, aRwnd - outstanding) }),
    outstandingPayloadBytes: outstanding,
    ...(queued ? { queuedBytes: queued.bytes, queuedMessages: queued.messages } : {}),
    ...(socket === undefined ? {} : { sendBufferBytes: socket }),
    text: [
      ...(aRwnd === undefined ? [] : [`a_rwnd ${group(aRwnd)} B`]),
      `${group(outstanding)} B outstanding`,
      ...(queued && queued.messages > 0 ? [`${group(queued.messages)} queued (${group(queued.bytes)} B)`] : []),
      limit,
    ].join(' · '),
  };
}
