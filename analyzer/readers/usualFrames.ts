/** How a reader of captures shares its frames with usual/: what both of them count. */
import type { Trace } from '../trace/trace.ts';
import { DONE, FULL, MOST_INTERFACES } from '../usual/sizes.ts';
import type { UsualPackets } from '../usual/usualPackets.ts';
import type { Frames } from './frames.ts';

/** Of an interface; 0 units for a clock that cannot be read by the second. */
export interface CaptureClock {
  readonly linkType: number;
  readonly unitsPerSecond: number;
}

export class UsualFrames {
  readonly #usual: UsualPackets;
  readonly #input: number;
  readonly #trace: Trace;
  readonly #frames: Frames;
  /** The window holds [from, to) of the bytes at hand. */
  #from = 0;
  #to = 0;
  /** Seconds of the last frame skimmed as the file says them, -1 when there was none. */
  lastSeconds = -1;
  #isBigEndian = false;
  readonly #areBlocks: boolean;
  /** Link type and units of a second, by number. */
  readonly #interfaces: CaptureClock[] = [];

  /** Of records, or of the blocks of pcapng. */
  constructor(usual: UsualPackets, input: number, trace: Trace, frames: Frames, areBlocks: boolean) {
    this.#usual = usual;
    this.#input = input;
    this.#trace = trace;
    this.#frames = frames;
    this.#areBlocks = areBlocks;
  }

  /** Other bytes are read from now on. */
  begin(isLittleEndian: boolean): void {
    this.#from = this.#to = 0;
    this.#isBigEndian = !isLittleEndian;
  }

  /** The next interface of the section. */
  addInterface(clock: CaptureClock): void {
    if (this.#interfaces.length < MOST_INTERFACES) this.#interfaces.push(clock);
  }

  beginSection(): void {
    this.#interfaces.length = 0;
  }

  /** Takes records of bytes[start, end) whose first byte is at `base` of the capture; returns where it stopped. */
  skim(bytes: Uint8Array, start: number, end: number, base: number): number {
    const usual = this.#usual;
    const { epochSeconds, packets } = this.#trace;
    this.lastSeconds = -1;
    if (usual.input !== this.#input || epochSeconds === undefined) return start;
    if (usual.loader !== this || start < this.#from || start >= this.#to) this.#load(bytes, start, end);
    usual.setCapture(this.#isBigEndian, epochSeconds);
    for (let i = 0; i < MOST_INTERFACES; i++) usual.setInterface(i, this.#interfaces[i]?.linkType ?? 0, this.#interfaces[i]?.unitsPerSecond ?? 0);
    let at = start;
    for (;;) {
      const frames = this.#frames;
      at = this.#from + usual.run(this.#areBlocks, at - this.#from, this.#to - this.#from, base + this.#from, frames.next - 1, packets.length, frames.lastTime);
      if (usual.frames > 0) {
        frames.skip(usual.frames, usual.earliest, usual.latest, usual.lastTime);
        this.lastSeconds = usual.lastSeconds;
      }
      const { reason } = usual;
      if (usual.packets > 0) usual.onRows?.();
      if (reason === DONE && this.#to < end && at > this.#from) this.#load(bytes, at, end);
      else if (reason !== FULL) return at;
    }
  }

  #load(bytes: Uint8Array, start: number, end: number): void {
    this.#from = start;
    this.#to = start + this.#usual.load(bytes.subarray(start, end));
    this.#usual.loader = this;
  }
}
