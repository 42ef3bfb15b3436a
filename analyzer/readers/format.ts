/** The seam of the readers: bytes of any chunking in, records out (trace/records.ts). */
import type { Input } from '../trace/input.ts';
import type { RecordSink } from '../trace/records.ts';
import type { Trace } from '../trace/trace.ts';
import type { Usual } from '../usual/usual.ts';

export interface Reader {
  /** `bytes` belongs to the caller again after the call. */
  push(bytes: Uint8Array): void;
  /** No more bytes will come: an incomplete last record is reported. */
  end(): void;
}

export interface Format {
  readonly name: string;
  /** The reader gets the caller's arrays as they are: indexOf() of Node's Buffer is several times as fast as that of a plain view. */
  readonly searches?: boolean;
  /** Decides by content, never by name. `head` has the first SNIFF_BYTES bytes, or all there are. */
  sniff(head: Uint8Array): boolean;
  /** Sets input.kind and reads into the sink. Problems go to trace.problems; nothing throws. `usual` takes what it can past the sink. */
  open(input: Input, trace: Trace, sink: RecordSink, usual?: Usual): Reader;
}

export const SNIFF_BYTES = 4096;
