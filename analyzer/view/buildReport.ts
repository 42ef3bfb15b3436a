/** Diagnosis -> report: rows become files, lines, frames and words. */
import type { Correlation } from '../correlate/correlation.ts';
import type { ClockFit } from '../correlate/axis.ts';
import { referenceInput } from '../correlate/clocks.ts';
import type { Diagnosis, JudgedStall } from '../diagnose/diagnosis.ts';
import type { Proof } from '../diagnose/proof.ts';
import { bufferUse, sendBufferBytes } from '../diagnose/sendBuffer.ts';
import { Cause } from '../dissect/sctpNames.ts';
import { upperLayerOf } from '../dissect/upperLayers.ts';
import { countByAssociation, type AssociationCounts } from './associationCounts.ts';
import type { Association, Endpoint } from '../trace/association.ts';
import type { Gap } from '../trace/gap.ts';
import { problemKinds } from '../trace/problems.ts';
import { PacketFlag } from '../trace/schema.ts';
import { finish, type Steps } from '../trace/steps.ts';
import { NONE } from '../trace/table.ts';
import { DAY, formatDuration, toEpochNanoseconds } from '../trace/time.ts';
import { hex8, messageName, PacketText, transferName } from './names.ts';
import type {
  AssociationReport, ClockReport, EndpointReport, Evidence, InputReport, LimitsReport, MessageReport, PathReport, Report, StallReport,
} from './report.ts';
import { summaryOf } from './summary.ts';

/** Lost messages listed one by one; the rest is counted. */
const LISTED_MESSAGES = 1000;

/** What only the bytes of the inputs tell, fetched beforehand. */
export interface Quotes {
  /** By call row: the line where it begins, and the line of its result. */
  readonly lines: ReadonlyMap<number, { readonly line: string; readonly result: string }>;
  /** By state row: its line, without the names. */
  readonly states: ReadonlyMap<number, string>;
  /** By transfer row: Session-Id of a lost message. */
  readonly sessionIds: ReadonlyMap<number, string>;
}

/** Calls whose lines the report will quote. */
export function quotedCalls(diagnosis: Diagnosis): Set<number> {
  const calls = new Set<number>();
  for (const proof of allProofs(diagnosis)) if ('call' in proof.at) calls.add(proof.at.call);
  for (const { situation } of diagnosis.stalls) calls.add(situation.stall.sends[0]!);
  return calls;
}

/** States of the kernel whose lines the report will quote. */
export function quotedStates(diagnosis: Diagnosis): Set<number> {
  const states = new Set<number>();
  for (const { at } of allProofs(diagnosis)) if ('state' in at) states.add(at.state);
  return states;
}

/** Transfers of lost messages that the report lists. */
export function listedTransfers(diagnosis: Diagnosis): number[] {
  return diagnosis.stalls.flatMap(({ cost }) => cost.lost.slice(0, LISTED_MESSAGES).map(({ transfer }) => transfer));
}

function* allProofs(diagnosis: Diagnosis): Generator<Proof> {
  for (const stall of diagnosis.stalls) {
    yield* stall.verdict.proofs;
    yield* stall.aftermath.proofs;
  }
  for (const finding of diagnosis.findings) yield* finding.proofs;
}

export function buildReport(diagnosis: Diagnosis, quotes: Quotes, version: string): Report {
  return finish(writeReport(diagnosis, quotes, version));
}

/** The same, in steps. */
export function* writeReport(diagnosis: Diagnosis, quotes: Quotes, version: string): Steps<Report> {
  const { correlation } = diagnosis;
  const writer = new Writer(diagnosis, quotes, yield* countByAssociation(correlation.trace));
  const clocks = writer.clocks();
  yield;
  const links = writer.links();
  const stalls: StallReport[] = [];
  for (const stall of diagnosis.stalls) {
    stalls.push(writer.stall(stall, stalls.length + 1));
    yield;
  }
  return {
    schema: 'stallscope/1',
    tool: { name: 'stallscope', version },
    inputs: correlation.trace.inputs.map((_, id) => writer.input(id)),
    clock: clocks[0] ?? null,
    clocks,
    associations: correlation.trace.associations.filter(({ transport }) => transport === 'sctp').map((association) => writer.association(association)),
    links, stalls,
    findings: diagnosis.findings.map((finding) => ({
      rule: finding.rule,
      severity: finding.severity,
      title: finding.title,
      association: finding.association === undefined ? null : finding.association + 1,
      evidence: finding.proofs.map((proof) => writer.evidence(proof)),
    })),
    dataQuality: diagnosis.quality,
  };
}

