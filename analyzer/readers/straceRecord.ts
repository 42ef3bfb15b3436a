/** The one record that a reader of logs hands on again and again. */
import type { SyscallRecord } from '../trace/records.ts';

const NOTHING: Uint8Array = new Uint8Array(0);

export class StraceRecord implements SyscallRecord {
  readonly input: number;
  line = 0;
  endLine = 0;
  offset = 0;
  tid = -1;
  command = '';
  time = 0;
  duration = NaN;
  bytes = NOTHING;
  view = new DataView(NOTHING.buffer);
  nameStart = 0;
  nameEnd = 0;
  argumentsStart = 0;
  argumentsEnd = 0;
  returnValue = NaN;
  auxiliaryStart = 0;
  auxiliaryEnd = 0;
  returnPathStart = 0;
  returnPathEnd = 0;
  errno = 0;
  unreturned = false;
  headless = false;

  constructor(input: number) {
    this.input = input;
  }

  begin(line: number, offset: number, time: number, headless: boolean): void {
    this.line = line;
    this.offset = offset;
    this.time = time;
    this.headless = headless;
  }

  /** Where its text is. Most lines are in the bytes of the one before. */
  place(bytes: Uint8Array, nameStart: number, nameEnd: number, argumentsStart: number): void {
    if (this.bytes !== bytes) {
      this.bytes = bytes;
      this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    }
    this.nameStart = nameStart;
    this.nameEnd = nameEnd;
    this.argumentsStart = argumentsStart;
  }

  /** The call did not return in this log. */
  giveUp(argumentsEnd: number): void {
    this.argumentsEnd = argumentsEnd;
    this.duration = NaN;
    this.returnValue = NaN;
    this.errno = 0;
    this.unreturned = true;
    this.auxiliaryStart = this.auxiliaryEnd = 0;
    this.returnPathStart = this.returnPathEnd = 0;
  }
}
