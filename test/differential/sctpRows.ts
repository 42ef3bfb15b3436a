/**
 * The same words from our rows and from a tshark table (`-T fields -E header=y -E occurrence=a -E aggregator=,`): one list a frame and
 * column, so that the two compare as texts.
 */
import type { Trace } from '../../analyzer/trace/trace.ts';
import { DataFlag, PacketFlag } from '../../analyzer/trace/schema.ts';

/** tshark's names. Those of TSNs end in _raw because relative TSNs are off. */
export const columns = [
  'sctp.checksum.status', 'sctp.chunk_type', 'sctp.data_tsn_raw', 'sctp.data_sid', 'sctp.data_ssn', 'sctp.data_mid',
  'sctp.data_payload_proto_id', 'sctp.data_u_bit', 'sctp.data_b_bit', 'sctp.data_e_bit', 'sctp.data_i_bit',
  'sctp.sack_cumulative_tsn_ack_raw', 'sctp.sack_a_rwnd', 'sctp.sack_number_of_duplicated_tsns', 'sctp.sack_gap_block_start',
  'sctp.sack_gap_block_end', 'sctp.nr_sack_cumulative_tsn_ack',
] as const;
export type ColumnName = (typeof columns)[number];

export type FrameWords = Partial<Record<ColumnName, string[]>>;
export type FrameTable = Map<number, FrameWords>;

export interface TsharkTable {
  readonly columns: readonly string[];
  /** Frames with SCTP in them, by number; all columns. */
  readonly frames: Map<number, Record<string, string>>;
}

export function readTshark(text: string): TsharkTable {
  const lines = text.split('\n').filter((line) => line !== '');
  const names = lines[0]!.split('\t');
  const frames = new Map<number, Record<string, string>>();
  for (const line of lines.slice(1)) {
    const cells = line.split('\t');
    const row = Object.fromEntries(names.map((name, i) => [name, cells[i] ?? '']));
    if (/:sctp/.test(row['frame.protocols']!)) frames.set(Number(row['frame.number']), row);
  }
  return { columns: names, frames };
}

/** Numbers in decimal, whatever base tshark prints them in. */
export function words(cell: string): string[] {
  return cell === '' ? [] : cell.split(',').map((word) => String(Number(word)));
}

/** Our rows in the words of tshark. Chunk types are sorted: the tables of the chunks do not keep their order among each other. */
export function ourWords(trace: Trace): FrameTable {
  const { packets, dataChunks, sacks, gapBlocks, controlChunks } = trace;
  const frames: FrameTable = new Map();
  const add = (packet: number, column: ColumnName, value: number): void => {
    const frame = frames.get(packets.frame[packet]!)!;
    (frame[column] ??= []).push(String(value));
  };
  for (let row = 0; row < packets.length; row++) {
    if (!frames.has(packets.frame[row]!)) frames.set(packets.frame[row]!, {});
    const flags = packets.flags[row]!;
    const bad = (flags & (PacketFlag.ChecksumBad | PacketFlag.ChecksumZero | PacketFlag.ChecksumAdler)) !== 0;
    const status = (flags & PacketFlag.ChecksumGood) !== 0 ? 1 : bad ? 0 : 2;
    add(row, 'sctp.checksum.status', status);
  }
  for (let row = 0; row < dataChunks.length; row++) {
    const packet = dataChunks.packet[row]!;
    const flags = dataChunks.flags[row]!;
    const interleaved = (flags & DataFlag.IData) !== 0;
    const bit = (flag: number): number => ((flags & flag) !== 0 ? 1 : 0);
    add(packet, 'sctp.chunk_type', interleaved ? 64 : 0);
    add(packet, 'sctp.data_tsn_raw', dataChunks.tsn[row]!);
    add(packet, 'sctp.data_sid', dataChunks.streamId[row]!);
    add(packet, interleaved ? 'sctp.data_mid' : 'sctp.data_ssn', dataChunks.sequence[row]!);
    if (!interleaved || bit(DataFlag.Begin) === 1) add(packet, 'sctp.data_payload_proto_id', dataChunks.ppid[row]!);
    add(packet, 'sctp.data_u_bit', bit(DataFlag.Unordered));
    add(packet, 'sctp.data_b_bit', bit(DataFlag.Begin));
    add(packet, 'sctp.data_e_bit', bit(DataFlag.End));
    add(packet, 'sctp.data_i_bit', bit(DataFlag.Immediate));
  }
  for (let row = 0; row < sacks.length; row++) {
    const packet = sacks.packet[row]!;
    const nonRenegable = sacks.flags[row]! !== 0;
    add(packet, 'sctp.chunk_type', nonRenegable ? 16 : 3);
    if (nonRenegable) {
      add(packet, 'sctp.nr_sack_cumulative_tsn_ack', sacks.cumulativeTsnAck[row]!);
      continue;
    }
    add(packet, 'sctp.sack_cumulative_tsn_ack_raw', sacks.cumulativeTsnAck[row]!);
    add(packet, 'sctp.sack_a_rwnd', sacks.aRwnd[row]!);
    add(packet, 'sctp.sack_number_of_duplicated_tsns', sacks.duplicateCount[row]!);
    const first = sacks.gapStart[row]!;
    for (let gap = first; gap < first + sacks.gapCount[row]!; gap++) {
      add(packet, 'sctp.sack_gap_block_start', gapBlocks.start[gap]!);
      add(packet, 'sctp.sack_gap_block_end', gapBlocks.end[gap]!);
    }
  }
  for (let row = 0; row < controlChunks.length; row++) {
    add(controlChunks.packet[row]!, 'sctp.chunk_type', controlChunks.type[row]!);
  }
  for (const frame of frames.values()) frame['sctp.chunk_type']?.sort((a, b) => Number(a) - Number(b));
  return frames;
}

/** "frame 12 sctp.data_ssn: 3 | tshark 4" for each difference in the columns that the table has. */
export function differences(trace: Trace, table: TsharkTable, isKnown: (row: Record<string, string>) => boolean): string[] {
  const ours = ourWords(trace);
  const lines: string[] = [];
  for (const frame of new Set([...ours.keys(), ...table.frames.keys()])) {
    const theirs = table.frames.get(frame);
    const mine = ours.get(frame);
    if (theirs !== undefined && isKnown(theirs)) continue;
    if (mine === undefined || theirs === undefined) {
      lines.push(`frame ${frame} ${mine === undefined ? 'only tshark has it' : 'tshark has no SCTP there'}`);
      continue;
    }
    for (const column of columns) {
      if (!table.columns.includes(column)) continue;
      const their = words(theirs[column]!);
      if (column === 'sctp.chunk_type') their.sort((a, b) => Number(a) - Number(b));
      const own = mine[column] ?? [];
      if (own.join() !== their.join()) lines.push(`frame ${frame} ${column}: ${own.join()} | tshark ${their.join()}`);
    }
  }
  return lines;
}
