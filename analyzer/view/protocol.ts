/**
 * Everything a screen asks of an analysis, and what it answers: the timeline in its webview, the text side of the editor and the static
 * report speak it to a Session (session.ts), over whatever carries messages (client.ts). Times are ns on the axis (since
 * `Overview.epochSeconds`, clock of the first capture); ranges are half-open. No message carries payload but `details`.
 */
import type { Field } from '../details/field.ts';
import type { Card, Place } from './card.ts';
import type { DataQualityReport, FindingReport, InputReport, StallReport } from './report.ts';

export type { Card, CardTable, Clause, Place, Section } from './card.ts';
export type { Field } from '../details/field.ts';
export type { Cause, Confidence, Consequence, DataQualityReport, FindingReport, InputReport } from './report.ts';

/** Tables whose rows can be selected. transactions: the row of the request in `messages`. stalls: the number of the stall, from 1. limits: segments of all senders, numbered through. */
export const selectableTables = ['stalls', 'limits', 'calls', 'transfers', 'packets', 'dataChunks', 'sacks', 'controlChunks', 'messages', 'transactions', 'states'] as const;
export type SelectableTable = (typeof selectableTables)[number];

export interface RowRef {
  readonly table: SelectableTable;
  readonly row: number;
}

/** Where a row stands on the screen and in the files. */
export interface Located {
  readonly ref: RowRef;
  readonly start: number;
  /** The start of an event without duration. */
  readonly end: number;
  /** Lane that shows it; undefined when none does. */
  readonly lane?: string;
  /** One sentence: "sendmsg() on fd 17 refused: EAGAIN". */
  readonly title: string;
  /** What can be opened, the best proof first. */
  readonly places: readonly Place[];
}

/** Colour by meaning; the painter knows the theme. */
export type Role =
  | 'neutral' | 'idle' | 'flowing' | 'good' | 'warning' | 'alarm' | 'data' | 'sack' | 'control' | 'receive' | 'poll' | 'queued'
  | 'peerWindow' | 'congestion' | 'path' | 'sendBuffer' | 'sharedSocket' | 'nagle' | 'memory' | 'unknown';

/** Told apart without colour. */
export type Shape = 'tick' | 'halfTick' | 'triangle' | 'diamond' | 'cross' | 'circle' | 'square' | 'flag' | 'bar' | 'hatched' | 'outline';

/** One kind of mark or bar in a lane: its legend. The position in `LaneInfo.classes` is its number; later ones are drawn over earlier ones and win where marks fall on one pixel. */
export interface ClassInfo {
  readonly name: string;
  readonly role: Role;
  readonly shape: Shape;
  readonly table: SelectableTable;
}

export interface SeriesInfo {
  readonly name: string;
  readonly role: Role;
  readonly style: 'line' | 'area' | 'dashed';
  /** Computed, not observed. */
  readonly derived: boolean;
  readonly table: SelectableTable;
}

interface LaneBase {
  /** Stable over generations of one analysis: "windows:1". */
  readonly id: string;
  readonly group: string;
  readonly title: string;
  /** What it shows and how far it can be trusted, a sentence or two. */
  readonly hint: string;
  /** Not shown until it is asked for: the other direction, waits that explain little. */
  readonly secondary?: true;
}

/** marks: instants. spans: intervals in `rows` sub-rows. steps: values that hold until the next, on one axis from 0. */
export type LaneInfo =
  | (LaneBase & { readonly kind: 'marks'; readonly classes: readonly ClassInfo[] })
  | (LaneBase & { readonly kind: 'spans'; readonly classes: readonly ClassInfo[]; readonly rows: number; /** A bar carries its class name where there is room. */ readonly labelled: boolean })
  | (LaneBase & { readonly kind: 'steps'; readonly series: readonly SeriesInfo[]; readonly unit: 'bytes' | 'count' });

export interface LaneGroup {
  readonly id: string;
  readonly title: string;
  readonly subtitle: string;
  readonly kind: 'association' | 'process';
  /** Association number of the report, for an association. */
  readonly association?: number;
}

interface TileBase {
  readonly lane: string;
  readonly start: number;
  readonly end: number;
}

