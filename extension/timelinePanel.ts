/**
 * One timeline on the screen: passes its requests on to the worker of its trace, does for it what only the editor can, and tells it what
 * happens elsewhere. The webview's page comes and goes with its visibility; what was asked by a page that is gone is not answered.
 */
import * as vscode from 'vscode';
import { answer, type Handlers, type Message } from '../analyzer/view/client.ts';
import type { HostEvents, HostRequests, Requests, RequestType, SavedView } from '../analyzer/view/protocol.ts';
import { revealPlace } from './reveal.ts';
import type { LogViews } from './text/logViews.ts';
import type { OpenTrace } from './trace.ts';
import type { Traces } from './traces.ts';

export interface PanelHost {
  readonly traces: Traces;
  readonly views: LogViews;
  /** Of the document now: undefined at first, another one after its files were chosen anew. */
  trace(): OpenTrace | undefined;
  ready(): Promise<OpenTrace>;
  /** What to show first, and what the screen wants kept. */
  view(): SavedView | undefined;
  keep(view: SavedView): void;
}

export class TimelinePanel implements vscode.Disposable {
  readonly panel: vscode.WebviewPanel;
  readonly #host: PanelHost;
  readonly #subscriptions: vscode.Disposable[] = [];
  #traceEvents: vscode.Disposable | undefined;
  /** Counts the pages that this panel has had. */
  #page = 0;
  #lastId = 0;
  /** The page of now has its overview. */
  #isListening = false;
  #isViewSent = false;
  /** For a page that does not listen yet: the last of each. */
  readonly #waiting = new Map<keyof HostEvents, Message>();

  constructor(panel: vscode.WebviewPanel, host: PanelHost) {
    this.panel = panel;
    this.#host = host;
    this.#subscriptions.push(
      panel.webview.onDidReceiveMessage((message: Message) => this.#receive(message)),
      panel.onDidChangeViewState(() => this.#viewStateChanged()),
      host.traces.onDidSelect(({ trace, located, source }) => {
        if (trace === host.trace() && source !== this) this.tell('select', { located });
      }),
    );
    this.followTrace();
  }

  get trace(): OpenTrace | undefined {
    return this.#host.trace();
  }

  ready(): Promise<OpenTrace> {
    return this.#host.ready();
  }

  /** To be called when the document has another trace. */
  followTrace(): void {
    const trace = this.#host.trace();
    if (!trace) return;
    this.#traceEvents?.dispose();
    this.#traceEvents = trace.onEvent((event) => this.#post(event));
    this.#post({ event: 'changed', data: { generation: 0 } });
    if (this.panel.active) this.#host.traces.activate(trace);
  }

  /** As soon as there is a page that listens. */
  tell<E extends keyof HostEvents>(event: E, data: HostEvents[E]): void {
    this.#waiting.set(event, { event, data });
    if (this.#isListening && this.panel.visible) this.#flush();
  }

  dispose(): void {
    this.#traceEvents?.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #viewStateChanged(): void {
    if (!this.panel.visible) this.#pageGone();
    const trace = this.#host.trace();
    if (this.panel.active && trace) this.#host.traces.activate(trace);
  }

  #pageGone(): void {
    this.#page++;
    this.#lastId = 0;
    this.#isListening = false;
  }

  #receive(message: Message): void {
    if (!('request' in message)) return;
    // A page numbers its requests upwards: a number that comes again is a new page's (moved to another group, reloaded).
    if (message.id <= this.#lastId) this.#pageGone();
    this.#lastId = message.id;
    const page = this.#page;
    const reply = (text: Message): void => {
      if (page !== this.#page) return;
      this.#post(text);
      // From then on it knows where its times begin.
      if (message.request === ('overview' satisfies RequestType)) this.#greet();
    };
    const handlers = { ...this.#analysis(message.request as RequestType), ...this.#editor } as Handlers<Requests & HostRequests>;
    if (!answer(handlers, message, reply)) reply({ id: message.id, error: `there is no request ${message.request}` });
  }

  #greet(): void {
    this.#isListening = true;
    if (!this.#isViewSent) {
      this.#isViewSent = true;
      const view = this.#host.view();
      if (view) this.#post({ event: 'view', data: { view } });
    }
    this.#flush();
  }

  #flush(): void {
    for (const message of this.#waiting.values()) this.#post(message);
    this.#waiting.clear();
  }

  #analysis(type: RequestType): Partial<Record<string, (params: never) => unknown>> {
    return { [type]: async (params: never) => (await this.#trace()).request(type, params) };
  }

  async #trace(): Promise<OpenTrace> {
    return this.#host.trace() ?? this.#host.ready();
  }

  readonly #editor: Handlers<HostRequests> = {
    reveal: async ({ place, keepFocus }) => {
      const trace = await this.#trace();
      if (place.line !== undefined) return revealPlace(trace, place, { views: this.#host.views, beside: this.panel.viewColumn, keepFocus: keepFocus === true });
      const located = await trace.request('locate', { place });
      if (!located) return false;
      this.tell('select', { located });
      this.#host.traces.select({ trace, located, source: this });
      return true;
    },
    copy: async ({ text }) => {
      await vscode.env.clipboard.writeText(text);
      return true;
    },
    save: ({ view }) => {
      this.#host.keep(view);
      return true;
    },
    cancel: () => {
      this.#host.trace()?.cancel();
      return true;
    },
    selected: async ({ ref, located }) => {
      const trace = await this.#trace();
      const found = located ?? (await trace.request('locate', { ref }));
      if (found) this.#host.traces.select({ trace, located: found, source: this });
      return found !== undefined;
    },
  };

  #post(message: Message): void {
    // A page that is hidden does not exist; the next one asks for everything.
    if (this.panel.visible) void this.panel.webview.postMessage(message);
  }
}
