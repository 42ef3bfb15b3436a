/** The timeline in a page of the benchmark: its analysis runs in the process that serves the page. */
import '../../../media/timeline.css';
import { startApp, type App } from '../../../media/app.ts';
import type { Message } from '../../../analyzer/view/client.ts';
import { decode } from './wire.mjs';

let receive: (message: Message) => void = () => {};

const app = startApp(document.body, {
  post: (message) => {
    void (async () => {
      const reply = await fetch('/request', { method: 'POST', body: JSON.stringify(message) });
      receive(decode(await reply.arrayBuffer()) as Message);
    })();
  },
  listen: (listener) => {
    receive = listener;
  },
  getState: () => undefined,
  setState: () => {},
});

declare global {
  interface Window {
    app: App;
  }
}
window.app = app;
