/**
 * Entry of the static report: the same screen in one file. The inputs stand in the page as base64, the analyzer runs in the page, and the
 * two speak the protocol of the editor over a channel within the page.
 */
import '../timeline.css';
import './reportTheme.css';
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

/** `<script type="application/gzip" data-path="capture.pcap">base64</script>`, in the order in which they are read. */
async function embeddedInputs(): Promise<readonly Embedded[]> {
  const elements = [...document.querySelectorAll<HTMLScriptElement>('script[data-path]')];
  return Promise.all(elements.map(async (element) => {
    const binary = atob(element.textContent ?? '');
    const packed = Uint8Array.from(binary, (char) => char.charCodeAt(0));
    element.remove();
    const plain = new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip')));
    return { path: element.dataset['path']!, bytes: new Uint8Array(await plain.arrayBuffer()) };
  }));
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
  const embedded = embeddedInputs();
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

  const analyse = async (): Promise<void> => {
    const inputs = await embedded;
    const analysis = new RunningAnalysis(inputs.map(({ path, bytes }) => ({ path, size: bytes.length, source: sourceOf(bytes) })), {
      onSession: (fresh) => {
        session = fresh;
        whenThere(fresh);
        post({ event: 'changed', data: { generation: fresh.conclusion.generation } });
      },
      onProgress: (progress) => post({ event: 'progress', data: progress }),
      now: () => performance.now(),
      breathe: () => new Promise((resolve) => setTimeout(resolve)),
    });
    const complete = await analysis.read(abort.signal);
    await analysis.conclude(complete ? 'done' : 'cancelled');
  };
  void (async () => {
    try {
      await analyse();
    } catch (error) {
      post({ event: 'failed', data: { text: error instanceof Error ? error.message : String(error) } });
    }
  })();
}

/** Light or dark as the reader's system is, and as it changes; a page that names its theme keeps it. */
function followTheme(): void {
  if (document.body.className !== '') return;
  const light = matchMedia('(prefers-color-scheme: light)');
  const apply = (): void => {
    document.body.classList.toggle('vscode-light', light.matches);
    document.body.classList.toggle('vscode-dark', !light.matches);
  };
  light.addEventListener('change', apply);
  apply();
}

followTheme();
start();
