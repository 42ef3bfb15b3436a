/** Recordings -> one self-contained HTML file: the timeline's screen, the analyzer, and the recordings themselves. Nothing is fetched from anywhere. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { AnalysisInput } from '../analyzer/analyze.ts';

const compress = promisify(gzip);

/** More than this is no page that a browser opens with ease, bytes of plain input. */
export const MOST_REPORT_BYTES = 96 * 1024 * 1024;

export interface ReportPage {
  readonly html: string;
  /** Of the recordings before compression. */
  readonly bytes: number;
}

/** Thrown where the recordings are too large. */
export class TooLarge extends Error {}

/** `dist`: the folder of the bundles. `signal`: gives up between two pieces. */
export async function reportPage(inputs: readonly AnalysisInput[], dist: string, signal?: AbortSignal): Promise<ReportPage> {
  const blocks: string[] = [];
  let bytes = 0;
  for (const input of inputs) {
    const plain = await readPlain(input, MOST_REPORT_BYTES - bytes, signal);
    bytes += plain.length;
    const packed = await compress(plain);
    blocks.push(`<script type="application/gzip" data-path="${escapeAttribute(input.path)}">${packed.toString('base64')}</script>`);
  }
  const text = (name: string): Promise<string> => readFile(join(dist, name), 'utf8');
  const font = (await readFile(join(dist, 'codicon.ttf'))).toString('base64');
  const icons = (await text('codicon.css')).replaceAll(/url\([^)]*\)/g, `url("data:font/ttf;base64,${font}")`);
  const iconSheet = `data:text/css;base64,${Buffer.from(icons).toString('base64')}`;
  const style = await text('reportPage.css');
  const script = (await text('reportPage.js')).replaceAll('</script', String.raw`<\/script`);
  const names = inputs.map(({ path }) => basename(path)).join(', ');
  // Only this script and this style sheet may act; the recordings are data, whatever stands in them.
  const policy = [
    "default-src 'none'", `script-src 'sha256-${sha256(script)}'`, `style-src 'sha256-${sha256(style)}' data:`, 'font-src data:', 'img-src data:',
    "base-uri 'none'", "form-action 'none'",
  ].join('; ');
  const html = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeText(`Stallscope: ${names}`)}</title>
<link rel="stylesheet" id="vscode-codicon-stylesheet" href="${iconSheet}">
<style>${style}</style>
</head>
<body>
${blocks.join('\n')}
<script>${script}</script>
</body>
</html>
`;
  return { html, bytes };
}

async function readPlain({ source, path }: AnalysisInput, most: number, signal?: AbortSignal): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  const add = (bytes: Uint8Array): void => {
    length += bytes.length;
    if (length > most) {
      throw new TooLarge(`${path}: the recordings are larger than the ${MOST_REPORT_BYTES / 1024 / 1024} MiB that a page can carry; cut them around the stall first (editcap -A and -B for the capture, sed for the log)`);
    }
    // Chunks are valid until the next is asked for.
    parts.push(Buffer.from(bytes));
  };
  if (source.read) {
    // Reads by offset are of the decompressed stream.
    for (;;) {
      const bytes = await source.read(length, 1 << 20);
      if (bytes.length === 0 || signal?.aborted) break;
      add(bytes);
    }
  } else for await (const bytes of source.stream(signal)) add(bytes);
  return Buffer.concat(parts);
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64');

const escapeText = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const escapeAttribute = (text: string): string => escapeText(text).replaceAll('"', '&quot;');