/** What a lane shows of [start, end) at `pixels` columns: never more than a few items a column, spikes preserved. Parallel arrays. */
export type Tile =
  | (TileBase & {
      readonly kind: 'marks';
      readonly time: Float64Array;
      readonly class: Uint8Array;
      readonly row: Uint32Array;
      /** Marks of its class that this one stands for. */
      readonly count: Uint32Array;
      /** By class, of the whole recording (or of what matches the filter). */
      readonly totals: readonly number[];
    })
  | (TileBase & {
      readonly kind: 'spans';
      readonly from: Float64Array;
      readonly to: Float64Array;
      readonly class: Uint8Array;
      /** Sub-row of the lane. */
      readonly sub: Uint8Array;
      readonly row: Uint32Array;
      readonly count: Uint32Array;
      readonly totals: readonly number[];
    })
  | (TileBase & { readonly kind: 'steps'; readonly series: readonly StepTile[]; /** Of all series over the whole recording. */ readonly max: number });

/** From each time on the value is `last`, having moved between `min` and `max` since the column began. The first point may lie before the tile. */
export interface StepTile {
  readonly time: Float64Array;
  readonly min: Float64Array;
  readonly max: Float64Array;
  readonly last: Float64Array;
  readonly row: Uint32Array;
}

export interface StallSummary extends Pick<StallReport, 'id' | 'cause' | 'confidence' | 'consequence' | 'eagainCount'> {
  readonly association: number | undefined;
  readonly start: number;
  readonly end: number;
  /** "send() refused · association closed by the application" */
  readonly title: string;
  /** Short, for a band or a tree: "peer window 0 B → 1 EAGAIN → closed". */
  readonly label: string;
  readonly tone: Card['tone'];
  /** The stall that stands for it: itself, or the longest of the backlog it belongs to. */
  readonly episode: number;
}

export interface AssociationSummary {
  readonly id: number;
  readonly title: string;
  readonly upperLayer: string;
  readonly ending: string;
  readonly start: number;
  readonly end: number;
  readonly packets: number;
  readonly retransmissions: number;
  readonly minimumPeerARwnd: number | undefined;
  readonly stalls: number;
}

/** A log whose clock was fitted: its events lie within ± `uncertainty` ns of where they are drawn. */
export interface ClockSummary {
  readonly file: string;
  readonly text: string;
  readonly uncertainty: number;
}

export interface Overview {
  /** Counts up each time the analysis has been concluded anew. */
  readonly generation: number;
  /** reading: more will come. */
  readonly state: 'reading' | 'done' | 'cancelled';
  readonly epochSeconds: number;
  readonly start: number;
  readonly end: number;
  /** What to look at first. */
  readonly focus: { readonly start: number; readonly end: number };
  readonly inputs: readonly InputReport[];
  readonly clocks: readonly ClockSummary[];
  readonly groups: readonly LaneGroup[];
  readonly lanes: readonly LaneInfo[];
  readonly associations: readonly AssociationSummary[];
  readonly stalls: readonly StallSummary[];
  readonly findings: readonly FindingReport[];
  readonly dataQuality: readonly DataQualityReport[];
}

export interface DecodedBytes {
  readonly title: string;
  readonly data: Uint8Array;
  readonly fields: readonly Field[];
  /** The field with this range is what was asked for: one chunk of many. */
  readonly focus?: { readonly start: number; readonly end: number };
}

/** One step of a transaction's way. */
export interface Phase {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly role: Role;
  readonly derived: boolean;
  readonly ref?: RowRef;
}

export interface Details {
  readonly located: Located;
  /** Number of the association that it belongs to, from 1. */
  readonly association?: number;
  /** Facts that stand in no byte: association, path, retransmission, link and its method, state of the windows. */
  readonly facts: readonly Field[];
  /** The next steps of a reader: "its packet", "its answer", "the call that sent it". */
  readonly related: readonly { readonly label: string; readonly ref: RowRef }[];
  readonly bytes: readonly DecodedBytes[];
  readonly waterfall: readonly Phase[];
  /** Display filter that selects it in Wireshark. */
  readonly wireshark?: string;
  readonly markdown: string;
}

