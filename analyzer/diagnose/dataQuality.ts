/** What the recording cannot show. Said first, because it qualifies everything else. */
import type { Correlation } from '../correlate/correlation.ts';
import { isAccepted } from '../correlate/calls.ts';
import { PacketFlag } from '../trace/schema.ts';
import type { Steps } from '../trace/steps.ts';
import { formatDuration, MILLISECOND } from '../trace/time.ts';

export interface Quality {
  readonly kind: string;
  readonly text: string;
  readonly remedy: string;
}

const RECORD_STRACE = 'strace -f -yy -ttt -T -s 256 -e trace=network,desc,close -o client.strace -p PID';
const RECORD_CAPTURE = 'tcpdump -i any -s 0 -w capture.pcap sctp';

/** Shares above which a lack is worth a word. */
const FEW = 0.02;
const MANY = 0.2;

/** A send under strace costs this and more; an untraced one some 10 us. */
const SLOW_SEND = 0.2 * MILLISECOND;

type Rule = (correlation: Correlation) => Quality | undefined;

const rules: readonly Rule[] = [
  function missingHalf({ trace }) {
    const hasLog = trace.inputs.some((input) => input.kind === 'strace');
    const hasCapture = trace.packets.length > 0;
    if (hasLog && !hasCapture && trace.states.length > 0) return { kind: 'no-capture', text: 'there is no capture of SCTP: what limited the sender is known as far as the kernel\'s states show it', remedy: `record the packets too: ${RECORD_CAPTURE}` };
    if (hasLog && !hasCapture) return { kind: 'no-capture', text: 'there is no capture of SCTP: what limited the sender cannot be proven', remedy: `record the packets too: ${RECORD_CAPTURE}` };
    // Where the kernel's state was read, its refusals can be traced; strace would make them disappear.
    if (hasCapture && !hasLog && trace.states.length > 0) return { kind: 'no-strace', text: 'no log shows the sends: refused ones are inferred from the kernel\'s state at most', remedy: 'trace the refused sends as well: stallscope live --trace' };
    if (hasCapture && !hasLog) return { kind: 'no-strace', text: 'there is no strace log: refused sends are not visible', remedy: `record the system calls too: ${RECORD_STRACE}` };
    return undefined;
  },
  function unplacedLog({ trace, axis }) {
    const unplaced = trace.packets.length > 0 && trace.inputs.some((input) => input.kind === 'strace' && trace.calls.length > 0 && !axis.isPlaced(input.id) && ownsSends(trace, input.id));
    return unplaced ? { kind: 'no-common-message', text: 'log and capture have no message in common: their clocks could not be fitted', remedy: 'check that both come from the same run and host; record with strace -s 256' } : undefined;
  },
  function unmatchedSends({ trace, links, handovers }) {
    const { sends, linkedSends: matched } = links;
    const explained = handovers.reduce((sum, handover) => sum + (handover?.neverWired.length ?? 0), 0);
    const unmatched = sends - matched - explained;
    if (trace.packets.length === 0 || matched === 0 || unmatched <= sends * FEW) return undefined;
    return { kind: 'unmatched-sends', text: `${unmatched} of ${sends} accepted sends are not in the capture`, remedy: 'record every interface and path of the node for the whole time (-i any)' };
  },
  function oneSided({ trace }) {
    for (const association of trace.associations) {
      const [first, second] = association.packets;
      if (association.transport === 'sctp' && first + second >= 20 && (first === 0 || second === 0)) {
        return { kind: 'one-sided-capture', text: `association ${association.id + 1} was captured in one direction only`, remedy: 'record both directions; asymmetric routing needs a capture on each interface' };
      }
    }
    return undefined;
  },
  function droppedByCapture({ trace }) {
    const dropped = trace.inputs.reduce((sum, input) => sum + input.dropped, 0);
    return dropped > 0 ? { kind: 'capture-dropped', text: `the capturing host lost ${dropped} packets: retransmissions and gaps may be artefacts`, remedy: 'record with a larger buffer (dumpcap -B 64)' } : undefined;
  },
  function cutPackets({ trace }) {
    const cut = countFlag(trace.packets.flags, trace.packets.length, PacketFlag.Cut);
    return cut > trace.packets.length * FEW ? { kind: 'cut-packets', text: `${cut} of ${trace.packets.length} packets were cut by the snap length: bundled chunks behind the cut are missing`, remedy: 'record with -s 0' } : undefined;
  },
  function duplicateFrames({ trace }) {
    const duplicates = countFlag(trace.packets.flags, trace.packets.length, PacketFlag.Duplicate);
    const captures = trace.inputs.filter((input) => input.kind === 'pcap' || input.kind === 'pcapng').length;
    return captures === 1 && duplicates > trace.packets.length * FEW
      ? { kind: 'duplicate-frames', text: `${duplicates} frames were captured twice and are counted once`, remedy: 'record one interface of each path instead of -i any on a bridge' } : undefined;
  },
  function badChecksums({ trace }) {
    const bad = countFlag(trace.packets.flags, trace.packets.length, PacketFlag.ChecksumBad);
    return bad > 0 && bad < trace.packets.length * MANY
      ? { kind: 'bad-checksums', text: `${bad} packets have a wrong CRC32c, the others a right one: real corruption is possible`, remedy: 'look whether one direction only is concerned (then the network card computes the checksum)' } : undefined;
  },
  function straceSlowness({ trace, stalls }) {
    if (stalls.length === 0) return undefined;
    const durations: number[] = [];
    for (let t = 0; t < trace.transfers.length && durations.length < 2000; t++) {
      const duration = trace.calls.duration[trace.transfers.call[t]!]!;
      if (isAccepted(trace, t) && duration > 0) durations.push(duration);
    }
    durations.sort((a, b) => a - b);
    const median = durations[Math.floor(durations.length / 2)];
    return median !== undefined && median > SLOW_SEND
      ? { kind: 'strace-overhead', text: `a send takes ${formatDuration(median)} under strace, many times its own cost: untraced, the node sends faster and stalls sooner`, remedy: 'trace network calls only (-e trace=network) with --seccomp-bpf' } : undefined;
  },
  function coarseTimes({ trace, axis }) {
    for (const input of trace.inputs) {
      if (input.kind !== 'strace') continue;
      if (input.clock === 'ordinal') return { kind: 'no-times', text: `${input.path} has no times: calls are placed between the packets that frame them`, remedy: 'run strace with -ttt -T' };
      if (input.clockResolution >= 1e6) return { kind: 'coarse-times', text: `the times of ${input.path} are exact to ${formatDuration(input.clockResolution)} only`, remedy: 'run strace with -ttt' };
      const fit = axis.fits[input.id];
      if (fit?.method.startsWith('inconsistent')) return { kind: 'inconsistent-clocks', text: `no single offset and drift fits ${input.path} to the capture: a clock was set during the recording, or links are wrong`, remedy: 'record both on one host, with NTP quiet' };
    }
    return undefined;
  },
  function noDurations({ trace }) {
    const input = trace.inputs.find((i) => i.kind === 'strace' && !i.has.duration && !i.partial && i.clock !== 'ordinal');
    return input ? { kind: 'no-durations', text: `${input.path} has no durations (-T): sends that stayed in the kernel cannot be told from slow ones`, remedy: 'run strace with -T' } : undefined;
  },
  function unreceived({ trace, links }) {
    return trace.packets.length > 0 && links.receives >= 20 && links.linkedReceives === 0
      ? { kind: 'unmatched-receives', text: 'no received message was found in the capture: the clock fit rests on sends alone', remedy: 'record recvmsg too, and the direction from the peer' } : undefined;
  },
];

export function* assessQuality(correlation: Correlation): Steps<Quality[]> {
  const qualities: Quality[] = [];
  for (const rule of rules) {
    const quality = rule(correlation);
    if (quality) qualities.push(quality);
    yield;
  }
  return qualities;
}

function countFlag(flags: Uint16Array, length: number, flag: number): number {
  let count = 0;
  for (let row = 0; row < length; row++) if ((flags[row]! & flag) !== 0) count++;
  return count;
}

function ownsSends(trace: Correlation['trace'], input: number): boolean {
  for (let t = 0; t < trace.transfers.length; t++) if (trace.calls.input[trace.transfers.call[t]!] === input && isAccepted(trace, t)) return true;
  return false;
}
