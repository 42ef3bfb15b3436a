/** Where the parts of a line stand, in every layout of strace: a golden with the parts cut out, and lines that are none. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { descriptorAt, inPart, lineParts, type Part } from '../../../extension/text/lineParts.ts';
import { indexOf, readLog } from './indexedLog.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/', import.meta.url));
const variants = readdirSync(`${fixtures}strace`).filter((name) => name.endsWith('.strace')).toSorted().map((name) => `strace/${name}`);
const SHOWN = 5;

function spell(text: string): string {
  const parts = lineParts(text);
  const cut = (part: Part | undefined): string => (part ? `${text.slice(part.start, part.end)}@${part.start}` : '-');
  return `pid ${cut(parts.pid)}  name ${cut(parts.name)}  fd ${cut(parts.fd)}  errno ${cut(parts.errno)}  half ${cut(parts.half)}`;
}

test('the parts of the lines of each layout', async () => {
  const out = variants.flatMap((file) => {
    const seen = new Set<string>();
    const chosen = readLog(file).split('\n').filter((line) => {
      const shape = spell(line).replace(/\d+|(?<=name )\w+/g, '');
      if (line === '' || line.includes('\u001b') || seen.has(shape) || seen.size >= SHOWN) return false;
      seen.add(shape);
      return true;
    });
    return [`== ${file}`, ...chosen.flatMap((line) => [line.slice(0, 120), `    ${spell(line)}`])];
  });
  await expect(`${out.join('\n')}\n`).toMatchFileSnapshot('golden/parts.txt');
});

test.each(variants)('%s: name and descriptor are those that the index finds', (file) => {
  const text = readLog(file);
  const lines = text.split('\n');
  const index = indexOf(text);
  for (let line = 1; line <= index.lines; line++) {
    const call = index.callAt(line);
    const own = lines[line - 1]!;
    if (call < 0 || own.includes('\u001b')) continue;
    const { name, fd } = lineParts(own);
    if (name) expect(own.slice(name.start, name.end), own).toBe(index.nameOf(call));
    if (fd && index.calls.fd[call]! >= 0 && index.calls.line[call] === line) expect(Number(own.slice(fd.start, fd.end)), own).toBe(index.calls.fd[call]);
  }
});

test('a descriptor is found where it stands, and other numbers are none', () => {
  const line = '217   03:51:32.447385 poll([{fd=17<SCTP:[244]>, events=POLLOUT}], 1, 500) = 1';
  const at = line.indexOf('17<');
  expect(descriptorAt(line, at + 1)).toEqual({ start: at, end: at + 2 });
  expect(descriptorAt(line, line.indexOf('500') + 1)).toBeUndefined();
  expect(descriptorAt(line, 1)).toBeUndefined();
  const send = '217   03:51:32.447385 sendto(17, "", 0, 0, NULL, 0) = 0';
  expect(descriptorAt(send, send.indexOf('17,'))).toEqual({ start: send.indexOf('17,'), end: send.indexOf('17,') + 2 });
  expect(inPart({ start: 3, end: 5 }, 5)).toBe(true);
  expect(inPart({ start: 3, end: 5 }, 6)).toBe(false);
});

test.each(['', ' ', 'hello', '12345', '(', 'sendmsg', '<... ', '= -1 E', '"'.repeat(10_000), `sendmsg(${'9'.repeat(10_000)}`])('%j has no parts that lie outside of it', (line) => {
  for (const part of Object.values(lineParts(line))) {
    if (part) expect(part.start >= 0 && part.end <= line.length && part.start < part.end).toBe(true);
  }
});
