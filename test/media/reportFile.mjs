/** Writes the static report of recordings, for a look at the timeline without an editor: node test/media/reportFile.mjs OUT.html FILE... */
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { decompress } from 'fzstd';

const dist = fileURLToPath(new URL('../../dist/', import.meta.url));

const plain = (bytes) => {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return gunzipSync(bytes);
  if (bytes.readUInt32LE(0) === 0xfd2fb528) return Buffer.from(decompress(bytes));
  return bytes;
};

/** The page: `files` by path; `bodyClass` as VS Code would set it for a theme. */
export function reportHtml(files, { bodyClass = 'vscode-dark', variables = '' } = {}) {
  const font = readFileSync(join(dist, 'codicon.ttf')).toString('base64');
  const icons = readFileSync(join(dist, 'codicon.css'), 'utf8').replaceAll(/url\([^)]*\)/g, `url("data:font/ttf;base64,${font}")`);
  const inputs = files.map(({ path, bytes }) => `<script type="application/gzip" data-path="${path}">${gzipSync(bytes).toString('base64')}</script>`);
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Stallscope</title>
<link rel="stylesheet" id="vscode-codicon-stylesheet" href="data:text/css;base64,${Buffer.from(icons).toString('base64')}">
<style>${readFileSync(join(dist, 'reportPage.css'), 'utf8')}</style>
<style>:root { ${variables} }</style>
</head>
<body class="${bodyClass}">
${inputs.join('\n')}
<script>${readFileSync(join(dist, 'reportPage.js'), 'utf8').replaceAll('</script', String.raw`<\/script`)}</script>
</body>
</html>
`;
}

export const readRecording = (paths) => paths.map((path) => ({ path: basename(path).replace(/\.(gz|zst)$/, ''), bytes: plain(readFileSync(path)) }));

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [out, ...paths] = process.argv.slice(2);
  writeFileSync(out, reportHtml(readRecording(paths)));
}
