/** What the analysis knows of the lines of a log: the joins and verdicts, told from the line that the reader looks at. */
import { EAGAIN } from '../correlate/calls.ts';
import type { Correlation } from '../correlate/correlation.ts';
import { returnedBefore } from '../correlate/socketCalls.ts';
import { isRequest } from '../correlate/transactions.ts';
import type { Diagnosis } from '../diagnose/diagnosis.ts';
import type { LimitContext, LimitTimeline } from '../diagnose/limits.ts';
import { Protocol, isReceive, isSend, TransferFlag } from '../trace/schema.ts';
import { NONE } from '../trace/table.ts';
import { formatDuration } from '../trace/time.ts';
import type { Trace } from '../trace/trace.ts';
import { CallsByLine } from './callsByLine.ts';
import type { Place } from './card.ts';
import { refusalWords, windowWords, type SenderView } from './limitWords.ts';
import { hex8, messageName, transferName } from './names.ts';
import { count } from './phrases.ts';
import type { LineNote } from './protocol.ts';
import { summaryOf } from './summary.ts';

/** The part of LaneSource that notes are made from. */
export interface LineNotesSource {
  readonly diagnosis: Diagnosis;
  localOf(association: number): 0 | 1;
  context(association: number, sender: 0 | 1): LimitContext;
  timeline(association: number, sender: 0 | 1): { readonly timeline: LimitTimeline };
}

/** A question for more lines than any screen shows is answered in part. */
const MOST_NOTES = 20_000;
/** Acceptances of one content looked at. */
const MOST_CANDIDATES = 4096;

export class LineNotes {
  readonly #source: LineNotesSource;
  readonly #correlation: Correlation;
  readonly #trace: Trace;
  readonly #byLine: CallsByLine;
  /** Places in `diagnosis.stalls` by the calls that were refused or blocked, and by the calls that ended them. */
  readonly #stallOf = new Map<number, number>();
  readonly #endOf = new Map<number, number>();
  #neverWired: Set<number> | undefined;

  constructor(source: LineNotesSource) {
    this.#source = source;
    this.#correlation = source.diagnosis.correlation;
    this.#trace = this.#correlation.trace;
    this.#byLine = new CallsByLine(this.#trace);
    source.diagnosis.stalls.forEach(({ situation: { stall } }, i) => {
      for (const call of stall.sends) this.#stallOf.set(call, i);
      if (stall.endCall !== NONE) this.#endOf.set(stall.endCall, i);
    });
  }

