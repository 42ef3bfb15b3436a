/** States of the kernel -> rows. */
import type { StateRecord } from '../trace/records.ts';
import { NONE } from '../trace/table.ts';
import type { Trace } from '../trace/trace.ts';

export function createStateDissector(trace: Trace): { readonly state: (record: StateRecord) => void } {
  return {
    state(record) {
      const { states, strings } = trace;
      const row = states.add();
      const figure = (value: number | undefined): number => (value === undefined ? NONE : Math.min(value, NONE - 1));
      states.time[row] = record.time;
      states.input[row] = record.input;
      states.line[row] = record.line;
      states.offset[row] = record.offset;
      states.local[row] = strings.id(record.local);
      states.peer[row] = strings.id(record.peer);
      states.command[row] = strings.id(record.command);
      states.bracket[row] = record.bracket ?? 0;
      for (const name of figureNames) states[name][row] = figure(record[name]);
    },
  };
}

const figureNames = ['inode', 'pid', 'fd', 'rwnd', 'cwnd', 'ssthresh', 'flight', 'srtt', 'rto', 'unacked', 'queued', 'waiting', 'wmem', 'sndbuf', 'retransmitted'] as const;
