/** What dumps are made from, and the forms their cells have: times as epoch ns, ids in hex, addresses as text. */
import type { Correlation } from '../correlate/correlation.ts';
import type { FilterTable } from '../filter/field.ts';
import { PacketFlag } from '../trace/schema.ts';
import { NONE } from '../trace/table.ts';
import { toEpochNanoseconds } from '../trace/time.ts';
import type { Trace } from '../trace/trace.ts';
import type { Report } from './report.ts';

export interface DumpSource {
  readonly trace: Trace;
  readonly report: Report;
  readonly correlation: Correlation;
  /** "EAGAIN": the platform knows the names. */
  readonly errnoName: (errno: number) => string;
}

export type DumpColumn = (row: number) => string | number;

export interface DumpedTable {
  readonly length: number;
  readonly columns: Readonly<Record<string, DumpColumn>>;
  /** The rows that a filter is asked about in place of these. Absent: the table cannot be filtered. */
  readonly events?: { readonly table: FilterTable; readonly rowOf: (row: number) => number };
}

export type TableDump = (source: DumpSource) => DumpedTable;

/** A table that filters know under the same rows. */
export const sameRows = (table: FilterTable): NonNullable<DumpedTable['events']> => ({ table, rowOf: (row) => row });

/** Row numbers, empty where a column points nowhere. */
export const pointer = (row: number): string | number => (row === NONE || row === -1 ? '' : row);

/** "Begin|End": the names of the bits that are set. */
export function flagNames(flags: Readonly<Record<string, number>>): (value: number) => string {
  const entries = Object.entries(flags);
  return (value) => entries.filter(([, bit]) => (value & bit) !== 0).map(([name]) => name).join('|');
}

export function epochTime(trace: Trace, time: number): string {
  return Number.isNaN(time) ? '' : toEpochNanoseconds(trace.epochSeconds ?? 0, time);
}

/** Associations are numbered from 1, as in the report. */
export const associationNumber = (row: number): string | number => (row === NONE ? '' : row + 1);

/** What every row that belongs to a packet shows of it. `packetOf` maps its row to the packet's. */
export function packetColumns({ trace, correlation }: DumpSource, packetOf: (row: number) => number): Readonly<Record<string, DumpColumn>> {
  const { packets, associations } = trace;
  const endpoint = (packet: number, side: 0 | 1): string => {
    const association = associations[packets.association[packet]!];
    if (association === undefined) return '';
    const path = association.paths[packets.path[packet]!];
    const { addresses, port } = association.endpoints[side];
    const address = addresses[side === 0 ? (path?.first ?? 0) : (path?.second ?? 0)] ?? '';
    return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
  };
  const sender = (packet: number): 0 | 1 => ((packets.flags[packet]! & PacketFlag.FromSecond) !== 0 ? 1 : 0);
  return {
    time: (row) => epochTime(trace, correlation.axis.packet(packetOf(row))),
    input: (row) => packets.input[packetOf(row)]!,
    frame: (row) => packets.frame[packetOf(row)]!,
    association: (row) => associationNumber(packets.association[packetOf(row)]!),
    source: (row) => endpoint(packetOf(row), sender(packetOf(row))),
    destination: (row) => endpoint(packetOf(row), sender(packetOf(row)) === 0 ? 1 : 0),
    duplicate: (row) => ((packets.flags[packetOf(row)]! & PacketFlag.Duplicate) !== 0 ? 1 : 0),
  };
}
