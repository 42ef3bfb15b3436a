/** Reads an strace log into a fresh trace: the reader and the system call dissector, without the rest of the engine. */
import { createSyscallDissector } from '../../analyzer/dissect/syscalls/syscalls.ts';
import { straceFormat } from '../../analyzer/readers/strace.ts';
import type { RecordSink } from '../../analyzer/trace/records.ts';
import { Trace } from '../../analyzer/trace/trace.ts';
import { UsualLines } from '../../analyzer/usual/usualLines.ts';

/** Feeds `bytes` in chunks of `chunk` bytes; each chunk is overwritten after its push, as its owner may do. */
export function feed(trace: Trace, sink: RecordSink, path: string, bytes: Uint8Array, chunk = 65_536, usual?: UsualLines): void {
  const reader = straceFormat.open(trace.addInput(path), trace, sink, { lines: usual });
  for (let at = 0; at < bytes.length; at += chunk) {
    const part = bytes.slice(at, at + chunk);
    reader.push(part);
    part.fill(0x3f);
  }
  reader.end();
}

export function sinkOf(trace: Trace, usual?: UsualLines): RecordSink {
  const dissector = createSyscallDissector(trace, usual);
  return { packet: () => {}, syscall: dissector.syscall, status: dissector.status, state: () => {} };
}

export function readLog(path: string, bytes: Uint8Array, chunk?: number, usual = UsualLines.create()): Trace {
  const trace = new Trace();
  feed(trace, sinkOf(trace, usual), path, bytes, chunk, usual);
  return trace;
}
