/** Every word of the extension can be translated: the bundle and package.nls.json hold all of them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** How a room asks for a text: the host by the editor, the webview by media/words.ts. */
const calls = {
  extension: /\bl10n\.t\(\s*(?:'((?:[^'\\]|\\.)*)'|(\S))/g,
  media: /(?<!function |[.\w$])t\(\s*(?:'((?:[^'\\]|\\.)*)'|(\S))/g,
};
type Room = keyof typeof calls;

const filesOf = (room: Room): string[] =>
  readdirSync(join(root, room), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts')).map((file) => join(room, file));

function wordsOf(room: Room, file: string): string[] {
  return [...read(file).matchAll(calls[room])].map(([, text, other]) => {
    expect(other, `${file}: t() wants a plain text in single quotes`).toBeUndefined();
    return text!.replace(/\\(.)/g, '$1');
  });
}

test('the bundle holds every text of the host and of the webview', async () => {
  const [host, webview] = (['extension', 'media'] as const).map((room) => filesOf(room).flatMap((file) => wordsOf(room, file)));
  expect(host!.length).toBeGreaterThan(20);
  expect(webview!.length).toBeGreaterThan(100);
  const words = [...new Set([...host!, ...webview!])].toSorted();
  const bundle = `${JSON.stringify(Object.fromEntries(words.map((text) => [text, text])), undefined, 2)}\n`;
  await expect(bundle).toMatchFileSnapshot(join(root, 'l10n', 'bundle.l10n.json'));
});

/** What is shown or spoken, written down without t(). */
const BARE = /(?:'aria-(?:label|roledescription)'[:,]|\b(?:title|placeholder|textContent|heading|label|text)\s*[:=]|announce\(|\belement\('[^']*', \{[^{}]*\},|\btext\('[\w -]*',)\s*['"`](?:\$\{[^}]*\})?[^'"`$]*[A-Za-z]{2}/;

test('no text of the webview bypasses the bundle', () => {
  const bare = filesOf('media').flatMap((file) => read(file).split('\n').filter((line) => BARE.test(line)).map((line) => `${file}: ${line.trim()}`));
  expect(bare).toEqual([]);
  expect(["{ title: 'Show it' }", "'aria-label': 'association'", "button.title = `Hide ${name}`;", "announce('copied')", "element('h3', {}, 'Go to')"].filter((line) => !BARE.test(line))).toEqual([]);
});

test('package.nls.json holds every text of the manifest, and nothing else', () => {
  const wanted = new Set([...read('package.json').matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key!));
  expect(Object.keys(JSON.parse(read('package.nls.json')) as object).toSorted()).toEqual([...wanted].toSorted());
});
