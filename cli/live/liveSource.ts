/** Where live bytes come from: a program's standard output, or a file that is being written. Never a shell. */
import { spawn } from 'node:child_process';
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface LiveSource {
  /** Shown, and the name of its file in a recording. */
  readonly name: string;
  /** Bytes as they come, until the source ends or `signal` aborts. Throws a SourceTrouble when it ended for a reason that one should hear. */
  stream(signal: AbortSignal): AsyncIterable<Uint8Array>;
}

/** A sentence for the user. */
export class SourceTrouble extends Error {}

/** Time for a program to end by itself after its input was closed, and after a signal, ms. */
const PATIENCE = 1000;
/** The end of what a program said on stderr. */
const SAID = 600;

/** `command`: program and arguments, as they are. */
export function commandSource(name: string, command: readonly string[]): LiveSource {
  const [program, ...args] = command;
  return {
    name,
    async *stream(signal) {
      if (program === undefined) throw new SourceTrouble(`${name}: no program is named`);
      const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
      let said = '';
      let failure: NodeJS.ErrnoException | undefined;
      child.stderr.on('data', (bytes: Buffer) => (said = (said + bytes.toString()).slice(-SAID)));
      child.stdin.on('error', () => {});
      const ended = new Promise<number | null>((resolve) => {
        child.once('error', (error) => {
          failure = error;
          resolve(null);
        });
        child.once('close', (code) => resolve(code));
      });
      const stop = (): void => {
        // The capture helper ends when its input does; others are asked, then told.
        child.stdin.end();
        const term = setTimeout(() => child.kill('SIGTERM'), PATIENCE / 4);
        const kill = setTimeout(() => child.kill('SIGKILL'), PATIENCE * 2);
        void ended.then(() => {
          clearTimeout(term);
          clearTimeout(kill);
        });
      };
      signal.addEventListener('abort', stop, { once: true });
      if (signal.aborted) stop();
      try {
        for await (const bytes of child.stdout) yield bytes as Buffer;
        const code = await ended;
        if (signal.aborted) return;
        if (failure) throw new SourceTrouble(failure.code === 'ENOENT' ? `${name}: there is no program ${program}; install it, or give its path` : `${name}: ${program} cannot be started (${failure.code})`);
        if (code !== 0) throw new SourceTrouble(`${name}: ${endWords(program, code, child.signalCode, said)}`);
      } finally {
        signal.removeEventListener('abort', stop);
        if (child.exitCode === null && child.signalCode === null) stop();
        await ended;
      }
    },
  };
}

/** The probe's own exit status: this user may not. */
const NOT_ALLOWED = 3;

/** Why a program ended, in its own words as far as it has any. */
function endWords(program: string, code: number | null, signal: string | null, said: string): string {
  const own = basename(program);
  const words = said.trim().split('\n').slice(-3).join(' ');
  // The probe says in a sentence what is wrong; who asks the doctor gets the command as well.
  if (own.startsWith('stallscope-') && words !== '') return `${words.replace(`${own}: `, '')}${code === NOT_ALLOWED ? ' ("stallscope doctor" says what enables it)' : ''}`;
  return `${program} ended ${code === null ? `by ${signal}` : `with code ${code}`}${words === '' ? '' : `: ${words}`}`;
}

const CHUNK = 1 << 18;
/** Of a file that is behind. */
const MOST_AFTER_STOP = 16 * CHUNK;
/** How often a file is looked at, ms. */
const LOOK = 200;

/** A file from its beginning, and on as it grows. */
export function growingFileSource(path: string, name = path): LiveSource {
  return {
    name,
    async *stream(signal) {
      let file;
      try {
        file = await open(path, 'r');
      } catch (error) {
        throw new SourceTrouble(`${path}: it cannot be read (${(error as NodeJS.ErrnoException).code}); check the path and its permissions`);
      }
      try {
        const buffer = Buffer.allocUnsafeSlow(CHUNK);
        for (let position = 0, until = Infinity; position < until;) {
          // What was written before the session was stopped belongs to it.
          if (signal.aborted && until === Infinity) until = Math.min((await file.stat()).size, position + MOST_AFTER_STOP);
          const { bytesRead } = await file.read(buffer, 0, Math.min(CHUNK, until - position), position);
          if (bytesRead === 0 && signal.aborted) return;
          if (bytesRead > 0) {
            position += bytesRead;
            yield buffer.subarray(0, bytesRead);
            continue;
          }
          const { size } = await file.stat();
          if (size < position) throw new SourceTrouble(`${path}: it was cut to ${size} bytes; start again to read it from its beginning`);
          const there = await stat(path).catch(() => undefined);
          if (!there) throw new SourceTrouble(`${path}: it is gone; what was read of it stays`);
          await sleep(LOOK, undefined, { signal }).catch(() => {});
        }
      } finally {
        await file.close();
      }
    },
  };
}

/** Splits what a user wrote into program and arguments: blanks part, quotes hold together, a backslash takes the next letter as it is. Nothing is expanded. */
export function splitCommand(text: string): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const letter = text[i]!;
    if (letter === '\\' && quote !== "'" && i + 1 < text.length) word = (word ?? '') + text[++i];
    else if (quote !== '') {
      if (letter === quote) quote = '';
      else word += letter;
    } else if (letter === '"' || letter === "'") {
      quote = letter;
      word ??= '';
    } else if (/\s/.test(letter)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + letter;
  }
  if (word !== undefined) words.push(word);
  return words;
}
