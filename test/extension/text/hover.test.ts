/** What a hover says of a line: goldens of the recordings, with and without an analysis, and that nothing in a log becomes markup. */
import { expect, test } from 'vitest';
import { escape, hoverText } from '../../../extension/text/hoverText.ts';
import { callWords } from '../../../extension/text/callWords.ts';
import { errnoWords } from '../../../extension/text/errnoWords.ts';
import { printedMessage } from '../../../extension/text/printedMessage.ts';
import { errnoNumbers } from '../../../analyzer/trace/errnoNames.ts';
import { RunningAnalysis } from '../../../analyzer/runningAnalysis.ts';
import type { LineNote } from '../../../analyzer/view/protocol.ts';
import type { Session } from '../../../analyzer/view/session.ts';
import { goldenCases, inputsOf } from '../../goldenCase.ts';
import { indexLog, indexOf, readLog } from './indexedLog.ts';

async function sessionOf(name: string): Promise<Session> {
  let session: Session | undefined;
  const analysis = new RunningAnalysis(inputsOf(goldenCases.find((one) => one.name === name)!), { onSession: (latest) => (session = latest), onProgress: () => {}, now: () => 0, breathe: async () => {} });
  await analysis.read();
  await analysis.conclude('done');
  return session!;
}

function hoverOf(file: string, line: number, note?: LineNote, association?: string): string {
  const index = indexLog(file);
  const lines = readLog(file).split('\n');
  const row = index.callAt(line);
  const [first, last] = [index.calls.line[row]!, index.calls.endLine[row]!];
  const links = note ? '[Open timeline here](command:x)' : '';
  return hoverText({ lines: [...new Set([first, last])].map((at) => lines[at - 1]!), call: { index, row }, note, association, links, lineOffset: 0 }).join('\n\n');
}

test('hovers over lines of the recordings', async () => {
  const erlang = await sessionOf('erlang-slow-peer');
  const { associations } = await erlang.handlers.overview({});
  const out: string[] = [];
  for (const line of [4545, 7222, 7225, 7228, 7229]) {
    const notes = await erlang.handlers.lines({ file: 'client.strace', from: line, to: line + 1 });
    const note = notes[0];
    out.push(`== erlang-slow-peer line ${line}`, hoverOf('erlang-slow-peer/client.strace', line, note, associations.find(({ id }) => id === note?.association)?.title));
  }
  for (const [file, line] of [['strace/erlang.strace', 2], ['strace/ancillary.strace', 3], ['strace/ancillary.strace', 6], ['strace/y.strace', 45], ['strace/pid-vanishes.strace', 2]] as const) {
    out.push(`== ${file} line ${line}, without an analysis`, hoverOf(file, line));
  }
  await expect(`${out.join('\n')}\n`).toMatchFileSnapshot('golden/hovers.txt');
});

test('text of a log is never markup', () => {
  const hostile = '[x](command:evil) <b>**bold**</b> `code` ![i](http://x) | # h';
  const escaped = escape(hostile);
  expect(escaped.replaceAll(/\\[\\`*_{}[\]()#+\-.!~|<>&]/g, '')).not.toMatch(/[`*_{}[\]()#!~|<>&]/);
  const name = 'x'.repeat(8);
  const bytes = `\\1\\0\\0@\\200\\0\\1\\30\\0\\0\\0\\4\\0\\0\\0\\1\\0\\0\\0\\1\\0\\0\\1\\7@\\0\\0,[${name}](command:evil)*${name}*`;
  const line = `1 10:00:00.000100 sendto(3, "${bytes}", 64, 0, NULL, 0) = -1 EAGAIN (Resource temporarily unavailable)`;
  const index = indexOf(`${line}\n`);
  const text = hoverText({ lines: [line], call: { index, row: 0 }, note: undefined, association: '[a](command:b)', links: '', lineOffset: 0 }).join('\n');
  expect(text).not.toContain('](command:');
});

test('a message is told as far as the line shows it', () => {
  const header = '\\1\\0\\0\\324\\200\\0\\1\\1\\0\\0\\0\\0\\20\\0\\0\\1J\\0\\0\\1';
  expect(printedMessage(`sendto(3, "${header}\\0\\0\\1\\10@\\0\\0\\32clie"..., 212, 0, NULL, 0) = 212`)).toMatchObject({
    command: 'CER', commandName: 'Capabilities-Exchange-Request', length: 212, shown: 32, hopByHopId: '0x10000001', endToEndId: '0x4a000001', avps: [],
  });
  expect(printedMessage('write(2, "1\\n", 2) = 2')).toBeUndefined();
  expect(printedMessage(`sendto(3, "${header.slice(0, 30)}"..., 212) = 212`)).toBeUndefined();
});

test('every errno in words is one of Linux, and calls without words have a manual page still', () => {
  const known = Object.keys(errnoNumbers).filter((name) => errnoWords(name));
  expect(known.length).toBeGreaterThan(25);
  for (const name of ['EAGAIN', 'EPIPE', 'ECONNRESET', 'ETIMEDOUT', 'ERESTARTSYS']) expect(errnoWords(name)?.text).toBeTruthy();
  for (const name of ['constructor', 'toString', '__proto__', 'ENONSENSE']) expect(errnoWords(name)).toBeUndefined();
  expect(callWords('constructor')).toEqual({ name: 'constructor', page: 'constructor(2)', text: '' });
  expect(callWords('ppoll_time64').page).toBe('ppoll(2)');
});
