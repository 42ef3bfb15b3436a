/** One concluded analysis, answering the questions of a screen (protocol.ts). A growing analysis replaces its session whenever it concludes anew. */
import type { Details as DecodedDetails } from '../details/details.ts';
import type { Diagnosis } from '../diagnose/diagnosis.ts';
import { completeFilter } from '../filter/complete.ts';
import { errnoName } from '../trace/errnoNames.ts';
import { finish, inTurns, type Pace, type Steps } from '../trace/steps.ts';
import { NONE } from '../trace/table.ts';
import { cardOf, cardsOf, clockTexts, type Place } from './card.ts';
import type { Handlers } from './client.ts';
import { detailsOf } from './details.ts';
import { episodesOf, stallsOf } from './episodes.ts';
import type { EventSource } from './eventSource.ts';
import { EventTables } from './eventTable.ts';
import { idleStretches } from './idle.ts';
import { focusOf } from './focus.ts';
import { instantOf } from './instant.ts';
import { Ladder } from './ladder.ts';
import type { Lane, Match, View } from './lanes/lane.ts';
import { buildLanes, type LaneSet } from './lanes/lanes.ts';
import { LaneSource } from './lanes/source.ts';
import { fatal, stallLabel } from './lanes/stalls.ts';
import { LineNotes } from './lineNotes.ts';
import { associationText } from './phrases.ts';
import { PlaceIndex } from './placeIndex.ts';
import type { AssociationSummary, DecodedBytes, Located, Overview, Requests, RowRef, StallSummary, Tile } from './protocol.ts';
import type { Report } from './report.ts';
import { rowText } from './rowText.ts';
import { SessionFilters } from './sessionFilter.ts';

export interface Conclusion {
  readonly diagnosis: Diagnosis;
  readonly report: Report;
  readonly generation: number;
  readonly state: Overview['state'];
  /** Reads events back from the inputs. */
  readonly decoded: DecodedDetails;
  /** Others have their turns while an answer is made. */
  readonly pace?: Pace;
}

export function* openSession(conclusion: Conclusion): Steps<Session> {
  const source = new LaneSource(conclusion.diagnosis, conclusion.report.stalls);
  return new Session(conclusion, source, yield* buildLanes(source));
}

export class Session {
  readonly conclusion: Conclusion;
  readonly source: LaneSource;
  readonly places: PlaceIndex;
  readonly #lanes: LaneSet;
  readonly #byId: ReadonlyMap<string, Lane>;
  readonly #overview: Overview;
  readonly #filters: SessionFilters;
  readonly #events: EventSource;
  #tables: EventTables | undefined;
  #ladder: Ladder | undefined;
  #lines: LineNotes | undefined;

