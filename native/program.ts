/** One short run of a program, such as a --check of the probe's, and what it said. Takes as long as the program, but not for ever. */
import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';

/** One run of a program. `code`: undefined when it did not start. */
export interface ProgramSaid {
  readonly code: number | undefined;
  readonly output: string;
  readonly errors: string;
}

const PATIENCE_MS = 5000;

export function mayAccess(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}

export const isExecutable = (path: string): boolean => mayAccess(path, constants.X_OK);

export const ask = (path: string, question: string): Promise<ProgramSaid> => run([path, question]);

export function run([program, ...words]: readonly string[]): Promise<ProgramSaid> {
  return new Promise((resolve) => {
    execFile(program!, words, { timeout: PATIENCE_MS, windowsHide: true }, (error, output, errors) => {
      const code = error ? error.code : 0;
      resolve({ code: typeof code === 'number' ? code : undefined, output: output.trim(), errors: errors.trim() });
    });
  });
}
