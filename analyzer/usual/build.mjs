// @ts-check
/**
 * Compiles assembly/ to program.ts, which is kept beside the sources so that whoever only runs the analyzer needs no compiler:
 *
 *   node analyzer/usual/build.mjs            writes program.ts
 *   node analyzer/usual/build.mjs --check    fails when it says something else
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { main } from 'assemblyscript/asc';

const folder = fileURLToPath(new URL('.', import.meta.url));
const SIMPLE = ['--optimizeLevel', '3', '--shrinkLevel', '0', '--runtime', 'stub', '--noAssert', '--enable', 'simd'];

/** What program.ts should say. */
async function compile() {
  /** @type {Uint8Array | undefined} */
  let binary;
  const { error, stderr } = await main(['assembly/usual.ts', '--baseDir', folder, '--outFile', 'usual.wasm', ...SIMPLE], {
    writeFile: (name, contents) => {
      if (name === 'usual.wasm') binary = /** @type {Uint8Array} */ (contents);
    },
  });
  if (error || !binary) throw new Error(`${error?.message ?? 'nothing was compiled'}\n${stderr.toString()}`);
  const text = Buffer.from(binary).toString('base64');
  return `/** WebAssembly that build.mjs makes of assembly/; a test holds it to its sources. Base64. */\nexport const program =\n  '${text}';\n`;
}

const program = `${folder}program.ts`;
if (!process.argv.includes('--check')) {
  writeFileSync(program, await compile());
} else if (readFileSync(program, 'utf8') !== (await compile())) {
  console.error('program.ts is not what assembly/ makes: node analyzer/usual/build.mjs');
  process.exitCode = 1;
}
