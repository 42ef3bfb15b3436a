/** What sources say on stderr while a live session runs, and how they end: through `stallscope live`, and line by line. */
import { spawn, type ChildProcess } from 'node:child_process';
import { afterEach, expect, test } from 'vitest';
import { cardsOf } from '../../analyzer/view/card.ts';
import { LiveEngine } from '../../cli/live/liveEngine.ts';
import { commandSource } from '../../cli/live/liveSource.ts';
import { plainLine, SpokenLines } from '../../cli/live/spokenLines.ts';
import { program, runCli } from '../cli/runCli.ts';

const node = JSON.stringify(process.execPath);
const PATIENT = { timeout: 60_000 };
const running = new Set<ChildProcess>();
afterEach(() => {
  for (const child of running) child.kill('SIGINT');
});

const script = (text: string): string => `${node} -e '${text}'`;
const FOREVER = 'process.stdin.resume(); process.stdin.on("end", () => process.exit(0));';

test.each([
  ['\u001b[31mred\u001b[0m and \u001b]0;a title\u0007plain', 'red and plain'],
  ['bell\u0007, null\u0000, C1 \u009b2Jgone', 'bell , null , C1 gone'],
  ['file \u202egpj.exe', 'file  gpj.exe'],
  [`long ${'x'.repeat(400)}`, `long ${'x'.repeat(294)}…`],
])('%j is shown as %j', (text, shown) => {
  expect(plainLine(text)).toBe(shown);
});

test('lines come whole, however they are cut; a line that is drawn over counts as one; the last three end it', () => {
  const told: string[] = [];
  const lines = new SpokenLines((line) => told.push(line));
  for (const text of ['stallscope-capture: liste', 'ning on e', 'th0\n\n', 'Packets: 1\rPackets: 2\r', 'Packets: 3']) lines.push(text);
  expect(told).toEqual(['listening on eth0', 'Packets: 1', 'Packets: 2']);
  expect(lines.end()).toBe('Packets: 1 Packets: 2 Packets: 3');
});

function start(...args: readonly string[]): { told: () => string; interrupt: () => Promise<number | null> } {
  const child = spawn(process.execPath, [program, 'live', ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  running.add(child);
  let told = '';
  child.stderr.on('data', (bytes) => (told += bytes));
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    told: () => told,
    interrupt: () => {
      child.kill('SIGINT');
      return closed;
    },
  };
}

test('what a running source says is shown, without what steers a terminal; a flood of it is not', async () => {
  const talking = script(`console.error("listening on \\u001b[1mveth0\\u001b[0m"); setTimeout(() => { for (let i = 0; i < 500; i++) console.error("line " + i); }, 1500); ${FOREVER}`);
  const live = start('--from', talking);
  await expect.poll(live.told, PATIENT).toContain('packets: listening on veth0\n');
  await expect.poll(live.told, PATIENT).toContain('packets: line 499\n');
  expect(await live.interrupt()).toBe(0);
  expect(live.told().split('\n').length).toBeLessThan(20);
});

test('a source that ends well is told with its code and its last words, once', async () => {
  const { stderr } = await runCli(['live', '--from', script('console.error("3 packets captured"); console.error("0 packets dropped by kernel")')]);
  expect(stderr).toBe('packets has ended with code 0: 3 packets captured 0 packets dropped by kernel\n');
});

test('one that fails is told with its code, or its signal', async () => {
  const failed = await runCli(['live', '--from', script('console.error("tcpdump: eth9: No such device\\u001b[2J"); process.exit(1)')]);
  expect([failed.code, failed.stderr]).toEqual([2, expect.stringMatching(/^packets: .* ended with code 1: tcpdump: eth9: No such device\n$/)]);
  const killed = await runCli(['live', '--from', script('process.kill(process.pid, "SIGKILL")')]);
  expect(killed.stderr).toMatch(/^packets: .* ended by SIGKILL\n$/);
});

test('what a source says when it is stopped is told as well', async () => {
  const live = start('--from', script('console.error("listening"); process.stdin.resume(); process.stdin.on("end", () => { console.error("7 packets dropped by kernel"); process.exit(0); });'));
  await expect.poll(live.told, PATIENT).toContain('packets: listening\n');
  expect(await live.interrupt()).toBe(0);
  expect(live.told()).toBe('packets: listening\npackets: 7 packets dropped by kernel\n');
});

test('before a source has begun it is not called anything', async () => {
  const engine = new LiveEngine([commandSource('packets', ['true'])], { seconds: 60, bytes: 1e6 }, { onSession: () => {}, onFigures: () => {}, onTrouble: () => {}, onSaid: () => {}, onEnd: () => {} });
  const { conclusion: { report } } = await engine.conclude('reading');
  const [card, ...more] = cardsOf(report).filter(({ title }) => title !== '');
  expect([card!.title, card!.tone, more]).toEqual(['nothing has come yet', 'neutral', []]);
});
