/**
 * The verdict as data: the public JSON contract "stallscope/1" (view/report.schema.json says the same for other languages).
 * Times are epoch nanoseconds as decimal strings on the capture's axis; durations are numbers of nanoseconds.
 */

export const causes = [
  'peer-receive-window', 'congestion-window', 'path-failure', 'send-buffer', 'shared-socket', 'nagle-delayed-sack',
  'memory-pressure', 'unknown',
] as const;
export type Cause = (typeof causes)[number];

export const consequences = [
  'resumed-after-pollout', 'resumed-by-retry', 'spin-retry', 'message-dropped', 'association-closed-by-app',
  'association-lost', 'blocked-in-call', 'unresolved',
] as const;
export type Consequence = (typeof consequences)[number];

export type Confidence = 'high' | 'medium' | 'low';

/** A sentence and the place that proves it. Exactly one of line and frame. */
export interface Evidence {
  readonly clause: string;
  /** What the clause is about: the refusal itself, its cause, what followed. Absent in findings. */
  readonly part?: 'refusal' | 'cause' | 'consequence';
  readonly file: string;
  readonly line?: number;
  readonly frame?: number;
  /** What stands there, cut to one line. */
  readonly text: string;
}

export interface InputReport {
  readonly path: string;
  readonly kind: 'strace' | 'pcap' | 'pcapng' | 'states' | 'unknown';
  readonly records: number;
  readonly problems: readonly { readonly kind: string; readonly count: number; readonly firstOffset: number; readonly remedy: string; readonly what: string; readonly detail?: string }[];
}

/** capture time = log time + offset, or time of the first capture = time of another + offset. */
export interface ClockReport {
  /** Paths of the two inputs. */
  readonly from: string;
  readonly to: string;
  readonly offsetNs: string;
  /** Date that was found for a log that prints the time of day only (strace -t, -tt), "2026-11-23": the offset is what remains (time zone and skew). */
  readonly logDate?: string;
  /** The offset lies in [low, high]; no order of events is claimed inside. */
  readonly lowNs: string;
  readonly highNs: string;
  readonly driftPpm: number;
  readonly method: string;
  readonly anchors: number;
}

export interface EndpointReport {
  readonly addresses: readonly string[];
  readonly port: number;
}

/** One pair of transport addresses. */
export interface PathReport {
  readonly local: string;
  readonly peer: string;
  readonly packets: number;
  /** Median from a DATA chunk of the local side to its SACK, at the capture point; null without any. */
  readonly medianRttNs: number | null;
}

export interface AssociationReport {
  readonly id: number;
  readonly local: EndpointReport;
  readonly peer: EndpointReport;
  /** [chosen by local, chosen by peer], "0x1234abcd"; "0x00000000" while unknown. */
  readonly verificationTags: readonly [string, string];
  readonly start: string;
  readonly end: string;
  readonly ending: 'shutdown' | 'abort' | 'restart' | 'lost' | 'open';
  /** "Diameter", "M3UA", "S1AP", … or "unknown". */
  readonly upperLayer: string;
  readonly packets: number;
  readonly retransmissions: number;
  /** Smallest a_rwnd the peer advertised, bytes; null when no SACK of the peer was seen. */
  readonly minimumPeerARwnd: number | null;
  readonly paths: readonly PathReport[];
}

/** What the wire and the log say of the send limits at the first refused send. Absent: not known. `derived` names the members that are computed. */
export interface LimitsReport {
  readonly aRwnd?: number;
  readonly outstandingPayloadBytes?: number;
  readonly rwnd?: number;
  /** Accepted by the kernel and not yet on the wire, messages and bytes. */
  readonly queuedMessages?: number;
  readonly queuedBytes?: number;
  readonly sendBufferBytes?: number;
  /** What messages are charged with: as the kernel told, else modelled (skb truesize and chunk), bytes. */
  readonly sendBufferUsedBytes?: number;
  /** Of the primary path, as the kernel told. */
  readonly congestionWindowBytes?: number;
  readonly inFlightBytes?: number;
  readonly sackSilenceNs?: number;
  readonly retransmissionsBefore?: number;
  readonly derived: readonly string[];
}

