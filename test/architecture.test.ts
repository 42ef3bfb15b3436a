/** Who may import whom. The table is the documentation; the rest of this file holds the sources to it. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

/** Room -> what its files may import besides each other: rooms, single files, packages. The longest matching room counts. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  'analyzer/trace': [],
  // Most lines of logs, for the reader and the dissector of them together. Its assembly/ is compiled to WebAssembly.
  'analyzer/usual': ['analyzer/trace'],
  'analyzer/readers': ['analyzer/trace', 'analyzer/usual', 'fflate', 'fzstd'],
  'analyzer/dissect': ['analyzer/trace', 'analyzer/usual'],
  'analyzer/correlate': ['analyzer/trace'],
  'analyzer/diagnose': ['analyzer/trace', 'analyzer/correlate', 'analyzer/view/report.ts'],
  // The rows of all tables that match what a user writes.
  'analyzer/filter': [
    'analyzer/trace', 'analyzer/correlate', 'analyzer/diagnose/diagnosis.ts', 'analyzer/view/report.ts', 'analyzer/view/names.ts',
    'analyzer/dissect/diameter/commands.ts', 'analyzer/dissect/diameter/resultCodes.ts', 'analyzer/dissect/sctpNames.ts', 'analyzer/dissect/upperLayers.ts',
  ],
  // Decodes again, on demand, what the tables do not keep.
  'analyzer/details': ['analyzer/trace', 'analyzer/readers', 'analyzer/dissect'],
  // The last room shows what all others found, in their words.
  'analyzer/view': [
    'analyzer/trace', 'analyzer/correlate', 'analyzer/diagnose', 'analyzer/details', 'analyzer/filter',
    'analyzer/dissect/diameter/commands.ts', 'analyzer/dissect/diameter/resultCodes.ts', 'analyzer/dissect/upperLayers.ts', 'analyzer/dissect/upperLayerMessages.ts',
    'analyzer/dissect/sctpNames.ts',
  ],
  'analyzer': ['analyzer/trace', 'analyzer/usual', 'analyzer/readers', 'analyzer/dissect', 'analyzer/correlate', 'analyzer/diagnose', 'analyzer/details', 'analyzer/filter', 'analyzer/view'],
  'cli': ['analyzer', 'native/index.ts', 'node:*', 'commander', 'picocolors', 'fzstd'],
  'extension': ['analyzer', 'cli/fileSource.ts', 'cli/inputs.ts', 'cli/reportHtml.ts', 'cli/live', 'native/index.ts', 'vscode', 'node:*'],
  'media': ['analyzer/view/protocol.ts', 'analyzer/view/client.ts', 'analyzer/view/cardMarkdown.ts', 'analyzer/trace/table.ts', 'analyzer/trace/time.ts', '@vscode-elements/elements', '@vscode/codicons'],
  // The static report is both sides in one page.
  'media/report': ['analyzer', 'media'],
  'native': ['node:*'],
};

const root = fileURLToPath(new URL('..', import.meta.url));
const rooms = Object.keys(mayImport).toSorted((a, b) => b.length - a.length);
const roomOf = (file: string): string => rooms.find((room) => file.startsWith(`${room}/`))!;

const IMPORT = /(?:^|\n)\s*(?:import|export)\s[^;'"]*?from\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s*['"]([^'"]+)['"]/g;

function importsOf(file: string, source: string): string[] {
  return [...source.matchAll(IMPORT)].map((match) => {
    const wanted = (match[1] ?? match[2] ?? match[3])!;
    return wanted.startsWith('.') ? normalize(join(dirname(file), wanted)) : wanted;
  });
}

function isAllowed(file: string, wanted: string): boolean {
  const room = roomOf(file);
  if (rooms.includes(room) && wanted.startsWith(`${room}/`) && roomOf(wanted) === room) return true;
  return mayImport[room]!.some((allowed) => {
    if (allowed.endsWith('*')) return wanted.startsWith(allowed.slice(0, -1));
    return wanted === allowed || wanted.startsWith(`${allowed}/`);
  });
}

/** "file imports what it may not", one for each offence. */
function offences(file: string, source: string): string[] {
  return importsOf(file, source).filter((wanted) => !isAllowed(file, wanted)).map((wanted) => `${file} may not import ${wanted}`);
}

