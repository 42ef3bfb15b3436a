/** Details of frames against tshark: each filter selects the frame it is of, and each field stands where tshark says. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hasNamedFilter } from '../../analyzer/details/avpFilter.ts';
import type { Field } from '../../analyzer/details/field.ts';
import { dictionaryParts, parsePart } from '../../analyzer/dissect/diameter/dictionary.ts';
import { openBytes, openFixture, type Opened } from '../details/detailsOf.ts';
import { madeFrames } from '../details/madeFrames.ts';
import { allFields } from '../details/treeRules.ts';
import { needs } from '../needs.ts';

function tshark(...args: readonly string[]): { stdout: string; stderr: string } {
  return spawnSync('tshark', args, { encoding: 'utf8', maxBuffer: 1 << 30 });
}

/** All filters at once; one by one where that fails, to name the one. */
function expectSelected(path: string, frame: number, filters: readonly string[]): void {
  const select = (filter: string): string[] => {
    const { stdout, stderr } = tshark('-n', '-r', path, '-Y', filter, '-T', 'fields', '-e', 'frame.number');
    return stdout === '' ? [stderr.replace(/^Running as.*\n/, '').trim()] : stdout.trim().split('\n');
  };
  expect(filters.length).toBeGreaterThan(20);
  const all = [...filters, `frame.number == ${frame}`].map((filter) => `(${filter})`).join(' && ');
  if (select(all).join() === String(frame)) return;
  for (const filter of filters) expect([filter, select(`frame.number == ${frame} && (${filter})`)]).toEqual([filter, [String(frame)]]);
}

const filtersOf = (fields: Iterable<Field>): readonly string[] =>
  [...new Set(Array.from(fields, ({ filter }) => filter).filter((filter) => filter !== undefined))];

async function fieldsOf({ trace, details }: Opened, frame: number): Promise<readonly Field[]> {
  const row = trace.packets.frame.subarray(0, trace.packets.length).indexOf(frame);
  return [...allFields((await details.packet(row))[0]!.fields)];
}

/** Frames of every kind of chunk that the recordings have, and messages of several commands; none is sent again, which tshark would not read. */
const chosen: readonly (readonly [fixture: string, frames: readonly number[]])[] = [
  ['004-path-failure', [1, 2, 3, 4, 5, 6, 100, 2612]],
  ['005-loss', [17, 18, 27, 588, 589, 1428, 1830, 1831]],
  ['009-pcapng', [5, 6, 7, 945, 1529, 1530, 1531]],
  ['010-erlang-27-blocks', [1, 2, 5, 6, 200, 609, 624, 1270]],
  ['erlang-slow-peer', [1, 5, 6, 372, 468, 471, 487, 488, 489]],
];

describe.each(chosen)('%s', (fixture, frames) => {
  test('every filter selects its frame', needs('tshark'), async () => {
    const opened = await openFixture(fixture, /capture/);
    const byFrame = new Map<number, readonly string[]>();
    for (const frame of frames) byFrame.set(frame, filtersOf(await fieldsOf(opened, frame)));
    for (const [frame, filters] of byFrame) expectSelected(opened.paths[0]!, frame, filters);
  });

  test('every field stands where tshark has it', needs('tshark'), async () => {
    const opened = await openFixture(fixture, /capture/);
    const wanted = frames.map((frame) => `frame.number == ${frame}`).join(' || ');
    const pdml = tshark('-n', '-r', opened.paths[0]!, '-Y', wanted, '-T', 'pdml').stdout;
    for (const [, packet] of pdml.matchAll(/<packet>(.*?)<\/packet>/gs)) {
      const frame = Number(/name="num" [^>]*show="(\d+)"/.exec(packet!)![1]);
      const theirs = placesOf(packet!);
      const ours = ownPlaces(await fieldsOf(opened, frame));
      const names = new Set([...ours].map((place) => place.split(' ')[0]!));
      expect(ours.size).toBeGreaterThan(6);
      expect([...ours].filter((place) => !theirs.has(place))).toEqual([]);
      expect([...theirs].filter((place) => names.has(place.split(' ')[0]!) && !ours.has(place))).toEqual([]);
    }
  });
});

