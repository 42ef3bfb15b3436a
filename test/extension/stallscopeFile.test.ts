/** *.stallscope files: what is written is read, what cannot be understood is said, and the schema agrees. */
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { formatStallscopeFile, parseStallscopeFile, readPath, writtenPath, type StallscopeFile } from '../../extension/stallscopeFile.ts';

const schema = JSON.parse(readFileSync(new URL('../../extension/stallscope.schema.json', import.meta.url), 'utf8')) as object;
const isOfSchema = new Ajv({ allErrors: true }).compile(schema);

const view = {
  start: '1795405612000000000', end: '1795405613000000000', filter: 'errno == EAGAIN', pinned: ['windows:1'], foldIdle: true, timeFormat: 'local',
  bookmarks: [{ time: '1795405612805535000', note: 'refused' }, { time: '1795405612000000001', end: '1795405612000000002', note: 'queue' }],
} as const;

function parsed(text: string): StallscopeFile {
  const result = parseStallscopeFile(text);
  if ('problem' in result) throw new Error(result.problem);
  return result.file;
}

test('what is written is read', () => {
  const text = formatStallscopeFile(['capture.pcap', '../logs/client.strace'], view);
  expect(text).toMatch(/^\{\n {2}"version": 1,\n {2}"inputs": \[\n/);
  expect(parsed(text)).toMatchObject({ inputs: ['capture.pcap', '../logs/client.strace'], view });
  expect(isOfSchema(JSON.parse(text))).toBe(true);
});

test('nothing is written of what is not set', () => {
  const text = formatStallscopeFile(['a.pcap'], { filter: '', pinned: [], bookmarks: [], foldIdle: false });
  expect((JSON.parse(text) as { view: object }).view).toEqual({ foldIdle: false });
});

test('members that this version does not know stay', () => {
  const previous = parsed('{"version":1,"inputs":["a.pcap"],"author":"me","view":{"filter":"x","colour":"red"},"options":{"diameterDictionaries":["d.xml"],"speed":2}}');
  const again = JSON.parse(formatStallscopeFile(['b.pcap'], { foldIdle: true }, previous)) as object;
  expect(again).toEqual({
    version: 1, inputs: ['b.pcap'], view: { foldIdle: true, colour: 'red' }, author: 'me', options: { diameterDictionaries: ['d.xml'], speed: 2 },
  });
});

test('a byte order mark is no mistake', () => {
  expect(parsed('\uFEFF{"version":1,"inputs":["a.pcap"]}').inputs).toEqual(['a.pcap']);
});

const whole = { version: 1, inputs: ['a.pcap'] };

describe('what cannot be understood', () => {
  test.each([
    [{ inputs: ['a'] }, /"version" is missing/],
    [{ version: 2, inputs: ['a'] }, /newer Stallscope \(version 2/],
    [{ version: 1 }, /"inputs" must be a list/],
    [{ version: 1, inputs: [] }, /at least one path/],
    [{ version: 1, inputs: [7] }, /"inputs" must be a list/],
    [{ ...whole, view: [] }, /"view" must be an object/],
    [{ ...whole, view: { start: 17 } }, /"view.start" must be a time/],
    [{ ...whole, view: { end: '1.5' } }, /"view.end" must be a time/],
    [{ ...whole, view: { filter: true } }, /"view.filter" must be a filter/],
    [{ ...whole, view: { hidden: 'x' } }, /"view.hidden" must be a list of lanes/],
    [{ ...whole, view: { foldIdle: 'yes' } }, /"view.foldIdle" must be true or false/],
    [{ ...whole, view: { timeFormat: 'gmt' } }, /"view.timeFormat" must be "utc"/],
    [{ ...whole, view: { bookmarks: {} } }, /"view.bookmarks" must be a list/],
    [{ ...whole, view: { bookmarks: [{ note: 'x' }] } }, /"view.bookmarks\[0\]": "time" must be/],
    [{ ...whole, view: { bookmarks: [{ time: '1', note: 'x' }, { time: '2' }] } }, /"view.bookmarks\[1\]": "note" must be text/],
    [{ ...whole, view: { bookmarks: [{ time: '1', end: 2, note: 'x' }] } }, /"end" must be/],
    [{ ...whole, options: 1 }, /"options" must be an object/],
    [{ ...whole, options: { diameterDictionaries: 'd.xml' } }, /"options.diameterDictionaries" must be a list/],
    [[], /one JSON object/],
  ])('%j', (json, words) => {
    const result = parseStallscopeFile(JSON.stringify(json));
    expect(result).toEqual({ problem: expect.stringMatching(words) as string });
    expect(isOfSchema(json)).toBe(false);
  });

  test('no JSON at all', () => {
    expect(parseStallscopeFile('{ "version": 1,')).toEqual({ problem: expect.stringMatching(/^it is no JSON: /) as string });
    expect(parseStallscopeFile('')).toEqual({ problem: expect.stringMatching(/^it is no JSON: /) as string });
  });
});

test('paths are relative to the file, with slashes', () => {
  expect(writtenPath('/case/view', '/case/view/a.pcap')).toBe('a.pcap');
  expect(writtenPath('/case/view', '/case/logs/b.strace')).toBe('../logs/b.strace');
  expect(readPath('/case/view', '../logs/b.strace')).toBe('/case/logs/b.strace');
  expect(readPath('/case/view', '/elsewhere/b.strace')).toBe('/elsewhere/b.strace');
});
