/** Diameter dictionaries of the user -> one dictionary, and what could not be read of them. Runs in the worker. */
import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { readCustomDictionary } from '../analyzer/dissect/diameter/customDictionaries.ts';
import { Dictionary } from '../analyzer/dissect/diameter/dictionary.ts';

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

export function readDictionaries(paths: readonly string[]): { readonly dictionary: Dictionary; readonly problems: readonly string[] } {
  const dictionary = new Dictionary();
  const problems: string[] = [];
  for (const path of paths) {
    const text = textOf(path);
    if (text === undefined) {
      problems.push(`${path}: the dictionary cannot be read; check the path in the settings`);
      continue;
    }
    const extension = readCustomDictionary(path, text, (name) => textOf(join(dirname(path), name)));
    problems.push(...extension.problems.map((problem) => `${basename(path)}: ${problem}`));
    dictionary.extend(extension);
  }
  return { dictionary, problems };
}
