/**
 * Most lines of most logs are like lines that came before. They are read here, many times as fast: what is seen for the first time, and
 * all that is not plain, is left to TypeScript, which tells what it means. Compiled from AssemblyScript, see build.mjs.
 */
import { byte, DOT, findNewline, GREATER, isDigit, LESS, MINUS, OPEN, SPACE, UNDERSCORE } from './bytes';
import { takeCall } from './call';
import { annotationBytes, forgetAnswer, forgetDescriptor, forgetDescriptors, forgetUsers, learnAnswer, learnDescriptor, used, usedCount, userOf } from './descriptors';
import { learnName as learnNameAt } from './names';
import { isShown, parsePrefix, setPrefix, tid, time } from './prefix';
import { argumentsEnd, duration, parseResult } from './result';
import { calls, clearRows, isFull, polls, transfers } from './rows';
import { begun, countBegun, countRecord, last, lastTime, line, reason, records, reset, setLast, setLine, setReason, untimed, words } from './state';
import { addSlot, clearSlots, Slot, slotAt, slotHabits, slotOf, slotStates, slotThreads } from './threads';
import { DONE, ELSEWHERE, FULL, HERE, NO_CALL, ODD } from '../sizes';

export { annotationBytes, forgetAnswer, forgetDescriptor, forgetDescriptors, learnAnswer, learnDescriptor, setPrefix, addSlot, clearSlots, slotStates, slotThreads, slotHabits, clearRows, forgetUsers, used, userOf, words, lastTime };
export * from './rows';
export * from './texts';

const CARRIAGE_RETURN: i32 = 0x0d;
const RESUMED_BYTES: usize = 9;
/** "<..." and "--- " */
const RESUMED: u32 = 0x2e2e2e3c;
const SIGNAL: u32 = 0x202d2d2d;
const UNFINISHED_BYTES: usize = 16;
const TWELVE_HOURS: f64 = 43_200e9;
const LONGEST_NAME: usize = 64;

/** The name that learnName() is about. */
export const nameBytes: usize = memory.data(64, 16);
/** The piece of a log at hand. A little is read before and after it, and never counts. */
export const windowBytes: usize = memory.data(262_144 + 64, 16);
const unfinished: usize = memory.data<u8>([0x3c, 0x75, 0x6e, 0x66, 0x69, 0x6e, 0x69, 0x73, 0x68, 0x65, 0x64, 0x20, 0x2e, 0x2e, 0x2e, 0x3e], 16);

/** Whom a line that was not taken may change: all threads, one without a slot, or the slot told. */
const ALL: i32 = -1;
const STRANGER: i32 = -2;
let concerned: i32 = ALL;

/**
 * Takes the lines of the window from `start` on that end before `end`, as many as are usual. The first byte of the window is at `offset`
 * of the log; `atLine` lines came before. Returns where it stopped; `words` tell the rest.
 */
export function run(start: i32, end: i32, offset: f64, atLine: i32, at: f64): i32 {
  reset(atLine, at);
  concerned = ALL;
  const first = windowBytes;
  let lineStart = first + start;
  const stop = first + end;
  while (true) {
    if (isFull()) {
      setReason(FULL);
      break;
    }
    const newline = findNewline(lineStart, stop);
    if (newline === stop) {
      setReason(DONE);
      break;
    }
    const lineEnd = newline > lineStart && byte(newline - 1) === CARRIAGE_RETURN ? newline - 1 : newline;
    setLine(line + 1);
    if (!take(lineStart, lineEnd, offset + <f64>(lineStart - first))) {
      setLine(line - 1);
      break;
    }
    lineStart = newline + 1;
  }
  tell();
  return <i32>(lineStart - first);
}

function tell(): void {
  store<f64>(lastTime, last);
  store<i32>(words, line, 0);
  store<i32>(words, begun, 4);
  store<i32>(words, records, 8);
  store<i32>(words, untimed, 12);
  store<i32>(words, calls, 16);
  store<i32>(words, transfers, 20);
  store<i32>(words, polls, 24);
  store<i32>(words, reason, 28);
  store<i32>(words, concerned, 32);
  store<i32>(words, usedCount, 36);
}

