/** The end of a call's line, `) = 700 <0.000527>`: what readers/straceResult.ts reads, in its most usual forms. */
import { byte, CLOSE, DOT, EQUALS, GREATER, isDigit, LESS, MINUS, OPEN, sixDigits, SPACE, ZERO } from './bytes';

const EAGAIN: i32 = 11;
/** "EAGAIN (" */
const EAGAIN_WORD: u64 = 0x28204e4941474145;
const SECONDS_DIGITS: usize = 6;
const MOST_DIGITS: usize = 9;

/** ns, NaN without -T. */
export let duration: f64 = NaN;
export let returnValue: i32 = 0;
export let errno: i32 = 0;
export let argumentsEnd: usize = 0;
/** What follows the value in parentheses, empty without. */
export let auxiliary: usize = 0;
export let auxiliaryEnd: usize = 0;
/** More follows the value than is understood here. */
export let isOdd: bool = false;

/** Reads the result of [start, end), a line from its opening parenthesis on; false when it has none of a usual form. */
export function parseResult(start: usize, end: usize): bool {
  let tail = parseDuration(start, end);
  if (tail === 0) return false;
  while (tail > start && byte(tail - 1) === SPACE) tail--;
  for (let at = tail - 2; at > start; at--) {
    if (byte(at) !== EQUALS || byte(at - 1) !== SPACE || byte(at + 1) !== SPACE) continue;
    let close = at - 2;
    while (close > start && byte(close) === SPACE) close--;
    if (close < start || byte(close) !== CLOSE) continue;
    argumentsEnd = close;
    return parseReturn(at + 2, tail);
  }
  return false;
}

/** Where the text before the duration ends, 0 for a form that is not usual. */
function parseDuration(start: usize, end: usize): usize {
  duration = NaN;
  if (end < start + 2 || byte(end - 1) !== GREATER || !isDigit(byte(end - 2))) return end;
  if (end < start + 12 || byte(end - 8) !== DOT) return 0;
  const microseconds = sixDigits(end - 7);
  if (microseconds < 0) return 0;
  let seconds = 0;
  let scale = 1;
  let at = end - 9;
  for (; at > start && isDigit(byte(at)); at--) {
    seconds += (byte(at) - ZERO) * scale;
    scale *= 10;
  }
  if (end - at > 8 + SECONDS_DIGITS || end - at < 10 || byte(at) !== LESS || byte(at - 1) !== SPACE || at <= start) return 0;
  duration = (<f64>seconds * 1_000_000 + <f64>microseconds) * 1000;
  return at - 1;
}

function parseReturn(start: usize, end: usize): bool {
  const isNegative = byte(start) === MINUS;
  const first = isNegative ? start + 1 : start;
  let at = first;
  let value = 0;
  for (; at < end && isDigit(byte(at)); at++) value = value * 10 + byte(at) - ZERO;
  if (at === first || at - first > MOST_DIGITS) return false;
  returnValue = isNegative ? -value : value;
  errno = 0;
  isOdd = false;
  auxiliary = auxiliaryEnd = 0;
  if (at === end) return true;
  if (byte(at) !== SPACE) return false;
  at++;
  if (returnValue === -1) {
    if (at + 8 < end && load<u64>(at) === EAGAIN_WORD) errno = EAGAIN;
    else isOdd = true;
  } else if (byte(at) === OPEN) {
    auxiliary = at;
    auxiliaryEnd = end;
  } else {
    isOdd = true;
  }
  return true;
}
