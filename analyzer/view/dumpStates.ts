/** Dump of what the kernel told of its associations in a live capture. */
import { NONE } from '../trace/table.ts';
import { epochTime, type TableDump } from './dumpSource.ts';

const figures = ['inode', 'pid', 'fd', 'rwnd', 'cwnd', 'ssthresh', 'flight', 'srtt', 'rto', 'unacked', 'queued', 'waiting', 'wmem', 'sndbuf', 'retransmitted'] as const;

const states: TableDump = ({ trace, correlation }) => {
  const { states: table, strings } = trace;
  const associationOf = new Map<number, number>();
  for (const { id } of trace.associations) for (const row of correlation.states.of(id)) associationOf.set(row, id + 1);
  const told = (column: Uint32Array) => (row: number): string | number => (column[row] === NONE ? '' : column[row]!);
  return {
    length: table.length,
    columns: {
      time: (row) => epochTime(trace, correlation.axis.of(table.input[row]!, table.time[row]!)),
      input: (row) => table.input[row]!,
      line: (row) => table.line[row]!,
      association: (row) => associationOf.get(row) ?? '',
      local: (row) => strings.text(table.local[row]!),
      peer: (row) => strings.text(table.peer[row]!),
      command: (row) => strings.text(table.command[row]!),
      ...Object.fromEntries(figures.map((name) => [name, told(table[name])])),
      bracket: (row) => table.bracket[row]!,
    },
  };
};

export const stateDumps = { states } as const;