function filesUnder(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesUnder(`${folder}/${entry.name}`);
    return /\.(ts|mjs)$/.test(entry.name) ? [`${folder}/${entry.name}`] : [];
  });
}

const topRooms = ['analyzer', 'cli', 'extension', 'media', 'native'];
const sources = topRooms.flatMap(filesUnder).map((file) => ({ file, source: readFileSync(join(root, file), 'utf8') }));
const typescript = sources.filter(({ file }) => file.endsWith('.ts'));

test('every import is one the table allows', () => {
  expect(typescript.length).toBeGreaterThan(50);
  expect(typescript.flatMap(({ file, source }) => offences(file, source))).toEqual([]);
});

test.each([
  ['analyzer/readers/pcap.ts', "import { x } from '../dissect/ip.ts';"],
  ['analyzer/trace/table.ts', "import type { Reader } from '../readers/format.ts';"],
  ['analyzer/dissect/chunks/data.ts', "import { readFile } from 'node:fs';"],
  ['analyzer/dissect/ip.ts', "import { gunzip } from 'fflate';"],
  ['analyzer/correlate/clocks.ts', "import {\n  analyze,\n} from '../analyze.ts';"],
  ['analyzer/view/text.ts', "const colors = await import('picocolors');"],
  ['analyzer/analyze.ts', "import * as vscode from 'vscode';"],
  ['media/timeline.ts', "export { activate } from '../extension/extension.ts';"],
  ['extension/extension.ts', "import '../media/timeline.ts';"],
  ['native/index.ts', "import { Trace } from '../analyzer/trace/trace.ts';"],
])('%s: an offence is seen', (file, source) => {
  expect(offences(file, source)).toHaveLength(1);
});

test('what the table allows is no offence', () => {
  const source = "import { NONE } from '../trace/table.ts';\nimport { u16 } from './bigEndian.ts';\nimport './chunks/data.ts';";
  expect(offences('analyzer/dissect/ip.ts', source)).toEqual([]);
});

/** Ways to make markup, or code, of a text. */
const MARKUP = /\.(?:inner|outer)HTML\b|insertAdjacentHTML|document\.write|createContextualFragment|DOMParser|setHTMLUnsafe|\beval\(|new Function\(|setAttribute\(\s*['"`]style['"`]|\bstyle: ['"`]/;

test('what a recording says becomes text, never markup, and no element carries its style in an attribute', () => {
  const screens = sources.filter(({ file }) => file.startsWith('media/'));
  expect(screens.length).toBeGreaterThan(20);
  expect(screens.filter(({ source }) => MARKUP.test(source)).map(({ file }) => file)).toEqual([]);
  expect(["root.innerHTML = title;", "element.setAttribute('style', css);", "element('p', { style: 'color: red' })"].every((line) => MARKUP.test(line))).toBe(true);
});

/** Tables of data may be longer. */
const DATA = /^analyzer\/dissect\/diameter\//;
const MOST_LINES = 400;

test(`no file is longer than ${MOST_LINES} lines`, () => {
  const long = [...sources, ...filesUnder('test').map((file) => ({ file, source: readFileSync(join(root, file), 'utf8') }))]
    .filter(({ file, source }) => !DATA.test(file) && source.split('\n').length > MOST_LINES + 1);
  expect(long.map(({ file }) => file)).toEqual([]);
});

test('no file names a path of somebody\'s machine', () => {
  const absolute = /["'`\s(](?:\/(?:home|root|Users|work|tmp|mnt)\/|[A-Z]:\\\\)/;
  const named = sources.filter(({ source }) => absolute.test(source));
  expect(named.map(({ file }) => file)).toEqual([]);
  expect(absolute.test("open('/home/somebody/trace.pcap')")).toBe(true);
});

test('package.json and the analyzer name the same version', async () => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const { VERSION } = await import('../analyzer/analyze.ts');
  expect(VERSION).toBe(version);
});
