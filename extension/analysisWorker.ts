/** Entry of the worker (dist/analysisWorker.cjs): surveys of folders, then one analysis behind a message port. Files in, Requests answered, Events out. */
import { promisify } from 'node:util';
import { parentPort } from 'node:worker_threads';
import { constants, unzip } from 'node:zlib';
import { answer, Client, type Handlers, type Message } from '../analyzer/view/client.ts';
import type { AnalysisInput } from '../analyzer/analyze.ts';
import type { ByteSource } from '../analyzer/trace/input.ts';
import { findInputs } from '../cli/inputs.ts';
import { readDictionaries } from './dictionaries.ts';
import { FollowedAnalysis, type FollowedInput } from './followedAnalysis.ts';
import { survey } from './survey.ts';
import type { AnalysisTask, ControlRequests, FileRequests, InputFile, WorkerTask } from './workerTask.ts';

const port = parentPort!;
const post = (message: Message): void => port.postMessage(message);
const host = new Client<FileRequests, Record<never, never>>(post);

const gunzip = promisify(unzip);

/** Offsets are of the decompressed stream. Nothing where that cannot be had: better no bytes than wrong ones. */
async function plainBytes(bytes: Uint8Array): Promise<Uint8Array> {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return gunzip(bytes, { finishFlush: constants.Z_SYNC_FLUSH });
  return bytes[0] === 0x28 && bytes[1] === 0xb5 ? new Uint8Array() : bytes;
}

/** A file that only the editor can read: fetched whole, once. */
function hostSource(path: string): ByteSource {
  let bytes: Promise<Uint8Array> | undefined;
  let plain: Promise<Uint8Array> | undefined;
  const all = (): Promise<Uint8Array> => (bytes ??= host.request('readFile', { path }));
  return {
    async* stream() {
      yield await all();
    },
    async read(offset, length) {
      return (await (plain ??= all().then(plainBytes))).subarray(offset, offset + length);
    },
  };
}

async function openInput({ path, file }: InputFile): Promise<FollowedInput | undefined> {
  if (file === undefined) return { input: { path, source: hostSource(path) } };
  const { inputs, refused } = await findInputs([file]);
  for (const text of refused) post({ event: 'trouble', data: { text: text.replace(file, path) } });
  const input: AnalysisInput | undefined = inputs[0];
  return input && { input: { ...input, path }, file };
}

/** Says itself why there is none. */
async function begin({ inputs: files, dictionaries }: AnalysisTask): Promise<FollowedAnalysis | undefined> {
  const inputs = (await Promise.all(files.map(openInput))).filter((input) => input !== undefined);
  if (inputs.length === 0) {
    post({ event: 'failed', data: { text: 'None of the files can be read.' } });
    return undefined;
  }
  const { dictionary, problems } = readDictionaries(dictionaries);
  for (const text of problems) post({ event: 'trouble', data: { text } });
  return new FollowedAnalysis(inputs, dictionary, (event, data) => post({ event, data }));
}

async function analyse(task: AnalysisTask): Promise<void> {
  const begun = begin(task);
  const control: Handlers<ControlRequests> = {
    cancel: async () => {
      (await begun)?.cancel();
      return true;
    },
  };
  port.on('message', async (message: Message) => {
    if (host.receive(message) || answer(control, message, post)) return;
    const session = await (await begun)?.session();
    if (session && !answer(session.handlers, message, post) && 'request' in message) post({ id: message.id, error: `there is no request ${message.request}` });
  });
  try {
    await (await begun)?.run();
  } catch (error) {
    post({ event: 'failed', data: { text: `The files cannot be read to their ends: ${error instanceof Error ? error.message : String(error)}` } });
  }
}

port.on('message', function take(task: WorkerTask): void {
  if (task.kind === 'survey') void survey(task.file).then((recordings) => port.postMessage(recordings));
  else {
    port.off('message', take);
    void analyse(task);
  }
});
