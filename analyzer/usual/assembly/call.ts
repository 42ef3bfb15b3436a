/**
 * One whole call: the rows that dissect/syscalls would add for it, where all that it needs was seen before. A call that is not taken has
 * left nothing behind and is read again on the other side.
 */
import {
  EPOLL_WAIT, FLAG_DONT_WAIT, FLAG_EOF, FLAG_NOTIFICATION, FLAG_PEEK, FLAG_SEND, MSG_DONT_WAIT, MSG_EOF, MSG_MORE, MSG_PEEK, POLL, READV, RECVMMSG, RECVMSG,
  ROW_EPOLL_WAIT, ROW_POLL, ROW_RECVMSG, ROW_SENDMSG, ROW_SLEEP, SENDMSG, SLEEP, WRITE, WRITEV,
} from './acts';
import { BACKSLASH, byte, COMMA, GREATER, isDigit, LESS, MINUS, OPEN_BRACE, OPEN_BRACKET, QUOTE, SPACE, ZERO } from './bytes';
import { answeredSocket, detail, isAnnotated, OTHER, socketOf, UNKNOWN, UNTOLD, use } from './descriptors';
import { head, known, length, readBuffer } from './message';
import { actOf, UNTOLD as UNTOLD_NAME } from './names';
import { auxiliary, auxiliaryEnd, errno, isOdd, returnValue } from './result';
import { addCall, addPoll, addTransfer, answerPoll, calls, dropPolls, MOST_MEMBERS, pollFd, polls, pollSocket, transfers } from './rows';
import { line, setReason } from './state';
import { endingFlags, endingOf, endingSctp, eventDescriptor, eventOf, eventsIn, memberEnd, openingAt, openingLength, openingPeer } from './texts';
import { Slot } from './threads';
import { ODD, REFUSED, SENDS, UNKNOWN_ANSWER, UNKNOWN_DESCRIPTOR, UNKNOWN_NAME } from '../sizes';

const MOST_DIGITS: usize = 9;
/** "{fd=": what poll's members begin with, and those of epoll_wait do not. */
const POLLED: u32 = 0x3d64667b;

/** Of the call at hand. */
let slot: Slot = changetype<Slot>(0);
let time: f64 = 0;
let took: f64 = NaN;
let offset: f64 = 0;
let firstLine: i32 = 0;
let end: usize = 0;

let fd: i32 = 0;
/** What -y says of it. */
let annotation: usize = 0;
let annotationLength: usize = 0;

/**
 * Takes the call of name [name, nameEnd) and arguments [nameEnd + 1, argumentsEnd), whose result was parsed last. `lastByte` is where the
 * arguments end, in the same text.
 */
export function takeCall(own: Slot, name: usize, nameEnd: usize, lastByte: usize, at: f64, lasted: f64, place: f64, begins: i32): bool {
  const act = actOf(name, nameEnd - name);
  if (act === UNTOLD_NAME) return miss(UNKNOWN_NAME);
  if (act < 0) return true;
  if (isOdd || own.thread < 0) return miss(ODD);
  slot = own;
  time = at;
  took = lasted;
  offset = place;
  firstLine = begins;
  end = lastByte;
  if (act === SLEEP) return takeWait(ROW_SLEEP, -1, true);
  if (act === POLL) return takePoll(nameEnd + 1);
  if (act > READV && act !== EPOLL_WAIT) return miss(ODD);
  const next = readDescriptor(nameEnd + 1);
  if (next === 0) return miss(ODD);
  return act === EPOLL_WAIT ? takeEpollWait(next) : takeTransfer(act, next);
}

function miss(reason: i32): bool {
  setReason(reason);
  return false;
}

/** The descriptor that is the first argument; where the next one begins, 0 when it is not usual. */
function readDescriptor(start: usize): usize {
  let at = start;
  let value = 0;
  for (; at < end && isDigit(byte(at)); at++) value = value * 10 + byte(at) - ZERO;
  if (at === start || at - start > MOST_DIGITS || at >= end) return 0;
  annotationLength = 0;
  if (byte(at) === LESS) {
    annotation = at + 1;
    for (at++; at < end && (byte(at) !== GREATER || byte(at - 1) === MINUS); at++);
    annotationLength = at - annotation;
    at++;
  }
  if (at >= end || byte(at) !== COMMA) return 0;
  at++;
  while (at < end && byte(at) === SPACE) at++;
  fd = value;
  return at;
}

