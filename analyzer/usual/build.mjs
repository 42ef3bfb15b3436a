// @ts-check
/**
 * Compiles assembly/ to programs that are kept beside the sources so that whoever only runs the analyzer needs no compiler:
 *
 *   node analyzer/usual/build.mjs            writes them
 *   node analyzer/usual/build.mjs --check    fails when one says something else
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { main } from 'assemblyscript/asc';

const folder = fileURLToPath(new URL('.', import.meta.url));
const SIMPLE = ['--optimizeLevel', '3', '--shrinkLevel', '0', '--runtime', 'stub', '--noAssert', '--enable', 'simd'];

/** Files by the sources that make them. */
const programs = { 'assembly/usual.ts': 'program.ts', 'assembly/packets.ts': 'packetProgram.ts' };

/**
 * What the file of a program should say.
 * @param {string} source
 */
async function compile(source) {
  /** @type {Uint8Array | undefined} */
  let binary;
  const { error, stderr } = await main([source, '--baseDir', folder, '--outFile', 'usual.wasm', ...SIMPLE], {
    writeFile: (name, contents) => {
      if (name === 'usual.wasm') binary = /** @type {Uint8Array} */ (contents);
    },
  });
  if (error || !binary) throw new Error(`${error?.message ?? 'nothing was compiled'}\n${stderr.toString()}`);
  const text = Buffer.from(binary).toString('base64');
  return `/** WebAssembly that build.mjs makes of assembly/; a test holds it to its sources. Base64. */\nexport const program =\n  '${text}';\n`;
}

for (const [source, file] of Object.entries(programs)) {
  const program = await compile(source);
  if (!process.argv.includes('--check')) {
    writeFileSync(`${folder}${file}`, program);
  } else if (readFileSync(`${folder}${file}`, 'utf8') !== program) {
    console.error(`${file} is not what assembly/ makes: node analyzer/usual/build.mjs`);
    process.exitCode = 1;
  }
}
