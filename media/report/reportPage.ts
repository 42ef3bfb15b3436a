/**
 * Entry of the static report: the same screen in one file. The inputs stand in the page as base64, the analyzer runs in the page, and the
 * two speak the protocol of the editor over a channel within the page.
 */
import '../timeline.css';
import { RunningAnalysis } from '../../analyzer/runningAnalysis.ts';
import type { ByteSource } from '../../analyzer/trace/input.ts';
import { answer, type Handlers, type Message } from '../../analyzer/view/client.ts';
import type { HostRequests, Requests } from '../../analyzer/view/protocol.ts';
import type { Session } from '../../analyzer/view/session.ts';
import { startApp } from '../app.ts';
import type { Transport } from '../host.ts';

interface Embedded {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** `<script type="application/octet-stream" data-path="capture.pcap">base64</script>`, in the order in which they are read. */
function embeddedInputs(): readonly Embedded[] {
  return [...document.querySelectorAll<HTMLScriptElement>('script[data-path]')].map((element) => {
    const binary = atob(element.textContent ?? '');
    const bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0));
    element.remove();
    return { path: element.dataset['path']!, bytes };
  });
}

const CHUNK = 1 << 20;

function sourceOf(bytes: Uint8Array): ByteSource {
  return {
    async *stream(signal) {
      for (let at = 0; at < bytes.length && !signal?.aborted; at += CHUNK) yield bytes.subarray(at, at + CHUNK);
    },
    read: async (offset, length) => bytes.subarray(offset, offset + length),
  };
}

function start(): void {
  const inputs = embeddedInputs();
  let receive: (message: Message) => void = () => {};
  // As over a real channel, an answer never comes before the question has been put.
  const post = (message: Message): void => queueMicrotask(() => receive(message));
  const abort = new AbortController();
  let session: Session | undefined;
  let whenThere: (session: Session) => void;
  const first = new Promise<Session>((resolve) => (whenThere = resolve));
  const host: Handlers<HostRequests> = {
    reveal: () => false,
    copy: async ({ text }) => {
      await navigator.clipboard.writeText(text);
      return true;
    },
    save: () => true,
    cancel: () => {
      abort.abort();
      return true;
    },
    selected: () => true,
  };
  const transport: Transport = {
    post: (message) => {
      if (answer(host, message, post)) return;
      void (async () => {
        const handlers = (session ?? (await first)).handlers as Handlers<Requests>;
        if (!answer(handlers, message, post) && 'request' in message) post({ id: message.id, error: `the report does not answer ${message.request}` });
      })();
    },
    listen: (listener) => {
      receive = listener;
    },
    getState: () => undefined,
    setState: () => {},
  };
  startApp(document.body, transport);

  const analysis = new RunningAnalysis(
    inputs.map(({ path, bytes }) => ({ path, size: bytes.length, source: sourceOf(bytes) })),
    {
      onSession: (fresh) => {
        session = fresh;
        whenThere(fresh);
        post({ event: 'changed', data: { generation: fresh.conclusion.generation } });
      },
      onProgress: (progress) => post({ event: 'progress', data: progress }),
      now: () => performance.now(),
      breathe: () => new Promise((resolve) => setTimeout(resolve)),
    },
  );
  void (async () => {
    try {
      const complete = await analysis.read(abort.signal);
      await analysis.conclude(complete ? 'done' : 'cancelled');
    } catch (error) {
      post({ event: 'failed', data: { text: error instanceof Error ? error.message : String(error) } });
    }
  })();
}

start();
