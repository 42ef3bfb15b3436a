/** Words of programs and paths, as parts of sentences and of commands that are to be copied into a shell. */

/** "stallscope-capture: may not capture: the helper lacks …" without the name in front. */
export const reasonOf = (errors: string): string => errors.replace(/^[\w-]+: (?:may not capture: )?/, '').replace(/\.$/, '');

export const quoted = (word: string): string => `'${word.replaceAll("'", String.raw`'\''`)}'`;

/** As a line for a shell; words that mean nothing to it stay as they are. */
export const shellLine = (words: readonly string[]): string => words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : quoted(word))).join(' ');
