/**
 * `npm run bench:capture [-- ROUNDS]`: packets a second without loss, and the processor time of the reader, of stallscope-capture beside tcpdump, over a
 * virtual cable in a namespace of its own. Readers take turns, and each is compared with the tcpdump of its round that writes to the same kind of
 * place. tcpdump wants to become another user, which root alone can. Figures of one machine at one time: compare the lines with each other.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { tools } from '../tools.mjs';
import { setup } from './setup.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const helper = `${root}dist/native/linux-${process.arch}/stallscope-capture`;
const frames = `${root}native/build/test/frames`;
const isRoot = process.geteuid() === 0;
const discard = openSync('/dev/null', 'w');

const loads = [
  { title: '60,000 at 20,000/s', count: 60_000, perSecond: 20_000 },
  { title: '300,000 at 100,000/s', count: 300_000, perSecond: 100_000 },
  { title: '900,000 at 300,000/s', count: 900_000, perSecond: 300_000 },
  { title: '3,000,000 unlimited', count: 3_000_000, perSecond: 0 },
];

const ROUNDS = Number(process.argv[2] ?? 3);

const tcpdump = (to) => ['tcpdump', '-Z', 'root', '-i', 'veth1', '-B', '16384', '-w', to, 'sctp'];

/** A reader's words, where its packets go, and how it tells of them. */
const readers = [
  { title: 'stallscope-capture > /dev/null', words: [helper, '--interface', 'veth1'], piped: false, account: ofHelper },
  { title: 'stallscope-capture --snaplen 128', words: [helper, '--interface', 'veth1', '--snaplen', '128'], piped: false, account: ofHelper },
  { title: 'stallscope-capture | reader', words: [helper, '--interface', 'veth1'], piped: true, account: ofHelper },
  ...(isRoot && tools.tcpdump.present()
    ? [
      { title: 'tcpdump -w /dev/null -B 16384', words: tcpdump('/dev/null'), piped: false, account: ofTcpdump },
      { title: 'tcpdump -w - -B 16384 | reader', words: tcpdump('-'), piped: true, account: ofTcpdump },
    ]
    : []),
];

function ofHelper(said) {
  const [seen, delivered] = /(\d+) packets seen, (\d+) delivered/.exec(said).slice(1).map(Number);
  return { seen, delivered };
}

function ofTcpdump(said) {
  const count = (words) => Number(new RegExp(`(\\d+) packets? ${words}`).exec(said)?.[1] ?? NaN);
  return { seen: count('received by filter'), delivered: count('captured') };
}

/** Nanoseconds that all threads ran. */
function processorTime(pid) {
  return readdirSync(`/proc/${pid}/task`).reduce((sum, task) => sum + Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]), 0);
}

async function measure(enter, { words, piped, account }, { count, perSecond }) {
  const [program, ...rest] = enter(words);
  const reader = spawn(program, rest, { stdio: ['pipe', piped ? 'pipe' : discard, 'pipe'] });
  let said = '';
  const started = new Promise((resolve, reject) => {
    reader.on('exit', () => reject(new Error(said)));
    reader.stderr.setEncoding('utf8').on('data', (text) => {
      said += text;
      if (/capturing on|listening on/.test(said)) resolve();
    });
  });
  // A process of its own, so that this one is not what is measured.
  const sink = piped ? spawn('cat', [], { stdio: [reader.stdout, discard, 'inherit'] }) : undefined;
  await started;
  const began = performance.now();
  const sent = spawnSync(...split(enter([frames, 'veth0', 'ipv4', String(count), String(perSecond)])), { encoding: 'utf8' });
  const took = (performance.now() - began) / 1000;
  await new Promise((resolve) => setTimeout(resolve, 300));
  const cpu = processorTime(reader.pid) / 1e9;
  // Not 'close': it waits for the pipe too, which only the other process reads.
  const ended = Promise.all([once(reader, 'exit'), once(reader.stderr, 'end')]);
  reader.kill('SIGINT');
  await ended;
  reader.stdout?.destroy();
  sink?.kill();
  const { seen, delivered } = account(said);
  if (sent.status !== 0) throw new Error(sent.stderr);
  return { seen, delivered, cpu, rate: count / took };
}

const median = (values) => values.toSorted((one, other) => one - other)[values.length >> 1];
const split = ([program, ...rest]) => [program, rest];

async function main() {
  for (const name of ['compiler', 'namespaces']) {
    if (!tools[name].present()) return process.stdout.write(`not run for lack of ${name}: ${tools[name].install}\n`);
  }
  setup();
  const holder = spawn('unshare', [...(isRoot ? [] : ['--user', '--map-root-user']), '--net', 'sh', '-c', 'echo ready; exec cat'], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(holder.stdout, 'data');
  const enter = (words) => ['nsenter', '--target', String(holder.pid), '--net', ...(isRoot ? [] : ['--user', '--preserve-credentials']), '--', ...words];
  for (const words of ['link add veth0 type veth peer name veth1', 'link set veth0 up', 'link set veth1 up']) spawnSync(...split(enter(['ip', ...words.split(' ')])));
  const row = (...cells) => process.stdout.write(`${cells.map((cell, i) => (i === 0 ? cell.padEnd(34) : String(cell).padStart(14))).join('')}\n`);
  for (const load of loads) {
    const found = new Map(readers.map((reader) => [reader, []]));
    for (let round = 0; round < ROUNDS; round++) {
      for (const [reader, measured] of found) measured.push(await measure(enter, reader, load));
    }
    row(load.title, 'frames/s', 'lost', 'us/packet', 'of tcpdump');
    for (const [reader, measured] of found) {
      const beside = [...found].find(([other]) => other.account === ofTcpdump && other.piped === reader.piped)?.[1];
      const perPacket = ({ cpu, seen }) => cpu / seen * 1e6;
      // A busy machine's cable loses frames before any reader sees them.
      row(
        `  ${reader.title}`, Math.round(median(measured.map(({ rate }) => rate))), Math.max(...measured.map(({ seen, delivered }) => seen - delivered)),
        median(measured.map(perPacket)).toFixed(3), beside ? `${median(measured.map((each, i) => perPacket(each) / perPacket(beside[i]))).toFixed(2)}x` : '',
      );
    }
  }
  holder.stdin.end();
}

await main();