function takeTransfer(act: i32, start: usize): bool {
  const isSend = act <= WRITEV;
  const socket = socketOf(slot.index, fd);
  if (socket === UNTOLD || !isAnnotated(annotation, annotationLength)) return miss(UNKNOWN_DESCRIPTOR);
  if (socket === OTHER) return true;
  if (!isSend && errno !== 0) {
    if (socket >= 0) use(socket, slot.thread);
    return true;
  }
  if (socket === UNKNOWN) return isNothing(act, start) ? true : miss(ODD);
  if (act !== SENDMSG && act !== RECVMSG) return miss(ODD);
  const isSctp = detail !== 0;

  const opening = openingAt(start, end, isSend);
  if (opening < 0) return miss(ODD);
  const peer = openingPeer(opening);
  if (peer < 0) return miss(ODD);
  const after = readBuffer(start + openingLength(opening), end);
  if (after === 0 || known === 0) return miss(ODD);
  const ending = endingOf(after, end);
  if (ending < 0) return miss(ODD);
  if (load<u8>(endingSctp + <usize>ending) !== 0 && !isSctp) return miss(UNKNOWN_DESCRIPTOR);
  const messageFlags = load<i32>(endingFlags + <usize>ending * 8);
  const callFlags = load<i32>(endingFlags + <usize>ending * 8, 4);

  let flags = isSend ? FLAG_SEND : 0;
  if ((callFlags & MSG_DONT_WAIT) !== 0) flags |= FLAG_DONT_WAIT;
  if (isSend) {
    if ((callFlags & MSG_EOF) !== 0) flags |= FLAG_EOF;
    slot.habits = errno !== 0 ? SENDS | REFUSED : SENDS;
  } else {
    if ((callFlags & MSG_PEEK) !== 0) flags |= FLAG_PEEK;
    if ((messageFlags & MSG_MORE) !== 0) flags |= FLAG_NOTIFICATION;
  }
  use(socket, slot.thread);
  addTransfer(calls, isSend ? length : max(0, returnValue), flags, head, known, peer <= 0xffff ? peer : 0);
  add(isSend ? ROW_SENDMSG : ROW_RECVMSG, fd, socket, transfers - 1);
  return true;
}

/** What does not tell of a descriptor that it may be SCTP: Transfers.#mayBeMessage. */
function isNothing(act: i32, start: usize): bool {
  if (act === WRITE) return byte(start) !== QUOTE || byte(start + 1) !== BACKSLASH;
  if (act === WRITEV) return byte(start) !== OPEN_BRACKET;
  return act > RECVMSG && act !== RECVMMSG;
}

/** `[{events=EPOLLIN, data={u32=17, u64=17}}, …], 512, -1` */
function takeEpollWait(start: usize): bool {
  if (returnValue <= 0 || byte(start) !== OPEN_BRACKET) return takeWait(ROW_EPOLL_WAIT, fd, !(returnValue > 0));
  const first = polls;
  let members = 0;
  for (let at = start + 1; at < end && byte(at) === OPEN_BRACE; at = nextMember(at)) {
    const event = eventOf(at, memberEnd(at, end));
    if (event < 0 || ++members > MOST_MEMBERS) return missPolls(first, ODD);
    const socket = answeredSocket(slot.index, fd, event);
    if (socket === UNTOLD) return missPolls(first, UNKNOWN_ANSWER);
    if (socket >= 0) addPoll(calls, detail, socket, 0, eventsIn(event));
  }
  if (polls === first) return takeWait(ROW_EPOLL_WAIT, fd, false);
  add(ROW_EPOLL_WAIT, fd, load<i32>(pollSocket + <usize>first * 4), first);
  return true;
}

/** `[{fd=3, events=POLLIN}], 1, 10) = 1 ([{fd=3, revents=POLLIN}])` */
function takePoll(start: usize): bool {
  if (byte(start) !== OPEN_BRACKET) return miss(ODD);
  const first = polls;
  let members = 0;
  for (let at = start + 1; at < end && byte(at) === OPEN_BRACE; at = nextMember(at)) {
    const event = load<u32>(at) === POLLED ? eventOf(at, memberEnd(at, end)) : -1;
    if (event < 0 || ++members > MOST_MEMBERS) return missPolls(first, ODD);
    const asked = eventDescriptor(event);
    const socket = socketOf(slot.index, asked);
    if (socket === UNTOLD) return missPolls(first, UNKNOWN_DESCRIPTOR);
    if (socket >= 0) addPoll(calls, asked, socket, eventsIn(event), 0);
  }
  if (polls === first) return takeWait(ROW_POLL, -1, !(returnValue > 0));
  if (auxiliary > 0 && !takeReady(first)) return missPolls(first, ODD);
  add(ROW_POLL, load<i32>(pollFd + <usize>first * 4), load<i32>(pollSocket + <usize>first * 4), first);
  return true;
}

/** The ready ones, in the same order. */
function takeReady(first: i32): bool {
  const last = auxiliaryEnd;
  let at = auxiliary;
  while (at < last && byte(at) !== OPEN_BRACE) at++;
  let row = first;
  for (; at < last && byte(at) === OPEN_BRACE; at = nextMemberBefore(at, last)) {
    const event = load<u32>(at) === POLLED ? eventOf(at, memberEnd(at, last)) : -1;
    if (event < 0) return false;
    row = answerPoll(row, eventDescriptor(event), eventsIn(event));
  }
  return true;
}

function missPolls(first: i32, reason: i32): bool {
  dropPolls(first);
  return miss(reason);
}

function nextMember(start: usize): usize {
  return nextMemberBefore(start, end);
}

/** After the member at `start` and the comma behind it. */
function nextMemberBefore(start: usize, last: usize): usize {
  let at = memberEnd(start, last);
  while (at < last && (byte(at) === COMMA || byte(at) === SPACE)) at++;
  return at;
}

/** A wait that names no socket: Polls.wait and Polls.sleep. */
function takeWait(syscall: i32, descriptor: i32, isIdle: bool): bool {
  if ((slot.habits & SENDS) !== 0 && (isIdle || (slot.habits & REFUSED) !== 0)) add(syscall, descriptor, -1, -1);
  return true;
}

function add(syscall: i32, descriptor: i32, socket: i32, detailRow: i32): void {
  addCall(syscall, slot.thread, descriptor, socket, detailRow, time, took, offset, firstLine, line, returnValue, errno);
}