class Writer {
  readonly #correlation: Correlation;
  readonly #quotes: Quotes;
  readonly #packets: PacketText;
  readonly #epochSeconds: number;
  readonly #counts: AssociationCounts;
  readonly #roundTrips: Diagnosis['roundTrips'];

  constructor({ correlation, roundTrips }: Diagnosis, quotes: Quotes, counts: AssociationCounts) {
    this.#correlation = correlation;
    this.#roundTrips = roundTrips;
    this.#quotes = quotes;
    this.#packets = new PacketText(correlation.trace);
    this.#epochSeconds = correlation.trace.epochSeconds ?? 0;
    this.#counts = counts;
  }

  #time(time: number): string {
    return toEpochNanoseconds(this.#epochSeconds, time);
  }

  evidence({ clause, at }: Proof): Evidence {
    const { trace } = this.#correlation;
    if ('packet' in at) {
      return { clause, file: trace.inputs[trace.packets.input[at.packet]!]!.path, frame: trace.packets.frame[at.packet]!, text: this.#packets.of(at.packet) };
    }
    if ('state' in at) {
      return { clause, file: trace.inputs[trace.states.input[at.state]!]!.path, line: trace.states.line[at.state]!, text: this.#quotes.states.get(at.state) ?? '' };
    }
    if ('gap' in at) return this.#gap(clause, trace.gaps[at.gap]!);
    const { calls } = trace;
    const quote = this.#quotes.lines.get(at.call);
    return {
      clause,
      file: trace.inputs[calls.input[at.call]!]!.path,
      line: at.result ? calls.endLine[at.call]! : calls.line[at.call]!,
      text: (at.result ? quote?.result : quote?.line) ?? '',
    };
  }

  /** A line of a log; statistics of a capture are no frame of their own. */
  #gap(clause: string, { input, place, from, until, lost, cause }: Gap): Evidence {
    const { path, kind, records } = this.#correlation.trace.inputs[input]!;
    const at = kind === 'strace' || kind === 'states' ? { line: place } : { frame: Math.min(place, Math.max(records, 1)) };
    const text = ['gap', formatDuration(until - from), ...(lost === undefined ? [] : [`${lost} lost`]), ...(cause === '' ? [] : [cause])].join(', ');
    return { clause, file: path, ...at, text };
  }

  input(id: number): InputReport {
    const { trace } = this.#correlation;
    const input = trace.inputs[id]!;
    return {
      path: input.path,
      kind: input.kind,
      records: input.records,
      problems: trace.problems.of(id).map(({ kind, count, firstOffset, detail }) => ({
        kind, count, firstOffset, ...problemKinds[kind], ...(detail === undefined ? {} : { detail }),
      })),
    };
  }

  clocks(): ClockReport[] {
    const { trace, axis } = this.#correlation;
    const reference = referenceInput(trace);
    const reports: ClockReport[] = [];
    if (reference === undefined) return reports;
    const to = trace.inputs[reference]!.path;
    const inputs = trace.inputs.filter(({ id }) => axis.isPlaced(id));
    inputs.sort((a, b) => (a.kind === 'strace' ? 0 : 1) - (b.kind === 'strace' ? 0 : 1) || (axis.fits[b.id]?.anchors ?? 0) - (axis.fits[a.id]?.anchors ?? 0));
    for (const input of inputs) {
      const fit = axis.fits[input.id];
      const placement = axis.placements[input.id];
      if (fit) {
        const date = input.clock === 'time-of-day' ? this.#dateOf(fit) : 0;
        const text = (ns: number): string => ((input.clock === 'relative' ? BigInt(this.#epochSeconds) * 1_000_000_000n : 0n) + BigInt(Math.round(ns - date))).toString();
        reports.push({
          from: input.path, to, offsetNs: text(fit.offset), lowNs: text(fit.low), highNs: text(fit.high), driftPpm: fit.drift * 1e6,
          method: placement ? `${fit.method}; calls are placed between the packets that frame them` : fit.method,
          anchors: fit.anchors,
          ...(input.clock === 'time-of-day' ? { logDate: new Date(this.#epochSeconds * 1000 + date / 1e6).toISOString().slice(0, 10) } : {}),
        });
      } else if (placement) {
        const first = firstCall(trace, input.id);
        const text = toEpochNanoseconds(this.#epochSeconds, placement.times[first]!);
        const wide = Math.round(placement.uncertainty);
        reports.push({
          from: input.path, to, offsetNs: text, lowNs: (BigInt(text) - BigInt(wide)).toString(), highNs: (BigInt(text) + BigInt(wide)).toString(), driftPpm: 0,
          method: 'the log has no times: calls are placed between the packets that frame them; the offset is that of its first call',
          anchors: placement.anchors,
        });
      }
    }
    return reports;
  }

  /** Whole days in the offset of a log without dates: what remains is time zone and skew. */
  #dateOf(fit: ClockFit): number {
    return Math.round(fit.offset / DAY) * DAY;
  }

  links(): Report['links'] {
    const { trace, links } = this.#correlation;
    return { sends: links.sends, matchedSends: links.linkedSends, ...countDataChunks(trace, links) };
  }

  association(association: Association): AssociationReport {
    const local = this.#correlation.owners.localOf[association.id] ?? 0;
    const peer = (1 - local) as 0 | 1;
    const minimum = this.#counts.minimumARwnd[association.id * 2 + peer]!;
    return {
      id: association.id + 1,
      local: endpointReport(association.endpoints[local]),
      peer: endpointReport(association.endpoints[peer]),
      verificationTags: [hex8(association.endpoints[local].verificationTag), hex8(association.endpoints[peer].verificationTag)],
      start: this.#time(association.start),
      end: this.#time(association.end),
      ending: isLost(association) ? 'lost' : association.ending === 'open' && association.shutdown ? 'shutdown' : association.ending,
      upperLayer: upperLayerOf(association.ppids, this.#counts.diameterMessages[association.id]!),
      packets: association.packets[0] + association.packets[1],
      retransmissions: this.#counts.retransmissions[association.id]!,
      minimumPeerARwnd: minimum === NONE ? null : minimum,
      paths: this.#paths(association, local),
    };
  }

  #paths(association: Association, local: 0 | 1): PathReport[] {
    const rtts = this.#roundTrips.get(association.id * 2 + local) ?? [];
    return association.paths.map(({ first, second }, i) => {
      const ends = [association.endpoints[0].addresses[first]!, association.endpoints[1].addresses[second]!];
      const rtt = rtts[i];
      return {
        local: ends[local]!, peer: ends[1 - local]!, packets: this.#counts.pathPackets[association.id]![i]!,
        medianRttNs: rtt === undefined || Number.isNaN(rtt) ? null : Math.round(rtt),
      };
    });
  }

  stall(judged: JudgedStall, id: number): StallReport {
    const { situation, verdict, aftermath, cost, stack, remedies } = judged;
    const { trace, stall, socket, association } = situation;
    return {
      id,
      association: association === undefined ? null : association.id + 1,
      pid: trace.threads[trace.calls.thread[stall.sends[0]!]!]?.tid ?? -1,
      fd: socket.fd,
      start: this.#time(stall.start),
      end: this.#time(stall.end),
      eagainCount: stall.eagainCount,
      ...this.#queuedSince(situation),
      cause: verdict.cause,
      confidence: verdict.confidence,
      ...(verdict.blamed === undefined ? {} : { blamedAssociation: verdict.blamed + 1 }),
      consequence: aftermath.consequence,
      summary: summaryOf(judged, this.#epochSeconds),
      limits: limitsReport(judged),
      cost: {
        durationNs: Math.round(cost.duration),
        delayedMessages: cost.delayedMessages,
        longestDelayNs: Math.round(cost.longestDelay),
        lostMessages: cost.lost.slice(0, LISTED_MESSAGES).map(({ transfer, why }) => this.#message(transfer, why)),
        lostMessageCount: cost.lost.length,
        pendingRequests: cost.pendingRequests,
        orphanedRequests: cost.orphanedRequests,
        unansweredMessages: cost.unanswered.slice(0, LISTED_MESSAGES).map((message) => this.#unanswered(message)),
        ...(cost.answerTimeBefore === undefined ? {} : { answerTimeBeforeNs: Math.round(cost.answerTimeBefore) }),
        ...(cost.answerTimeDuring === undefined ? {} : { answerTimeDuringNs: Math.round(cost.answerTimeDuring) }),
      },
      evidence: [
        {
          ...this.evidence({
            clause: stall.eagainCount > 0 ? 'send() was refused with EAGAIN' : 'send() stayed in the kernel',
            at: { call: stall.sends[0]!, result: true },
          }),
          part: 'refusal',
        },
        ...verdict.proofs.map((proof) => ({ ...this.evidence(proof), part: 'cause' as const })),
        ...aftermath.proofs.map((proof) => ({ ...this.evidence(proof), part: 'consequence' as const })),
      ],
      ruledOut: verdict.ruledOut,
      stack: stack.name,
      remedies,
    };
  }

  #queuedSince({ wire, kernel }: JudgedStall['situation']): { queuedSince?: string } {
    const since = wire?.queued ? (wire.queued.messages > 0 ? wire.onset : NaN) : (kernel?.standsSince ?? NaN);
    return Number.isNaN(since) ? {} : { queuedSince: this.#time(since) };
  }

  #unanswered(message: number): MessageReport {
    const { messages, packets, inputs } = this.#correlation.trace;
    const packet = messages.packet[message]!;
    return {
      name: messageName(this.#correlation.trace, message),
      length: messages.size[message]!,
      hopByHopId: hex8(messages.head3[message]!),
      endToEndId: hex8(messages.head4[message]!),
      file: inputs[packets.input[packet]!]!.path,
      frame: packets.frame[packet]!,
      why: 'unanswered',
    };
  }

  #message(transfer: number, why: MessageReport['why']): MessageReport {
    const { trace } = this.#correlation;
    const { transfers, calls } = trace;
    const call = transfers.call[transfer]!;
    const name = transferName(trace, transfer);
    const sessionId = this.#quotes.sessionIds.get(transfer);
    return {
      name,
      length: transfers.size[transfer]!,
      ...(name === 'message' ? {} : { hopByHopId: hex8(transfers.head3[transfer]!), endToEndId: hex8(transfers.head4[transfer]!) }),
      ...(sessionId === undefined ? {} : { sessionId }),
      file: trace.inputs[calls.input[call]!]!.path,
      line: calls.line[call]!,
      why,
    };
  }
}

function countDataChunks({ packets, dataChunks: rows }: Correlation['trace'], links: Correlation['links']): Pick<Report['links'], 'dataChunks' | 'matchedDataChunks'> {
  let dataChunks = 0;
  let matchedDataChunks = 0;
  for (let row = 0; row < rows.length; row++) {
    if ((packets.flags[rows.packet[row]!]! & PacketFlag.Duplicate) !== 0) continue;
    dataChunks++;
    const message = rows.message[row]!;
    // A message may have become whole since: its row is none of the links'.
    if (message < links.sendOf.length && (links.sendOf[message] !== NONE || links.receiveOf[message] !== NONE)) matchedDataChunks++;
  }
  return { dataChunks, matchedDataChunks };
}

function firstCall(trace: Correlation['trace'], input: number): number {
  let call = 0;
  while (call < trace.calls.length - 1 && trace.calls.input[call] !== input) call++;
  return call;
}

/** "Protocol violation" with the kernel's own words: its retransmissions went unanswered (net/sctp/sm_statefuns.c). */
const isLost = ({ abort }: Association): boolean => abort !== undefined && abort.cause === Cause.ProtocolViolation && abort.reason.includes('max_retrans');

const endpointReport = ({ addresses, port }: Endpoint): EndpointReport => ({ addresses, port });

function limitsReport({ situation }: JudgedStall): LimitsReport {
  const { wire } = situation;
  const kernel = kernelLimits(situation);
  const buffer = sendBufferBytes(situation);
  const use = bufferUse(situation);
  const limits = {
    ...(wire?.aRwnd === undefined ? {} : { aRwnd: wire.aRwnd }),
    ...(wire ? { outstandingPayloadBytes: wire.outstandingPayloadBytes } : {}),
    ...(wire?.rwnd === undefined ? {} : { rwnd: wire.rwnd }),
    ...(wire?.queued ? { queuedMessages: wire.queued.messages, queuedBytes: wire.queued.bytes } : {}),
    ...(buffer === undefined ? {} : { sendBufferBytes: buffer }),
    ...(use ? { sendBufferUsedBytes: Math.round(use.charged) } : {}),
    ...(wire ? { sackSilenceNs: Math.round(wire.sackSilence), retransmissionsBefore: wire.retransmissions.filter((row) => row <= wire.sample).length } : {}),
  };
  const derived = (['outstandingPayloadBytes', 'rwnd', 'queuedMessages', 'queuedBytes', 'sendBufferUsedBytes'] as const).filter((name) => name in limits && !(name in kernel));
  return { ...limits, ...kernel, derived };
}

/** What the kernel said as the refused send returned: observed. */
function kernelLimits({ kernel, trace: { states } }: JudgedStall['situation']): Omit<LimitsReport, 'derived'> {
  const row = kernel?.atRefusal;
  if (row === undefined) return {};
  const figure = <Name extends keyof LimitsReport>(name: Name, column: Uint32Array): object => (column[row] === NONE ? {} : { [name]: column[row] });
  return {
    ...figure('rwnd', states.rwnd), ...figure('congestionWindowBytes', states.cwnd), ...figure('inFlightBytes', states.flight),
    ...figure('sendBufferBytes', states.sndbuf), ...figure('sendBufferUsedBytes', states.wmem),
  };
}