/** "sctp.data_tsn_raw 50+4" of the protocols that are compared. */
function placesOf(packet: string): Set<string> {
  const places = new Set<string>();
  for (const [tag] of packet.matchAll(/<field [^>]*>/g)) {
    const attribute = (name: string): string => new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '';
    const name = attribute('name');
    if (/^(sctp|diameter)\./.test(name) && attribute('size') !== '0' && !/ hide="yes"/.test(tag)) places.add(`${name} ${attribute('pos')}+${attribute('size')}`);
  }
  return places;
}

/** A filter that stands for a whole chunk, parameter or AVP names a field inside it. */
function ownPlaces(fields: readonly Field[]): Set<string> {
  const places = new Set<string>();
  for (const { name, start, end, filter, children } of fields) {
    const stated = filter && /^((?:sctp|diameter)\.[\w.-]+) == /.exec(filter)?.[1];
    if (start === undefined || !stated || filter.includes('&&')) continue;
    const data = stated.startsWith('diameter.') ? children?.find((child) => child.name === 'Data') : undefined;
    if (data && stated !== 'diameter.avp.code') places.add(`${stated} ${data.start}+${data.end! - data.start!}`);
    else if (!children || name === 'Flags' || name.endsWith('Flags')) places.add(`${stated} ${start}+${end! - start}`);
  }
  return places;
}

test.each(Object.entries(madeFrames))('%s: every filter selects it', needs('tshark'), async (name, bytes) => {
  const folder = mkdtempSync(join(tmpdir(), 'stallscope-'));
  try {
    const path = join(folder, `${name}.pcap`);
    writeFileSync(path, bytes);
    const opened = await openBytes(bytes);
    expectSelected(path, 1, filtersOf(await fieldsOf(opened, 1)));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('Wireshark has the AVP names that filters use, for the same AVP and with values of the same kind', needs('tshark'), () => {
  const lines = tshark('-G', 'fields').stdout.split('\n').map((line) => line.split('\t')).filter(([kind]) => kind === 'F');
  // "diameter.User-Name FT_STRING code=1": the last column tells which AVP the name is of.
  const known = new Set(lines.map((columns) => `${columns[2]} ${columns[3]!.replace(/^FT_U?INT\d+$/, 'number')} ${columns.at(-1)!.trim()}`));
  const wrong = dictionaryParts.flatMap(parsePart).filter(hasNamedFilter).filter(({ name, type, code, vendor }) => {
    const kind = /Integer|Unsigned|Enumerated/.test(type) ? 'number' : 'FT_STRING';
    return !known.has(`diameter.${name} ${kind} ${vendor === 0 ? '' : `vendor=${vendor} `}code=${code}`);
  });
  expect(wrong.map(({ name, type }) => `${name} ${type}`)).toEqual([]);
});

test('the names of other fields are Wireshark\'s', needs('tshark'), () => {
  const names = new Set(tshark('-G', 'fields').stdout.split('\n').map((line) => line.split('\t')[2]));
  const sources = ['details/ipFields.ts', 'details/linkFields.ts', 'details/transportFields.ts', 'dissect/chunkLayouts.ts']
    .map((file) => readFileSync(`analyzer/${file}`, 'utf8')).join('\n');
  const used = [...sources.matchAll(/(?<=['`"])(?:sctp|ip|ipv6|eth|vlan|sll|udp|tcp|mpls)\.[a-z_]+(?:\.[a-z_]+)*(?=['`" ])/g)].map(([name]) => name);
  expect(used.length).toBeGreaterThan(80);
  // Prefixes of two names each.
  const prefixes = new Set(['sctp.sack_gap_block', 'sctp.nr_sack_gap_block', 'sctp.nr_sack_nr_gap_block', 'sctp.parameter', 'sctp.cause']);
  expect(used.filter((name) => !names.has(name) && !prefixes.has(name))).toEqual([]);
});
