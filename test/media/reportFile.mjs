/** Writes the static report of recordings, for a look at the timeline without an editor: node test/media/reportFile.mjs OUT.html FILE... */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { decompress } from 'fzstd';

const root = fileURLToPath(new URL('../../', import.meta.url));
const icons = join(root, 'node_modules/@vscode/codicons/dist');

function plain(bytes) {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return gunzipSync(bytes);
  if (bytes.readUInt32LE(0) === 0xfd2fb528) return Buffer.from(decompress(bytes));
  return bytes;
}

/** The script and the styles of the page, as the sources are now. */
async function bundle() {
  const { outputFiles } = await build({
    absWorkingDir: root, entryPoints: ['media/report/reportPage.ts'], outfile: 'page.js', bundle: true, write: false, platform: 'browser', format: 'iife', target: 'es2022', logLevel: 'error',
  });
  const [script, styles] = ['.js', '.css'].map((end) => outputFiles.find(({ path }) => path.endsWith(end)).text);
  return { script: script.replaceAll('</script', String.raw`<\/script`), styles };
}

/** The page: `files` by path; `bodyClass` and `variables` as VS Code would set them for a theme; `words`: the block that the extension puts before its script. */
export async function reportHtml(files, { bodyClass = 'vscode-dark', variables = '', words = '' } = {}) {
  const { script, styles } = await bundle();
  const font = readFileSync(join(icons, 'codicon.ttf')).toString('base64');
  const iconStyles = readFileSync(join(icons, 'codicon.css'), 'utf8').replaceAll(/url\([^)]*\)/g, `url("data:font/ttf;base64,${font}")`);
  const inputs = files.map(({ path, bytes }) => `<script type="application/gzip" data-path="${path}">${gzipSync(bytes).toString('base64')}</script>`);
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Stallscope</title>
<link rel="stylesheet" id="vscode-codicon-stylesheet" href="data:text/css;base64,${Buffer.from(iconStyles).toString('base64')}">
<style>${styles}</style>
<style>:root { ${variables} }</style>
</head>
<body class="${bodyClass}">
${inputs.join('\n')}
${words}
<script>${script}</script>
</body>
</html>
`;
}

export const readRecording = (paths) => paths.map((path) => ({ path: basename(path).replace(/\.(gz|zst)$/, ''), bytes: plain(readFileSync(path)) }));

/** The inputs of a recording in test/fixtures. */
export function readFixture(name) {
  const folder = join(root, 'test/fixtures', name);
  return readRecording(readdirSync(folder).filter((file) => /strace|pcap/.test(file)).map((file) => join(folder, file)));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [out, ...paths] = process.argv.slice(2);
  writeFileSync(out, await reportHtml(readRecording(paths)));
}
