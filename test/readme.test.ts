/** The verdict in the README is the one that `npm start` prints; `npm test -- -u` writes it anew. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { analyze } from '../analyzer/analyze.ts';
import { renderText } from '../analyzer/view/text.ts';
import { fileSource } from '../cli/fileSource.ts';
import { plain } from '../cli/palette.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const WIDTH = 100;

test('the README shows what is printed', async () => {
  const paths = ['client.strace', 'capture.pcap'].map((name) => `test/fixtures/erlang-slow-peer/${name}`);
  const { report } = await analyze(paths.map((path) => ({ path, source: fileSource(join(root, path)) })));
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const verdict = renderText(report, { width: WIDTH, palette: plain });
  await expect(readme.replace(/```\n[^]*?```/, () => `\`\`\`\n${verdict}\`\`\``)).toMatchFileSnapshot(join(root, 'README.md'));
});