export interface MessageReport {
  /** "CCR", "DWR", "M3UA DATA", "message". */
  readonly name: string;
  readonly length: number;
  readonly hopByHopId?: string;
  readonly endToEndId?: string;
  readonly sessionId?: string;
  readonly file: string;
  readonly line?: number;
  readonly frame?: number;
  /** refused: send() failed and it was not sent later; discarded: accepted by the kernel and never on the wire; unanswered: on the wire, and the association ended before its answer. */
  readonly why: 'refused' | 'discarded' | 'unanswered';
}

export interface CostReport {
  readonly durationNs: number;
  /** Messages that reached the wire later than the unstalled ones do, because of this stall. */
  readonly delayedMessages: number;
  /** Longest delay, ns. */
  readonly longestDelayNs: number;
  /** Cut to the first 1000; `lostMessageCount` counts all. */
  readonly lostMessages: readonly MessageReport[];
  readonly lostMessageCount: number;
  /** Requests on the association without an answer when the stall began. */
  readonly pendingRequests: number;
  /** Requests that never got an answer because the association ended. */
  readonly orphanedRequests: number;
  /** Those of them that were on the wire, cut to the first 1000; the others are among the lost messages. */
  readonly unansweredMessages: readonly MessageReport[];
  /** Median request to answer time on the wire before and during the stall, ns. */
  readonly answerTimeBeforeNs?: number;
  readonly answerTimeDuringNs?: number;
}

export interface StallReport {
  readonly id: number;
  /** Association id; null when the socket could not be tied to one. */
  readonly association: number | null;
  readonly pid: number;
  readonly fd: number;
  readonly start: string;
  readonly end: string;
  readonly eagainCount: number;
  /** When the queue that stood at the first refusal began to build, as far as log or kernel show it (derived). Absent: not known, or nothing waited. */
  readonly queuedSince?: string;
  readonly cause: Cause;
  readonly confidence: Confidence;
  readonly blamedAssociation?: number;
  readonly consequence: Consequence;
  /** One sentence each: what happened, why, what followed. The first is the headline. */
  readonly summary: readonly string[];
  readonly limits: LimitsReport;
  readonly cost: CostReport;
  readonly evidence: readonly Evidence[];
  readonly ruledOut: readonly { readonly cause: Cause; readonly because: string }[];
  /** Sender's software as recognised by its habits: "Erlang/OTP before 26.2.5", "freeDiameter", …, "unknown". */
  readonly stack: string;
  readonly remedies: readonly { readonly id: string; readonly text: string; readonly checkFirst: string }[];
}

/** What was noticed besides stalls: a tiny window, a receiver that drops, a starved watchdog. */
export interface FindingReport {
  readonly rule: string;
  readonly severity: 'info' | 'warning' | 'error';
  readonly title: string;
  readonly association: number | null;
  readonly evidence: readonly Evidence[];
}

/** What the recording cannot show, and how that weakens the rest. */
export interface DataQualityReport {
  readonly kind: string;
  readonly text: string;
  readonly remedy: string;
}

export interface Report {
  readonly schema: 'stallscope/1';
  readonly tool: { readonly name: 'stallscope'; readonly version: string };
  readonly inputs: readonly InputReport[];
  readonly clock: ClockReport | null;
  readonly clocks: readonly ClockReport[];
  readonly associations: readonly AssociationReport[];
  readonly links: { readonly sends: number; readonly matchedSends: number; readonly dataChunks: number; readonly matchedDataChunks: number };
  readonly stalls: readonly StallReport[];
  readonly findings: readonly FindingReport[];
  readonly dataQuality: readonly DataQualityReport[];
}