/** The window of an association's sender at one instant. Members that are not known are absent. */
export interface Instant {
  readonly association: number;
  readonly time: number;
  readonly limit: string;
  readonly aRwnd?: number;
  readonly outstandingPayloadBytes?: number;
  readonly rwnd?: number;
  readonly queuedBytes?: number;
  readonly queuedMessages?: number;
  readonly sendBufferBytes?: number;
  readonly text: string;
}

export type LadderEnd = 'application' | 'local' | 'peer';

/** One arrow of the sequence diagram: a call at its left edge, or a packet between the two endpoints. */
export interface LadderRow {
  readonly ref: RowRef;
  /** Other rows that this arrow shows: the chunks and messages of a packet, the transfers of a call. */
  readonly also: readonly RowRef[];
  readonly time: number;
  readonly from: LadderEnd;
  /** The same as `from` for what moves nothing: poll, close. */
  readonly to: LadderEnd;
  readonly label: string;
  readonly note: string;
  readonly role: Role;
  /** stopped: refused by the kernel. again: sent before. */
  readonly head: 'arrives' | 'stopped' | 'again';
  readonly path: number;
}

export interface LadderPage {
  /** Names of the three columns, addresses where they are known. */
  readonly ends: Readonly<Record<LadderEnd, string>>;
  /** "10.0.0.1 – 10.0.0.2" by number; several where the endpoints have more addresses. */
  readonly paths: readonly string[];
  readonly rows: readonly LadderRow[];
  /** There are more rows before the first and after the last. */
  readonly moreBefore: boolean;
  readonly moreAfter: boolean;
}

export interface FilterReply {
  readonly problem?: { readonly text: string; readonly start: number; readonly end: number };
  /** Matches by table, where there are any. */
  readonly counts: readonly { readonly table: SelectableTable; readonly count: number }[];
  readonly wireshark?: { readonly filter: string; readonly exact: boolean; readonly leftOut: readonly string[]; readonly notes: readonly string[] };
}

export interface Completion {
  readonly from: number;
  readonly to: number;
  readonly items: readonly { readonly insert: string; readonly label: string; readonly doc: string }[];
}

/** Rows of the accessible twin, as text. */
export interface TablePage {
  readonly columns: readonly string[];
  readonly total: number;
  readonly from: number;
  readonly rows: readonly { readonly ref: RowRef; readonly time: number; readonly cells: readonly string[] }[];
}

/** What the analysis knows of one line of a log. A call that was resumed has a note on the line where it begins and on the line of its result. */
export interface LineNote {
  readonly line: number;
  readonly ref: RowRef;
  readonly time: number;
  /** Of a refused or blocked send, on the line of its result: what limited it then ("window 0 B since 412 ms"), and its stall. */
  readonly refused?: { readonly text: string; readonly stall?: number };
  /** Of a refused send: the line where the same message was accepted later. */
  readonly sentAgain?: Place;
  /** The call that ended a stall: "stall 1 ended after 1.46 s: association closed by the application". */
  readonly ended?: { readonly text: string; readonly stall: number };
  /** Association number of the report. */
  readonly association?: number;
  /** "CCR hop-by-hop 0x599b379c", where the line carries a known message. */
  readonly message?: string;
  /** The kernel took the message, and the capture never shows it. Derived: as complete as the matching of sends. */
  readonly neverWired?: boolean;
  /** The send window when the call began: "a_rwnd 1,188 B, 700 B outstanding". */
  readonly window?: string;
  /** Its packet, its answer or (of an answer) its request, where its descriptor was opened. */
  readonly packet?: Place;
  readonly answer?: Place;
  readonly request?: Place;
  readonly opened?: Place;
}

