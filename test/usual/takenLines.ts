/** How many lines of logs were not left to TypeScript: a test in which there are none shows nothing. */
import type { UsualLines } from '../../analyzer/usual/usualLines.ts';

export function countTaken(usual: UsualLines): () => number {
  let taken = 0;
  const run = usual.run.bind(usual);
  usual.run = (...args) => {
    const stop = run(...args);
    taken += usual.lines;
    return stop;
  };
  return () => taken;
}
