/** Filters written for Wireshark: what is said, what is left out, and that tshark selects the very frames that ours does. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { EventTables } from '../../analyzer/filter/eventTables.ts';
import type { Filter } from '../../analyzer/filter/expression.ts';
import { parseFilter } from '../../analyzer/filter/parse.ts';
import { toFrameNumbers, toWireshark, type WiresharkFilter } from '../../analyzer/filter/wireshark.ts';
import { goldenCases } from '../goldenCase.ts';
import { Scenario, correlate } from '../make/scenario.ts';
import { needs } from '../needs.ts';
import { eventsOf, filterFor } from './recording.ts';

async function converted(recording: string, text: string): Promise<WiresharkFilter | undefined> {
  const parsed = parseFilter(text);
  if ('problem' in parsed) throw new Error(`${text}: ${parsed.problem}`);
  return toWireshark(parsed.ok, await eventsOf(recording));
}

describe('what a recording makes Wireshark see otherwise', () => {
  const noteOf = (filter: string, events: EventTables): readonly string[] => {
    const parsed = parseFilter(filter);
    if ('problem' in parsed) throw new Error(parsed.problem);
    const said = toWireshark(parsed.ok, events)!;
    expect(said.exact).toBe(said.notes.length === 0);
    return said.notes;
  };
  const story = new Scenario();
  const peer = story.socket(0).peer().handshake(5);
  peer.pass(20);
  const clean = new EventTables(story.diagnose());
  const [request, answer] = [story.message({ command: 272 }), story.message({ command: 280, request: false })];
  peer.wire(40, request, answer);
  const bundled = new EventTables(story.diagnose());
  const twice = new EventTables({ correlation: correlate(story.capture(), story.capture({ transit: 0.1, offset: 5000 })), stalls: [] });

  test('nothing, where each frame has one message', () => {
    for (const filter of ['diameter.cmd == CCR', 'diameter', 'time > 12:00:00', 'sctp.retransmission', 'sctp.port == 3868']) expect(noteOf(filter, clean)).toEqual([]);
  });

  test('a request and an answer of other commands in one frame', () => {
    expect(noteOf('diameter.cmd == CCA', bundled)).toEqual(['Wireshark does not tell which of several messages in a frame is the request']);
    expect(noteOf('diameter.cmd == 272', bundled)).toEqual(['Wireshark does not tell which of several messages in a frame is the request']);
    expect(noteOf('diameter.request', bundled)).toEqual([]);
  });

  test('frames that were captured twice, by two clocks', () => {
    expect(noteOf('sctp.retransmission', twice)).toEqual(['Wireshark takes frames that were captured twice for retransmissions']);
    expect(noteOf('time > 12:00:00', twice)).toEqual(['times are on the clock of the first capture']);
    expect(noteOf('sctp.tsn == 1000', twice)).toEqual([]);
    expect(toFrameNumbers(filterFor('diameter', twice), twice)).toBeUndefined();
  });

  test('tshark, indeed, mixes the two messages', needs('tshark'), () => {
    const folder = mkdtempSync(join(tmpdir(), 'stallscope-filter-'));
    const file = join(folder, 'bundled.pcap');
    writeFileSync(file, story.capture());
    try {
      expect(filterFor('diameter.cmd == CCA', bundled).count('packets')).toBe(0);
      expect(framesByTshark(file, toWireshark((parseFilter('diameter.cmd == CCA') as { ok: Filter }).ok, bundled)!.filter)).toHaveLength(1);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('what Wireshark can say', () => {
  test.each([
    ['sctp.sack.aRwnd < 2000', 'sctp.sack_a_rwnd < 2000'],
    ['diameter.cmd == CCR', '(diameter.cmd.code == 272 && diameter.flags.request == 1)'],
    ['diameter.cmd == 272', 'diameter.cmd.code == 272'],
    ['diameter.cmd in {CCA, DWR}', '((diameter.cmd.code == 272 && diameter.flags.request == 0) || (diameter.cmd.code == 280 && diameter.flags.request == 1))'],
    ['diameter.hopByHopId == 0x599b379c', 'diameter.hopbyhopid == 0x599b379c'],
    ['diameter.resultCode >= 3000', '(diameter.Result-Code >= 3000 || diameter.Experimental-Result-Code >= 3000)'],
    ['diameter.resultCode == 5001', '(diameter.Result-Code == 5001 || diameter.Experimental-Result-Code == 5001)'],
    ['diameter.resultCode in {DIAMETER_ERROR_ROAMING_NOT_ALLOWED, 3001..3009}', '(diameter.Result-Code == 5035 || diameter.Experimental-Result-Code == 5004 || diameter.Result-Code in {3001..3009} || diameter.Experimental-Result-Code in {3001..3009})'],
    ['frame in {460..471}', 'sctp && frame.number in {460..471}'],
    ['sctp.chunk in {ABORT, INIT}', '(sctp.chunk_type == 6 || sctp.chunk_type == 1)'],
    ['ip.addr == 10.0.0.2 && sctp.sack', 'ip.addr == 10.0.0.2 && (sctp.chunk_type == 3 || sctp.chunk_type == 16)'],
    ['ip.src == fd00::/8 || sctp.port == 3868', 'sctp && (ipv6.src == fd00::/8 || sctp.port == 3868)'],
    ['time > 03:46:50', 'sctp && frame.time_epoch > 1795405610.000000000'],
    ['time == 03:46:52.8', 'sctp && (frame.time_epoch >= 1795405612.800000000 && frame.time_epoch <= 1795405612.899999999)'],
    ['!(sctp.sack.aRwnd < 2000)', 'sctp && !(sctp.sack_a_rwnd < 2000)'],
    ['sctp.sack.aRwnd != 0', '(sctp.sack_a_rwnd && !(sctp.sack_a_rwnd == 0))'],
    ['diameter.request == false', 'diameter.flags.request == 0'],
    ['association == 2', '(sctp.verification_tag == 0x69897e95 || sctp.verification_tag == 0x0d2e7b91 || sctp.init_initiate_tag == 0x69897e95)'],
    ['', 'sctp'],
  ])('%s', async (text, filter) => {
    expect(await converted('erlang-slow-peer', text)).toEqual({ filter, exact: true, leftOut: [], notes: [] });
  });

  test.each([
    ['sctp.chunk == ABORT && errno', 'sctp.chunk_type == 6', ['errno']],
    ['diameter.cmd == 272 && latency > 200ms && fd == 17', 'diameter.cmd.code == 272', ['latency > 200ms', 'fd == 17']],
    ['!(errno == EAGAIN || sctp.sack)', 'sctp && !(sctp.chunk_type == 3 || sctp.chunk_type == 16)', ['errno == EAGAIN']],
    ['(errno || frame == 3) && sctp.data', '(sctp.chunk_type == 0 || sctp.chunk_type == 64)', ['errno', 'frame == 3']],
    ['sctp.sack == false && frame < 5', 'sctp && frame.number < 5', ['sctp.sack == false']],
  ])('%s says so much', async (text, filter, leftOut) => {
    expect(await converted('erlang-slow-peer', text)).toEqual({ filter, exact: false, leftOut, notes: [] });
  });

  test.each(['errno == EAGAIN', 'errno || sctp.sack', '!(errno && sctp.sack)', 'latency > 2s', 'stall', 'ip.addr contains ".2"', 'sctp.sack == false'])('%s is not said', async (text) => {
    expect(await converted('erlang-slow-peer', text)).toBeUndefined();
  });

  test('retransmitted DATA is not decoded there, and that is told', async () => {
    expect(await converted('005-loss', 'diameter')).toEqual({
      filter: 'diameter', exact: false, leftOut: [], notes: ['Wireshark does not decode what retransmitted DATA chunks carry'],
    });
    // Where no retransmission fits there is nothing to tell.
    for (const text of ['sctp.retransmission', 'diameter.cmd == 257', 'diameter && frame < 180']) expect(await converted('005-loss', text)).toMatchObject({ exact: true, notes: [] });
  });

  test('any filter by its frames', async () => {
    const events = await eventsOf('erlang-slow-peer');
    const framesOf = (filter: string): string | undefined => toFrameNumbers(filterFor(filter, events), events)?.filter;
    expect(framesOf('time in {03:46:52.8..03:46:53}')).toBe('frame.number in {469..471}');
    expect(framesOf('queued > 10ms && frame < 60')).toBe('frame.number in {5, 46, 51, 56}');
    expect(framesOf('duplicate')).toBeUndefined();
  });
});

/** By recording: each run of tshark takes a while. */
const filters: Readonly<Record<string, readonly string[]>> = { 'erlang-slow-peer': [
  '', 'sctp.sack.aRwnd < 2000', 'sctp.sack.aRwnd != 0', 'sctp.sack && !(sctp.sack.aRwnd > 60000)', 'sctp.chunk == ABORT', 'sctp.chunk in {HEARTBEAT, HEARTBEAT_ACK, "SHUTDOWN ACK"}',
  'time > 03:46:50', 'time in {03:46:52.8..03:46:53}', 'time == 03:46:52 && sctp.sack', 'sctp.chunk != DATA', '!sctp.sack', 'sctp.retransmission', '!sctp.retransmission && sctp.data', 'frame in {3..9, 20}', 'association == 1', 'association in {1..9}', '!(association == 1)',
  'sctp.srcPort == 3868', 'sctp.port != 3868', 'ip.src == 10.0.0.1', 'ip.addr == 10.0.0.0/31', 'ip.dst != 10.0.0.2', 'sctp.streamId == 0', 'sctp.streamId in {1..3}', 'sctp.ssn > 100', 'sctp.ppid == Diameter',
  'sctp.ppid != Diameter', 'sctp.unordered', 'sctp.begin == false', 'sctp.immediate == 1', 'sctp.sack.gaps > 0', 'sctp.sack.duplicates >= 1', 'sctp.tsn',
  'diameter', '!diameter', 'diameter.cmd == CCR', 'diameter.cmd == CCA', 'diameter.cmd == DWR || diameter.cmd == DWA', 'diameter.cmd != CCR', 'diameter.cmd == 272', 'diameter.request', 'diameter.request == false',
  'diameter.resultCode >= 2001', 'diameter.resultCode', 'diameter.resultCode != DIAMETER_SUCCESS', 'diameter.applicationId == 4', 'diameter.hopByHopId > 0x7fffffff', 'diameter.endToEndId != 0',
  'diameter.cmd == CCR && sctp.sack', 'diameter.error', 'diameter.cmd == CCR && !(frame < 100)', 'sctp.sack && (diameter || sctp.retransmission)', 'diameter.cmd == CCR && latency > 1s',
], '005-loss': [
  '!sctp.sack', 'sctp.retransmission', '!sctp.retransmission && sctp.data', 'association == 1', 'sctp.sack.gaps > 0', 'sctp.sack.duplicates >= 1', 'diameter', '!diameter', 'diameter.cmd == CCR',
  'diameter.cmd != CCR', 'diameter.resultCode >= 2001', 'sctp.sack && (diameter || sctp.retransmission)', 'diameter.cmd == CCR && latency > 1s', 'diameter.cmd == 257', 'diameter && frame < 180',
] };