/** The whole contract. A new question is a member here and a method of Session. */
export interface Requests {
  overview: { params: Record<string, never>; result: Overview };
  /** `filter`: rows that do not match are left out. */
  tiles: { params: { lanes: readonly string[]; start: number; end: number; pixels: number; filter?: string }; result: readonly Tile[] };
  /** The verdict on a stall; without one, all that there is to say of the recording, in order. */
  cards: { params: { stall?: number }; result: readonly Card[] };
  locate: { params: { ref: RowRef } | { place: Place }; result: Located | undefined };
  /** Words for a hover. */
  describe: { params: { lane: string; ref: RowRef; time: number }; result: readonly string[] };
  details: { params: { ref: RowRef }; result: Details | undefined };
  instant: { params: { association: number; time: number }; result: Instant | undefined };
  /** The event of a lane (of any lane without one) after or before a time that matches. */
  neighbour: { params: { lane?: string; time: number; direction: 1 | -1; filter?: string }; result: Located | undefined };
  /** Stretches of at least `least` ns without a packet and without the begin or end of a call; [start, end) of each, in order. */
  idle: { params: { least: number }; result: { readonly start: Float64Array; readonly end: Float64Array } };
  /** So many rows before `time` and from it on. Associations are numbered from 1. */
  ladder: { params: { association: number; time: number; before: number; after: number }; result: LadderPage | undefined };
  filter: { params: { text: string }; result: FilterReply };
  complete: { params: { text: string; caret: number }; result: Completion };
  table: { params: { table: SelectableTable; from: number; count: number; filter?: string; nearest?: number }; result: TablePage };
  /** Lines [from, to) of a log, 1-based; only lines that the analysis knows. */
  lines: { params: { file: string; from: number; to: number }; result: readonly LineNote[] };
}

export type RequestType = keyof Requests;

/** What a live session tells twice a second. */
export interface LiveFigures {
  readonly packets: number;
  readonly packetsPerSecond: number;
  /** Of logs and state logs. */
  readonly lines: number;
  /** Lost by whoever captures. */
  readonly dropped: number;
  /** Of what is shown. Undefined while no log shows sends: packets alone do not tell. */
  readonly refused: number | undefined;
  /** Associations whose send buffer the kernel called full while no log shows their sends: refused ones are inferred. */
  readonly buffersFull: number;
  readonly stalls: number;
  readonly keptBytes: number;
}

export interface Events {
  figures: LiveFigures;
  progress: { readonly doneBytes: number; readonly totalBytes?: number; readonly path: string };
  /** Ask again: the tables have grown, or the verdict is there. */
  changed: { readonly generation: number };
  /** An input vanished, was cut or cannot be read; what was read before stands. `source`: of a live session. */
  trouble: { readonly text: string; readonly source?: string };
  /** A line that a source of a live session tells besides its bytes: on stderr. */
  said: { readonly source: string; readonly text: string };
  failed: { readonly text: string };
}

/** What only the surroundings of a screen can do: the editor, or the static report. */
export interface HostRequests {
  /** Opens a line of a log or a frame of a capture beside the timeline. */
  reveal: { params: { place: Place; keepFocus?: boolean }; result: boolean };
  copy: { params: { text: string }; result: boolean };
  /** The screen's state to keep with the recording: bookmarks, notes, view. */
  save: { params: { view: SavedView }; result: boolean };
  cancel: { params: Record<string, never>; result: boolean };
  /** The screen selected something: other screens follow. */
  selected: { params: { ref: RowRef; located?: Located }; result: boolean };
}

export interface HostEvents {
  /** Something else selected a row or a time: a CodeLens, a tree, another window. */
  select: { readonly located: Located };
  show: { readonly start: number; readonly end: number };
  view: { readonly view: SavedView };
  command: { readonly name: 'nextStall' | 'previousStall' | 'fit' | 'focusFilter' | 'toggleFold' | 'bookmark' };
}

export interface Bookmark {
  readonly time: number;
  readonly end?: number;
  readonly note: string;
}

/** The part of a *.stallscope file that is the screen's. Times are epoch ns as decimal strings, so that they outlive the axis. */
export interface SavedView {
  readonly start?: string;
  readonly end?: string;
  readonly filter?: string;
  readonly pinned?: readonly string[];
  readonly hidden?: readonly string[];
  readonly order?: readonly string[];
  readonly foldIdle?: boolean;
  readonly timeFormat?: 'utc' | 'local' | 'relative' | 'delta';
  readonly bookmarks?: readonly { readonly time: string; readonly end?: string; readonly note: string }[];
}
