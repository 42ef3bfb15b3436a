/** The tree views over each recording, as a reader sees them: label, description, where a click leads. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { analyze } from '../../analyzer/analyze.ts';
import { RunningAnalysis } from '../../analyzer/runningAnalysis.ts';
import type { Branch } from '../../extension/branch.ts';
import { emptyWords, noStallWords } from '../../extension/emptyWords.ts';
import type { OpenTrace } from '../../extension/trace.ts';
import { associationBranches } from '../../extension/views/associations.ts';
import { inputBranches } from '../../extension/views/inputs.ts';
import { stallBranches } from '../../extension/views/stalls.ts';
import { goldenCases, inputsOf, type GoldenCase } from '../goldenCase.ts';

/** As much of a trace as a view asks. */
async function traceOf(inputs: Parameters<typeof analyze>[0]): Promise<OpenTrace> {
  const analysis = new RunningAnalysis(inputs, { onSession: () => {}, onProgress: () => {}, now: () => 0, breathe: async () => {} });
  await analysis.read();
  const { handlers } = await analysis.conclude('done');
  const request = async (type: keyof typeof handlers, params: never): Promise<unknown> => handlers[type](params);
  return { overview: await handlers.overview({}), request, said: new Map(), inputs: inputs.map(({ path }) => ({ path })) } as unknown as OpenTrace;
}

function targetText({ target, file }: Branch): string {
  if (file !== undefined) return ` [file]`;
  if (!target) return '';
  if ('range' in target) return ' -> range';
  if ('ref' in target) return ` -> ${target.ref.table} ${target.ref.row}`;
  const { line, frame } = target.place;
  return line === undefined ? ` -> frame ${frame}` : ` -> line ${line}`;
}

/** `fetches`: branches whose children are fetched may be opened so many times more; all look alike. */
async function lines(branches: readonly Branch[], indent = '', fetches = { left: 1 }): Promise<string[]> {
  const texts: string[] = [];
  for (const branch of branches) {
    const { label, description, tone, children } = branch;
    texts.push(`${indent}${tone === undefined ? '' : `(${tone}) `}${label}${description ? ` | ${description}` : ''}${targetText(branch)}`);
    const below = typeof children !== 'function' ? (children ?? []) : fetches.left-- > 0 ? await children() : [{ label: '…' }];
    texts.push(...(await lines(below, `${indent}  `, fetches)));
  }
  return texts;
}

async function dump(golden: GoldenCase): Promise<string> {
  const trace = await traceOf(inputsOf(golden));
  const views = { Stalls: stallBranches, Associations: associationBranches, Inputs: inputBranches };
  const parts: string[] = [`== ${golden.name}`];
  for (const [name, branches] of Object.entries(views)) parts.push(`${name}:`, ...(await lines(branches(trace), '  ')));
  return `${parts.join('\n')}\n`;
}

const SHOWN = ['erlang-slow-peer', '005-loss', '006-healthy', '011-log-without-times', '014-erlang-default-receive-buffer'];

test('the views of a few recordings', async () => {
  const texts: string[] = [];
  for (const golden of goldenCases.filter(({ name }) => SHOWN.includes(name))) texts.push(await dump(golden));
  expect(texts).toHaveLength(SHOWN.length);
  await expect(texts.join('\n')).toMatchFileSnapshot(join(import.meta.dirname, 'golden', 'views.txt'));
});

test('before there is an overview the inputs are listed', () => {
  const trace = { overview: undefined, trouble: 'it has vanished', said: new Map(), inputs: [{ path: 'a.pcap' }] } as unknown as OpenTrace;
  expect(inputBranches(trace).map(({ label }) => label)).toEqual(['it has vanished', 'a.pcap']);
  expect(stallBranches(trace)).toEqual([]);
  expect(associationBranches(trace)).toEqual([]);
});

const textInput = (path: string, text: string): Parameters<typeof analyze>[0][number] => {
  const bytes = new TextEncoder().encode(text);
  return {
    path,
    size: bytes.length,
    source: {
      async* stream() {
        yield bytes;
      },
      read: async (offset, length) => bytes.subarray(offset, offset + length),
    },
  };
};

test('a picture with the name of a capture is called what it is', async () => {
  const { overview } = await traceOf([textInput('photo.pcap', '\u00ff\u00d8JFIF no capture at all')]);
  const words = emptyWords(overview!);
  expect(words?.short).toBe('No recording');
  expect(words?.whole).toMatch(/^photo\.pcap: .+/);
});

test('a recording with an association is not empty', async () => {
  const { overview } = await traceOf(inputsOf(goldenCases.find(({ name }) => name === '006-healthy')!));
  expect(emptyWords(overview!)).toBeUndefined();
});

test('without a log of sends nobody says that none was refused', async () => {
  const golden = goldenCases.find(({ name }) => name === '006-healthy')!;
  const words = async (wanted: (path: string) => boolean): Promise<string> => {
    const { overview } = await traceOf(inputsOf(golden).filter(({ path }) => wanted(path)));
    const { icon, short, whole } = noStallWords(overview!);
    return `${icon} ${short}: ${whole}`;
  };
  expect(await words(() => true)).toBe('pass No stall: No send() was refused or held back in these files.');
  expect(await words((path) => path.includes('pcap'))).toBe('info No log of sends: Refused sends are not visible without a log of sends.');
});

test('a send buffer that the kernel called full is inferred, and called so', async () => {
  const { overview } = await traceOf(inputsOf(goldenCases.find(({ name }) => name === '006-healthy')!).filter(({ path }) => path.includes('pcap')));
  const title = 'the send buffer towards 10.0.0.2:3868 was full for 4 s: sends were refused or waited (inferred from the kernel\'s state; no log shows them)';
  expect(noStallWords({ ...overview!, findings: [{ rule: 'send-buffer-full', title, severity: 'warning', association: 1, evidence: [] }] })).toEqual({ icon: 'warning', short: 'Send buffer full (inferred)', whole: title });
});

test('what a live source said last stands at its row', async () => {
  const golden = goldenCases.find(({ name }) => name === '006-healthy')!;
  const trace = await traceOf(inputsOf(golden));
  const [first] = trace.overview!.inputs;
  trace.said = new Map([[first!.path, 'tcpdump: listening on any']]);
  const [row, other] = inputBranches(trace);
  expect([row!.description, row!.tooltip]).toEqual([expect.stringMatching(/^pcap, .* frames · tcpdump: listening on any$/), `${first!.path}\ntcpdump: listening on any`]);
  expect(other!.description).not.toContain('·');
});

test('of a source that has not begun nobody says that it is no recording', () => {
  const overview = { inputs: [{ path: 'packets', kind: 'unknown', records: 0, problems: [] }], clocks: [], dataQuality: [] };
  const trace = { overview, said: new Map(), inputs: [] } as unknown as OpenTrace;
  expect(inputBranches(trace).map(({ label, description, tone }) => [label, description, tone])).toEqual([['packets', 'nothing has come yet', undefined]]);
});
