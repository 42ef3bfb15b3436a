/** Shows a place, a row or a time of a trace, in its timeline and in the log beside it; opens the timeline when there is none. */
import * as vscode from 'vscode';
import type { Located, Place, RowRef } from '../analyzer/view/protocol.ts';
import { revealPlace } from './reveal.ts';
import type { LogViews } from './text/logViews.ts';
import type { TimelineEditor } from './timelineEditor.ts';
import type { TimelinePanel } from './timelinePanel.ts';
import type { OpenTrace } from './trace.ts';
import type { Traces } from './traces.ts';
import { viewTypeOf } from './viewType.ts';

/** `range`: ns on the axis. */
export type Target = { readonly ref: RowRef } | { readonly place: Place } | { readonly range: { readonly start: number; readonly end: number } };

export class Navigator {
  readonly #traces: Traces;
  readonly #editor: TimelineEditor;
  readonly #views: LogViews;

  constructor(traces: Traces, editor: TimelineEditor, views: LogViews) {
    this.#traces = traces;
    this.#editor = editor;
    this.#views = views;
  }

  /** False when the analysis knows nothing there. */
  async show(trace: OpenTrace, target: Target): Promise<boolean> {
    if ('range' in target) {
      (await this.panelOf(trace))?.tell('show', target.range);
      return true;
    }
    const located = await trace.request('locate', target);
    const isLine = 'place' in target && target.place.line !== undefined;
    const panel = await this.panelOf(trace);
    if (located) this.#select(trace, located, panel);
    if (isLine) return revealPlace(trace, target.place, { views: this.#views, beside: panel?.panel.viewColumn, keepFocus: false });
    return located !== undefined;
  }

  /** The timeline alone, whatever the target: for who stands in the log already. */
  async showInTimeline(trace: OpenTrace, place: Place): Promise<boolean> {
    const located = await trace.request('locate', { place });
    if (!located) return false;
    this.#select(trace, located, await this.panelOf(trace));
    return true;
  }

  /** The panel of a trace, opened where there is none. */
  async panelOf(trace: OpenTrace): Promise<TimelinePanel | undefined> {
    const open = this.#editor.panelOf(trace);
    if (open) {
      open.panel.reveal(undefined, true);
      return open;
    }
    const first = trace.inputs[0];
    if (!first) return undefined;
    const column = vscode.window.activeTextEditor ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
    await vscode.commands.executeCommand('vscode.openWith', first.uri, viewTypeOf(first.uri), { viewColumn: column, preserveFocus: true });
    const panel = await this.#editor.whenShown(first.uri);
    // The rows of another set of files are others.
    return (await panel.ready()) === trace ? panel : undefined;
  }

  #select(trace: OpenTrace, located: Located, panel: TimelinePanel | undefined): void {
    this.#traces.select({ trace, located, source: panel });
    panel?.tell('select', { located });
  }
}
