/**
 * `node replay.mjs FILE FOLDER TIME…`: a capture (pcap) or an strace log on stdout as a live source would write it. What came up to the first
 * TIME (seconds since 1970) comes at once; each next part when a file named "1", "2", … is in FOLDER; all that is left after the last.
 * Then nothing, until stdin closes.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const HEADER = 24;
const RECORD_HEADER = 16;
const LOOK_MS = 50;
/** Cuts records anywhere. */
const PIECE = 1009;

/** [time, end] of each record. */
function* packets(bytes) {
  for (let at = HEADER; at < bytes.length;) {
    const time = bytes.readUInt32LE(at) + bytes.readUInt32LE(at + 4) / 1e6;
    at += RECORD_HEADER + bytes.readUInt32LE(at + 8);
    yield [time, at];
  }
}

/** Lines carry the time of day; the day is that of the times that were given. */
function* lines(bytes, midnight) {
  for (let at = 0; at < bytes.length;) {
    const [, hours, minutes, seconds] = /^\d+ +(\d\d):(\d\d):(\d\d\.\d+)/.exec(bytes.toString('latin1', at, at + 40)) ?? [];
    const newline = bytes.indexOf(10, at);
    at = newline < 0 ? bytes.length : newline + 1;
    if (hours !== undefined) yield [midnight + Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds), at];
  }
}

async function write(bytes) {
  for (let at = 0; at < bytes.length; at += PIECE) {
    if (!process.stdout.write(bytes.subarray(at, at + PIECE))) await new Promise((resolve) => process.stdout.once('drain', resolve));
  }
}

const [file, folder, ...times] = process.argv.slice(2);
const bytes = readFileSync(file);
const stops = [...times.map(Number), Infinity];
const DAY = 86_400;
const records = [...(bytes.readUInt32LE(0) === 0xa1b2c3d4 ? packets(bytes) : lines(bytes, Math.floor(stops[0] / DAY) * DAY))];

process.stdin.resume();
process.stdin.once('end', () => process.exit());
let done = 0;
for (const [part, stop] of stops.entries()) {
  while (part > 0 && !existsSync(join(folder, String(part)))) await pause(LOOK_MS);
  const next = records.find(([time]) => time > stop);
  const end = next === undefined ? bytes.length : (records[records.indexOf(next) - 1]?.[1] ?? 0);
  await write(bytes.subarray(done, end));
  done = end;
}
