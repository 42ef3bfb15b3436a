/** Entry of the process of a live session (dist/liveProcess.cjs): sources in, Requests answered, Events out, over the channel to the editor. Ends when the channel does. */
import { answer, type Handlers, type Message } from '../analyzer/view/client.ts';
import { episodesOf, episodeText } from '../analyzer/view/episodes.ts';
import type { Events, Requests } from '../analyzer/view/protocol.ts';
import type { Session } from '../analyzer/view/session.ts';
import { LiveEngine } from '../cli/live/liveEngine.ts';
import { commandSource, growingFileSource, type LiveSource } from '../cli/live/liveSource.ts';
import { saveRecording } from '../cli/live/recording.ts';
import { readDictionaries } from './dictionaries.ts';
import type { LiveRequests, LiveSourceTask, LiveTask } from './live/liveTask.ts';

function post(message: Message): void {
  if (process.connected) process.send!(message);
}

function tell<E extends keyof Events>(event: E, data: Events[E]): void {
  post({ event, data });
}

function sourceOf({ name, command, follow, besides }: LiveSourceTask): LiveSource {
  return follow === undefined ? commandSource(name, command ?? [], besides) : growingFileSource(follow, name);
}

function begin({ sources, seconds, bytes, dictionaries }: LiveTask): void {
  const { dictionary, problems } = readDictionaries(dictionaries);
  for (const text of problems) tell('trouble', { text });
  let resolveFirst: (session: Session) => void;
  const first = new Promise<Session>((resolve) => (resolveFirst = resolve));
  const engine = new LiveEngine(sources.map(sourceOf), { seconds, bytes, dictionary }, {
    onSession: (session) => {
      resolveFirst(session);
      tell('changed', { generation: session.conclusion.generation });
    },
    onFigures: (figures) => tell('figures', figures),
    onTrouble: (text, source) => tell('trouble', { text, source }),
    onSaid: (source, text) => tell('said', { source, text }),
    onEnd: () => {},
  });
  const control: Handlers<LiveRequests> = {
    cancel: async () => {
      await engine.stop();
      return true;
    },
    saveRecording: async ({ folder }) => {
      const { files, report } = await saveRecording(engine, folder);
      return { files, summary: episodesOf(report.stalls).map(episodeText) };
    },
  };
  process.on('message', async (message: Message) => {
    if (answer(control, message, post)) return;
    const { handlers } = engine.session ?? (await first);
    if (!answer<Requests>(handlers, message, post) && 'request' in message) post({ id: message.id, error: `there is no request ${message.request}` });
  });
  process.once('disconnect', async () => {
    await engine.stop();
    process.exit();
  });
  engine.start().catch((error: unknown) => tell('failed', { text: String(error) }));
}

process.once('message', (task) => begin(task as LiveTask));