  constructor(conclusion: Conclusion, source: LaneSource, lanes: LaneSet) {
    this.conclusion = conclusion;
    this.source = source;
    this.places = new PlaceIndex(this.source.trace);
    this.#lanes = lanes;
    this.#byId = new Map(this.#lanes.lanes.map((lane) => [lane.info.id, lane]));
    this.#overview = overviewOf(conclusion, this.source, this.#lanes);
    this.#filters = new SessionFilters(conclusion.diagnosis);
    const { trace, correlation, limits } = this.source;
    const { events } = this.#filters;
    this.#events = {
      trace, correlation, limits, diagnosis: conclusion.diagnosis, report: conclusion.report,
      errnoName: (errno) => errnoName(errno) ?? `errno ${errno}`,
      get messageOfData() {
        return events.messageOfData;
      },
    };
  }

  readonly handlers: Handlers<Requests> = {
    overview: () => this.#overview,
    tiles: ({ lanes, start, end, pixels, filter }) => {
      const columns = Math.min(Math.max(1, Math.floor(pixels)), MOST_PIXELS);
      if (!(end > start)) return [];
      const steps = this.#tiles(lanes, { start, end, pixels: columns }, this.#filters.match(filter));
      const { pace } = this.conclusion;
      return pace ? inTurns(steps, pace) : finish(steps);
    },
    cards: ({ stall }) => {
      const { report } = this.conclusion;
      if (stall === undefined) return cardsOf(report);
      const one = report.stalls.find(({ id }) => id === stall);
      return one ? [cardOf(report, one)] : [];
    },
    locate: (params) => ('ref' in params ? this.locate(params.ref) : this.locatePlace(params.place)),
    describe: ({ ref, time }) => this.#describe(ref, time),
    instant: ({ association, time }) => instantOf(this.source, association, time),
    neighbour: ({ lane, time, direction, filter }) => this.#neighbour(lane, time, direction, this.#filters.match(filter)),
    idle: ({ least }) => idleStretches(this.source, this.#overview, least),
    details: async ({ ref }) => {
      const located = this.locate(ref);
      return located && detailsOf(this.#events, located, await this.#bytesOf(ref));
    },
    ladder: (params) => (this.#ladder ??= new Ladder(this.#events)).page(params),
    table: (params) => {
      const match = this.#filters.match(params.filter);
      const rows = match && { text: params.filter!, matches: (row: number) => match(params.table, row) };
      return (this.#tables ??= new EventTables(this.#events)).page(params, rows);
    },
    filter: ({ text }) => this.#filters.reply(text),
    complete: ({ text, caret }) => completeFilter(text, caret, this.#filters.events),
    lines: ({ file, from, to }) => (this.#lines ??= new LineNotes(this.source)).of(file, from, to),
  };

  *#tiles(lanes: readonly string[], view: View, match: Match | undefined): Steps<Tile[]> {
    const tiles: Tile[] = [];
    for (const id of lanes) {
      const lane = this.#byId.get(id);
      if (!lane) continue;
      yield* lane.prepare?.() ?? [];
      tiles.push(lane.tile(view, match));
      yield;
    }
    return tiles;
  }

  async #bytesOf({ table, row }: RowRef): Promise<readonly DecodedBytes[]> {
    const { transactions } = this.source.correlation;
    const { decoded } = this.conclusion;
    switch (table) {
      case 'packets': return decoded.packet(row);
      case 'dataChunks': return decoded.dataChunk(row);
      case 'sacks': return decoded.sack(row);
      case 'controlChunks': return decoded.controlChunk(row);
      case 'messages': return decoded.message(row);
      case 'transactions': {
        const answer = transactions.counterpart[row];
        return [...(await decoded.message(row)), ...(answer === undefined || answer === NONE ? [] : await decoded.message(answer))];
      }
      case 'calls': return decoded.call(row);
      case 'transfers': return decoded.transfer(row);
      case 'stalls': return decoded.call(this.source.diagnosis.stalls[row - 1]!.situation.stall.sends[0]!);
      case 'limits': case 'states': return [];
    }
  }

  locate(ref: RowRef): Located | undefined {
    const text = rowText(this.source, ref);
    if (!text) return undefined;
    const found = this.#laneOf(ref, text.start);
    return { ref, start: text.start, end: text.end, title: text.title, places: text.places, ...(found === undefined ? {} : { lane: found.info.id }) };
  }

  /** The most telling row of a line or frame: its call; its first chunk. */
  locatePlace({ file, line, frame }: Place): Located | undefined {
    const input = this.source.trace.inputs.find(({ path }) => path === file);
    if (!input) return undefined;
    if (line !== undefined && input.kind === 'states') {
      const row = this.places.stateAt(input.id, line);
      return row === undefined ? undefined : this.locate({ table: 'states', row });
    }
    if (line !== undefined) {
      const call = this.places.callAt(input.id, line);
      return call === undefined ? undefined : this.locate({ table: 'calls', row: call });
    }
    const packet = frame === undefined ? undefined : this.places.packetsOf(input.id, frame)[0];
    return packet === undefined ? undefined : this.locate(this.#chunkOf(packet));
  }

  #chunkOf(packet: number): RowRef {
    const { dataChunks, sacks, controlChunks } = this.source.trace;
    for (const [table, columns] of [['dataChunks', dataChunks], ['sacks', sacks], ['controlChunks', controlChunks]] as const) {
      let [low, high] = [0, columns.length];
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (columns.packet[middle]! < packet) low = middle + 1;
        else high = middle;
      }
      if (low < columns.length && columns.packet[low] === packet) return { table, row: low };
    }
    return { table: 'packets', row: packet };
  }

  #laneOf(ref: RowRef, time: number): Lane | undefined {
    for (const lane of this.#lanes.lanes) {
      const known = lane.info.kind === 'steps' ? [] : lane.info.classes;
      if (known.some(({ table }) => table === ref.table) && lane.find(ref, time)) return lane;
    }
    return undefined;
  }

  #describe(ref: RowRef, time: number): readonly string[] {
    const text = rowText(this.source, ref);
    if (!text) return [];
    const association = this.#associationOf(ref);
    const instant = association === undefined ? undefined : instantOf(this.source, association, Number.isFinite(time) ? time : text.start);
    return [text.title, ...(instant ? [instant.text] : [])];
  }

  /** As the report numbers it. */
  #associationOf({ table, row }: RowRef): number | undefined {
    const { trace, correlation } = this.source;
    const ofPacket = (packet: number): number | undefined => (trace.associations[trace.packets.association[packet]!] ? trace.packets.association[packet]! + 1 : undefined);
    switch (table) {
      case 'packets': return ofPacket(row);
      case 'dataChunks': case 'sacks': case 'controlChunks': return ofPacket(trace[table].packet[row]!);
      case 'messages': case 'transactions': return ofPacket(trace.messages.packet[row]!);
      case 'calls': case 'transfers': {
        const socket = trace.calls.socket[table === 'calls' ? row : trace.transfers.call[row]!]!;
        const association = correlation.owners.associationsOf[socket]?.[0];
        return association === undefined ? undefined : association + 1;
      }
      case 'stalls': return this.source.stalls[row - 1]?.association ?? undefined;
      case 'states': {
        const at = correlation.states.localOf.findIndex((_, association) => correlation.states.of(association).includes(row));
        return at < 0 ? undefined : at + 1;
      }
      case 'limits': {
        const segment = this.source.segment(row);
        return segment && segment.association + 1;
      }
    }
  }

  /** Segments of the send limit match every filter: the next match of any lane is not one of them. */
  #neighbour(id: string | undefined, time: number, direction: 1 | -1, match?: Match): Located | undefined {
    const lanes = id === undefined ? this.#lanes.lanes.filter(({ info }) => info.kind !== 'steps' && !(match && info.classes.some(({ table }) => table === 'limits'))) : [this.#byId.get(id)].filter((lane) => lane !== undefined);
    let best: { readonly start: number; readonly ref: RowRef; readonly lane: string } | undefined;
    for (const lane of lanes) {
      const event = lane.next(time, direction, match);
      if (event && (!best || (direction > 0 ? event.start < best.start : event.start > best.start))) best = { ...event, lane: lane.info.id };
    }
    const text = best && rowText(this.source, best.ref);
    return best && text ? { ref: best.ref, start: text.start, end: text.end, title: text.title, places: text.places, lane: best.lane } : undefined;
  }
}

