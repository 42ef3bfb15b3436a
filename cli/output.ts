/** Where results go: standard output, or a file that is there whole or not at all. */
import { once } from 'node:events';
import { createWriteStream, renameSync, unlinkSync } from 'node:fs';
import { finished } from 'node:stream/promises';
import { Refusal } from './refusal.ts';

/** 128 + SIGINT, as shells count. */
const INTERRUPTED = 130;
/** Lines are handed over in pieces of about this many characters. */
const PIECE = 1 << 16;

async function writeAll(stream: NodeJS.WritableStream, lines: Iterable<string>): Promise<void> {
  let piece = '';
  for (const line of lines) {
    piece += line;
    if (piece.length < PIECE) continue;
    if (!stream.write(piece)) await once(stream, 'drain');
    piece = '';
  }
  if (!stream.write(piece)) await once(stream, 'drain');
}

/** A reader that has seen enough (`| head`) ends the program quietly. */
export function endQuietlyOnBrokenPipe(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
}

async function writeFileWhole(path: string, lines: Iterable<string>): Promise<void> {
  const part = `${path}.${process.pid}.part`;
  const dropPart = (): void => {
    try {
      unlinkSync(part);
    } catch {
      // It was not created.
    }
  };
  const interrupt = (): void => {
    dropPart();
    process.exit(INTERRUPTED);
  };
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  try {
    const stream = createWriteStream(part);
    const written = finished(stream);
    await Promise.race([writeAll(stream, lines), written]);
    stream.end();
    await written;
    renameSync(part, path);
  } catch (error) {
    dropPart();
    throw new Refusal(`${path}: it cannot be written (${(error as NodeJS.ErrnoException).code}); check the folder and its permissions`);
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}

/** Writes to `path`, or to standard output without one. Lines carry their own ends. */
export function writeOutput(path: string | undefined, lines: Iterable<string>): Promise<void> {
  return path === undefined ? writeAll(process.stdout, lines) : writeFileWhole(path, lines);
}
