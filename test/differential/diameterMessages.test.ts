/**
 * Rows of trace.messages equal tshark's Diameter messages: over TCP in order and by frame, over SCTP as a set, because tshark shows
 * retransmissions again.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { MessageFlag, PacketFlag, Protocol } from '../../analyzer/trace/schema.ts';
import type { Trace } from '../../analyzer/trace/trace.ts';
import { dissectDiameter } from '../dissect/diameterCapture.ts';
import { corpusFolder, needs } from '../needs.ts';

/** open5gs runs Rx on port 3871, where tshark sees Diameter only when told; ours goes by the content. */
const tshark = ['-n', '-d', 'tcp.port==3871,diameter'];
const REQUEST = 0x80;
const fields = ['diameter.length', 'diameter.flags', 'diameter.cmd.code', 'diameter.applicationId', 'diameter.hopbyhopid', 'diameter.endtoendid'];

interface Row {
  readonly frame: number;
  readonly isTcp: boolean;
  /** Header fields in tshark's order, in decimal. */
  readonly header: string;
}

interface Theirs {
  readonly rows: Row[];
  /** Result-Code or Experimental-Result-Code of every answer, by its header identifiers. */
  readonly results: Set<string>;
}

/** Several messages of one frame stand in one cell, separated by commas. */
function readTshark(path: string): Theirs {
  const columns = ['frame.number', 'tcp.stream', 'diameter.Result-Code', 'diameter.Experimental-Result-Code', ...fields].flatMap((field) => ['-e', field]);
  const run = spawnSync('tshark', [...tshark, '-r', path, '-Y', 'diameter', '-T', 'fields', ...columns], { encoding: 'utf8', maxBuffer: 1 << 28 });
  const rows: Row[] = [];
  const results = new Set<string>();
  for (const line of run.stdout.split('\n')) {
    const [frame, stream, result, experimental, ...cells] = line.split('\t');
    if (!frame) continue;
    const split = cells.map((cell) => cell.split(','));
    for (let i = 0; i < split[0]!.length; i++) {
      rows.push({ frame: Number(frame), isTcp: stream !== '', header: split.map((cell) => String(Number(cell[i]))).join(' ') });
    }
    const [, flags, , , hopByHop, endToEnd] = split;
    // Frames that hold several messages cannot be told apart in columns.
    if (flags!.length > 1 || (Number(flags![0]) & REQUEST) !== 0 || result!.includes(',')) continue;
    results.add(`${Number(hopByHop![0])} ${Number(endToEnd![0])} ${result ? `result ${result}` : experimental ? `experimental ${experimental}` : 'none'}`);
  }
  return { rows, results };
}

function ourRows(trace: Trace): Row[] {
  const { messages, packets } = trace;
  const rows: Row[] = [];
  for (let row = 0; row < messages.length; row++) {
    if (messages.protocol[row] !== Protocol.Diameter || (messages.flags[row]! & MessageFlag.Incomplete) !== 0) continue;
    const packet = messages.lastPacket[row]!;
    const header = [
      messages.head0[row]! & 0xff_ffff, messages.head1[row]! >>> 24, messages.head1[row]! & 0xff_ffff, messages.head2[row], messages.head3[row], messages.head4[row],
    ].join(' ');
    rows.push({ frame: packets.frame[packet]!, isTcp: (packets.flags[packet]! & PacketFlag.Tcp) !== 0, header });
  }
  return rows;
}

function ourResults(trace: Trace): Set<string> {
  const { messages } = trace;
  const results = new Set<string>();
  for (let row = 0; row < messages.length; row++) {
    if (messages.protocol[row] !== Protocol.Diameter || messages.head1[row]! >>> 31 === 1) continue;
    const code = messages.resultCode[row]!;
    const kind = (messages.flags[row]! & MessageFlag.ExperimentalResult) !== 0 ? 'experimental' : 'result';
    results.add(`${messages.head3[row]} ${messages.head4[row]} ${code === 0 ? 'none' : `${kind} ${code}`}`);
  }
  return results;
}

function captures(): string[] {
  const found: string[] = [];
  const corpus = `${corpusFolder}/corpus/captures`;
  for (const project of existsSync(corpus) ? readdirSync(corpus) : []) {
    for (const file of readdirSync(`${corpus}/${project}`)) found.push(`${corpus}/${project}/${file}`);
  }
  for (const name of ['erlang-slow-peer', 'freediameter-slow-peer', 'multihomed-failover', 'loss']) {
    const path = `${corpusFolder}/traces/${name}/capture.pcap`;
    if (existsSync(path)) found.push(path);
  }
  return found;
}

const wanted = needs('tshark', 'corpus');

describe('Diameter messages equal tshark\'s', wanted, () => {
  let overTcp = 0;
  let withResult = 0;
  test.each(wanted.skip ? [] : captures())('%s', (path) => {
    const trace = dissectDiameter(readFileSync(path));
    const theirs = readTshark(path);
    const ours = ourRows(trace);
    const inOrder = (rows: Row[]): string[] => rows.filter((row) => row.isTcp).map((row) => `${row.frame}: ${row.header}`);
    expect(inOrder(ours)).toEqual(inOrder(theirs.rows));
    const asSet = (rows: Row[]): string[] => [...new Set(rows.filter((row) => !row.isTcp).map((row) => row.header))].sort();
    expect(asSet(ours)).toEqual(asSet(theirs.rows));
    const results = ourResults(trace);
    expect([...theirs.results].filter((result) => !results.has(result))).toEqual([]);
    overTcp += inOrder(theirs.rows).length;
    withResult += theirs.results.size;
  });

  test('were many', () => {
    console.log(`${overTcp} messages over TCP and ${withResult} answers compared`);
    expect(overTcp).toBeGreaterThan(40);
    expect(withResult).toBeGreaterThan(1000);
  });
});
