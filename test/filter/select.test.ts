/** Which rows a filter selects, on recordings: the golden files list each filter with its counts and first rows. */
import { describe, expect, test } from 'vitest';
import { filterTables } from '../../analyzer/filter/field.ts';
import { eventsOf, filterFor, placeOf } from './recording.ts';

const SHOWN = 4;

/** By recording: filters whose answers a person can look up in the inputs. */
const filters: Readonly<Record<string, readonly string[]>> = {
  'erlang-slow-peer': [
    '', 'diameter.cmd == CCR && latency > 200ms', 'sctp.sack.aRwnd < 2000', 'errno == EAGAIN', 'syscall == sendmsg && fd == 17',
    'association == 1 && sctp.retransmission', 'diameter.resultCode >= 3000', 'stall', 'frame in {460..471}', 'line > 7000',
    'diameter.hopByHopId == 0x599b379c', 'unanswered', 'sctp.chunk == ABORT', 'ip.addr == 10.0.0.2', 'queued > 10ms', 'time > 03:46:50',
    'time in {03:46:52.8..03:46:53}', 'time >= 2026-11-23T03:46:58', 'time == 03:46:52', 'neverOnWire', 'neverOnWire && diameter.cmd != CCR',
    'errno', 'errno != EAGAIN', 'errno == 0 && !sending', 'refused', 'diameter.cmd in {DWR, DWA, CEA}', 'diameter.cmd == 257',
    'diameter.cmd == Credit-Control-Answer && frame < 20', '!diameter && sctp.data', 'sctp.chunk in {INIT, "INIT ACK", COOKIE_ECHO}',
    '!(errno == EAGAIN) && line > 7220 && line < 7230', 'sctp.sack && !(sctp.sack.aRwnd > 0)', 'latency > 2.5 s || queued > 1.9s', 'size > 1kB && sctp',
    'ip.src == 10.0.0.0/30 && frame < 4', 'sctp.srcPort != 3868 && frame < 6', 'stall.cause == peer-receive-window', 'stall.refused > 1',
    'duration > 1.5ms && fd == 17 && refused', 'peer contains ":3868"', 'peer matches "10.0.0.*" && line < 5010', 'file matches "*.PCAP" && frame == 9', 'link == none && sending',
    'association == 2 && sctp.chunk matches "shut*"', 'tid > 0 && syscall == close', 'sctp.ppid == 0 && frame == 9', 'diameter.resultCode == DIAMETER_SUCCESS && latency < 1.4ms', 'diameter.applicationId == Gy', 'syscall contains epoll && errno', 'name == DWR', 'name matches "d*" && line', 'sctp.cause == User_Initiated_Abort', 'path == 1 && frame < 3',
  ],
  '005-loss': [
    'sctp.retransmission', 'sctp.retransmission && diameter.cmd == CCR', 'sctp.sack.gaps > 3', 'sctp.sack.duplicates > 0', 'latency > 1s', 'queued > 1 s', 'stall',
    'stall && sctp.retransmission', '!sctp.retransmission && sctp.data', 'stall.cause == congestion-window && refused', 'syscall == sendmsg && sctp.retransmission',
  ],
  '004-path-failure': ['sctp.ppid == Diameter && frame < 9', 'unanswered', 'sctp.chunk == HEARTBEAT', 'stall.consequence matches "*"', 'sctp.retransmission && association == 1', 'ip.dst == 10.0.0.2 && sctp.chunk == ABORT'],
  '017-multihomed-failover': ['path == 2', 'path == 2 && sctp.retransmission', 'ip.dst == 10.0.1.0/24 && diameter.cmd == CCR', 'latency > 300ms && path != 1'],
  '008-log-a-thread': ['tid == 580', 'tid in {581, 583} && sending', 'file contains ".583" && errno', 'pid == 580'],
  '012-blocked-send-path-dies': ['stall', 'duration > 1s && sending', 'unfinished', 'stall.id == 1 && stall.confidence >= medium'],
};

