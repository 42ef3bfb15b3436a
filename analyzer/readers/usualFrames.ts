/** How a reader of captures shares its frames with usual/: what both of them count. */
import type { Trace } from '../trace/trace.ts';
import { DONE, FULL } from '../usual/sizes.ts';
import type { UsualPackets } from '../usual/usualPackets.ts';
import type { Frames } from './frames.ts';

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
  #fractionScale = 0;
  #linkType = 0;

  constructor(usual: UsualPackets, input: number, trace: Trace, frames: Frames) {
    this.#usual = usual;
    this.#input = input;
    this.#trace = trace;
    this.#frames = frames;
  }

  /** Other bytes are read from now on, with records as the file header says. */
  begin(isLittleEndian: boolean, fractionScale: number, linkType: number): void {
    this.#from = this.#to = 0;
    this.#isBigEndian = !isLittleEndian;
    this.#fractionScale = fractionScale;
    this.#linkType = linkType;
  }

  /** Takes records of bytes[start, end) whose first byte is at `base` of the capture; returns where it stopped. */
  skim(bytes: Uint8Array, start: number, end: number, base: number): number {
    const usual = this.#usual;
    const { epochSeconds, packets } = this.#trace;
    this.lastSeconds = -1;
    if (usual.input !== this.#input || epochSeconds === undefined) return start;
    usual.setFile(this.#isBigEndian, this.#fractionScale, this.#linkType, epochSeconds);
    if (usual.loader !== this || start < this.#from || start >= this.#to) this.#load(bytes, start, end);
    let at = start;
    for (;;) {
      const frames = this.#frames;
      at = this.#from + usual.run(at - this.#from, this.#to - this.#from, base + this.#from, frames.next - 1, packets.length, frames.lastTime);
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
