/** What an strace log became, one line a row: for golden files and for comparing two ways of reading the same log. */
import { Syscall, TransferFlag, isReceive, isSend } from '../../analyzer/trace/schema.ts';
import { NONE } from '../../analyzer/trace/table.ts';
import type { Trace } from '../../analyzer/trace/trace.ts';

const names = new Map<number, string>(Object.entries(Syscall).map(([name, number]) => [number, name]));
const flagNames = Object.entries(TransferFlag);
const hex = (word: number): string => word.toString(16).padStart(8, '0');
const row = (number: number): string => (number === NONE ? '-' : String(number));

export function dumpLog(trace: Trace): string {
  const { calls, transfers, polls, options } = trace;
  const out: string[] = [];
  for (const input of trace.inputs) {
    const { kind, clock, clockResolution, records, lines, bytes, firstTime, lastTime, has } = input;
    out.push(`input ${kind} ${clock} ${clockResolution} records ${records} lines ${lines} bytes ${bytes} ${firstTime}-${lastTime} ` +
      Object.entries(has).map(([name, is]) => (is ? name : `no-${name}`)).join(' '));
  }
  for (const process of trace.processes) out.push(`process ${process.id} pid ${process.pid} ${process.command}`.trimEnd());
  for (const thread of trace.threads) out.push(`thread ${thread.id} tid ${thread.tid} process ${thread.process} ${thread.command}`.trimEnd());
  for (const socket of trace.sockets) {
    const { id, process, fd, openCall, closeCall, shutdownCall, input, ...rest } = socket;
    const facts = Object.entries(rest).filter(([, value]) => value !== '' && value !== undefined);
    out.push(`socket ${id} process ${process} fd ${fd} open ${row(openCall)} close ${row(closeCall)} shutdown ${row(shutdownCall)} ` +
      facts.map(([name, value]) => `${name}=${value}`).join(' ') + (input === 0 ? '' : ` input ${input}`));
  }
  for (let call = 0; call < calls.length; call++) {
    const detail = calls.detail[call]!;
    out.push(
      `call ${call} ${calls.line[call]}${calls.endLine[call] === calls.line[call] ? '' : `-${calls.endLine[call]}`} @${calls.offset[call]} ` +
        `${calls.time[call]}+${calls.duration[call]} t${calls.thread[call]} ${names.get(calls.syscall[call]!)}(${calls.fd[call]}) ` +
        `socket ${row(calls.socket[call]!)} = ${calls.returnValue[call]} e${calls.errno[call]} f${calls.flags[call]}`,
    );
    if (detail === NONE) continue;
    const syscall = calls.syscall[call]!;
    if (isSend(syscall) || isReceive(syscall)) {
      for (let t = detail; t < transfers.length && transfers.call[t] === call; t++) {
        const flags = flagNames.filter(([, bit]) => (transfers.flags[t]! & bit) !== 0).map(([name]) => name);
        out.push(
          `  transfer ${transfers.index[t]} size ${transfers.size[t]} known ${transfers.known[t]} ` +
            [transfers.head0, transfers.head1, transfers.head2, transfers.head3, transfers.head4].map((head) => hex(head[t]!)).join(' ') +
            ` body ${hex(transfers.bodyHash[t]!)} ${flags.join('|')} peer ${trace.strings.text(transfers.peer[t]!)} association ${transfers.associationId[t]}`,
        );
      }
    } else if (syscall === Syscall.Setsockopt || syscall === Syscall.Getsockopt) {
      out.push(`  option ${trace.strings.text(options.name[detail]!)} ${options.value[detail]}`);
    } else {
      for (let p = detail; p < polls.length && polls.call[p] === call; p++) {
        out.push(`  poll fd ${polls.fd[p]} socket ${polls.socket[p]} armed ${polls.armed[p]} ready ${polls.ready[p]}`);
      }
    }
  }
  for (const problem of trace.problems.all) {
    out.push(`problem ${problem.kind} ${problem.count} @${problem.firstOffset} line ${problem.firstPlace} ${problem.detail ?? ''}`.trimEnd());
  }
  return `${out.join('\n')}\n`;
}
