/**
 * The state log of a live capture in, states out: what the kernel itself says of its associations (sctp_diag(7), /proc/net/sctp), sampled
 * now and then. One record a line, members in any order, unknown ones skipped; times are CLOCK_REALTIME seconds.
 *
 *   #stallscope-states 1 kernel=6.1.0-56-cloud-amd64
 *   state 1795405612.805535123 local=10.0.0.1:43563 peer=10.0.0.2:3868 inode=9089 pid=227 fd=17 rwnd=0 cwnd=4380 wmem=133120 sndbuf=131072 bracket=250000
 *   gap 1795405612.805535123 until=1795405613.105535123 cause=late
 */
import { noteGap } from '../trace/gap.ts';
import type { Input } from '../trace/input.ts';
import type { RecordSink, StateRecord } from '../trace/records.ts';
import type { Trace } from '../trace/trace.ts';
import type { Format, Reader } from './format.ts';
import { Lines, type LineSink } from './lines.ts';

const MAGIC = '#stallscope-states ';
/** States are short; a longer line is something else. */
const LONGEST = 4096;

export const statesFormat: Format = {
  name: 'states',
  sniff: (head) => [...MAGIC].every((letter, i) => head[i] === letter.charCodeAt(0)),
  open: (input, trace, sink) => new StatesReader(input, trace, sink),
};

/** Seconds with up to nine decimals. */
const TIME = /^(\d{1,11})(?:\.(\d{1,9}))?$/;

/** Members of a state that are counts, and where they go. */
const figures = {
  inode: 'inode', pid: 'pid', fd: 'fd', rwnd: 'rwnd', cwnd: 'cwnd', ssthresh: 'ssthresh', flight: 'flight', srtt: 'srtt', rto: 'rto', unacked: 'unacked',
  queued: 'queued', waiting: 'waiting', wmem: 'wmem', sndbuf: 'sndbuf', retransmitted: 'retransmitted', bracket: 'bracket',
} as const satisfies Record<string, keyof StateRecord>;

class StatesReader implements Reader, LineSink {
  readonly #input: Input;
  readonly #trace: Trace;
  readonly #sink: RecordSink;
  readonly #lines = new Lines(this);
  readonly #decoder = new TextDecoder('latin1');

  constructor(input: Input, trace: Trace, sink: RecordSink) {
    this.#input = input;
    this.#trace = trace;
    this.#sink = sink;
    input.kind = 'states';
  }

  push(bytes: Uint8Array): void {
    this.#lines.push(bytes);
    this.#input.bytes += bytes.length;
  }

  end(): void {
    this.#lines.end();
  }

  oversized(offset: number): void {
    this.#input.lines++;
    this.#bad(offset);
  }

  line(bytes: Uint8Array, start: number, end: number, offset: number): void {
    this.#input.lines++;
    if (start === end || bytes[start] === 0x23) return; // "#stallscope-states 1 …"
    if (end - start > LONGEST) return this.#bad(offset);
    const [word, at, ...members] = this.#decoder.decode(bytes.subarray(start, end)).split(' ');
    const time = this.#time(at);
    if (time === undefined) return this.#bad(offset);
    if (word === 'state') this.#state(time, members, offset);
    else if (word === 'gap') {
      this.#trace.problems.report('states-gap', this.#input.id, offset, this.#input.lines);
      this.#gap(time, members, offset);
    }
  }

  #state(time: number, members: readonly string[], offset: number): void {
    const record: StateRecord = { input: this.#input.id, line: this.#input.lines, offset, time, local: '', peer: '', command: '' };
    for (const member of members) {
      const equals = member.indexOf('=');
      const [name, value] = [member.slice(0, equals), member.slice(equals + 1)];
      if (equals <= 0) continue;
      if (name === 'local' || name === 'peer') record[name] = value;
      else if (name === 'command') record.command = decoded(value);
      else if (Object.hasOwn(figures, name) && /^\d{1,15}$/.test(value)) record[figures[name as keyof typeof figures]] = Number(value);
    }
    if (record.local === '' || record.peer === '') return this.#bad(offset);
    const input = this.#input;
    input.records++;
    if (Number.isNaN(input.firstTime)) input.firstTime = time;
    input.lastTime = time;
    this.#sink.state(record);
  }

  #gap(from: number, members: readonly string[], offset: number): void {
    const valueOf = (name: string): string | undefined => members.find((member) => member.startsWith(`${name}=`))?.slice(name.length + 1);
    const until = this.#time(valueOf('until'));
    if (until !== undefined) noteGap(this.#trace.gaps, { input: this.#input.id, offset, place: this.#input.lines, from, until, lost: undefined, cause: decoded(valueOf('cause') ?? '') });
  }

  #time(text: string | undefined): number | undefined {
    const match = TIME.exec(text ?? '');
    return match ? this.#trace.at(Number(match[1]), Number((match[2] ?? '').padEnd(9, '0'))) : undefined;
  }

  #bad(offset: number): void {
    this.#trace.problems.report('states-bad-line', this.#input.id, offset, this.#input.lines);
  }
}

/** Percent-encoded, because a command may hold blanks. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