/** False for a line that is left to the other side, as if it had not been looked at. */
function take(start: usize, end: usize, offset: f64): bool {
  concerned = ALL;
  setReason(ODD);
  if (start === end) return true;
  const body = parsePrefix(start, end);
  if (body === 0 || !(time >= last) || time > last + TWELVE_HOURS) return false;
  const c = byte(body);
  let isTaken = false;
  if (c === MINUS) {
    isTaken = load<u32>(body) === SIGNAL;
  } else if (c !== LESS || isShown) {
    // What is resumed without saying whose call it is may be anybody's.
    const own = slotOf(tid);
    if (own) isTaken = c === LESS ? takeResumed(own, body, end) : takeBegun(own, body, end, offset);
    if (!isTaken && isCall(c, body, end)) concerned = own ? own.index : STRANGER;
  }
  if (isTaken) setLast(time);
  return isTaken;
}

/** A line that says nothing of other threads. */
function isCall(c: i32, body: usize, end: usize): bool {
  if (c === LESS) return load<u32>(body) === RESUMED && !isCut(end);
  return isNameByte(c) && (!isCut(end) || isUnfinished(end));
}

function isCut(end: usize): bool {
  return byte(end - 1) === GREATER && byte(end - 2) === DOT;
}

function isUnfinished(end: usize): bool {
  return !v128.any_true(v128.xor(v128.load(end - UNFINISHED_BYTES), v128.load(unfinished)));
}

function takeBegun(own: Slot, body: usize, end: usize, offset: f64): bool {
  let name = body;
  const furthest = min(end, body + LONGEST_NAME);
  while (name < furthest && isNameByte(byte(name))) name++;
  if (name === body || name === furthest || byte(name) !== OPEN || own.state !== NO_CALL) return false;
  if (isCut(end)) {
    const cut = end - UNFINISHED_BYTES;
    if (cut <= name || !isUnfinished(end)) return false;
    const textEnd = cut > name + 1 && byte(cut - 1) === SPACE ? cut - 1 : cut;
    if (!own.begin(body, name, textEnd)) return false;
    own.line = line;
    own.offset = offset;
    own.time = time;
    countBegun();
    return true;
  }
  if (!parseResult(name + 1, end) || !takeCall(own, body, name, argumentsEnd, time, duration, offset, line)) return false;
  countBegun();
  countRecord(!isNaN(duration));
  return true;
}

/** `<... sendmsg resumed>) = 700 <0.000527>` */
function takeResumed(own: Slot, body: usize, end: usize): bool {
  if (load<u32>(body) !== RESUMED || byte(body + 4) !== SPACE || isCut(end) || own.state !== HERE) return false;
  const name = body + 5;
  let nameEnd = name;
  while (nameEnd < end && byte(nameEnd) !== SPACE) nameEnd++;
  const rest = nameEnd + RESUMED_BYTES;
  if (rest >= end || nameEnd - name !== <usize>own.nameEnd) return false;
  const text = own.text;
  for (let i: usize = 0; i < nameEnd - name; i++) if (byte(text + i) !== byte(name + i)) return false;
  if (!parseResult(rest, end) || !own.join(rest, argumentsEnd)) return false;
  const lasted = isNaN(duration) ? max(0, time - own.time) : duration;
  const lastByte = text + <usize>own.length + (argumentsEnd - rest);
  if (!takeCall(own, text, text + <usize>own.nameEnd, lastByte, own.time, lasted, own.offset, own.line)) return false;
  own.state = NO_CALL;
  countRecord(true);
  return true;
}

function isNameByte(c: i32): bool {
  return <u32>(c - 0x61) < 26 || isDigit(c) || c === UNDERSCORE;
}

/** Gives the open call of a thread to the other side: words tell line, end of the name, length and place of its text. */
export function giveOpen(index: i32): void {
  const own = slotAt(index);
  own.state = ELSEWHERE;
  store<i32>(words, own.line, 0);
  store<i32>(words, own.nameEnd, 4);
  store<i32>(words, own.length, 8);
  store<i32>(words, <i32>own.text, 12);
  store<f64>(lastTime, own.time);
  store<f64>(lastTime + 8, own.offset);
}

/** The first `length` of nameBytes are the name. */
export function learnName(length: i32, act: i32): void {
  learnNameAt(nameBytes, <usize>length, act);
}
