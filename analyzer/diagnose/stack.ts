/** The sender's software, recognised by its habits in the log; guesses say so by being 'unknown'. */
import { NONE } from '../trace/table.ts';
import type { Trace } from '../trace/trace.ts';
import type { Aftermath } from './consequence.ts';
import type { Situation } from './situation.ts';

export interface Stack {
  readonly id: 'erlang' | 'erlang-blocking' | 'freediameter' | 'java' | 'open5gs' | 'spinning' | 'blocking' | 'unknown';
  readonly name: string;
  /** The habit that gave it away. */
  readonly because: string;
}

/** freeDiameter's SO_SNDTIMEO, ns. */
const FREEDIAMETER_TIMEOUT = 100e6;

/** gen_sctp asks for SCTP_DEFAULT_SEND_PARAM before its sends; nobody else does it more than once or twice. */
const HABITUAL = 3;

export function recogniseStack(situation: Situation, aftermath: Aftermath): Stack {
  const { trace, socket, stall } = situation;
  const command = commandOf(trace, socket.process);
  if (command.startsWith('beam') || (socket.defaultSendParamReads ?? 0) >= HABITUAL) {
    const because = command.startsWith('beam') ? `the process is ${command}` : 'it reads SCTP_DEFAULT_SEND_PARAM before every send, as gen_sctp does';
    if (stall.armedBy !== NONE || stall.pollOut !== NONE) {
      return { id: 'erlang-blocking', name: 'Erlang/OTP 26.2.5 or later (gen_sctp waits for POLLOUT)', because };
    }
    return aftermath.consequence === 'association-closed-by-app' || stall.exit === 'closed'
      ? { id: 'erlang', name: 'Erlang/OTP before 26.2.5 (or with non_block_send)', because: `${because}, and it closed on EAGAIN without asking for POLLOUT` }
      : { id: 'erlang', name: 'Erlang/OTP', because };
  }
  if (command.startsWith('freeDiameter')) return { id: 'freediameter', name: 'freeDiameter', because: `the process is ${command}` };
  if (socket.sendTimeout === FREEDIAMETER_TIMEOUT) return { id: 'freediameter', name: 'freeDiameter', because: 'blocking socket with SO_SNDTIMEO of 100 ms' };
  if (command.startsWith('java')) return { id: 'java', name: 'Java', because: `the process is ${command}` };
  if (command.startsWith('open5gs')) return { id: 'open5gs', name: 'open5gs', because: `the process is ${command}` };
  if (aftermath.consequence === 'spin-retry') return { id: 'spinning', name: 'a sender that retries in a loop', because: 'it repeated the refused send without waiting' };
  if (stall.blocked && stall.eagainCount === 0) return { id: 'blocking', name: 'a blocking sender', because: 'send() stayed in the kernel' };
  return { id: 'unknown', name: 'unknown', because: '' };
}

function commandOf(trace: Trace, process: number): string {
  const command = trace.processes[process]?.command ?? '';
  return command.slice(command.lastIndexOf('/') + 1);
}
