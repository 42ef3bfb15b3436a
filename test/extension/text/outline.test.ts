/** Outline and folding of logs, from their text alone. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { logFolds, type Fold } from '../../../extension/text/logFolds.ts';
import { logOutline, type OutlineNode } from '../../../extension/text/logOutline.ts';
import { indexLog, indexOf, readLog } from './indexedLog.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/', import.meta.url));
const variants = readdirSync(`${fixtures}strace`).filter((name) => name.endsWith('.strace')).toSorted().map((name) => `strace/${name}`);
const recordings = ['erlang-slow-peer/client.strace', '003-small-send-buffer/client.strace', '007-spinning-client/client.strace.gz', '008-log-a-thread/client.strace.581', '011-log-without-times/client.strace'];

const MOST_SHOWN = 12;

function spell(nodes: readonly OutlineNode[], indent = ''): string[] {
  const shown = nodes.slice(0, MOST_SHOWN).flatMap(({ name, detail, start, end, children }) => [`${indent}${start}-${end} ${name} (${detail})`, ...spell(children, `${indent}  `)]);
  return nodes.length > MOST_SHOWN ? [...shown, `${indent}… ${nodes.length - MOST_SHOWN} more`] : shown;
}

function spellFolds(folds: readonly Fold[]): string[] {
  return (['loop', 'refused', 'unfinished', 'lines'] as const).map((kind) => {
    const own = folds.filter((fold) => fold.kind === kind);
    return `${kind}: ${own.length}${own.length === 0 ? '' : ` ${own.slice(0, MOST_SHOWN).map(({ start, end }) => `${start}-${end}`).join(' ')}`}`;
  });
}

test('outline and folds are as reviewed', async () => {
  const out = [...recordings, ...variants].flatMap((file) => {
    const index = indexLog(file);
    return [`== ${file}`, ...spell(logOutline(index)), ...spellFolds(logFolds(index))];
  });
  await expect(`${out.join('\n')}\n`).toMatchFileSnapshot('golden/outline.txt');
});

describe.each([...variants, ...recordings])('%s', (file) => {
  const text = readLog(file);
  const index = indexOf(text);

  test('folds are nested and inside the log', () => {
    const around: Fold[] = [];
    for (const fold of logFolds(index)) {
      while (around.length > 0 && around.at(-1)!.end < fold.start) around.pop();
      expect(fold.end).toBeGreaterThan(fold.start);
      expect(fold.end).toBeLessThanOrEqual(text.split('\n').length);
      if (around.length > 0) expect(fold.end).toBeLessThanOrEqual(around.at(-1)!.end);
      around.push(fold);
    }
  });

  test('what stands in the outline lies within what is around it', () => {
    const check = (nodes: readonly OutlineNode[], start: number, end: number): void => {
      for (const node of nodes) {
        expect([node.start >= start, node.end <= end, node.start <= node.end], node.name).toEqual([true, true, true]);
        check(node.children, node.start, node.end);
      }
    };
    check(logOutline(index), 1, index.lines);
  });

  test('the slices in which the text comes change nothing', () => {
    if (text.length > 20_000) return;
    expect(spell(logOutline(indexOf(text, 'client.strace', 7)))).toEqual(spell(logOutline(index)));
  });
});
