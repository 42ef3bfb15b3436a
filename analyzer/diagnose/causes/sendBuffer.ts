/** Everything accepted was on the wire and the peer had room: the buffer is smaller than what travels in one round trip. */
import { medianRtt } from '../../correlate/sendWindow.ts';
import { formatDuration } from '../../trace/time.ts';
import type { Trace } from '../../trace/trace.ts';
import type { CauseRule } from '../cause.ts';
import { shareOf } from '../limits.ts';
import { isBurst } from './congestionWindow.ts';
import { hogOf } from './sharedSocket.ts';
import type { Proof } from '../proof.ts';
import { bufferUse, sendBufferBytes } from '../sendBuffer.ts';

/** A median round trip so many times the smallest, and so long, is a queue on the path (or a delayed SACK), ns. */
const QUEUEING = 5;
const LEAST_QUEUEING = 250e6;

export const sendBuffer: CauseRule = {
  cause: 'send-buffer',
  judge(situation) {
    const { wire, socket, kernel } = situation;
    if (!wire?.queued) return { strength: 0, proofs: [], against: kernel ? '' : 'the sends could not be matched to the wire' };
    if (hogOf(situation)) return { strength: 0, proofs: [], against: 'the buffer was full of messages to another association' };
    const share = shareOf(wire.shares, 'flowing') + shareOf(wire.shares, 'idle') + (isBurst(wire) ? shareOf(wire.shares, 'congestion-window') : 0);
    const against = `${wire.queued.messages} accepted messages had not reached the wire: a larger buffer would have filled as well`;
    if (share === 0) return { strength: 0, proofs: [], against };
    const buffer = sendBufferBytes(situation);
    const use = bufferUse(situation);
    const waiting = wire.queued.messages;
    const rtt = wire.window.roundTrips[wire.window.samples.path[wire.sample]!]!;
    const proofs: Proof[] = [{
      clause: `${waiting === 0 ? 'all accepted messages were on the wire' : `${waiting} accepted messages waited for a moment behind ${wire.outstandingChunks} chunks on the wire`}, ${wire.outstandingPayloadBytes} B waiting for SACKs that take ${formatDuration(medianRtt(wire.window, wire.sample))}, and the peer's window had ${wire.rwnd ?? 'unknown'} B of room`,
      at: { packet: wire.window.samples.packet[wire.sample]! },
    }];
    if (rtt.median() > QUEUEING * rtt.minimum && rtt.median() > LEAST_QUEUEING) {
      proofs.push({
        clause: `round trips take ${formatDuration(rtt.median())} where ${formatDuration(rtt.minimum)} is possible: packets queue on the path, and a larger buffer would only lengthen that queue`,
        at: { packet: wire.window.samples.packet[wire.sample]! },
      });
    }
    const setting = optionCall(situation.trace, socket.id, 'SO_SNDBUF');
    if (buffer !== undefined && setting !== undefined) {
      proofs.push({ clause: `the send buffer is ${buffer} B${use ? ` and was charged about ${Math.round(use.charged)} B for ${use.messages} messages (derived)` : ''}`, at: { call: setting } });
    }
    return { strength: share, proofs, against };
  },
};

/** The last call that set or showed an option of a socket. */
function optionCall(trace: Trace, socket: number, name: string): number | undefined {
  for (let row = trace.options.length - 1; row >= 0; row--) {
    const call = trace.options.call[row]!;
    if (trace.calls.socket[call] === socket && trace.strings.text(trace.options.name[row]!) === name) return call;
  }
  return undefined;
}
