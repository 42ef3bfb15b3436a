#!/usr/bin/env node
/**
 * What `stallscope` runs: the program (program.js, one function) with the code that V8 made of it when it was built (program.code).
 * Compiling is a fifth of a short run. V8 refuses the code of another version and compiles, as it does where there is none.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';

const pathOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

function readCode(): Buffer | undefined {
  try {
    return readFileSync(pathOf('program.code'));
  } catch {
    return undefined;
  }
}

const filename = pathOf('program.js');
// The bundler writes ASCII: V8 need not look for wider characters.
const script = new Script(readFileSync(filename, 'latin1'), { filename, cachedData: readCode() });
if (process.env.STALLSCOPE_KEEP_CODE) process.once('exit', () => writeFileSync(pathOf('program.code'), script.createCachedData()));

const program = script.runInThisContext() as (require: NodeJS.Require, bundleUrl: string) => void;
program(createRequire(import.meta.url), import.meta.url);
