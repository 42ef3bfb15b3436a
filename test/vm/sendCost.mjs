/**
 * `npm run bench:trace`: instructions that an accepted send takes with each way to see refused ones, against none, in a guest whose clock counts
 * instructions: they do not depend on the machine, the time that they take does.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tools } from '../tools.mjs';
import { gatherContents } from './contents.mjs';
import { runGuest } from './vm.mjs';

const HANGS_S = 600;

const folder = mkdtempSync(join(tmpdir(), 'stallscope-cost-'));
try {
  if (!tools.vm.present()) throw new Error(`not run for lack of the virtual machine: ${tools.vm.install}`);
  const contents = join(folder, 'contents');
  gatherContents(contents);
  const results = await runGuest(contents, join(folder, 'results'), { seconds: HANGS_S, words: 'scenarios=send-cost tsc=reliable clocksource=tsc', counts: true });
  const found = new Map();
  for (const line of readFileSync(join(results, 'send-cost/costs.txt'), 'utf8').trim().split('\n')) {
    const [way, kind] = line.split(' ');
    const { sent, insends } = Object.fromEntries([...line.matchAll(/(\w+)=(\d+)/g)].map(([, name, value]) => [name, Number(value)]));
    const key = `${kind} ${way}`;
    found.set(key, [...(found.get(key) ?? []), insends / sent]);
  }
  const median = (values) => values.toSorted((one, other) => one - other)[values.length >> 1];
  process.stdout.write(`${'send'.padEnd(10)}${'seen by'.padEnd(18)}${'instructions'.padStart(14)}${'from'.padStart(9)}${'to'.padStart(9)}${'added'.padStart(9)}\n`);
  for (const [key, values] of [...found].toSorted(([one], [other]) => one.split(' ')[0].localeCompare(other.split(' ')[0]))) {
    const [kind, way] = key.split(' ');
    const added = median(values) - median(found.get(`${kind} nothing`));
    const cells = [median(values), Math.min(...values), Math.max(...values), added].map((value) => String(Math.round(value)));
    process.stdout.write(`${kind.padEnd(10)}${way.padEnd(18)}${cells[0].padStart(14)}${cells.slice(1).map((cell) => cell.padStart(9)).join('')}\n`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
