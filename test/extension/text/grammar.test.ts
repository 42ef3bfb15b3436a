/** Colours of strace logs: a golden of one line of each shape of every layout, and what must hold for all lines of the recordings. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { Engine } from '../../../analyzer/analyze.ts';
import { loadGrammar, type Token } from './grammar.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/', import.meta.url));
const variants = readdirSync(join(fixtures, 'strace')).filter((name) => name.endsWith('.strace')).toSorted();
const recordings = ['erlang-slow-peer', '003-small-send-buffer', '011-log-without-times'].map((name) => `${name}/client.strace`);
const tokenize = await loadGrammar();

const linesOf = (file: string): string[] => readFileSync(join(fixtures, file), 'latin1').split('\n').filter((line) => line !== '');
const SHOWN_SHAPES = 3;
const LONGEST_TOKEN = 40;
const LONGEST_LINE = 160;

/** "variable.parameter.pid.strace" -> "variable.parameter.pid"; blanks, punctuation and operators say nothing, a string is one token. */
function spell(tokens: readonly Token[]): string[] {
  const told: { scope: string; text: string }[] = [];
  for (const { text, scopes } of tokens) {
    const inString = scopes.find((scope) => scope.startsWith('string.quoted'));
    const scope = (inString ?? scopes.at(-1) ?? 'plain').replace(/\.strace$/, '');
    if (text.trim() === '' || (!inString && /^(punctuation|meta|keyword\.operator)\b/.test(scope))) continue;
    const last = told.at(-1);
    if (last?.scope === scope && inString) last.text += text;
    else told.push({ scope, text });
  }
  return told.map(({ scope, text }) => `${scope}  ${cut(text)}`);
}

const cut = (text: string): string => (text.length > LONGEST_TOKEN ? `${text.slice(0, LONGEST_TOKEN)}~` : text).replaceAll('\u001b', 'ESC');

/** What a line looks like, without its words. */
const shapeOf = (tokens: readonly Token[]): string => [...new Set(spell(tokens).map((text) => text.split('  ')[0]))].toSorted().join(' ');

test('each layout is coloured as reviewed', async () => {
  const out: string[] = [];
  const shapes = new Set<string>();
  for (const name of variants) {
    let shown = 0;
    out.push(`== ${name}`);
    for (const line of linesOf(`strace/${name}`)) {
      const tokens = tokenize(line);
      const shape = shapeOf(tokens);
      if (shapes.has(shape) || shown >= SHOWN_SHAPES) continue;
      shapes.add(shape);
      shown++;
      out.push(line.slice(0, LONGEST_LINE).replaceAll('\u001b', 'ESC'), ...spell(tokens).map((text) => `    ${text}`));
    }
  }
  await expect(`${out.join('\n')}\n`).toMatchFileSnapshot('golden/grammar.txt');
});

test.each([...variants.map((name) => `strace/${name}`), ...recordings])('%s: every call that the analyzer reads has its name, its prefix and its errno coloured', (file) => {
  const engine = new Engine();
  const reader = engine.open('log');
  reader.push(readFileSync(join(fixtures, file)));
  reader.end();
  const lines = readFileSync(join(fixtures, file), 'latin1').split('\n');
  const { calls } = engine.trace;
  const missed: string[] = [];
  for (let call = 0; call < calls.length; call++) {
    const line = lines[calls.line[call]! - 1]!;
    const tokens = tokenize(line);
    const has = (scope: string): boolean => tokens.some(({ scopes }) => scopes.some((name) => name.startsWith(scope)));
    if (!line.includes('\u001b') && !has('entity.name.function.syscall') && !has('meta.exit')) missed.push(`no name: ${line}`);
    const end = lines[calls.endLine[call]! - 1]!;
    const isError = /= (-1|\?) E[A-Z]+/.test(end);
    const endTokens = tokenize(end);
    if (isError && !endTokens.some(({ text, scopes }) => /^E[A-Z]+$/.test(text) && /errno/.test(scopes.at(-1)!))) missed.push(`no errno: ${end}`);
  }
  expect(missed).toEqual([]);
  expect(calls.length).toBeGreaterThan(0);
});

test('nothing but blanks, commas and the like stays without a scope', () => {
  const plain = new Map<string, string>();
  for (const file of [...variants.filter((name) => name !== 'colours.strace' && name !== 'torn-output.strace').map((name) => `strace/${name}`), ...recordings]) {
    for (const line of linesOf(file)) for (const { text, scopes } of tokenize(line)) if (/^meta|^$/.test(scopes.at(-1) ?? '') && /\w/.test(text)) plain.set(text, line);
  }
  expect([...plain].slice(0, 20)).toEqual([]);
});

test('EAGAIN of a send stands out, EAGAIN of a read does not', () => {
  const scopeOf = (line: string): string | undefined => tokenize(line).find(({ text }) => text === 'EAGAIN')?.scopes.at(-1);
  const refused = ') = -1 EAGAIN (Resource temporarily unavailable)';
  expect(scopeOf(`217   03:51:32.447385 sendmsg(17, {msg_flags=0}, 0${refused}`)).toMatch(/^invalid/);
  expect(scopeOf(`217   03:51:32.447385 <... sendmsg resumed>${refused}`)).toMatch(/^invalid/);
  expect(scopeOf(`217   03:51:32.447385 recvmsg(17, {msg_namelen=0}, 0${refused}`)).toMatch(/^keyword/);
});

test.each([
  ['an unclosed string', 'write(1, "torn'],
  ['a string that a backslash ends', 'write(1, "torn\\'],
  ['brackets without end', `sendmsg(3<${'<'.repeat(4000)}`],
  ['many angle brackets', `sendmsg(3${'<a'.repeat(4000)}`],
  ['a long line of equal signs', `sendmsg(${'='.repeat(20_000)}`],
])('%s is read in linear time and ends with its line', (_, line) => {
  expect(tokenize(line).map(({ text }) => text).join('')).toBe(line);
});
