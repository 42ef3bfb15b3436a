/**
 * Options of a test that needs more than npm: `test('rows equal tshark\'s', needs('tshark'), () => …)`. Where it is missing the
 * test is skipped, the reason is printed once, and the end of `npm test` names the line that installs it.
 */
import { corpusFolder, tools } from './tools.mjs';

export { corpusFolder };
export type Tool = keyof typeof tools;

const found = new Map<Tool, boolean>();

function has(tool: Tool): boolean {
  let present = found.get(tool);
  if (present === undefined) {
    present = tools[tool].present();
    found.set(tool, present);
    if (!present) console.warn(`skipped for lack of ${tool}: ${tools[tool].install}`);
  }
  return present;
}

export function needs(...wanted: readonly Tool[]): { skip: boolean } {
  return { skip: wanted.filter((tool) => !has(tool)).length > 0 };
}
