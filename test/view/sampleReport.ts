/** A report with every member filled, to see renderers and the schema by. Its figures belong together; no recording has them. */
import type { Report, StallReport } from '../../analyzer/view/report.ts';

export const closedStall: StallReport = {
  id: 1,
  association: 1,
  pid: 211,
  fd: 17,
  start: '1795405612805123000',
  end: '1795405612816623000',
  eagainCount: 1,
  cause: 'peer-receive-window',
  confidence: 'high',
  consequence: 'association-closed-by-app',
  summary: [
    'send() refused · association closed by the application',
    'At 03:46:52.805 sendmsg on fd 17 was refused: the send buffer was full with 51 requests that the wire had not carried.',
    'The peer stopped reading; the application closed the association 11.5 ms later without waiting for room.',
  ],
  limits: {
    aRwnd: 0,
    outstandingPayloadBytes: 800,
    rwnd: 0,
    queuedMessages: 51,
    queuedBytes: 38_912,
    sendBufferBytes: 131_072,
    sendBufferUsedBytes: 130_816,
    sackSilenceNs: 420e6,
    retransmissionsBefore: 0,
    derived: ['rwnd', 'outstandingPayloadBytes', 'queuedMessages', 'sendBufferUsedBytes'],
  },
  cost: {
    durationNs: 11.5e6,
    delayedMessages: 0,
    longestDelayNs: 0,
    lostMessages: [
      { name: 'CCR', length: 764, hopByHopId: '0x2f1a0042', endToEndId: '0x91c30042', sessionId: 'client.example;1795405612;17', file: 'client.strace', line: 7225, why: 'refused' },
      ...Array.from({ length: 51 }, (_, i) => ({
        name: i === 50 ? 'DWR' : 'CCR', length: i === 50 ? 84 : 764, hopByHopId: `0x2f1a00${(i + 16).toString(16)}`, file: 'client.strace', line: 6901 + 6 * i, why: 'discarded' as const,
      })),
    ],
    lostMessageCount: 52,
    pendingRequests: 87,
    orphanedRequests: 87,
    unansweredMessages: [{ name: 'CCR', length: 776, hopByHopId: '0x599b3712', endToEndId: '0x599b3712', file: 'capture.pcap', frame: 372, why: 'unanswered' }],
    answerTimeBeforeNs: 4.1e6,
    answerTimeDuringNs: 812e6,
  },
  evidence: [
    { part: 'refusal', clause: 'send() was refused with EAGAIN', file: 'client.strace', line: 7225, text: '211 03:46:52.805123 sendmsg(17, …) = -1 EAGAIN' },
    { part: 'cause', clause: "the peer's window was 0 B with 800 B outstanding: the next chunk of 764 B did not fit", file: 'capture.pcap', frame: 468, text: 'SACK a_rwnd 0' },
    { part: 'cause', clause: 'it fell from 65536 to 0 B in 1.40 s, while SACKs kept coming', file: 'capture.pcap', frame: 437, text: 'SACK a_rwnd 65536' },
    { part: 'consequence', clause: 'the application called close(17) 11.5 ms after the refusal', file: 'client.strace', line: 7254, text: 'close(17) = 0' },
    { part: 'consequence', clause: 'the kernel answered the close with an ABORT', file: 'capture.pcap', frame: 471, text: 'ABORT' },
  ],
  ruledOut: [
    { cause: 'congestion-window', because: 'no TSN was sent twice in the 5 s before' },
    { cause: 'path-failure', because: 'the last SACK came 0.42 s before the refusal' },
  ],
  stack: 'Erlang/OTP before 26.2.5',
  remedies: [
    { id: 'peer', text: 'Find out why 10.0.0.2 stopped reading.', checkFirst: 'its process state and its receive queue (ss -S)' },
    { id: 'E1', text: 'OTP 26.2.5 and newer block in gen_sctp:send instead of closing; that send has no timeout, so watch the queue of the sending process.', checkFirst: 'that callers can bear to wait' },
    { id: 'E3', text: 'If you cannot upgrade, raise sndbuf: 131,072 B hold 0.7 s of this load.', checkFirst: '' },
  ],
};

export const sampleReport: Report = {
  schema: 'stallscope/1',
  tool: { name: 'stallscope', version: '0.1.0' },
  inputs: [
    { path: 'client.strace', kind: 'strace', records: 7912, problems: [{ kind: 'strace-unfinished', count: 3, firstOffset: 1_039_000, what: 'calls that never returned in the log', remedy: 'normal at the end of a log' }] },
    { path: 'capture.pcap', kind: 'pcap', records: 489, problems: [] },
  ],
  clock: { from: 'client.strace', to: 'capture.pcap', offsetNs: '0', lowNs: '-1900000', highNs: '400000', driftPpm: 0, method: 'sends before, receives after', anchors: 812 },
  clocks: [{ from: 'client.strace', to: 'capture.pcap', offsetNs: '0', lowNs: '-1900000', highNs: '400000', driftPpm: 0, method: 'sends before, receives after', anchors: 812 }],
  associations: [
    {
      id: 1, local: { addresses: ['10.0.0.1'], port: 36_002 }, peer: { addresses: ['10.0.0.2'], port: 3868 }, verificationTags: ['0x1c6b7f20', '0x95ad01e2'],
      start: '1795405602560768000', end: '1795405612817000000', ending: 'abort', upperLayer: 'Diameter', packets: 471, retransmissions: 0, minimumPeerARwnd: 0,
      paths: [{ local: '10.0.0.1', peer: '10.0.0.2', packets: 471, medianRttNs: 204_000 }],
    },
    {
      id: 2, local: { addresses: ['10.0.0.1', '10.1.0.1'], port: 40_118 }, peer: { addresses: ['10.0.0.2'], port: 3868 }, verificationTags: ['0x5d20aa01', '0x77e0f3b9'],
      start: '1795405618990000000', end: '1795405621477983000', ending: 'shutdown', upperLayer: 'Diameter', packets: 18, retransmissions: 0, minimumPeerARwnd: 46_132,
      paths: [{ local: '10.0.0.1', peer: '10.0.0.2', packets: 18, medianRttNs: 187_000 }, { local: '10.1.0.1', peer: '10.0.0.2', packets: 0, medianRttNs: null }],
    },
  ],
  links: { sends: 551, matchedSends: 499, dataChunks: 551, matchedDataChunks: 548 },
  stalls: [closedStall],
  findings: [
    { rule: 'watchdog-starved', severity: 'warning', title: 'a DWR waited behind 50 requests and was never sent', association: 1, evidence: [{ clause: 'DWR accepted by the kernel', file: 'client.strace', line: 7201, text: 'sendmsg(17, …)' }] },
  ],
  dataQuality: [
    { kind: 'strace-no-date', text: 'client.strace has times without a date; the date comes from capture.pcap.', remedy: 'run strace with -ttt instead of -t or -tt' },
  ],
};

export const healthyReport: Report = { ...sampleReport, stalls: [], findings: [], dataQuality: [] };
