/** The sequence diagram of an association: its packets between the two endpoints and the calls of its sockets at the left edge, in order of time. */
import { EAGAIN } from '../correlate/calls.ts';
import { countUpTo } from '../trace/search.ts';
import { DataFlag, isReceive, isSend, PacketFlag, Poll, Syscall } from '../trace/schema.ts';
import { NONE } from '../trace/table.ts';
import { formatDuration } from '../trace/time.ts';
import type { EventSource } from './eventSource.ts';
import { chunksOf, EventWords } from './eventWords.ts';
import { endpointText, group } from './phrases.ts';
import type { LadderEnd, LadderPage, LadderRow, Requests, Role, RowRef } from './protocol.ts';
import { inOrderOfTime, type TimedRows } from './timedRows.ts';

/** Rows that a page has at most on either side of its time. */
const MOST_ROWS = 1000;
/** A call that takes less says nothing by it, ns. */
const LONG_CALL = 1e6;
/** ABORT, ERROR: RFC 9260 3.3. */
const ALARMING_CHUNKS = new Set([6, 9]);

/** Calls that belong into the diagram besides sends and receives. */
const TURNING_POINTS: ReadonlySet<number> = new Set([Syscall.Connect, Syscall.Accept, Syscall.Close, Syscall.Shutdown, Syscall.Peeloff, Syscall.Listen]);

interface Diagram {
  readonly packets: TimedRows;
  readonly calls: TimedRows;
  readonly local: 0 | 1;
}

export class Ladder {
  readonly #source: EventSource;
  readonly #words: EventWords;
  readonly #diagrams = new Map<number, Diagram>();

  constructor(source: EventSource) {
    this.#source = source;
    this.#words = new EventWords(source);
  }

