/** S1AP, NGAP and M3UA messages of real captures have the names of tshark's procedure codes and message types. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { upperLayerMessageName } from '../../analyzer/dissect/upperLayerMessages.ts';
import { dissectDiameter } from '../dissect/diameterCapture.ts';
import { corpusFolder, needs } from '../needs.ts';

const wanted = needs('tshark', 'corpus');

function ourNames(path: string): string[] {
  const { messages, dataChunks } = dissectDiameter(readFileSync(path));
  const names = new Set<string>();
  for (let row = 0; row < messages.length; row++) {
    names.add(upperLayerMessageName(dataChunks.ppid[messages.dataChunk[row]!]!, messages.head0[row]!, messages.known[row]!));
  }
  return [...names];
}

/** What tshark shows in its fields, of all frames, each once. */
function shown(path: string, fields: readonly string[], pdml: RegExp): string[] {
  const run = spawnSync('tshark', ['-n', '-r', path, '-T', 'pdml', '-J', fields.join(' ')], { encoding: 'utf8', maxBuffer: 1 << 29 });
  return [...new Set([...run.stdout.matchAll(pdml)].map((match) => match[1]!))];
}

const letters = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');

describe('message names equal tshark\'s', wanted, () => {
  test.each([
    ['S1AP', 'corpus/captures/open5gs+open5gs/testattach.pcapng'],
    ['NGAP', 'corpus/captures/open5gs+open5gs/testregistration.pcapng'],
    ['NGAP', 'corpus/captures/open5gs+open5gs/5g-roaming-hr.pcapng'],
  ])('%s in %s', (layer, file) => {
    const path = `${corpusFolder}/${file}`;
    const theirs = shown(path, ['s1ap', 'ngap'], /showname="procedureCode: id-([^" ]+) \(\d+\)"/g).map(letters).sort();
    const ours = ourNames(path).filter((name) => name.startsWith(layer)).map((name) => letters(name.replace(layer, '').replace(/ (un)?successful outcome$/, '')));
    expect([...new Set(ours)].sort()).toEqual(theirs);
    expect(theirs.length).toBeGreaterThan(5);
  });

  test('M3UA', () => {
    const path = `${corpusFolder}/traces/m3ua/capture.pcap`;
    const theirs = shown(path, ['m3ua'], /showname="Message type: [^"]*\((\d+)\)"/g).length;
    const ours = ourNames(path).filter((name) => name.startsWith('M3UA'));
    expect(ours).toContain('M3UA DATA');
    expect(ours.length).toBeGreaterThanOrEqual(theirs);
    expect(ours.filter((name) => name.includes('class'))).toEqual([]);
  });
});
