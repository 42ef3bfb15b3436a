/** A live session over scripted sources: the bundled recording as it would come over a pipe, in pieces. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync, appendFileSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { analyze } from '../../analyzer/analyze.ts';
import type { LiveFigures } from '../../analyzer/view/protocol.ts';
import { findInputs } from '../../cli/inputs.ts';
import { LiveEngine, type LiveOptions } from '../../cli/live/liveEngine.ts';
import { commandSource, growingFileSource, splitCommand, type LiveSource } from '../../cli/live/liveSource.ts';
import { saveRecording } from '../../cli/live/recording.ts';
import { Seen } from '../../cli/live/seen.ts';
import { parseTrigger } from '../../cli/live/triggers.ts';

const folder = mkdtempSync(join(tmpdir(), 'stallscope-live-'));
afterAll(() => rmSync(folder, { recursive: true }));

const fixture = (name: string): string => fileURLToPath(new URL(`../fixtures/erlang-slow-peer/${name}`, import.meta.url));

/** A file's bytes in pieces that cut records anywhere. */
function pieces(name: string, size: number): LiveSource {
  const bytes = readFileSync(fixture(name));
  return {
    name,
    async *stream(signal) {
      for (let at = 0; at < bytes.length && !signal.aborted; at += size) {
        yield bytes.subarray(at, at + size);
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
}

const roomy: LiveOptions = { seconds: 600, bytes: 1e9 };

interface Run {
  readonly engine: LiveEngine;
  readonly figures: LiveFigures[];
  readonly troubles: string[];
}

async function run(sources: readonly LiveSource[], options = roomy): Promise<Run> {
  const figures: LiveFigures[] = [];
  const troubles: string[] = [];
  const engine = new LiveEngine(sources, options, { onSession: () => {}, onFigures: (one) => figures.push(one), onTrouble: (text) => troubles.push(text), onSaid: () => {}, onEnd: () => {} });
  await engine.start();
  return { engine, figures, troubles };
}

const both = [pieces('client.strace', 10_007), pieces('capture.pcap', 997)];

describe('the bundled failure, live', async () => {
  const { engine, figures } = await run(both);
  const report = engine.session!.conclusion.report;

  test('is told as from the files', async () => {
    const { inputs } = await findInputs([fixture('client.strace'), fixture('capture.pcap')]);
    const fromFiles = (await analyze(inputs)).report;
    const told = (one: typeof report): unknown => one.stalls.map((stall) => ({ ...stall, evidence: stall.evidence.map(({ clause, line, frame, text }) => ({ clause, line, frame, text })), cost: { ...stall.cost, lostMessages: stall.cost.lostMessages.length, unansweredMessages: 0 } }));
    expect(told(report)).toEqual(told(fromFiles));
    expect(figures.at(-1)).toMatchObject({ packets: 489, dropped: 0, refused: 1, stalls: 1 });
  });

  test('its details are read back from what is kept', async () => {
    const { handlers } = engine.session!;
    const located = (await handlers.locate({ place: { file: 'capture.pcap', frame: 468 } }))!;
    expect((await handlers.details({ ref: located.ref }))!.bytes[0]!.fields.map(({ name }) => name)).toContain('SCTP');
    expect(report.stalls[0]!.evidence[0]!.text).toMatch(/EAGAIN/);
  });

  test('its recording reopens to the same verdict, with comments for Wireshark', async () => {
    const recording = await saveRecording(engine, join(folder, 'whole'));
    expect(recording.files).toEqual(['client.strace', 'capture.pcapng']);
    expect(readdirSync(recording.folder).toSorted()).toEqual(['capture.pcapng', 'client.strace', 'recording.stallscope', 'verdict.txt']);
    expect(recording.report.stalls.map(({ cause, consequence, confidence, cost }) => ({ cause, consequence, confidence, lost: cost.lostMessageCount })))
      .toEqual(report.stalls.map(({ cause, consequence, confidence, cost }) => ({ cause, consequence, confidence, lost: cost.lostMessageCount })));
    expect(readFileSync(join(recording.folder, 'capture.pcapng')).toString('latin1')).toContain("Stallscope: stall 1, send() refused");
    expect(readFileSync(join(recording.folder, 'client.strace'))).toEqual(readFileSync(fixture('client.strace')));
  });

  test('triggers fire once for what is new', () => {
    const session = engine.session!;
    const seen = new Seen();
    const triggers = ['eagain', 'window<1', 'window<1000', 'association-lost'].map((name) => parseTrigger(name)!);
    const fired = (): (string | undefined)[] => triggers.map((trigger) => trigger.fires(session, seen)?.why.slice(0, 36));
    expect(fired()).toEqual([expect.stringMatching(/^send\(\) refused · association closed/), 'a_rwnd fell to 0 B on association 1', expect.stringMatching(/^a_rwnd fell to [1-9]\d* B/), 'association 1 was aborted']);
    seen.note(session);
    expect(fired()).toEqual([undefined, undefined, undefined, undefined]);
    expect(parseTrigger('window<')).toBeUndefined();
  });
});

test('a stall that is recognised when all else was seen long ago is new; a window that stays closed is not', async () => {
  const seen = new Seen();
  const fired: string[] = [];
  const capture = readFileSync(fixture('capture.pcap'));
  const log = readFileSync(fixture('client.strace'));
  let concluded = (): void => {};
  const next = (): Promise<void> => new Promise((resolve) => (concluded = resolve));
  /** One source after the other, with a look in between. */
  const slow = (name: string, parts: readonly Buffer[], turn: Promise<void>): LiveSource => ({
    name,
    async *stream() {
      await turn;
      for (const part of parts) {
        yield part;
        await next();
        await next();
      }
    },
  });
  let packetsCame = (): void => {};
  const turn = new Promise<void>((resolve) => (packetsCame = resolve));
  const first = slow('packets', [capture.subarray(0, 270_000), capture.subarray(270_000)], Promise.resolve());
  const packets: LiveSource = {
    name: 'packets',
    async *stream(signal) {
      yield* first.stream(signal);
      packetsCame();
    },
  };
  const engine = new LiveEngine([packets, slow('calls', [log], turn)], roomy, {
    onSession: (session) => {
      for (const name of ['eagain', 'window<1000', 'association-lost']) {
        const incident = parseTrigger(name)!.fires(session, seen);
        if (incident) fired.push(`${name}: ${incident.why.slice(0, 34)}`);
      }
      seen.note(session);
      concluded();
    },
    onFigures: () => concluded(), onTrouble: () => {}, onSaid: () => {}, onEnd: () => {},
  });
  await engine.start();
  expect(fired).toEqual([expect.stringMatching(/^window<1000: a_rwnd fell to \d+ B/), 'association-lost: association 1 was aborted', expect.stringMatching(/^eagain: send\(\) refused · association closed?/)]);
});

test('memory is bounded: what is kept is what fits, and the engine begins anew', async () => {
  const limits = { seconds: 600, bytes: 60_000 };
  const { engine, figures } = await run([pieces('capture.pcap', 997)], limits);
  for (const { ring } of engine.rings) ring.forget(-Infinity, limits.bytes);
  expect(engine.rings[0]!.ring.bytes).toBeLessThanOrEqual(limits.bytes);
  expect(figures.at(-1)).toMatchObject({ packets: 489, refused: undefined });
  const last = await saveRecording(engine, join(folder, 'last'));
  const { inputs } = last.report;
  expect(inputs[0]).toMatchObject({ kind: 'pcapng', problems: [] });
  expect(inputs[0]!.records).toBeGreaterThan(50);
  expect(inputs[0]!.records).toBeLessThan(489);
});

test('a recording begins where it is asked to, and is whole all the same', async () => {
  const bytes = readFileSync(fixture('capture.pcap'));
  let mark = Infinity;
  const source: LiveSource = {
    name: 'packets',
    async *stream() {
      yield bytes.subarray(0, 200_000);
      await new Promise((resolve) => setTimeout(resolve, 20));
      mark = performance.now();
      yield bytes.subarray(200_000);
    },
  };
  const { engine } = await run([source]);
  const { report } = await saveRecording(engine, join(folder, 'late'), [mark]);
  expect(report.inputs[0]!.problems).toEqual([]);
  expect(report.inputs[0]!.records).toBe(engine.rings[0]!.ring.countSince(mark));
  expect(report.inputs[0]!.records).toBeLessThan(489);
  expect(report.associations.map(({ ending }) => ending)).toContain('abort');
});

test('what only the kernel says of its send buffer is counted apart', async () => {
  const states: LiveSource = {
    name: 'states',
    async *stream() {
      const at = (time: string, wmem: number): string => `state ${time} local=10.0.0.1:43563 peer=10.0.0.2:3868 state=established rwnd=0 wmem=${wmem} sndbuf=131072 bracket=250000\n`;
      yield Buffer.from(`#stallscope-states 1 kernel=6.1.0\n${at('1795405612.1', 1000)}${at('1795405612.8', 133_120)}${at('1795405612.82', 133_120)}`);
    },
  };
  const { engine, figures } = await run([pieces('capture.pcap', 9973), states]);
  expect(figures.at(-1)).toMatchObject({ packets: 489, lines: 3, refused: undefined, buffersFull: 1, stalls: 0 });
  const finding = engine.session!.conclusion.report.findings.find(({ rule }) => rule === 'send-buffer-full')!;
  expect(finding.title).toContain('(inferred from the kernel\'s state; no log shows them)');
  const seen = new Seen();
  expect(parseTrigger('eagain')!.fires(engine.session!, seen)!.why).toBe(finding.title);
  seen.note(engine.session!);
  expect(parseTrigger('eagain')!.fires(engine.session!, seen)).toBeUndefined();
});

test('two sources that call themselves alike are told apart', async () => {
  const { engine } = await run([pieces('capture.pcap', 9973), pieces('capture.pcap', 9973)]);
  expect(engine.session!.conclusion.report.inputs.map(({ path, records }) => [path, records])).toEqual([['capture.pcap', 489], ['capture.pcap (2)', 489]]);
});

test('a program is started without a shell, and its words are passed on when it fails', async () => {
  const node = JSON.stringify(process.execPath);
  const reads = splitCommand(`${node} -e "process.stdout.write(require('fs').readFileSync(process.argv[1]))" '${fixture('capture.pcap')}'`);
  const good = await run([commandSource('packets', reads)]);
  expect(good.engine.session!.conclusion.report.inputs[0]).toMatchObject({ path: 'packets', kind: 'pcapng', records: 489 });
  const bad = await run([commandSource('packets', [process.execPath, '-e', 'console.error("You don\'t have permission to capture"); process.exit(7)'])]);
  expect(bad.troubles).toEqual(["packets: " + process.execPath + " ended with code 7: You don't have permission to capture"]);
  const missing = await run([commandSource('packets', ['no-such-program-here'])]);
  expect(missing.troubles).toEqual(['packets: there is no program no-such-program-here; install it, or give its path']);
});

test('a file is followed while it grows, and it is said when it is cut', async () => {
  const path = join(folder, 'growing.pcap');
  const bytes = readFileSync(fixture('capture.pcap'));
  writeFileSync(path, bytes.subarray(0, 20_000));
  const troubles: string[] = [];
  const seen: number[] = [];
  const engine = new LiveEngine([growingFileSource(path)], roomy, {
    onSession: (session) => {
      const { records } = session.conclusion.report.inputs[0]!;
      if (seen.length === 0) appendFileSync(path, bytes.subarray(20_000));
      else if (records === 489) truncateSync(path, 100);
      seen.push(records);
    },
    onFigures: () => {}, onTrouble: (text) => troubles.push(text), onSaid: () => {}, onEnd: () => {},
  });
  await engine.start();
  expect(seen[0]).toBeLessThan(489);
  expect(seen.at(-1)).toBe(489);
  expect(troubles).toEqual([`${path}: it was cut to 100 bytes; start again to read it from its beginning`]);
});

test.each([
  ["ssh node 'tcpdump -i any -U -w - sctp'", ['ssh', 'node', 'tcpdump -i any -U -w - sctp']],
  ['a "b c"d \\e ""', ['a', 'b cd', 'e', '']],
  ['$(reboot) `x` ; rm *', ['$(reboot)', '`x`', ';', 'rm', '*']],
])('%s is split and nothing in it is carried out', (text, words) => {
  expect(splitCommand(text)).toEqual(words);
});