/** Wider than any screen: a request cannot make a tile larger. */
const MOST_PIXELS = 16_384;

function overviewOf({ report, generation, state }: Conclusion, source: LaneSource, { groups, lanes }: LaneSet): Overview {
  const { trace, correlation: { axis } } = source;
  let [start, end] = [Infinity, -Infinity];
  for (const { id, firstTime, lastTime } of trace.inputs) {
    if (Number.isNaN(firstTime) || !source.isOnAxis(id)) continue;
    start = Math.min(start, axis.placements[id] ? Infinity : axis.of(id, firstTime));
    end = Math.max(end, axis.placements[id]?.last ?? axis.of(id, lastTime));
  }
  if (!(start <= end)) [start, end] = [0, 1];
  end = Math.max(end, start + 1);
  const mainOf = new Map(episodesOf(report.stalls).flatMap((episode) => stallsOf(episode).map(({ id }) => [id, episode.main.id])));
  return {
    generation, state, epochSeconds: trace.epochSeconds ?? 0, start, end, focus: focusOf(source, { start, end }),
    inputs: report.inputs,
    clocks: trace.inputs.filter(({ id }) => axis.isPlaced(id)).map(({ id, path }) => ({
      file: path, text: clockTexts(report).get(path) ?? '', uncertainty: axis.uncertainty(id),
    })),
    groups, lanes: lanes.map(({ info }) => info),
    associations: report.associations.map((one): AssociationSummary => ({
      id: one.id, title: associationText(one), upperLayer: one.upperLayer, ending: one.ending,
      start: trace.associations[one.id - 1]!.start, end: trace.associations[one.id - 1]!.end,
      packets: one.packets, retransmissions: one.retransmissions, minimumPeerARwnd: one.minimumPeerARwnd ?? undefined,
      stalls: report.stalls.filter(({ association }) => association === one.id).length,
    })),
    stalls: report.stalls.map((one, i): StallSummary => {
      const { stall } = source.diagnosis.stalls[i]!.situation;
      return {
        id: one.id, association: one.association ?? undefined, start: stall.start, end: stall.end,
        title: one.summary[0] ?? 'send() refused', label: stallLabel(one.cause, one.consequence, one.eagainCount),
        tone: fatal.has(one.consequence) ? 'alarm' : 'warning', cause: one.cause, confidence: one.confidence, consequence: one.consequence, eagainCount: one.eagainCount, episode: mainOf.get(one.id)!,
      };
    }),
    findings: report.findings, dataQuality: report.dataQuality,
  };
}