function framesByTshark(file: string, filter: string): number[] {
  const { stdout, stderr, status } = spawnSync('tshark', ['-n', '-r', file, '-Y', filter, '-T', 'fields', '-e', 'frame.number'], { encoding: 'utf8', maxBuffer: 1 << 26 });
  if (status !== 0) throw new Error(`${filter}: ${stderr}`);
  return stdout.split('\n').filter((line) => line !== '').map(Number);
}

describe.each(Object.keys(filters))('tshark on %s', needs('tshark'), (name) => {
  const file = goldenCases.find((golden) => golden.name === name)!.files.find(({ name }) => name.startsWith('capture'))!.path;

  test.each(filters[name]!)('%s', async (text) => {
    const events = await eventsOf(name);
    const said = await converted(name, text);
    if (!said) throw new Error('Wireshark can say all of these');
    const ours = [...filterFor(text, events).rows('packets')].map((row) => events.trace.packets.frame[row]!).sort((a, b) => a - b);
    const theirs = framesByTshark(file, said.filter);
    // The notes are about frames with DATA that was sent before.
    const retransmissions = filterFor('sctp.retransmission', events);
    const noted = new Set([...retransmissions.rows('packets')].map((row) => events.trace.packets.frame[row]!));
    const isOfNote = (frame: number): boolean => noted.has(frame);
    if (said.exact) expect(theirs).toEqual(ours);
    // A term that is left out shows more frames.
    else if (said.leftOut.length > 0) expect(ours.filter((frame) => !theirs.includes(frame) && !isOfNote(frame))).toEqual([]);
    else expect(theirs.filter((frame) => !isOfNote(frame))).toEqual(ours.filter((frame) => !isOfNote(frame)));
  });
});
