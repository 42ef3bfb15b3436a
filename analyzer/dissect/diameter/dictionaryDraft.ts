/** A dictionary of the user while it is being read: what the readers of the formats fill. */
import type { AvpDefinition, CommandNames } from './avpDefinition.ts';

/** Text of a file in the same folder, undefined where there is none. `name` never leads out of the folder. */
export type ReadSibling = (name: string) => string | undefined;

/** What a reader of one format fills. */
export interface DictionaryDraft {
  readonly source: string;
  readonly avps: AvpDefinition[];
  readonly commands: Map<number, CommandNames>;
  readonly applications: Map<number, string>;
  readonly problems: string[];
}

/** Problems kept of one file: a wrong file has one on every line. */
const MOST_PROBLEMS = 100;

export function complain(draft: DictionaryDraft, problem: string): void {
  if (draft.problems.length < MOST_PROBLEMS) draft.problems.push(`${draft.source}: ${problem}`);
}
