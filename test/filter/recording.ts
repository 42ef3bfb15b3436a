/** The recordings that filters are tried on, analysed once a test file. */
import { analyze } from '../../analyzer/analyze.ts';
import { EventTables } from '../../analyzer/filter/eventTables.ts';
import { compileFilter, type CompiledFilter } from '../../analyzer/filter/compile.ts';
import type { FilterTable } from '../../analyzer/filter/field.ts';
import { parseFilter } from '../../analyzer/filter/parse.ts';
import { goldenCases, inputsOf } from '../goldenCase.ts';

const known = new Map<string, Promise<EventTables>>();

/** The rows of a recording of test/fixtures. */
export function eventsOf(name: string): Promise<EventTables> {
  let events = known.get(name);
  if (!events) {
    const golden = goldenCases.find((one) => one.name === name);
    if (!golden) throw new Error(`there is no recording ${name}`);
    known.set(name, (events = analyze(inputsOf(golden)).then(({ diagnosis }) => new EventTables(diagnosis))));
  }
  return events;
}

export function filterFor(text: string, events: EventTables): CompiledFilter {
  const parsed = parseFilter(text);
  if ('problem' in parsed) throw new Error(`${text}: ${parsed.problem}`);
  return compileFilter(parsed.ok, events);
}

/** A row as one finds it in the inputs: "line 7225", "frame 468", "stall 1". */
export function placeOf(table: FilterTable, row: number, { trace }: EventTables): string {
  const { calls, transfers, packets, dataChunks, sacks, controlChunks, messages } = trace;
  const frame = (packet: number): string => `frame ${packets.frame[packet]}`;
  switch (table) {
    case 'calls':
      return `line ${calls.line[row]}`;
    case 'transfers':
      return `line ${calls.line[transfers.call[row]!]}`;
    case 'packets':
      return frame(row);
    case 'dataChunks':
      return frame(dataChunks.packet[row]!);
    case 'sacks':
      return frame(sacks.packet[row]!);
    case 'controlChunks':
      return frame(controlChunks.packet[row]!);
    case 'messages':
    case 'transactions':
      return frame(messages.packet[row]!);
    case 'stalls':
      return `stall ${row + 1}`;
  }
}
