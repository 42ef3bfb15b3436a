/**
 * The peer's window was too small for the next chunk: a_rwnd minus what is on its way. A full window is rarely 0, because Linux stops
 * as soon as the next chunk does not fit whole (RFC 9260 6.1 A). SACKs that keep coming tell a peer that does not read from one that is gone.
 */
import { Happening } from '../../correlate/sendWindow.ts';
import { formatDuration } from '../../trace/time.ts';
import type { CauseRule } from '../cause.ts';
import { shareOf } from '../limits.ts';
import type { Proof } from '../proof.ts';
import type { WireState } from '../situation.ts';

/** A window without room at the very moment of the refusal explains it, even when something else holds the sender back later. */
const TIGHT_AT_REFUSAL = 0.9;

export const peerReceiveWindow: CauseRule = {
  cause: 'peer-receive-window',
  judge({ wire }) {
    if (!wire || wire.aRwnd === undefined || wire.rwnd === undefined) return { strength: 0, proofs: [], against: 'no SACK of the peer before the stall' };
    const share = shareOf(wire.shares, 'peer-receive-window');
    const tightNow = wire.rwnd < wire.nextChunk && !wire.holes && (wire.queued === undefined || wire.queued.messages > 0);
    const strength = Math.max(share, tightNow ? TIGHT_AT_REFUSAL : 0);
    const room = `the peer's window had ${wire.rwnd} B of room (a_rwnd ${wire.aRwnd} B, ${wire.outstandingPayloadBytes} B outstanding)`;
    if (strength === 0) return { strength, proofs: [], against: `${room}, more than the next chunk of ${wire.nextChunk} B` };
    return { strength, proofs: proofsOf(wire), against: `${room}, which held the sender back only ${Math.round(share * 100)} % of the time` };
  },
};

function proofsOf(wire: WireState): Proof[] {
  const { samples } = wire.window;
  const sackBefore = lastSack(wire, wire.sample);
  const proofs: Proof[] = [];
  if (sackBefore >= 0) {
    proofs.push({
      clause: `the peer's window was ${samples.aRwnd[sackBefore]} B with ${wire.outstandingPayloadBytes} B outstanding: the next chunk of ${wire.nextChunk} B did not fit`,
      at: { packet: samples.packet[sackBefore]! },
    });
  }
  const smallest = smallestWindow(wire, sackBefore);
  if (smallest >= 0 && samples.aRwnd[smallest]! < samples.aRwnd[sackBefore]!) {
    proofs.push({ clause: `the window went down to ${samples.aRwnd[smallest]} B`, at: { packet: samples.packet[smallest]! } });
  }
  const fall = fallOfWindow(wire, sackBefore);
  if (fall) {
    proofs.push({
      clause: `it fell from ${samples.aRwnd[fall.from]} to ${samples.aRwnd[fall.to]} B in ${formatDuration(samples.time[fall.to]! - samples.time[fall.from]!)}, while SACKs kept coming`,
      at: { packet: samples.packet[fall.from]! },
    });
  }
  const probe = wire.probes.find((row) => row > wire.sample);
  if (probe !== undefined) proofs.push({ clause: 'the sender probed the closed window', at: { packet: samples.packet[probe]! } });
  return proofs;
}

function lastSack(wire: WireState, row: number): number {
  while (row >= 0 && (wire.window.samples.what[row]! & Happening.Sack) === 0) row--;
  return row;
}

/** The smallest a_rwnd of the stall. */
function smallestWindow(wire: WireState, from: number): number {
  const { samples } = wire.window;
  let smallest = from;
  for (let i = Math.max(0, from); i < samples.length && samples.time[i]! <= wire.until; i++) {
    if ((samples.what[i]! & Happening.Sack) !== 0 && samples.aRwnd[i]! < samples.aRwnd[smallest]!) smallest = i;
  }
  return smallest;
}

/** A window that stands above this share of its largest value counts as open. */
const OPEN_SHARE = 0.75;

/** From the last SACK with an open window to the SACK at the refusal. */
function fallOfWindow(wire: WireState, to: number): { from: number; to: number } | undefined {
  const { samples } = wire.window;
  const largest = wire.largestARwnd;
  let from = to;
  while (from >= 0 && ((samples.what[from]! & Happening.Sack) === 0 || samples.aRwnd[from]! < largest * OPEN_SHARE)) from--;
  return from >= 0 && from < to ? { from, to } : undefined;
}
