/** The lines of a document as the analysis knows them: which trace covers the log, and what is noted of a line. Lines of documents count from 0 here. */
import * as vscode from 'vscode';
import type { LineNote, Place } from '../../analyzer/view/protocol.ts';
import type { OpenTrace } from '../trace.ts';
import type { Traces } from '../traces.ts';
import type { LogViews } from './logViews.ts';
import { needsView } from './openLine.ts';

export interface TracedLog {
  readonly trace: OpenTrace;
  /** Its path in the trace. */
  readonly file: string;
}

export class LogLines {
  readonly #traces: Traces;
  readonly #views: LogViews;

  constructor(traces: Traces, views: LogViews) {
    this.#traces = traces;
    this.#views = views;
  }

  /** The file, and what is to be added to a line of the document to get its line (from 1) in the file. */
  originOf(document: vscode.TextDocument): { readonly uri: vscode.Uri; readonly offset: number } {
    const { uri, firstLine } = this.#views.originOf(document);
    return { uri, offset: firstLine };
  }

  /** Undefined while no trace has read something of the log. */
  tracedOf(document: vscode.TextDocument): TracedLog | undefined {
    const { uri } = this.#views.originOf(document);
    const trace = this.#traces.traceOf(uri);
    const file = trace?.pathOf(uri);
    return trace?.overview && file !== undefined ? { trace, file } : undefined;
  }

  placeOf(document: vscode.TextDocument, line: number): Place | undefined {
    const traced = this.tracedOf(document);
    return traced && { file: traced.file, line: line + this.originOf(document).offset };
  }

  /** Notes on lines [from, to) of the document, by line of the document. */
  async notes(document: vscode.TextDocument, from: number, to: number): Promise<ReadonlyMap<number, LineNote>> {
    const traced = this.tracedOf(document);
    if (!traced) return new Map();
    const { offset } = this.originOf(document);
    try {
      const notes = await traced.trace.request('lines', { file: traced.file, from: from + offset, to: to + offset });
      return new Map(notes.map((note) => [note.line - offset, note]));
    } catch {
      // The trace was closed, or is read anew: providers are asked again.
      return new Map();
    }
  }

  async note(document: vscode.TextDocument, line: number): Promise<LineNote | undefined> {
    return (await this.notes(document, line, line + 1)).get(line);
  }

  /** A line of a log of the trace as a target of the editor; undefined for a frame. Lines that no text editor can show stand in the log view. */
  async locationOf(document: vscode.TextDocument, place: Place): Promise<vscode.Location | undefined> {
    const uri = this.tracedOf(document)?.trace.uriOf(place);
    if (!uri || place.line === undefined) return undefined;
    const { uri: own, offset } = this.originOf(document);
    const isInDocument = uri.toString() === own.toString() && place.line >= offset && place.line < offset + document.lineCount;
    if (isInDocument) return new vscode.Location(document.uri, new vscode.Position(place.line - offset, 0));
    return (await needsView(uri)) ? this.#views.locationOf(uri, place.line) : new vscode.Location(uri, new vscode.Position(place.line - 1, 0));
  }
}
