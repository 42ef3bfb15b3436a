/** Every DATA, SACK and other chunk, and every checksum, against tshark: on the recordings and public captures beside the checkout. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { dissectCapture } from '../dissect/dissectCapture.ts';
import { corpusFolder, needs } from '../needs.ts';
import { columns, differences, readTshark } from './sctpRows.ts';

function filesIn(folder: string, wanted: RegExp): string[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => wanted.test(name)).toSorted();
}

function runTshark(file: string): string {
  const preferences = ['sctp.relative_tsns:FALSE', 'sctp.checksum:CRC 32c'].flatMap((preference) => ['-o', preference]);
  const wanted = ['frame.number', 'frame.len', 'frame.cap_len', 'frame.protocols', '_ws.malformed', ...columns].flatMap((field) => ['-e', field]);
  const shape = ['-T', 'fields', '-E', 'header=y', '-E', 'occurrence=a', '-E', 'aggregator=,'];
  const options = { encoding: 'utf8', maxBuffer: 1 << 28 } as const;
  // It ends with status 2 at a record that is cut short, and has printed all whole ones.
  return spawnSync('tshark', ['-n', ...preferences, '-r', file, '-Y', 'sctp', ...shape, ...wanted], options).stdout;
}

/** Where tshark is no oracle. */
function isKnown(frame: Record<string, string>): boolean {
  // It names no chunk that the snap length cut, though type, TSN and length are there.
  if (frame['frame.cap_len'] !== frame['frame.len']) return true;
  // It takes the second fragment of an I-DATA message for a duplicate (Linux counts FSNs from 0 there) and stops.
  if (frame['_ws.malformed'] !== '' && frame['sctp.data_mid'] !== '') return true;
  // It reads the packet that an ICMP message quotes: nobody sent that one here.
  return /icmp/.test(frame['frame.protocols']!);
}

const recordings = join(corpusFolder, 'traces');
const captures = join(corpusFolder, 'corpus/captures');
/** tshark keeps 4 bytes of FabricPath frames for a check sequence that is not there, and misses them in the SCTP packet. */
const WITHOUT_ORACLE = /fabric-path/;
const golden = join(corpusFolder, 'corpus/golden/captures');

describe('recordings equal tshark', needs('tshark', 'corpus'), () => {
  for (const name of filesIn(recordings, /\.pcap(ng)?(\.gz)?$/)) {
    test(name, { timeout: 60_000 }, () => {
      const trace = dissectCapture([readFileSync(join(recordings, name))]);
      expect(differences(trace, readTshark(runTshark(join(recordings, name))), isKnown).slice(0, 20)).toEqual([]);
    });
  }
});

describe('public captures equal their golden tables', needs('corpus'), () => {
  for (const name of filesIn(captures, /./)) {
    const table = join(golden, `${name}.sctp-diameter.tsv.gz`);
    if (!existsSync(table) || WITHOUT_ORACLE.test(name)) continue;
    test(name, { timeout: 60_000 }, () => {
      const trace = dissectCapture([readFileSync(join(captures, name))]);
      const text = gunzipSync(readFileSync(table)).toString();
      expect(differences(trace, readTshark(text), isKnown).slice(0, 20)).toEqual([]);
    });
  }
});