describe.each(Object.keys(filters))('%s', (name) => {
  test('selects what was reviewed', async () => {
    const events = await eventsOf(name);
    const text = filters[name]!.map((filter) => {
      const compiled = filterFor(filter, events);
      const lines = filterTables.flatMap((table) => {
        const rows = [...compiled.rows(table)];
        if (rows.length === 0) return [];
        const places = rows.slice(0, SHOWN).map((row) => placeOf(table, row, events));
        return [`  ${table} ${rows.length}: ${places.join(', ')}${rows.length > SHOWN ? ', …' : ''}`];
      });
      return [filter || '(empty)', ...lines, ''].join('\n');
    });
    await expect(text.join('\n')).toMatchFileSnapshot(`golden/${name}.txt`);
  });
});

describe('what is true of a row', () => {
  const countsOf = async (filter: string): Promise<object> => filterFor(filter, await eventsOf('erlang-slow-peer')).counts();
  const none = Object.fromEntries(filterTables.map((table) => [table, 0]));

  test('a comparison and its negation share out the rows of the tables that have the field', async () => {
    const events = await eventsOf('erlang-slow-peer');
    for (const filter of ['latency > 200ms', 'diameter.cmd == CCR', 'errno == EAGAIN', 'sctp.chunk == SACK', 'time > 03:46:50']) {
      const [yes, no, every] = [filter, `!(${filter})`, ''].map((text) => filterFor(text, events));
      for (const table of filterTables) {
        const sum = yes!.count(table) + no!.count(table);
        expect([0, every!.count(table)], `${filter}: ${table}`).toContain(sum);
      }
    }
  });

  test('a table without the field fits neither a comparison nor its negation', async () => {
    expect(await countsOf('errno == EAGAIN')).toMatchObject({ sacks: 0, controlChunks: 0 });
    expect(await countsOf('!(errno == EAGAIN)')).toMatchObject({ sacks: 0, controlChunks: 0 });
    expect(await countsOf('!(errno == EAGAIN) || sctp.sack')).toMatchObject({ sacks: 343, controlChunks: 0 });
  });

  test.each([
    ['a && !a', 'fd == 17 && !(fd == 17)'],
    ['an empty range', 'frame in {9..2}'],
  ])('%s fits nothing', async (_, filter) => {
    expect(await countsOf(filter)).toEqual(none);
  });

  test.each([
    ['!(fd == 17 && errno)', '!(fd == 17) || !errno'],
    ['!(fd == 17 || errno)', '!(fd == 17) && !errno'],
    ['!!refused', 'refused'],
    ['fd == 17 && refused or unanswered', '(fd eq 17 and refused) || unanswered'],
    ['frame in {460..471, 3}', 'frame == 3 || frame >= 460 && frame <= 471'],
    ['sctp.sack_a_rwnd < 2000', 'sctp.sack.aRwnd lt 2kB'],
    ['diameter.hopbyhopid == 1503344540', 'diameter.hopByHopId == 0x599B379C'],
    ['latency > 200ms', 'LATENCY>0.2s'],
    ['time > 03:46:50', 'frame.time_epoch > 1795405610'],
  ])('%s is %s', async (filter, same) => {
    const counts = await countsOf(filter);
    expect(counts).toEqual(await countsOf(same));
    expect(counts).not.toEqual(none);
  });

  test('rows, mask and predicate agree', async () => {
    const events = await eventsOf('erlang-slow-peer');
    const filter = filterFor('unanswered || refused || sctp.sack.aRwnd == 0', events);
    for (const table of filterTables) {
      const mask = filter.mask(table);
      expect(mask).toHaveLength(events.lengthOf(table));
      const marked = Array.from(mask.keys()).filter((row) => mask[row] === 1);
      expect([...filter.rows(table)]).toEqual(marked);
      expect(Array.from(mask.keys()).filter(filter.predicate(table))).toEqual(marked);
    }
  });
});
