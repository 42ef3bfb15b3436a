/**
 * Bad input as data: counted by kind and input, located by the offsets of its first occurrences, and named with a remedy.
 * A new kind is one line in `problemKinds`.
 */

/** What is wrong, and what the person who recorded it can do. */
export const problemKinds = {
  'capture-cut-short': { what: 'the last packet record is incomplete', remedy: 'the capture was cut off or is still being written; all whole packets were read' },
  'capture-bad-record': { what: 'a packet record has an impossible length', remedy: 'the file is damaged from this offset on; try `pcapfix`, or record again' },
  'capture-time-backwards': { what: 'packet times go back', remedy: 'usual by some milliseconds where several CPUs capture; `reordercap IN OUT` sorts a file' },
  'capture-no-time': { what: 'packets without a time', remedy: 'they take the time of the packet before; record with dumpcap or tcpdump' },
  'capture-dropped': { what: 'the capturing host dropped packets', remedy: 'record with a larger ring (dumpcap -B 64) or a tighter filter (sctp)' },
  'capture-gap': { what: 'stretches in which nothing could be captured', remedy: 'what went over the wire meanwhile is not known; retransmissions next to them may be artefacts' },
  'packet-cut': { what: 'packets were cut by the snap length', remedy: 'record with -s 0 to see whole messages' },
  'link-type-unknown': { what: 'packets of a link type that is not read', remedy: 'record on an Ethernet interface or with -i any' },
  'packet-malformed': { what: 'packets whose headers contradict their length', remedy: 'they were left out' },
  'fragment-incomplete': { what: 'IP fragments whose other parts are missing', remedy: 'record all interfaces that carry the association' },
  'chunk-malformed': { what: 'SCTP chunks whose length contradicts the packet', remedy: 'the rest of those packets was left out' },
  'message-incomplete': { what: 'user messages of which fragments are missing', remedy: 'record from before the association starts, without drops' },
  'compressed-damaged': { what: 'the compressed stream is damaged', remedy: 'what came before the damage was read; copy the file again' },
  'compressed-cut-short': { what: 'the compressed stream ends early', remedy: 'what was there was read; copy the file again' },
  'strace-no-time': { what: 'lines without a time', remedy: 'run strace with -ttt -T' },
  'strace-no-duration': { what: 'calls without a duration', remedy: 'run strace with -T' },
  'strace-no-date': { what: 'times without a date', remedy: 'run strace with -ttt instead of -t or -tt' },
  'strace-no-pid': { what: 'calls of several threads without a pid', remedy: 'run strace with -f -o FILE' },
  'strace-garbage': { what: 'lines that are not strace output', remedy: 'write the log with -o FILE so that program output does not mix in' },
  'strace-unpaired-resumed': { what: 'resumed calls whose beginning is missing', remedy: 'normal at the start of an attach; elsewhere lines are missing' },
  'strace-unfinished': { what: 'calls that never returned in the log', remedy: 'normal at the end of a log' },
  'strace-time-backwards': { what: 'times that go back', remedy: 'the clock was set during the run, or logs were joined' },
  'strace-raw-arguments': { what: 'send calls with raw (undecoded) arguments', remedy: 'run strace without -e raw=, so that messages can be matched' },
  'strace-no-payload': { what: 'send calls without message bytes', remedy: 'run strace with -s 256' },
  'states-bad-line': { what: 'lines that are no states', remedy: 'the file was cut or changed; the other lines were read' },
  'trace-gap': { what: 'stretches without refused sends', remedy: 'sends were refused faster than they could be told; there were more than are counted' },
  'states-gap': { what: 'stretches without states', remedy: 'the host was too busy to be asked; windows and buffers between are not known' },
  'input-unreadable': { what: 'the file cannot be read', remedy: 'check the path and its permissions' },
  'input-empty': { what: 'the file is empty', remedy: 'record again' },
  'input-unknown': { what: 'neither an strace log nor a packet capture', remedy: 'give an strace log (strace -f -ttt -T -o FILE) or a pcap/pcapng capture' },
} as const satisfies Record<string, { what: string; remedy: string }>;

export type ProblemKind = keyof typeof problemKinds;

export interface Problem {
  readonly kind: ProblemKind;
  readonly input: number;
  count: number;
  /** File offset (of the decompressed stream) of the first occurrence. */
  readonly firstOffset: number;
  /** 1-based line or frame of the first occurrence, 0 where there is none. */
  readonly firstPlace: number;
  /** What differs from case to case, of the first occurrence ("link type 228"). */
  readonly detail?: string;
}

/** Distinct details kept per kind and input; later ones are counted under the last. Hostile input must not grow this. */
const MOST_DETAILS = 16;

export class Problems {
  readonly all: Problem[] = [];
  readonly #known = new Map<ProblemKind, Problem[]>();

  /** Counts one (or `count`) occurrences of a kind in an input. Cheap enough to be called for every record. */
  report(kind: ProblemKind, input: number, offset = 0, place = 0, detail?: string, count = 1): void {
    let known = this.#known.get(kind);
    if (!known) this.#known.set(kind, (known = []));
    let details = 0;
    for (const problem of known) {
      if (problem.input !== input) continue;
      if (problem.detail === detail || ++details === MOST_DETAILS) {
        problem.count += count;
        return;
      }
    }
    const problem: Problem = { kind, input, count, firstOffset: offset, firstPlace: place, ...(detail === undefined ? {} : { detail }) };
    known.push(problem);
    this.all.push(problem);
  }

  of(input: number): readonly Problem[] {
    return this.all.filter((p) => p.input === input);
  }
}
