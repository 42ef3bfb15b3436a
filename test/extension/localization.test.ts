/** Every word of the extension can be translated: the bundle and package.nls.json hold all of them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

const CALL = /\bl10n\.t\(\s*(?:'((?:[^'\\]|\\.)*)'|(\S))/g;

function wordsOf(file: string): string[] {
  return [...read(file).matchAll(CALL)].map(([, text, other]) => {
    expect(other, `${file}: l10n.t() wants a plain text in single quotes`).toBeUndefined();
    return text!.replace(/\\(.)/g, '$1');
  });
}

test('the bundle holds every text of l10n.t()', async () => {
  const files = readdirSync(join(root, 'extension'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const words = [...new Set(files.flatMap((file) => wordsOf(join('extension', file))))].toSorted();
  expect(words.length).toBeGreaterThan(20);
  const bundle = `${JSON.stringify(Object.fromEntries(words.map((text) => [text, text])), undefined, 2)}\n`;
  await expect(bundle).toMatchFileSnapshot(join(root, 'l10n', 'bundle.l10n.json'));
});

test('package.nls.json holds every text of the manifest, and nothing else', () => {
  const wanted = new Set([...read('package.json').matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key!));
  expect(Object.keys(JSON.parse(read('package.nls.json')) as object).toSorted()).toEqual([...wanted].toSorted());
});