  page({ association, time, before, after }: Requests['ladder']['params']): LadderPage | undefined {
    const { trace } = this.#source;
    const about = trace.associations[association - 1];
    if (!about) return undefined;
    const diagram = this.#diagram(association - 1);
    const { packets, calls, local } = diagram;
    const [asked, askedAfter] = [before, after].map((count) => Math.max(0, Math.min(MOST_ROWS, Math.floor(count))));
    // Rows at `time` itself come after it.
    let packet = countUpTo(packets.times, time) - equalTo(packets.times, time);
    let call = countUpTo(calls.times, time) - equalTo(calls.times, time);
    let first = 0;
    while (first < asked! && (packet > 0 || call > 0)) {
      if (call === 0 || (packet > 0 && packets.times[packet - 1]! > calls.times[call - 1]!)) packet--;
      else call--;
      first++;
    }
    const moreBefore = packet > 0 || call > 0;
    const rows: LadderRow[] = [];
    while (rows.length < first + askedAfter! && (packet < packets.rows.length || call < calls.rows.length)) {
      if (packet === packets.rows.length || (call < calls.rows.length && calls.times[call]! <= packets.times[packet]!)) {
        rows.push(this.#call(calls.rows[call]!, calls.times[call]!));
        call++;
      } else {
        rows.push(this.#packet(packets.rows[packet]!, packets.times[packet]!, local));
        packet++;
      }
    }
    const ends = about.endpoints.map(endpointText);
    const sockets = this.#source.correlation.owners.socketsOf[association - 1]!;
    const processes = [...new Set(sockets.map((socket) => this.#processText(socket)))];
    return {
      ends: { application: processes.join(', '), local: ends[local]!, peer: ends[1 - local]! },
      paths: about.paths.map(({ first: a, second: b }) => {
        const pair = [about.endpoints[0].addresses[a], about.endpoints[1].addresses[b]];
        return `${pair[local]} – ${pair[1 - local]}`;
      }),
      rows,
      moreBefore,
      moreAfter: packet < packets.rows.length || call < calls.rows.length,
    };
  }

  #processText(socket: number): string {
    const { sockets, processes } = this.#source.trace;
    const process = processes[sockets[socket]!.process];
    const name = process === undefined ? '' : process.command === '' ? `pid ${process.pid} ` : `${process.command} ${process.pid} `;
    return `${name}fd ${sockets[socket]!.fd}`;
  }

  #diagram(association: number): Diagram {
    let diagram = this.#diagrams.get(association);
    if (!diagram) {
      const { correlation } = this.#source;
      diagram = {
        packets: inOrderOfTime(correlation.order.of(association), (row) => correlation.axis.packet(row)),
        calls: inOrderOfTime(this.#callsOf(association), (row) => correlation.axis.entry(row)),
        local: correlation.owners.localOf[association] ?? 0,
      };
      this.#diagrams.set(association, diagram);
    }
    return diagram;
  }

  /** Sends, receives and turning points of the association's sockets, and the polls that ask for room to write or tell of it. */
  #callsOf(association: number): Uint32Array {
    const { trace, correlation } = this.#source;
    const chosen = new Uint8Array(trace.calls.length);
    let count = 0;
    const choose = (call: number): void => {
      count += 1 - chosen[call]!;
      chosen[call] = 1;
    };
    for (const socket of correlation.owners.socketsOf[association]!) {
      for (const call of correlation.socketCalls.of(socket)) {
        const syscall = trace.calls.syscall[call]!;
        if (isSend(syscall) || isReceive(syscall)) {
          const meant = this.#words.associationOfCall(call);
          if (meant === association || meant === NONE) choose(call);
        } else if (TURNING_POINTS.has(syscall)) choose(call);
      }
      for (const poll of correlation.socketCalls.pollsOf(socket)) {
        if (((trace.polls.armed[poll]! | trace.polls.ready[poll]!) & Poll.Out) !== 0) choose(trace.polls.call[poll]!);
      }
    }
    const rows = new Uint32Array(count);
    for (let call = 0, at = 0; at < count; call++) if (chosen[call] === 1) rows[at++] = call;
    return rows;
  }

  #call(call: number, time: number): LadderRow {
    const { trace, correlation } = this.#source;
    const { calls } = trace;
    const words = this.#words;
    const syscall = calls.syscall[call]!;
    const errno = calls.errno[call]!;
    const duration = calls.duration[call]!;
    const moved = words.moved(call);
    const also: RowRef[] = [];
    const first = correlation.socketCalls.firstTransferOf(call);
    for (let t = first; t < trace.transfers.length && trace.transfers.call[t] === call; t++) also.push({ table: 'transfers', row: t });
    const [from, to]: readonly [LadderEnd, LadderEnd] = isSend(syscall) ? ['application', 'local'] : isReceive(syscall) ? ['local', 'application'] : ['application', 'application'];
    const refused = errno !== 0 && from !== to;
    const result = errno === 0 && (calls.flags[call]! & 1) === 0 ? '' : words.result(call);
    const note = [result, duration >= LONG_CALL ? formatDuration(duration) : ''].filter((part) => part !== '').join(', ');
    const role: Role =
      isSend(syscall) ? (errno === 0 ? 'good' : 'alarm')
      : isReceive(syscall) ? (errno === 0 ? 'receive' : errno === EAGAIN ? 'idle' : 'alarm')
      : syscall === Syscall.Close || syscall === Syscall.Shutdown ? 'warning' : 'poll';
    return {
      ref: { table: 'calls', row: call }, also, time, from, to,
      label: [moved === '' ? `${words.syscall(call)}()` : words.syscall(call), this.#polled(call, moved)].filter((part) => part !== '').join(' '),
      note, role, head: refused ? 'stopped' : 'arrives', path: 0,
    };
  }

  #polled(call: number, moved: string): string {
    const { polls } = this.#source.trace;
    const { detail, syscall } = this.#source.trace.calls;
    const kind = syscall[call]!;
    if (kind !== Syscall.EpollCtl && kind !== Syscall.EpollWait && kind !== Syscall.Poll && kind !== Syscall.Select) return moved;
    for (let poll = detail[call]!; poll < polls.length && polls.call[poll] === call; poll++) {
      if ((polls.ready[poll]! & Poll.Out) !== 0) return 'room to write';
      if ((polls.armed[poll]! & Poll.Out) !== 0) return 'waits for room to write';
    }
    return moved;
  }

  #packet(packet: number, time: number, local: 0 | 1): LadderRow {
    const { packets, dataChunks, sacks, controlChunks } = this.#source.trace;
    const trace = this.#source.trace;
    const words = this.#words;
    const chunks = chunksOf(trace, packet);
    const also: RowRef[] = [];
    const list = (table: RowRef['table'], [from, to]: readonly [number, number]): void => {
      for (let row = from; row < to; row++) also.push({ table, row });
    };
    list('dataChunks', chunks.data);
    list('sacks', chunks.sacks);
    list('controlChunks', chunks.control);
    for (const row of words.messagesOf(packet)) {
      also.push({ table: 'messages', row });
      if (words.isRequest(row)) also.push({ table: 'transactions', row });
    }
    let again = false;
    let bytes = 0;
    for (let row = chunks.data[0]; row < chunks.data[1]; row++) {
      bytes += dataChunks.size[row]!;
      if ((dataChunks.flags[row]! & DataFlag.Retransmitted) !== 0) again = true;
    }
    let shut = false;
    for (let row = chunks.sacks[0]; row < chunks.sacks[1]; row++) if (sacks.aRwnd[row] === 0) shut = true;
    let alarming = false;
    for (let row = chunks.control[0]; row < chunks.control[1]; row++) if (ALARMING_CHUNKS.has(controlChunks.type[row]!)) alarming = true;
    const role: Role =
      alarming ? 'alarm' : again ? 'congestion' : shut ? 'peerWindow'
      : chunks.data[1] > chunks.data[0] ? 'data' : chunks.sacks[1] > chunks.sacks[0] ? 'sack' : 'control';
    const outward = words.sender(packet) === local;
    const notes = [again ? 'sent again' : '', shut ? 'window closed' : '', (packets.flags[packet]! & PacketFlag.ChecksumBad) !== 0 ? 'bad checksum' : '', bytes > 0 ? `${group(bytes)} B` : ''];
    return {
      ref: { table: 'packets', row: packet }, also, time,
      from: outward ? 'local' : 'peer', to: outward ? 'peer' : 'local',
      label: words.brief(packet), note: notes.filter((part) => part !== '').join(', '), role,
      head: again ? 'again' : 'arrives', path: packets.path[packet]!,
    };
  }
}

/** Entries equal to `time`. */
function equalTo(times: Float64Array, time: number): number {
  let count = 0;
  for (let i = countUpTo(times, time) - 1; i >= 0 && times[i] === time; i--) count++;
  return count;
}
