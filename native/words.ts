/** Words of programs and paths, as parts of sentences and of commands that are to be copied into a shell. */

/** "stallscope-capture: may not capture: the helper lacks …" without the name in front. */
export const reasonOf = (errors: string): string => errors.replace(/^[\w-]+: (?:may not capture: )?/, '').replace(/\.$/, '');

/** For a shell; what means nothing to it stays as it is. */
export const quoted = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`);

export const shellLine = (words: readonly string[]): string => words.map(quoted).join(' ');
