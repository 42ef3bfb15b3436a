/** A log of test/fixtures as an index of its text, and its lines. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { LogIndex } from '../../../extension/text/logIndex.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/', import.meta.url));

export function readLog(file: string): string {
  const bytes = readFileSync(fixtures + file);
  return (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString('latin1');
}

export function indexOf(text: string, name = 'client.strace', slice = 1 << 16): LogIndex {
  const index = new LogIndex(name);
  for (let at = 0; at < text.length; at += slice) index.push(text.slice(at, at + slice));
  index.end();
  return index;
}

export const indexLog = (file: string): LogIndex => indexOf(readLog(file), basename(file));
