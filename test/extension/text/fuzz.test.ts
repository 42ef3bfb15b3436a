/** Logs that are cut, torn, doubled and mixed with other bytes: the text side says what it can and never fails. */
import { expect, test } from 'vitest';
import { descriptorUses } from '../../../extension/text/descriptorLife.ts';
import { hoverText } from '../../../extension/text/hoverText.ts';
import { lineParts } from '../../../extension/text/lineParts.ts';
import { logFolds } from '../../../extension/text/logFolds.ts';
import { logOutline } from '../../../extension/text/logOutline.ts';
import { refusalRuns } from '../../../extension/text/refusalRuns.ts';
import { seededRandom } from '../../random.ts';
import { indexOf, readLog } from './indexedLog.ts';

const ROUNDS = 60;
const SEEDS = [1, 2, 3];
const sources = ['erlang', 'ancillary', 'prefixes', 'waiting', 'old-syntax', 'stack', 'forks', 'torn-output', 'colours', 'pid-vanishes'].map((name) => readLog(`strace/${name}.strace`));

function damage(text: string, random: () => number): string {
  const at = (length: number): number => Math.floor(random() * length);
  let lines = text.split('\n');
  for (let i = 0; i < 8; i++) {
    const line = at(lines.length);
    const own = lines[line] ?? '';
    const kind = at(7);
    if (kind === 0) lines[line] = own.slice(0, at(own.length + 1));
    else if (kind === 1) lines[line] = own.slice(at(own.length + 1));
    else if (kind === 2) lines.splice(line, 1);
    else if (kind === 3) lines.splice(line, 0, lines[at(lines.length)] ?? '');
    else if (kind === 4) lines[line] = own + lines[at(lines.length)]!;
    else if (kind === 5) lines[line] = own.replace(/\d+/g, () => String(Math.floor(random() * 1e12)));
    else lines[line] = own.slice(0, at(own.length + 1)) + String.fromCharCode(...Array.from({ length: 5 }, () => at(65_536))) + own.slice(at(own.length + 1));
  }
  if (random() < 0.1) lines = lines.toReversed();
  return lines.join(random() < 0.1 ? '\r\n' : '\n');
}

test.each(SEEDS)('seed %i', (seed) => {
  const random = seededRandom(seed);
  for (let round = 0; round < ROUNDS; round++) {
    const text = damage(sources[round % sources.length]!, random);
    const lines = text.split('\n');
    const index = indexOf(text);
    expect(index.lines).toBeLessThanOrEqual(lines.length);
    logOutline(index);
    for (const { start, end } of logFolds(index)) expect(start >= 1 && start < end && end <= lines.length).toBe(true);
    for (const { calls } of refusalRuns(index)) expect(calls.length).toBeGreaterThan(0);
    for (let line = 1; line <= lines.length; line++) {
      lineParts(lines[line - 1]!);
      const row = index.callAt(line);
      if (row < 0) continue;
      const paragraphs = hoverText({
        lines: [lines[index.calls.line[row]! - 1]!, lines[index.calls.endLine[row]! - 1]!], call: { index, row }, note: undefined, association: undefined, links: '', lineOffset: 0,
      });
      expect(paragraphs.length).toBeGreaterThan(0);
      if (index.calls.fd[row]! >= 0) descriptorUses(index, row, index.calls.fd[row]!);
    }
  }
});
