/**
 * The way from the screen to its analysis and to what surrounds it: messages to and from the editor's host, or to the same page in the
 * static report. One client carries both contracts, so that the numbers of its requests never collide.
 */
import { Client, type Message } from '../analyzer/view/client.ts';
import type { Events, HostEvents, HostRequests, Requests } from '../analyzer/view/protocol.ts';

type Asking<R, E> = Pick<Client<R, E>, 'request' | 'on'>;
export type AnalysisClient = Asking<Requests, Events>;
export type EditorClient = Asking<HostRequests, HostEvents>;

export interface Transport {
  readonly post: (message: Message) => void;
  readonly listen: (receive: (message: Message) => void) => void;
  /** What outlives the webview while it is hidden; undefined at first. */
  readonly getState: () => unknown;
  readonly setState: (state: unknown) => void;
}

export interface Connection {
  readonly analysis: AnalysisClient;
  readonly editor: EditorClient;
  readonly transport: Transport;
}

interface WebviewApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare const acquireVsCodeApi: () => WebviewApi;

/** The messages of a VS Code webview. To be called once: the editor hands its API out only once. */
export function webviewTransport(): Transport {
  const api = acquireVsCodeApi();
  return {
    // Handing over buffers is up to the editor; messages are small, answers are not.
    post: (message) => api.postMessage(message),
    listen: (receive) => window.addEventListener('message', ({ data }: MessageEvent<Message>) => receive(data)),
    getState: () => api.getState(),
    setState: (state) => api.setState(state),
  };
}

export function connect(transport: Transport): Connection {
  const client = new Client<Requests & HostRequests, Events & HostEvents>((message) => transport.post(message));
  transport.listen((message) => client.receive(message));
  return { analysis: client, editor: client, transport };
}
