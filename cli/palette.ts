/** Meanings as colours of a terminal; NO_COLOR and dumb terminals are heeded. */
import colors from 'picocolors';
import type { Palette } from '../analyzer/view/text.ts';

const same = (text: string): string => text;

export const plain: Palette = { alarm: same, warning: same, good: same, heading: same, proof: same, quiet: same };

export function terminalPalette(): Palette {
  const { bold, cyan, dim, green, red, yellow } = colors;
  return { alarm: (text) => bold(red(text)), warning: (text) => bold(yellow(text)), good: green, heading: bold, proof: cyan, quiet: dim };
}