  /** Lines [from, to) of a log, 1-based. */
  of(file: string, from: number, to: number): LineNote[] {
    const input = this.#trace.inputs.findIndex(({ path }) => path === file);
    const notes: LineNote[] = [];
    if (input < 0) return notes;
    for (const { line, call } of this.#byLine.between(input, from, to)) {
      if (notes.length === MOST_NOTES) break;
      notes.push(this.#note(line, call));
    }
    return notes;
  }

  #note(line: number, call: number): LineNote {
    const { calls, sockets } = this.#trace;
    const { axis, socketCalls } = this.#correlation;
    const time = axis.entry(call);
    const transfer = socketCalls.firstTransferOf(call);
    const association = this.#associationOf(call, transfer);
    const view = association === NONE ? undefined : this.#viewOf(association);
    const socket = calls.socket[call]!;
    const openCall = socket === NONE ? NONE : sockets[socket]!.openCall;
    const message = transfer === NONE ? undefined : this.#message(transfer, call);
    const window = view && isSend(calls.syscall[call]!) ? windowWords(view, time) : undefined;
    return {
      line, time,
      ref: { table: 'calls', row: call },
      ...(line === calls.endLine[call] ? this.#stallPart(call, time, view) : {}),
      ...(association === NONE ? {} : { association: association + 1 }),
      ...(message === undefined ? {} : { message }),
      ...(transfer !== NONE && this.#isNeverWired(transfer) ? { neverWired: true } : {}),
      ...(window === undefined ? {} : { window }),
      ...(transfer === NONE ? {} : this.#placesOf(transfer)),
      ...(openCall === NONE || openCall === call ? {} : { opened: this.#placeOfCall(openCall, true) }),
    };
  }

  #stallPart(call: number, time: number, view: SenderView | undefined): Pick<LineNote, 'refused' | 'sentAgain' | 'ended'> {
    const { calls } = this.#trace;
    const { stalls } = this.#source.diagnosis;
    const at = this.#stallOf.get(call);
    const judged = at === undefined ? undefined : stalls[at]!;
    const ended = this.#endOf.get(call);
    const isRefused = isSend(calls.syscall[call]!) && calls.errno[call] === EAGAIN && calls.socket[call] !== NONE;
    const own = judged?.situation.association?.id;
    const blockedFor = calls.duration[call]! >= 0 ? ` ${formatDuration(calls.duration[call]!)}` : '';
    const words = (): string => refusalWords(own === undefined ? view : this.#viewOf(own), judged, time);
    return {
      ...(isRefused || judged ? { refused: { text: isRefused ? words() : `blocked${blockedFor}: ${words()}`, ...(at === undefined ? {} : { stall: at + 1 }) } } : {}),
      ...(isRefused ? this.#sentAgain(call) : {}),
      ...(ended === undefined ? {} : { ended: { text: this.#endWords(ended), stall: ended + 1 } }),
    };
  }

  #sentAgain(call: number): Pick<LineNote, 'sentAgain'> {
    const { axis, socketCalls, acceptedSends } = this.#correlation;
    const { transfers } = this.#trace;
    const refused = socketCalls.firstTransferOf(call);
    if (refused === NONE) return {};
    let accepted = acceptedSends.first(transfers, refused);
    for (let steps = 0; accepted !== NONE && steps < MOST_CANDIDATES; steps++) {
      const later = transfers.call[accepted]!;
      if (!returnedBefore(this.#trace, axis, later, call)) return { sentAgain: this.#placeOfCall(later, false) };
      accepted = acceptedSends.after(accepted, transfers, refused);
    }
    return {};
  }

  /** "stall 1 ended after 1.46 s: association closed by the application". */
  #endWords(at: number): string {
    const judged = this.#source.diagnosis.stalls[at]!;
    const { stall } = judged.situation;
    const [headline = ''] = summaryOf(judged, 0);
    const how = headline.slice(headline.indexOf(' · ') + 3);
    return `stall ${at + 1} ended after ${formatDuration(stall.end - stall.start)}${headline.includes(' · ') ? `: ${how}` : ''}`;
  }

  /** Association the call is meant for, as far as it can be told. */
  #associationOf(call: number, transfer: number): number {
    const { links, owners } = this.#correlation;
    const { messages, packets, calls } = this.#trace;
    const message = transfer === NONE ? NONE : links.messageOf[transfer]!;
    if (message !== NONE) return packets.association[messages.packet[message]!]!;
    if (transfer !== NONE) return owners.destination(this.#trace, transfer);
    const socket = calls.socket[call]!;
    const own = socket === NONE ? [] : owners.associationsOf[socket]!;
    return own.length === 1 ? own[0]! : NONE;
  }

  /** What the traced side of an association sends. */
  #viewOf(association: number): SenderView {
    const sender = this.#source.localOf(association);
    return { context: this.#source.context(association, sender), timeline: this.#source.timeline(association, sender).timeline };
  }

  #message(transfer: number, call: number): string | undefined {
    const { transfers, messages } = this.#trace;
    if ((transfers.flags[transfer]! & TransferFlag.Notification) !== 0) return 'SCTP notification';
    const message = this.#correlation.links.messageOf[transfer]!;
    const printed = transferName(this.#trace, transfer);
    const name = printed === 'message' && message !== NONE ? messageName(this.#trace, message) : printed;
    if (name === 'message') return undefined;
    const isDiameter = printed !== 'message' || messages.protocol[message] === Protocol.Diameter;
    const hopByHopId = printed !== 'message' ? transfers.head3[transfer]! : isDiameter ? messages.head3[message]! : 0;
    let more = 0;
    while (transfer + more + 1 < transfers.length && transfers.call[transfer + more + 1] === call) more++;
    return `${name}${isDiameter ? ` hop-by-hop ${hex8(hopByHopId)}` : ''}${more > 0 ? ` and ${count(more, 'other message')}` : ''}`;
  }

  #isNeverWired(transfer: number): boolean {
    this.#neverWired ??= new Set(this.#correlation.handovers.flatMap((handover) => handover?.neverWired ?? []));
    return this.#neverWired.has(transfer);
  }

  #placesOf(transfer: number): Pick<LineNote, 'packet' | 'answer' | 'request'> {
    const { links, transactions } = this.#correlation;
    const message = links.messageOf[transfer]!;
    if (message === NONE) return {};
    const counterpart = transactions.counterpart[message]!;
    const packet = this.#placeOfPacket(message);
    if (counterpart === NONE) return { packet };
    return { packet, [isRequest(this.#trace, message) ? 'answer' : 'request']: this.#placeOfMessage(counterpart) };
  }

  /** Where the application sent or took a message; its frame where no log shows that. */
  #placeOfMessage(message: number): Place {
    const { links } = this.#correlation;
    const transfer = links.receiveOf[message] === NONE ? links.sendOf[message]! : links.receiveOf[message]!;
    return transfer === NONE ? this.#placeOfPacket(message) : this.#placeOfCall(this.#trace.transfers.call[transfer]!, isReceive(this.#trace.calls.syscall[this.#trace.transfers.call[transfer]!]!));
  }

  #placeOfPacket(message: number): Place {
    const { packets, messages, inputs } = this.#trace;
    const packet = messages.packet[message]!;
    return { file: inputs[packets.input[packet]!]!.path, frame: packets.frame[packet]! };
  }

  /** `result`: the line that carries the result, where it is another one. */
  #placeOfCall(call: number, result: boolean): Place {
    const { calls, inputs } = this.#trace;
    return { file: inputs[calls.input[call]!]!.path, line: result ? calls.endLine[call]! : calls.line[call]! };
  }
}
