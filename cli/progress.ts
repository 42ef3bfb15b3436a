/** One line on a terminal's stderr that tells how far the reading is, for inputs that take longer than a moment. */
import type { Progress } from '../analyzer/analyze.ts';

/** Shorter runs show nothing. */
const QUIET_MS = 1000;
const REDRAW_MS = 100;
const CLEAR_LINE = '\r\x1b[2K';

export interface ProgressLine {
  readonly report: (progress: Progress) => void;
  /** Takes the line away. */
  readonly done: () => void;
}

export function formatProgress({ doneBytes, totalBytes, path }: Progress, seconds: number): string {
  const rate = doneBytes / seconds;
  const parts = [`reading ${path}`];
  if (totalBytes !== undefined) parts.push(`${Math.floor((100 * doneBytes) / Math.max(totalBytes, 1))} %`);
  parts.push(`${(rate / 1e6).toFixed(0)} MB/s`);
  if (totalBytes !== undefined && rate > 0) parts.push(`${Math.ceil((totalBytes - doneBytes) / rate)} s left`);
  return parts.join(' · ');
}

export function createProgressLine(stream: NodeJS.WriteStream): ProgressLine {
  const began = Date.now();
  let drawn = began + QUIET_MS - REDRAW_MS;
  let visible = false;
  return {
    report(progress) {
      const now = Date.now();
      if (!stream.isTTY || now - drawn < REDRAW_MS) return;
      drawn = now;
      visible = true;
      stream.write(CLEAR_LINE + formatProgress(progress, (now - began) / 1000).slice(0, stream.columns - 1));
    },
    done() {
      if (visible) stream.write(CLEAR_LINE);
    },
  };
}
