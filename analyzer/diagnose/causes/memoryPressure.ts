/** The kernel refused although the buffer had room: sk_wmem_schedule failed under net.sctp.sctp_mem (net/sctp/socket.c sctp_sendmsg_to_asoc). Derived from the modelled charge, so never sure. */
import type { CauseRule } from '../cause.ts';
import { bufferUse, CLEARLY_BELOW, leastSendBuffer } from '../sendBuffer.ts';

/** A buffer that was not full refutes every limit that would have filled it, however long that held the sender back. */
const REFUTES_OTHERS = 1.1;

export const memoryPressure: CauseRule = {
  cause: 'memory-pressure',
  judge(situation) {
    const { wire } = situation;
    const buffer = leastSendBuffer(situation);
    const use = bufferUse(situation);
    if (!wire?.queued || buffer === undefined || !use) return { strength: 0, proofs: [], against: '' };
    const share = use.charged / buffer;
    const against = `the send buffer was charged about ${Math.round(share * 100)} % (derived)`;
    const alone = situation.correlation.owners.associationsOf[situation.socket.id]!.length <= 1;
    if (share > CLEARLY_BELOW || !alone || situation.stall.eagainCount === 0) return { strength: 0, proofs: [], against };
    return {
      strength: REFUTES_OTHERS,
      proofs: [{ clause: `the kernel refused with about ${Math.round(use.charged)} of ${buffer} B charged (derived): global SCTP memory is the remaining limit`, at: { call: situation.stall.sends[0]!, result: true } }],
      against,
    };
  },
};
