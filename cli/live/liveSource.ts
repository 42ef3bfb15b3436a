/** Where live bytes come from: a program's standard output, or a file that is being written. Never a shell. */
import { spawn } from 'node:child_process';
import { closeSync, constants, openSync } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SpokenLines } from './spokenLines.ts';

export interface LiveSource {
  /** Shown, and the name of its file in a recording. */
  readonly name: string;
  /**
   * Bytes as they come, until `signal` aborts; `said`: a line of what it tells besides. Throws a SourceTrouble when it ended for a reason that one
   * should hear, a SourceEnd when it ended well.
   */
  stream(signal: AbortSignal, said?: (line: string) => void): AsyncIterable<Uint8Array>;
}

/** A sentence for the user. */
export class SourceTrouble extends Error {}
/** The same of a source that came to its end. */
export class SourceEnd extends Error {}

/** Time for a program to end by itself after its input was closed, and after a signal, ms. */
const PATIENCE = 1000;

/** For whoever may not have begun to read by then, ms. */
const OPEN_AT_LEAST = 1000;

/** Whoever waits for a writer of a named pipe meets its end. */
function endPipe(path: string): void {
  try {
    const pipe = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
    setTimeout(() => closeSync(pipe), OPEN_AT_LEAST);
  } catch {
    // It is gone, and nobody waits.
  }
}

/** `command`: program and arguments, as they are. `besides`: a named pipe that it writes into as well. */
export function commandSource(name: string, command: readonly string[], besides?: string): LiveSource {
  const [program, ...args] = command;
  return {
    name,
    async *stream(signal, said = () => {}) {
      if (program === undefined) throw new SourceTrouble(`${name}: no program is named`);
      const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
      const lines = new SpokenLines(said);
      let failure: NodeJS.ErrnoException | undefined;
      child.stderr.setEncoding('utf8').on('data', (text: string) => lines.push(text));
      child.stdin.on('error', () => {});
      let leave!: () => void;
      const ended = new Promise<number | null>((resolve) => {
        // Also when it may not be sent a signal, as what sudo has started.
        child.on('error', (error) => {
          failure ??= error;
          if (child.pid === undefined) resolve(null);
        });
        child.once('close', (code) => resolve(code));
        leave = () => resolve(null);
      });
      const stop = (): void => {
        // The capture helper ends when its input does; others are asked, then told, then left: they meet a closed pipe.
        child.stdin.end();
        const timers = [
          setTimeout(() => child.kill('SIGTERM'), PATIENCE / 4),
          setTimeout(() => child.kill('SIGKILL'), PATIENCE * 2),
          setTimeout(() => {
            child.stdout.destroy();
            child.stderr.destroy();
            child.unref();
            leave();
          }, PATIENCE * 3),
        ];
        void ended.then(() => timers.forEach((timer) => clearTimeout(timer)));
      };
      signal.addEventListener('abort', stop, { once: true });
      if (signal.aborted) stop();
      try {
        try {
          for await (const bytes of child.stdout) yield bytes as Buffer;
        } catch (error) {
          if (!signal.aborted) throw error;
        }
        const code = await ended;
        const words = lines.end();
        if (signal.aborted) return;
        if (failure && child.pid === undefined) throw new SourceTrouble(failure.code === 'ENOENT' ? `${name}: there is no program ${program}; install it, or give its path` : `${name}: ${program} cannot be started (${failure.code})`);
        if (code !== 0) throw new SourceTrouble(`${name}: ${endWords(program, code, child.signalCode, words)}`);
        throw new SourceEnd(`${name} has ended with code 0${words === '' ? '' : `: ${words}`}`);
      } finally {
        signal.removeEventListener('abort', stop);
        if (besides !== undefined) endPipe(besides);
        if (child.exitCode === null && child.signalCode === null) stop();
        await ended;
      }
    },
  };
}

/** The probe's own exit status: this user may not. */
const NOT_ALLOWED = 3;

/** Why a program ended, in its own words as far as it has any. */
function endWords(program: string, code: number | null, signal: string | null, words: string): string {
  const how = code === null ? `ended by ${signal}` : `exit code ${code}`;
  // The probe says in a sentence what is wrong; who asks the doctor gets the command as well.
  if (basename(program).startsWith('stallscope-') && words !== '') return `${words} (${how}${code === NOT_ALLOWED ? ', "stallscope doctor" says what enables it' : ''})`;
  return `${program} ended ${code === null ? `by ${signal}` : `with code ${code}`}${words === '' ? '' : `: ${words}`}`;
}

/** A named pipe: waits until somebody writes into it, and ends with that. Opening one waits as well, which is left to a program that can be ended. */
function pipeSource(path: string, name: string): LiveSource {
  return {
    name,
    async *stream(signal) {
      try {
        yield* commandSource(name, ['cat', path]).stream(signal);
      } catch (error) {
        throw error instanceof SourceEnd ? new SourceEnd(`${name}: the program that fed it has ended`) : error;
      }
    },
  };
}

const CHUNK = 1 << 18;
/** Of a file that is behind. */
const MOST_AFTER_STOP = 16 * CHUNK;
/** How often a file is looked at, ms. */
const LOOK = 200;

/** A file from its beginning, and on as it grows; or a named pipe. */
export function growingFileSource(path: string, name = path): LiveSource {
  return {
    name,
    async *stream(signal) {
      if ((await stat(path).catch(() => undefined))?.isFIFO()) {
        yield* pipeSource(path, name).stream(signal);
        return;
      }
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
