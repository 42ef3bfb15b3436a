/** What stands before a call, `217   03:51:32.446012 `: pid and time in their most usual forms (readers/stracePrefix.ts). */
import { byte, CLOSE_BRACKET, COLON, DOT, isDigit, OPEN_BRACKET, sixDigits, SPACE, UNDERSCORE, LESS, MINUS, ZERO } from './bytes';

/** What kind of time the log has; the other side has decided it. */
const EPOCH: i32 = 1;
const TIME_OF_DAY: i32 = 2;
/** PID_MAX_LIMIT of 64-bit Linux. */
const LARGEST_PID: i32 = 4_194_304;
const MOST_PID_DIGITS: usize = 7;
/** "[pid" */
const PID: u32 = 0x6469705b;
const EPOCH_DIGITS: usize = 10;
const SECOND: f64 = 1e9;

let clock: i32 = 0;
/** Added to the seconds printed: of the day's midnight, or less the trace's epoch. */
let baseSeconds: f64 = 0;
/** Thread of a line that shows none; -2 when such a line says nothing. */
let unnamedTid: i32 = -2;
/** Some line had "[pid N]". */
let hasBrackets: bool = false;

/** Text and value of the time of day or the seconds read last. */
let knownText: u64 = 0;
let knownRest: u32 = 0;
let knownSeconds: f64 = NaN;

export let tid: i32 = 0;
/** The line shows its thread. */
export let isShown: bool = false;
export let time: f64 = 0;

export function setPrefix(kind: i32, base: f64, unnamed: i32, brackets: i32): void {
  if (kind !== clock) {
    knownText = 0;
    knownRest = 0;
    knownSeconds = NaN;
  }
  clock = kind;
  baseSeconds = base;
  unnamedTid = unnamed;
  hasBrackets = brackets !== 0;
}

/** Where the body of the line begins; 0 when the prefix is not usual. */
export function parsePrefix(start: usize, end: usize): usize {
  const body = parse(start, end);
  return body < end ? body : 0;
}

function parse(start: usize, end: usize): usize {
  let at = start;
  let value = 0;
  isShown = true;
  if (byte(at) === OPEN_BRACKET) {
    if (!hasBrackets || load<u32>(at) !== PID) return 0;
    at += 4;
    while (at < end && byte(at) === SPACE) at++;
    const first = at;
    for (; at < end && isDigit(byte(at)); at++) value = value * 10 + byte(at) - ZERO;
    if (at === first || at - first > MOST_PID_DIGITS || byte(at) !== CLOSE_BRACKET || byte(at + 1) !== SPACE) return 0;
    tid = value;
    at++;
  } else {
    while (at < end && isDigit(byte(at)) && at - start <= MOST_PID_DIGITS) {
      value = value * 10 + byte(at) - ZERO;
      at++;
    }
    if (byte(at) === SPACE) {
      // A pid in the file that is named after it: the other side notes that there are pids.
      if (at === start || value > LARGEST_PID || value === unnamedTid) return 0;
      tid = value;
    } else {
      // The number is a time: no pid.
      if (at === start || unnamedTid < -1) return 0;
      tid = unnamedTid;
      isShown = false;
      at = start;
    }
  }
  while (at < end && byte(at) === SPACE) at++;
  const body = clock === TIME_OF_DAY ? parseTimeOfDay(at) : clock === EPOCH ? parseEpoch(at) : 0;
  if (body === 0) return 0;
  const c = byte(body);
  return c >= UNDERSCORE || c === LESS || c === MINUS ? body : 0;
}

/** "03:51:32.446012 " */
function parseTimeOfDay(at: usize): usize {
  if (byte(at + 8) !== DOT || byte(at + 15) !== SPACE) return 0;
  const text = load<u64>(at);
  if (text !== knownText) {
    const hours = twoDigits(at);
    const minutes = twoDigits(at + 3);
    const seconds = twoDigits(at + 6);
    if (byte(at + 2) !== COLON || byte(at + 5) !== COLON) return 0;
    if (<u32>hours >= 24 || <u32>minutes >= 60 || <u32>seconds > 60) return 0;
    knownText = text;
    knownRest = 0;
    knownSeconds = <f64>(hours * 3600 + minutes * 60 + seconds);
  }
  return setTime(at + 9);
}

/** "1795408316.483961 " */
function parseEpoch(at: usize): usize {
  if (byte(at + 10) !== DOT || byte(at + 17) !== SPACE) return 0;
  const text = load<u64>(at);
  const rest = <u32>load<u16>(at, 8);
  if (text !== knownText || rest !== knownRest) {
    let seconds: f64 = 0;
    for (let i: usize = 0; i < EPOCH_DIGITS; i++) {
      if (!isDigit(byte(at + i))) return 0;
      seconds = seconds * 10 + <f64>(byte(at + i) - ZERO);
    }
    if (byte(at) === ZERO) return 0;
    knownText = text;
    knownRest = rest;
    knownSeconds = seconds;
  }
  return setTime(at + 11);
}

function setTime(at: usize): usize {
  const microseconds = sixDigits(at);
  if (microseconds < 0) return 0;
  time = (knownSeconds + baseSeconds) * SECOND + <f64>(microseconds * 1000);
  return at + 7;
}

/** -1 when one of them is no digit. */
function twoDigits(at: usize): i32 {
  const a = byte(at) - ZERO;
  const b = byte(at + 1) - ZERO;
  return <u32>a > 9 || <u32>b > 9 ? -1 : a * 10 + b;
}
