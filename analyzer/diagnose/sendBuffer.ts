/**
 * The send buffer as Linux charges it, modelled: every DATA chunk costs the truesize of its skb and the size of struct sctp_chunk until
 * it is cumulatively acknowledged (net/sctp/socket.c sctp_set_owner_w, sctp_wspace). Derived; the kernel's own figure is in the states of
 * a live capture alone.
 */
import { countUpTo } from '../trace/search.ts';
import type { Bytes } from '../trace/time.ts';
import type { Socket } from '../trace/socket.ts';
import type { Situation } from './situation.ts';

/** struct sk_buff (232, aligned to 256) and struct sctp_chunk with its slab slack: measured 2560 a message of 800 bytes on 6.1. */
const PER_CHUNK = 512;

/** struct skb_shared_info at the end of the data area, and the DATA chunk header. */
const DATA_AREA_OVERHEAD = 320 + 16;

/** kmalloc's size classes below a page; above, the next power of two. */
const SIZE_CLASSES = [64, 96, 128, 192, 256, 512, 1024, 2048, 4096, 8192];

/** Charge for one message of `length` payload bytes in one chunk. */
export function modelledCharge(length: Bytes): Bytes {
  const need = length + DATA_AREA_OVERHEAD;
  const area = SIZE_CLASSES.find((size) => size >= need) ?? 2 ** Math.ceil(Math.log2(need));
  return area + PER_CHUNK;
}

/** net.core.wmem_default of every distribution looked at. */
export const DEFAULT_SNDBUF = 212_992;

/** SOCK_MIN_SNDBUF of the kernel. */
const LEAST_BUFFER = 4608;

/**
 * The kernel doubles what SO_SNDBUF sets (socket(7)); getsockopt answers the doubled value. Undefined when neither was seen, or when
 * what was set may have been capped by net.core.wmem_max, whose default is DEFAULT_SNDBUF.
 */
export function sendBufferOf({ sndbufSeen, sndbufSet }: Socket): Bytes | undefined {
  if (sndbufSeen !== undefined) return sndbufSeen;
  return sndbufSet === undefined || sndbufSet > DEFAULT_SNDBUF ? undefined : Math.max(LEAST_BUFFER, sndbufSet * 2);
}

/** The kernel's own figure where it was asked. */
export const sendBufferBytes = ({ socket, kernel }: Situation): Bytes | undefined => kernel?.sndbuf ?? sendBufferOf(socket);

/** What the send buffer has in any case. */
export function leastSendBuffer(situation: Situation): Bytes | undefined {
  const { sndbufSet } = situation.socket;
  return sendBufferBytes(situation) ?? (sndbufSet === undefined ? undefined : DEFAULT_SNDBUF * 2);
}

export interface BufferUse {
  /** Messages in the send buffer at the refusal: queued and sent but not acknowledged. */
  readonly messages: number;
  readonly charged: Bytes;
  /** Mean charge of one of them. */
  readonly perMessage: Bytes;
}

/** What the send buffer held at the refusal. Undefined where sends were not matched. */
export function bufferUse(situation: Situation): BufferUse | undefined {
  const { wire, handover, trace, stall } = situation;
  if (!wire?.queued || !handover) return undefined;
  const accepted = countUpTo(handover.acceptedAt, stall.eagainCount === 0 ? stall.start - 1 : stall.start);
  const held = Math.min(accepted, wire.queued.messages + wire.heldChunks);
  let charged = 0;
  for (let i = accepted - held; i < accepted; i++) charged += modelledCharge(trace.transfers.size[handover.transfers[i]!]!);
  return { messages: held, charged, perMessage: held > 0 ? charged / held : 0 };
}

/** The model is right within a factor of two; below this share the buffer was not full. */
export const CLEARLY_BELOW = 0.3;

/**
 * A send that took long and then succeeded, although what the buffer held before could not have filled it: the thread had to wait for the
 * processor (or for strace), not for room.
 */
export function waitedForNothing(situation: Situation): boolean {
  const { stall } = situation;
  if (stall.eagainCount > 0 || stall.exit !== 'accepted') return false;
  const use = bufferUse(situation);
  return use !== undefined && use.charged < Math.max(LEAST_BUFFER, CLEARLY_BELOW * (leastSendBuffer(situation) ?? 0));
}
